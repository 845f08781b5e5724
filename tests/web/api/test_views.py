"""Saved views through the API."""

from engine.schema.compiled import CompiledBoard
from tests.web.api.conftest import Program


def test_a_view_is_saved_read_changed_moved_and_deleted(alice: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}/views"
    settings = {"group_by": ["status", "expected_on:month"], "sort": [["price", True]], "density": "compact"}
    made = alice.post(path, json={"title": "Late", "settings": settings, "description": "To chase"}).json()
    assert (made["settings"], made["personal"], made["locked"], made["default"]) == (settings, False, False, False)
    here = f"{path}/{made['id']}"
    changed = alice.patch(here, json={"title": "Later", "default": True, "locked": True, "after": None}).json()
    assert (changed["title"], changed["default"], changed["locked"]) == ("Later", True, True)
    assert next(one["id"] for one in alice.get(path).json()["views"]) == made["id"]
    assert alice.get(here).json() == changed
    refused = alice.patch(here, json={"title": "Too late"})
    assert (refused.status_code, "locked" in refused.json()["detail"]) == (403, True)
    alice.patch(here, json={"locked": False})
    assert alice.delete(here).status_code == 204
    assert alice.get(here).status_code == 404


def test_personal_views_are_one_s_own(alice: Program, bob: Program, charlie: Program, board: CompiledBoard) -> None:
    path = f"/boards/{board.id}/views"
    mine = charlie.post(path, json={"title": "Mine", "personal": True}).json()
    assert mine["personal"] is True
    assert alice.get(f"{path}/{mine['id']}").status_code == 404
    assert mine["id"] not in [one["id"] for one in bob.get(path).json()["views"]]
    assert charlie.post(path, json={"title": "Ours"}).status_code == 403


def test_settings_are_checked_with_a_sentence(alice: Program, board: CompiledBoard) -> None:
    answer = alice.post(f"/boards/{board.id}/views", json={"title": "X", "settings": {"sort": [["gone", False]]}})
    assert answer.status_code == 422
    assert "no column “gone”" in answer.json()["detail"]
