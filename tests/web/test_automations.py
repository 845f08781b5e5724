"""The automations pages: the list, the sentence editor, the run log."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from automations.runner import drain
from engine.commands.automations import create_automation
from engine.commands.items import change_item
from engine.commands.members import change_language
from engine.models import Automation
from engine.permissions import Actor
from engine.queries.automations import automations_on
from engine.queries.notifications import notifications
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import Client
from tests.web.forms import fields_of

LOW = {"column": "quantity", "op": "lt", "value": 5}
RULE = {
    "trigger": {"type": "starts_matching", "filter": LOW},
    "condition": {"column": "status", "op": "not", "value": "out"},
    "actions": [
        {"type": "set_columns", "values": {"status": "low"}},
        {"type": "notify", "people": {"token": "owner"}, "message": "{name} is low"},
    ],
}


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    return office.stock()


@pytest.fixture
def add(office: Office, board: CompiledBoard) -> Callable[..., Automation]:
    def added(rule: Any = RULE, by: Actor | None = None) -> Automation:
        with office.write() as session:
            return create_automation(session, by or office.alice, board, rule)

    return added


@pytest.fixture
def change(office: Office, board: CompiledBoard) -> Callable[..., int]:
    """Make an item, change it, and let the rules act."""

    def changed(name: str, before: dict[str, Any], **after: Any) -> int:
        made = office.item(board, name=name, **before)
        with office.write() as session:
            change_item(session, office.alice, board, made.id, after)
        drain(office.database, board.id)
        return made.id

    return changed


def text(page: str) -> str:
    """What a reader sees: of each list only the chosen option."""
    page = re.sub(r"<option(?![^>]* selected)[^>]*>[^<]*</option>", "", page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def rules_of(office: Office, board: CompiledBoard) -> list[Automation]:
    with office.read() as session:
        return list(automations_on(session, board))


def test_an_empty_list_suggests_rules_made_from_the_boards_columns(alice: Client, board: CompiledBoard) -> None:
    page = alice.get(f"/b/{board.id}/automations").text
    assert "Status becomes In stock" in text(page)
    assert page.count("?suggestion=") == 3


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_suggestion_is_stored_as_it_is(office: Office, alice: Client, board: CompiledBoard, number: int) -> None:
    page = alice.get(f"/b/{board.id}/automations/new?suggestion={number}").text
    assert alice.post(f"/boards/{board.id}/automations", data=fields(page), follow_redirects=False).status_code == 303
    assert len(rules_of(office, board)) == 1


def fields(page: str, **changes: str) -> dict[str, Any]:
    """The form as `data=` of the client takes it."""
    sent: dict[str, Any] = {}
    for name, value in fields_of(page):
        sent.setdefault(name, []).append(value)
    return sent | changes


def test_the_journeys_rule_is_built_step_by_step(office: Office, alice: Client, board: CompiledBoard) -> None:
    page = alice.get(f"/b/{board.id}/automations/new").text
    steps = [
        {"trigger.type": "starts_matching"},
        {"trigger.filter.0.column": "reorder_level"},
        {"trigger.filter.0.op": "gt"},
        {"trigger.filter.0.value": "0.5"},
        {"actions.0.type": "set_columns"},
        {"actions.0.values.0.column": "status"},
        {"actions.0.values.0.with": "value:low"},
        {"actions.1.type": "notify"},
        {"actions.1.message": "Look at {name}"},
    ]
    for step in steps:
        page = alice.post(f"/boards/{board.id}/automations/draft", data=fields(page, **step)).text
    assert "When Reorder level becomes greater than" in text(page)
    answer = alice.post(f"/boards/{board.id}/automations", data=fields(page), headers={"hx-request": "true"})
    (stored,) = rules_of(office, board)
    assert answer.headers["hx-redirect"] == f"/b/{board.id}/automations/{stored.id}"
    assert stored.rule == {
        "trigger": {"type": "starts_matching", "filter": {"column": "reorder_level", "op": "gt", "value": 0.5}},
        "actions": [
            {"type": "set_columns", "values": {"status": "low"}},
            {"type": "notify", "people": {"token": "owner"}, "message": "Look at {name}"},
        ],
    }


def test_a_wrong_slot_gets_its_sentence_and_keeps_what_was_typed(
    office: Office, alice: Client, board: CompiledBoard
) -> None:
    page = alice.get(f"/b/{board.id}/automations/new?suggestion=2").text
    wrong = {"trigger.filter.0.with": "value", "trigger.filter.0.value": "a few", "actions.1.message": ""}
    answer = alice.post(f"/boards/{board.id}/automations", data=fields(page, **wrong))
    assert answer.status_code == 422
    assert 'value="a few"' in answer.text
    assert "“a few” is not a number" in text(answer.text)
    assert "Action 2: fill in “a message”" in text(answer.text)
    assert "2 places need your attention." in answer.text
    assert rules_of(office, board) == []


def test_a_rule_without_an_action_says_so(alice: Client, board: CompiledBoard) -> None:
    answer = alice.post(f"/boards/{board.id}/automations", data={"trigger.type": "item_created"})
    assert answer.status_code == 422
    assert "a rule needs at least one thing to do" in answer.text


def test_a_circle_is_told_and_stored_when_insisted_on(
    office: Office, alice: Client, board: CompiledBoard, add: Callable[..., Automation]
) -> None:
    rule = {
        "trigger": {"type": "column_changes", "columns": ["quantity"]},
        "actions": [{"type": "set_columns", "values": {"quantity": {"increment": 1}}}],
    }
    page = alice.get(f"/b/{board.id}/automations/{add(rule).id}").text
    told = alice.post(f"/boards/{board.id}/automations", data=fields(page))
    assert told.status_code == 409
    assert "This rule changes what sets it off." in told.text
    assert len(rules_of(office, board)) == 1
    alice.post(f"/boards/{board.id}/automations", data=fields(told.text))
    assert len(rules_of(office, board)) == 2


def test_a_rule_that_somebody_else_changed_is_not_overwritten_unasked(
    office: Office, alice: Client, board: CompiledBoard, add: Callable[..., Automation]
) -> None:
    rule = add()
    page = alice.get(f"/b/{board.id}/automations/{rule.id}").text
    alice.put(f"/boards/{board.id}/automations/{rule.id}", data=fields(page, **{"actions.1.message": "theirs"}))
    told = alice.put(f"/boards/{board.id}/automations/{rule.id}", data=fields(page, **{"actions.1.message": "mine"}))
    assert told.status_code == 409
    assert "Somebody has changed this rule" in told.text
    assert rules_of(office, board)[0].rule["actions"][1]["message"] == "theirs"
    alice.put(f"/boards/{board.id}/automations/{rule.id}", data=fields(told.text))
    assert rules_of(office, board)[0].rule["actions"][1]["message"] == "mine"


def test_saving_a_rule_of_somebody_else_takes_it_over(
    office: Office, alice: Client, board: CompiledBoard, add: Callable[..., Automation]
) -> None:
    added = add(by=office.bob)
    page = alice.get(f"/b/{board.id}/automations/{added.id}").text
    assert "It acts with the rights of Bob Durand." in page
    alice.put(f"/boards/{board.id}/automations/{added.id}", data=fields(page))
    (stored,) = rules_of(office, board)
    assert (stored.owner_id, stored.version, stored.rule) == (office.alice.user_id, 2, added.rule)


def test_the_list_says_what_each_rule_did(
    alice: Client, board: CompiledBoard, add: Callable[..., Automation], change: Callable[..., int]
) -> None:
    add()
    assert "Has not run yet" in alice.get(f"/b/{board.id}/automations").text
    change("Gloves", {"quantity": 9}, quantity=3)
    change("Scanner", {"quantity": 9, "status": "out"}, quantity=3)
    page = text(alice.get(f"/b/{board.id}/automations").text)
    assert "When Quantity becomes less than 5 , and only if Status is not Out , then set Status to Low" in page
    assert "Last run: Skipped" in page
    assert "Done: 1" in page
    assert "Skipped: 1" in page


def test_the_log_says_effects_and_reasons_and_links_to_the_items(
    alice: Client, board: CompiledBoard, add: Callable[..., Automation], change: Callable[..., int]
) -> None:
    rule = add()
    gloves, scanner = (
        change("Gloves", {"quantity": 9}, quantity=3),
        change("Scanner", {"quantity": 9, "status": "out"}, quantity=3),
    )
    page = alice.get(f"/b/{board.id}/automations/{rule.id}").text
    assert "set Status to Low" in page
    assert "“Status is not Out” was not true: Status was Out." in page
    assert f'href="/b/{board.id}/i/{gloves}">Gloves' in page
    skipped = alice.get(f"/boards/{board.id}/automations/{rule.id}/runs?outcome=skipped").text
    assert f"/i/{scanner}" in skipped
    assert f"/i/{gloves}" not in skipped
    assert "No run of this kind." in alice.get(f"/boards/{board.id}/automations/{rule.id}/runs?outcome=failed").text


def test_a_failure_says_why_and_when_it_is_tried_again(
    alice: Client, board: CompiledBoard, add: Callable[..., Automation], change: Callable[..., int]
) -> None:
    rule = add(
        {
            "trigger": {"type": "column_changes", "columns": ["sku"]},
            "actions": [{"type": "set_columns", "values": {"quantity": {"increment": -5}}}],
        }
    )
    change("Gloves", {"quantity": 1}, sku="A")
    page = text(alice.get(f"/b/{board.id}/automations/{rule.id}").text)
    assert "Failed" in page
    assert "Try 2" in page
    assert "Quantity must be at least 0." in page


def test_the_log_reads_in_french(
    office: Office,
    sign_in: Callable[[Actor], Client],
    board: CompiledBoard,
    add: Callable[..., Automation],
    change: Callable[..., int],
) -> None:
    with office.write() as session:
        change_language(session, office.alice, "fr")
    rule = add()
    change("Gants", {"quantity": 9}, quantity=3)
    page = text(sign_in(office.alice).get(f"/b/{board.id}/automations/{rule.id}").text)
    assert "a mis Status à Stock bas" in page or "mettre Status à Stock bas" in page
    assert "Dernières exécutions" in page
    assert "et seulement si" in page


def test_a_rule_is_switched_off_and_on(
    office: Office, alice: Client, board: CompiledBoard, add: Callable[..., Automation]
) -> None:
    switch = f"/boards/{board.id}/automations/{add().id}/enabling"
    assert 'aria-checked="false"' in alice.delete(switch).text
    assert not rules_of(office, board)[0].enabled
    assert 'aria-checked="true"' in alice.post(switch).text
    assert rules_of(office, board)[0].enabled


def test_a_rule_that_rouage_paused_says_why_and_resumes(
    office: Office, alice: Client, board: CompiledBoard, add: Callable[..., Automation]
) -> None:
    rule = add()
    with office.write() as session:
        paused = session.get(Automation, rule.id)
        assert paused is not None
        paused.enabled, paused.paused_reason = False, "failures"
    page = alice.get(f"/b/{board.id}/automations/{rule.id}").text
    assert "it failed too often in a row" in page
    assert "Resume" in page
    assert "it failed too often" not in alice.post(f"/boards/{board.id}/automations/{rule.id}/enabling").text


def test_a_deleted_rule_leaves_the_list(
    office: Office, alice: Client, board: CompiledBoard, add: Callable[..., Automation]
) -> None:
    rule = add()
    assert "its log stays" in alice.delete(f"/boards/{board.id}/automations/{rule.id}").headers["hx-trigger"]
    assert rules_of(office, board) == []
    assert alice.get(f"/b/{board.id}/automations/{rule.id}").status_code == 404


def test_a_viewer_reads_rules_and_changes_none(
    office: Office, sign_in: Callable[[Actor], Client], board: CompiledBoard, add: Callable[..., Automation]
) -> None:
    charlie, rule = sign_in(office.charlie), add()
    page = charlie.get(f"/b/{board.id}/automations/{rule.id}").text
    assert "becomes less than" in page
    assert '<form id="rule"' not in page
    assert charlie.get(f"/b/{board.id}/automations/new").status_code == 403
    sent = {
        "trigger.type": "item_created",
        "actions.0.type": "notify",
        "actions.0.people.form": "token:owner",
        "actions.0.message": "x",
    }
    assert charlie.post(f"/boards/{board.id}/automations", data=sent).status_code == 403
    assert charlie.delete(f"/boards/{board.id}/automations/{rule.id}/enabling").status_code == 403


def test_another_workspace_sees_nothing(
    office: Office, sign_in: Callable[[Actor], Client], board: CompiledBoard, add: Callable[..., Automation]
) -> None:
    dora, rule = sign_in(office.dora), add()
    for path in (
        f"/b/{board.id}/automations",
        f"/b/{board.id}/automations/{rule.id}",
        f"/boards/{board.id}/automations/{rule.id}/runs",
    ):
        assert dora.get(path).status_code == 404


def test_what_rules_say_stands_under_the_bell_and_leads_to_the_item(
    office: Office, alice: Client, board: CompiledBoard, add: Callable[..., Automation], change: Callable[..., int]
) -> None:
    add()
    item_id = change("Gloves", {"quantity": 9}, quantity=3)
    assert "Gloves is low" in alice.get("/notifications").text
    with office.read() as session:
        (line,) = notifications(session, office.alice)
    answer = alice.post(f"/notifications/{line.id}/reading", follow_redirects=False)
    assert answer.headers["location"] == f"/b/{board.id}/i/{item_id}"


def test_a_rule_whose_column_was_deleted_is_still_shown(
    office: Office, alice: Client, board: CompiledBoard, add: Callable[..., Automation]
) -> None:
    from engine.commands.columns import hide_column

    rule = add()
    with office.write() as session:
        hide_column(session, office.alice, board, "quantity")
    assert "broken" in alice.get(f"/b/{board.id}/automations").text
    page = alice.get(f"/b/{board.id}/automations/{rule.id}").text
    assert "quantity (no longer there)" in page
    assert "Choose one of its columns" in page or "Choose another one" in page


@pytest.mark.parametrize(
    "name",
    [
        "trigger.filter.x.column",
        "actions.99999999999999999999.type",
        "condition.0.0.0.join",
        "actions.0.values..column",
    ],
)
def test_odd_fields_do_no_harm(alice: Client, board: CompiledBoard, name: str) -> None:
    sent = {
        "trigger.type": "starts_matching",
        name: "set_columns",
        "remove": "..",
        "up": "actions.",
        "trigger.filter.0.column": "quantity",
        "trigger.filter.0.op": "no",
    }
    assert alice.post(f"/boards/{board.id}/automations/draft", data=sent).status_code == 200
