"""Saved views in the page: what opens, what the address changes, what is offered to whom."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from engine.commands.views import change_view, create_view
from engine.permissions import Actor
from engine.queries.views import views
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client
from tests.web.test_board_page import FRAGMENT, look, names, sections


@pytest.fixture
def stock(office: Office) -> CompiledBoard:
    board = office.stock()
    for name, status, quantity in (("Paper", "low", 3), ("Pens", "ok", 20), ("Glue", "out", 1)):
        office.item(board, name=name, status=status, quantity=quantity)
    return board


def saved(office: Office, board: CompiledBoard, settings: dict[str, Any], **more: Any) -> int:
    with office.write() as session:
        return create_view(session, office.alice, board, "table", "Low", settings, **more).id


def messages(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.headers["HX-Trigger"])
    return found


LOW = {"column": "status", "op": "is", "value": "low"}


def test_a_view_shows_what_it_keeps_and_the_address_changes_parts_of_it(
    office: Office, stock: CompiledBoard, alice: Client
) -> None:
    view = saved(office, stock, {"filter": LOW, "group_by": ["status"], "hide": ["price"]})
    html = look(alice, stock, view=view)
    assert (names(html), sections(html)) == (["Paper"], ["v[&#34;low&#34;]"])
    assert 'data-key="price"' not in html
    html = alice.get(f"/b/{stock.id}?view={view}&filter=&sort=name", headers=FRAGMENT).text
    assert names(html) == ["Glue", "Paper", "Pens"] or len(sections(html)) == 3
    assert len(sections(html)) == 3


def test_only_what_differs_is_marked_and_offered_to_save(office: Office, stock: CompiledBoard, alice: Client) -> None:
    view = saved(office, stock, {"filter": LOW})
    assert "data-save-view" not in alice.get(f"/b/{stock.id}?view={view}").text
    page = alice.get(f"/b/{stock.id}?view={view}&sort=name").text
    assert f'data-save-view="{view}"' in page
    assert 'class="differs"' in page
    links = re.findall(r'href="([^"]*)" data-go aria-label="Remove the filter', page)
    assert links == [f"/b/{stock.id}?filter=&amp;sort=name&amp;view={view}"]


def test_saving_keeps_what_the_address_says(office: Office, stock: CompiledBoard, alice: Client) -> None:
    view = saved(office, stock, {"filter": LOW})
    answer = alice.put(f"/boards/{stock.id}/views/{view}/settings?view={view}&filter=&sort=-name")
    assert messages(answer)["board:look"] == {"path": f"/b/{stock.id}?view={view}"}
    assert names(look(alice, stock, view=view)) == ["Pens", "Paper", "Glue"]


def test_a_new_view_keeps_what_is_shown(office: Office, stock: CompiledBoard, alice: Client) -> None:
    fields = {"title": "By status", "description": "For Monday", "shared": "on"}
    answer = alice.post(f"/boards/{stock.id}/views?group=-status&density=tall", data=fields)
    path = messages(answer)["board:look"]["path"]
    assert sections(alice.get(path).text) == ["v[&#34;out&#34;]", "v[&#34;low&#34;]", "v[&#34;ok&#34;]"]
    with office.read() as session:
        made = views(session, office.bob, stock)[-1]
    assert (made.title, made.description, made.settings["density"]) == ("By status", "For Monday", "tall")


def test_the_default_opens_without_being_named(office: Office, stock: CompiledBoard, alice: Client) -> None:
    view = saved(office, stock, {"filter": LOW})
    with office.write() as session:
        change_view(session, office.alice, stock, view, default=True)
    assert names(look(alice, stock)) == ["Paper"]


def test_a_link_to_somebody_s_own_view_opens_with_a_sentence(
    office: Office, stock: CompiledBoard, alice: Client, sign_in: Callable[[Actor], Client]
) -> None:
    view = saved(office, stock, {}, personal=True)
    bob = sign_in(office.bob)
    answer = bob.get(f"/b/{stock.id}?view={view}")
    assert answer.status_code == 200
    assert "is somebody’s own. Ask them to share it." in answer.text
    assert bob.get(f"/boards/{stock.id}/items?view={view}&section=g1").status_code == 404


def test_the_menu_offers_what_one_may_do(
    office: Office, stock: CompiledBoard, alice: Client, sign_in: Callable[[Actor], Client]
) -> None:
    view = saved(office, stock, {})
    path = f"/boards/{stock.id}/views/{view}"
    assert all(word in alice.get(path).text for word in ("Rename", "Duplicate", "Lock", "Delete", "Keep for me alone"))
    charlie = sign_in(office.charlie).get(path).text
    assert "Duplicate" in charlie
    assert not any(word in charlie for word in ("Rename", "Delete", "Move left", "hx-patch"))


def test_a_deleted_view_comes_back_by_its_undo(office: Office, stock: CompiledBoard, alice: Client) -> None:
    view = saved(office, stock, {"filter": LOW})
    told = messages(alice.delete(f"/boards/{stock.id}/views/{view}"))
    assert told["board:look"] == {"path": f"/b/{stock.id}"}
    alice.post(told["toast"]["undo"])
    assert names(look(alice, stock, view=view)) == ["Paper"]


def test_switches_and_places_change_through_the_page(office: Office, stock: CompiledBoard, alice: Client) -> None:
    view = saved(office, stock, {})
    path = f"/boards/{stock.id}/views/{view}"
    for switch in ("default", "personal", "locked"):
        assert alice.patch(path, data={switch: "true"}).status_code == 200, switch
    with office.read() as session:
        found = views(session, office.alice, stock)[-1]
    assert (found.owner_id, found.is_locked) == (office.alice.user_id, True)
    assert alice.patch(path, data={"title": "X"}).status_code == 403
    assert alice.put(f"{path}/place", data={"after": ""}).status_code == 200
    with office.read() as session:
        assert views(session, office.alice, stock)[0].id == view
