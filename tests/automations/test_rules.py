"""A rule that cannot work is refused with a sentence that names the part and the fix; one that can is kept as values."""

from dataclasses import replace
from typing import Any

import pytest

from automations.circles import warnings
from automations.rules import check_rule
from automations.sentences import plain_sentence, sentence
from automations.triggers import triggers
from engine.errors import Invalid
from tests.automations.inventory import low_stock, places, stock

BOARD = stock()
PLACES = places(BOARD)
CREATED = {"type": "item_created"}
SET_LOW = {"type": "set_columns", "values": {"status": "low"}}

REFUSED: list[tuple[str, Any, str, str]] = [
    ("not a rule", [], "trigger", "A rule needs a trigger and at least one action."),
    (
        "no action",
        {"trigger": CREATED, "actions": []},
        "actions",
        "Add an action: a rule needs at least one thing to do.",
    ),
    (
        "unknown part",
        {"trigger": CREATED, "actions": [SET_LOW], "then": 1},
        "then",
        "A rule has no part “then”. It has a trigger, a condition and actions.",
    ),
    (
        "unknown trigger",
        {"trigger": {"type": "moon_is_full"}, "actions": [SET_LOW]},
        "trigger.type",
        f"Trigger: choose one of {', '.join(trigger.label.en for trigger in triggers.values())}.",
    ),
    (
        "empty slot",
        {"trigger": {"type": "column_changes", "columns": []}, "actions": [SET_LOW]},
        "trigger.columns",
        "Trigger: fill in “a column”.",
    ),
    (
        "missing slot",
        {"trigger": {"type": "column_changes"}, "actions": [SET_LOW]},
        "trigger.columns",
        "Trigger: fill in “a column”.",
    ),
    (
        "wrong shape",
        {"trigger": {"type": "column_changes", "columns": "status"}, "actions": [SET_LOW]},
        "trigger.columns",
        "Trigger: “a column” is not written as it should be. Choose it again.",
    ),
    (
        "extra setting",
        {"trigger": {**CREATED, "often": True}, "actions": [SET_LOW]},
        "trigger.often",
        "Trigger: there is no setting “often” here. Remove it.",
    ),
    (
        "deleted column in the trigger",
        {"trigger": {"type": "column_changes", "columns": ["status", "weight"]}, "actions": [SET_LOW]},
        "trigger.columns.1",
        "Trigger: this board has no column “weight” any more. Choose another one.",
    ),
    (
        "deleted column in the condition",
        low_stock(
            condition={
                "and": [{"column": "status", "op": "is", "value": "ok"}, {"column": "weight", "op": "gt", "value": 3}]
            }
        ),
        "condition.and.1",
        "Condition: This board has no column “weight”. Choose one of its columns.",
    ),
    (
        "comparison that the column does not know",
        low_stock(condition={"column": "status", "op": "gt", "value": 3}),
        "condition",
        "Condition: Status cannot be compared with “gt”.",
    ),
    (
        "deleted column in an action",
        low_stock(actions=[SET_LOW, {"type": "set_columns", "values": {"weight": 3}}]),
        "actions.1.values.weight",
        "Action 2: this board has no column “weight” any more. Choose another one.",
    ),
    (
        "value that the column does not accept",
        low_stock(actions=[{"type": "set_columns", "values": {"quantity": -5}}]),
        "actions.0.values.quantity",
        "Action 1: Quantity must be at least 0.",
    ),
    (
        "step of a column without numbers",
        low_stock(actions=[{"type": "set_columns", "values": {"notes": {"increment": 1}}}]),
        "actions.0.values.notes",
        "Action 1: Notes does not hold numbers and cannot be increased.",
    ),
    (
        "word that the column does not know",
        low_stock(actions=[{"type": "set_columns", "values": {"notes": {"token": "today"}}}]),
        "actions.0.values.notes",
        "Action 1: Notes does not know the word “today”.",
    ),
    (
        "unknown board",
        low_stock(actions=[{"type": "create_item", "board": 99, "values": {"name": "x"}}]),
        "actions.0.board",
        "Action 1: this board no longer exists, or is not shared with you. Choose another one.",
    ),
    (
        "unknown group",
        low_stock(actions=[{"type": "move_to_group", "group": 99}]),
        "actions.0.group",
        "Action 1: this group no longer exists. Choose another one.",
    ),
    (
        "person who is no member",
        low_stock(actions=[{"type": "notify", "people": {"users": [99]}, "message": "x"}]),
        "actions.0.people.users",
        "Action 1: one of the people is no longer a member of this workspace. Choose somebody else.",
    ),
    (
        "people of a column without people",
        low_stock(actions=[{"type": "notify", "people": {"column": "notes"}, "message": "x"}]),
        "actions.0.people.column",
        "Action 1: the column “Notes” does not hold people. Choose one that does.",
    ),
    (
        "address of a stranger",
        low_stock(
            actions=[
                {"type": "send_mail", "to": {"addresses": ["eve@elsewhere.example"]}, "subject": "x", "message": "x"}
            ]
        ),
        "actions.0.to.addresses.0",
        "Action 1: eve@elsewhere.example is not the address of a member of this workspace.",
    ),
    (
        "message that quotes a deleted column",
        low_stock(actions=[{"type": "notify", "people": {"token": "owner"}, "message": "{weight} left"}]),
        "actions.0.message",
        "Action 1: this board has no column “weight” any more. Choose another one.",
    ),
]


