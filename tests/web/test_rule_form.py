"""The sentence editor's form holds a rule whole: drawn, sent by a browser and read again, it is the same rule."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automations.actions import actions
from automations.places import places_for
from automations.rules import check_rule
from automations.slots import slots
from automations.triggers import triggers
from engine.text import LANGUAGES, Language
from tests.factories import Office, open_office
from tests.web.forms import form_of
from web import i18n
from web.controls import controls
from web.pages import environment
from web.rule_editor import draw_rule
from web.rule_form import Desk, Rule, problems, read_rule

TELL = {"type": "notify", "people": {"token": "owner"}, "message": "{name}"}
CREATED = {"type": "item_created"}
EXAMPLES = [
    *(
        {"trigger": {"type": one.name, **example.settings}, "actions": [TELL]}
        for one in triggers.values()
        for example in one.examples
    ),
    *(
        {"trigger": CREATED, "actions": [{"type": one.name, **example.settings}]}
        for one in actions.values()
        for example in one.examples
    ),
]
NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, places=4).map(float)
LEAVES: dict[str, st.SearchStrategy[Any]] = {
    "quantity": st.fixed_dictionaries(
        {"op": st.sampled_from(["is", "not", "lt", "gt"]), "value": NUMBERS | st.just({"column": "reorder_level"})}
    ),
    "status": st.fixed_dictionaries(
        {"op": st.just("one_of"), "value": st.lists(st.sampled_from(["ok", "low", "out"]), min_size=1, unique=True)}
    )
    | st.fixed_dictionaries({"op": st.just("is"), "value": st.sampled_from(["ok", "low", "out"])}),
    "owner": st.fixed_dictionaries(
        {
            "op": st.just("includes"),
            "value": st.lists(st.sampled_from([1, 2, {"token": "me"}]), min_size=1, unique_by=str),
        }
    ),
    "expected_on": st.fixed_dictionaries(
        {"op": st.just("lt"), "value": st.dates(min_value=date(1900, 1, 1)).map(str) | st.just({"token": "today"})}
    )
    | st.fixed_dictionaries({"op": st.just("next_days"), "value": st.integers(1, 99)}),
    "price": st.fixed_dictionaries({"op": st.just("gt"), "value": NUMBERS.map(lambda number: f"{number:.2f}")}),
    "discount": st.fixed_dictionaries({"op": st.just("gt"), "value": NUMBERS}),
    "fragile": st.fixed_dictionaries({"op": st.just("is"), "value": st.booleans()}) | st.just({"op": "is_checked"}),
    "name": st.fixed_dictionaries(
        {"op": st.just("contains"), "value": st.text("aé\"<&' {}", min_size=1).filter(str.strip)}
    ),
}
LEAF = st.one_of([about.map(lambda one, key=key: {"column": key, **one}) for key, about in LEAVES.items()])
TREE = st.recursive(
    LEAF,
    lambda tree: st.builds(
        lambda joint, parts: {joint: parts}, st.sampled_from(["and", "or"]), st.lists(tree, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all: nothing here writes."""
    office = open_office(f"sqlite:///{tmp_path_factory.mktemp('forms')}/rouage.db")
    yield office
    office.database.close()


@pytest.fixture(scope="module")
def desks(office: Office) -> Iterator[Callable[[Language], Desk]]:
    """The stock board as Alice reads it in a language."""
    board = office.stock()
    with office.read() as session:
        yield lambda language: Desk(board, places_for(session, dataclasses.replace(office.alice, language=language)))


def drawn(rule: Rule, desk: Desk, *, strict: bool = True) -> str:
    i18n.current.set(desk.places.context.language)
    editor = draw_rule(rule, desk, strict=strict)
    return (
        environment()
        .get_template("automations/_editor.html")
        .render(board=desk.board, editor=editor, automation_id="", version="")
    )


def stored(rule: Any, desk: Desk) -> Rule:
    return dict(check_rule(desk.board, json.loads(json.dumps(rule)), desk.places))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: json.dumps(rule, ensure_ascii=False)[:80])
def test_no_example_of_a_plug_in_loses_anything(
    desks: Callable[[Language], Desk], rule: Rule, language: Language
) -> None:
    desk = desks(language)
    kept = stored(rule, desk)
    assert read_rule(form_of(drawn(kept, desk)), desk) == kept


@settings(max_examples=200, deadline=None)
@given(tree=TREE, condition=TREE, language=st.sampled_from(LANGUAGES))
def test_no_tree_of_conditions_loses_anything(
    desks: Callable[[Language], Desk], tree: Any, condition: Any, language: Language
) -> None:
    desk = desks(language)
    kept = stored(
        {"trigger": {"type": "starts_matching", "filter": tree}, "condition": condition, "actions": [TELL]}, desk
    )
    assert read_rule(form_of(drawn(kept, desk)), desk) == kept


def test_every_kind_of_slot_has_a_control_and_a_partial() -> None:
    assert set(controls) == set(slots)
    for kind in slots:
        assert environment().get_template(f"controls/{kind}.html").module.draw


def test_what_was_typed_stays_when_it_cannot_be_read(desks: Callable[[Language], Desk]) -> None:
    desk = desks("fr")
    rule = {
        "trigger": {"type": "starts_matching", "filter": {"column": "quantity", "op": "gt", "value": "beaucoup"}},
        "actions": [TELL],
    }
    page = drawn(rule, desk)
    assert read_rule(form_of(page), desk) == rule
    assert 'value="beaucoup"' in page
    assert "beaucoup" in str(problems(rule, desk)[0].say("fr"))


