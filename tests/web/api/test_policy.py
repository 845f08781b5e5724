"""Who may call what: every operation of the documentation, for a stranger, a viewer and another workspace's owner."""

import pytest
import sqlalchemy as sa

from engine.models import Event
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program, page

RULE = {"trigger": {"type": "item_created"}, "actions": [{"type": "set_columns", "values": {"sku": "X"}}]}
BODIES = {
    "automations_change": {"enabled": False},
    "automations_create": {"rule": RULE},
    "boards_change": {"title": "New"},
    "boards_create": {"title": "New"},
    "columns_change": {"title": "New"},
    "columns_create": {"type": "text", "title": "New"},
    "groups_change": {"title": "New"},
    "groups_create": {"title": "New"},
    "items_change": {"values": {"sku": "X"}},
    "items_create": {"values": {"name": "New"}},
    "agenda_choose": {"boards": []},
    "edits_create": {"items": [1], "delete": True},
    "items_change_several": {"items": [{"id": 1, "values": {"sku": "X"}}]},
    "members_change": {"role": "viewer"},
    "members_create": {"email": "eve@example.org"},
    "sharing_add": {"user": 2, "role": "viewer"},
    "sharing_change": {"access": "private"},
    "sharing_change_member": {"role": "viewer"},
    "steps_undo": {},
    "views_change": {"title": "New"},
    "views_create": {"title": "New", "type": "table", "settings": {}},
    "measures_measure": {},
    "notifications_mark": {},
    "templates_create": {},
    "tokens_create": {"title": "New"},
    "updates_change": {"html": "New"},
    "updates_create": {"html": "New"},
}
QUERIES = {"exports_export": "?format=csv", "search_listing": "?q=paper"}
FILES = {"imports_start", "imports_start_board"}
OPERATIONS = [
    (method, path, operation["operationId"])
    for path, operations in page()["paths"].items()
    for method, operation in operations.items()
]
PUBLIC = {"boards_meta_schema"}
OWN = {"agenda_choose", "notifications_mark", "tokens_create", "tokens_remove"}
"""What is the user's own is theirs to change, whatever their role."""

GUARDED = {"members_invited", "members_listing", "sharing_invited"}
"""Reading that asks for more than to be a viewer."""


@pytest.fixture
def places(alice: Program, board: CompiledBoard, office: Office) -> dict[str, str]:
    """Ids of things of Alice's, by the names that paths give them."""
    item = office.item(board)
    automation = alice.post(f"/boards/{board.id}/automations", json={"rule": RULE}).json()["id"]
    update = alice.post(f"/items/{item.id}/updates", json={"html": "Hello"}).json()["id"]
    job = alice.post(f"/boards/{board.id}/import", content=b"Name\nPaper\n", headers={"content-type": "text/csv"})
    view = alice.get(f"/boards/{board.id}/views").json()["views"][0]["id"]
    alice.post(f"/boards/{board.id}/members", json={"email": "eve@example.org", "role": "viewer"})
    invitation = alice.get(f"/boards/{board.id}/invitations").json()["invitations"][0]["id"]
    return {
        "board_id": str(board.id),
        "item_id": str(item.id),
        "group_id": str(item.group_id),
        "key": "sku",
        "automation_id": str(automation),
        "job_id": str(job.json()["id"]),
        "token_id": "1",
        "update_id": str(update),
        "view_id": str(view),
        "invitation_id": str(invitation),
        "user_id": str(office.bob.user_id),
        "template": "stock.inventory",
    }


def call(program: Program, method: str, path: str, name: str, places: dict[str, str]) -> int:
    path = path.format_map(places)
    if name in FILES:
        return program.post(path, content=b"Name\nPen\n", headers={"content-type": "text/csv"}).status_code
    query = QUERIES.get(name, "")
    return program.send(
        method.upper(), f"{path}{query}", **({"json": BODIES[name]} if name in BODIES else {})
    ).status_code


def events(office: Office) -> int:
    with office.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Event)) or 0


@pytest.mark.parametrize(("method", "path", "name"), OPERATIONS, ids=[name for _, _, name in OPERATIONS])
def test_who_may_call_it(
    office: Office,
    nobody: Program,
    charlie: Program,
    dora: Program,
    places: dict[str, str],
    method: str,
    path: str,
    name: str,
) -> None:
    before = events(office)
    assert call(nobody, method, path, name, places) == (200 if name in PUBLIC else 401)
    writes = method != "get" and name != "measures_measure"
    allowed = {403, 404} if name in GUARDED or (writes and name not in OWN) else {200, 201, 204, 404}
    assert call(charlie, method, path, name, places) in allowed
    if "{" in path and "{template}" not in path:
        assert call(dora, method, path, name, places) == 404
    assert events(office) == before