@pytest.mark.parametrize(("rule", "field", "words"), [pytest.param(*case[1:], id=case[0]) for case in REFUSED])
def test_refusal_names_the_place_and_the_fix(rule: Any, field: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_rule(BOARD, rule, PLACES)
    assert (refused.value.field, refused.value.say("en")) == (field, words)


@pytest.mark.parametrize("rule", [case[1] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refusal_is_said_in_french_too(rule: Any) -> None:
    with pytest.raises(Invalid) as refused:
        check_rule(BOARD, rule, PLACES)
    assert refused.value.say("fr") != refused.value.say("en")


def test_typed_text_is_kept_as_values() -> None:
    french = replace(PLACES, context=replace(PLACES.context, language="fr"))
    rule = low_stock(
        condition={"column": "quantity", "op": "lt", "value": "1 234,5"},
        actions=[
            {
                "type": "set_columns",
                "values": {"status": "Stock bas", "expected_on": "28/11/2026", "reorder_level": "2,5"},
            }
        ],
    )
    kept = check_rule(BOARD, rule, french)
    assert kept["condition"]["value"] == 1234.5
    assert kept["actions"][0]["values"] == {"status": "low", "expected_on": "2026-11-28", "reorder_level": 2.5}


def test_empty_condition_is_no_condition() -> None:
    assert "condition" not in check_rule(BOARD, low_stock(condition=None), PLACES)


def test_sentence_reads_as_a_person_would_say_it() -> None:
    assert plain_sentence(low_stock(), BOARD, PLACES, "en") == (
        "When Quantity changes, and only if Quantity is less than Reorder level and Status is not Low, "
        "then set Status to Low, and then notify the people in Owner: “{Name} is low: {Quantity}”"
    )


def test_sentence_of_a_rule_whose_column_is_gone_still_reads() -> None:
    parts = sentence(low_stock(actions=[{"type": "set_columns", "values": {"weight": 3}}]), BOARD, PLACES, "en")
    [broken] = [part for part in parts if part.broken]
    assert (broken.text, broken.path) == ('{"weight": 3}', ("actions", 0, "values"))


def test_draft_shows_its_empty_holes() -> None:
    draft = {"trigger": {"type": "column_changes"}, "actions": [{"type": "notify"}]}
    holes = [part.text for part in sentence(draft, BOARD, PLACES, "en", blanks=True) if not part.filled]
    assert holes == ["a column", "any value", "any value", "somebody", "a message"]


STEP_QUANTITY = {"type": "set_columns", "values": {"quantity": {"increment": 1}}}
ON_STATUS = {"type": "column_changes", "columns": ["status"]}


def test_rule_that_changes_what_sets_it_off_is_warned_of() -> None:
    [warning] = warnings(BOARD, [], low_stock(actions=[STEP_QUANTITY]))
    assert warning.en.startswith("This rule changes what sets it off")


def test_circle_of_two_rules_is_warned_of() -> None:
    other = {"trigger": ON_STATUS, "actions": [STEP_QUANTITY]}
    assert len(warnings(BOARD, [(BOARD.id, other)], low_stock(condition=None))) == 1


def test_circle_over_another_board_is_warned_of() -> None:
    there = {"trigger": CREATED, "actions": [{"type": "create_item", "board": BOARD.id, "values": {"name": "x"}}]}
    here = {"trigger": CREATED, "actions": [{"type": "create_item", "board": 2, "values": {"name": "x"}}]}
    assert len(warnings(BOARD, [(2, there)], here)) == 1


def test_rules_that_do_not_meet_are_not_warned_of() -> None:
    other = {"trigger": CREATED, "actions": [STEP_QUANTITY]}
    assert warnings(BOARD, [(BOARD.id, other)], {"trigger": ON_STATUS, "actions": [STEP_QUANTITY]}) == []