def test_a_deleted_column_is_shown_and_kept(desks: Callable[[Language], Desk]) -> None:
    desk = desks("en")
    rule = {
        "trigger": {"type": "column_changes", "columns": ["gone"]},
        "condition": {"column": "lost", "op": "is", "value": "x"},
        "actions": [TELL],
    }
    page = drawn(rule, desk)
    assert "gone (no longer there)" in page
    assert "lost (no longer there)" in page
    assert read_rule(form_of(page), desk) == rule
    assert {error.field for error in problems(rule, desk)} == {"trigger.columns.0", "condition"}


def test_a_comparison_that_is_gone_is_kept(desks: Callable[[Language], Desk]) -> None:
    desk = desks("en")
    rule = {
        "trigger": CREATED,
        "condition": {"column": "sku", "op": "rhymes", "value": {"with": [1]}},
        "actions": [TELL],
    }
    assert read_rule(form_of(drawn(rule, desk)), desk) == rule
    assert read_rule(form_of(drawn(rule, desk), **{"condition.0.op": "is_empty"}), desk)["condition"] == {
        "column": "sku",
        "op": "is_empty",
    }


def test_a_type_that_no_plug_in_has_is_kept(desks: Callable[[Language], Desk]) -> None:
    desk = desks("en")
    rule = {"trigger": CREATED, "actions": [{"type": "teleport", "where": {"x": [1, 2]}}]}
    assert read_rule(form_of(drawn(rule, desk)), desk) == rule


RULE: Rule = {
    "trigger": CREATED,
    "actions": [
        TELL,
        {"type": "move_to_group", "group": 1},
        {"type": "set_columns", "values": {"status": "low", "sku": "A"}},
    ],
}


@pytest.mark.parametrize(
    ("button", "kinds"),
    [
        ({"remove": "actions.1"}, ["notify", "set_columns"]),
        ({"up": "actions.2"}, ["notify", "set_columns", "move_to_group"]),
        ({"down": "actions.0"}, ["move_to_group", "notify", "set_columns"]),
        ({"up": "actions.0"}, ["notify", "move_to_group", "set_columns"]),
    ],
)
def test_actions_are_removed_and_reordered_whole(
    desks: Callable[[Language], Desk], button: dict[str, str], kinds: list[str]
) -> None:
    desk = desks("en")
    read = read_rule(form_of(drawn(RULE, desk), **button), desk)
    by_kind = {action["type"]: action for action in RULE["actions"]}
    assert read["actions"] == [by_kind[kind] for kind in kinds]


def test_a_condition_is_added_put_in_brackets_and_removed(desks: Callable[[Language], Desk]) -> None:
    desk = desks("en")
    first, second = {"column": "status", "op": "is", "value": "low"}, {"column": "sku", "op": "contains", "value": "A"}
    rule = {**RULE, "condition": first}
    added = read_rule(
        form_of(
            drawn(rule, desk), **{"condition.1.column": "sku", "condition.1.op": "contains", "condition.1.value": "A"}
        ),
        desk,
    )
    assert added["condition"] == {"and": [first, second]}
    nested = read_rule(form_of(drawn(added, desk), nest="condition.1"), desk)
    assert nested["condition"] == {"and": [first, {"or": [second]}]}
    assert read_rule(form_of(drawn(nested, desk), remove="condition.1"), desk)["condition"] == {"and": [first]}
    assert "condition" not in read_rule(form_of(drawn(rule, desk), remove="condition.0"), desk)


@pytest.mark.parametrize(
    ("change", "tree"),
    [
        ({"condition.0.column": "reorder_level"}, {"column": "reorder_level", "op": "gt", "value": 7}),
        ({"condition.0.column": "status"}, {"column": "status", "op": "is"}),
        ({"condition.0.op": "is_empty"}, {"column": "quantity", "op": "is_empty"}),
        (
            {"condition.0.with": "column:reorder_level"},
            {"column": "quantity", "op": "gt", "value": {"column": "reorder_level"}},
        ),
    ],
)
def test_another_column_keeps_what_still_makes_sense(
    desks: Callable[[Language], Desk], change: dict[str, str], tree: Any
) -> None:
    desk = desks("en")
    page = drawn({**RULE, "condition": {"column": "quantity", "op": "gt", "value": 7}}, desk)
    assert read_rule(form_of(page, **change), desk)["condition"] == tree


def test_one_value_becomes_a_list_and_back(desks: Callable[[Language], Desk]) -> None:
    desk = desks("en")
    one, many = {"column": "status", "op": "is", "value": "low"}, {"column": "status", "op": "one_of", "value": ["low"]}
    assert (
        read_rule(form_of(drawn({**RULE, "condition": one}, desk), **{"condition.0.op": "one_of"}), desk)["condition"]
        == many
    )
    assert (
        read_rule(form_of(drawn({**RULE, "condition": many}, desk), **{"condition.0.op": "is"}), desk)["condition"]
        == one
    )


def test_a_draft_reproaches_nobody_for_what_is_still_missing(desks: Callable[[Language], Desk]) -> None:
    desk = desks("en")
    draft: Rule = {
        "trigger": {"type": "starts_matching", "filter": {"column": "quantity", "op": "gt"}},
        "actions": [{"type": "set_columns", "values": {"status": ""}}],
    }
    assert draw_rule(draft, desk).count == 0
    assert draw_rule(draft, desk, strict=True).count == 2
    wrong: Rule = {**draft, "actions": [{"type": "set_columns", "values": {"quantity": "many"}}]}
    assert draw_rule(wrong, desk).actions[0].pieces[1].drawn.entries[0].error
