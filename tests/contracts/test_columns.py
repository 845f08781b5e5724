"""Every column type keeps the contract of `engine/column.py`: each test runs over the registry, nothing names a type."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from jsonschema import Draft202012Validator

from engine.column import ColumnType, Example
from engine.columns import column_types
from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import create_item
from engine.context import Context, Person
from engine.operator import Operator
from engine.queries.aggregate import aggregate
from engine.queries.context import context_for
from engine.queries.forms import for_an_answer
from engine.queries.items import BoardItem, ItemQuery, items_by_id
from engine.queries.listing import page
from engine.queries.matching import matches
from engine.schema.compiled import CompiledBoard
from engine.schema.meta import check_settings
from engine.schema.validator import compiled
from engine.text import LANGUAGES
from tests.databases import postgresql_database
from tests.factories import Office, open_office

PARTIALS = Path(__file__).parents[2] / "web" / "templates" / "columns"
PEOPLE = {1: Person(1, "Alice Martin", "alice@example.com"), 2: Person(2, "Bob Durand", "bob@example.com")}
CONTEXTS = {language: Context(language, date(2026, 11, 24), 1, PEOPLE) for language in LANGUAGES}
TYPES = [pytest.param(kind, id=name) for name, kind in column_types.items()]
EXAMPLES = [
    pytest.param(kind, example, id=f"{name}-{place}")
    for name, kind in column_types.items()
    for place, example in enumerate(kind.examples)
]


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_typed_text_becomes_the_value(kind: ColumnType, example: Example) -> None:
    assert kind.parse(example.typed, example.settings, CONTEXTS[example.language]) == example.value


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_the_value_is_shown(kind: ColumnType, example: Example) -> None:
    assert kind.format(example.value, example.settings, CONTEXTS[example.language]) == example.shown


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_what_is_shown_is_read_back(kind: ColumnType, example: Example) -> None:
    assert kind.parse(example.shown, example.settings, CONTEXTS[example.language]) == example.value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_a_json_value_means_the_same_in_each_language(kind: ColumnType, example: Example, language: str) -> None:
    assert kind.parse(example.value, example.settings, CONTEXTS[language]) == example.value


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_the_value_schema_accepts_the_value(kind: ColumnType, example: Example) -> None:
    schema = kind.value_schema(example.settings)
    if example.value is not None or kind.creatable:
        assert compiled(schema).is_valid(example.value)
        assert Draft202012Validator(schema).is_valid(example.value)


@pytest.mark.parametrize("kind", [pytest.param(kind, id=name) for name, kind in column_types.items() if kind.creatable])
def test_the_value_schema_accepts_the_empty_cell(kind: ColumnType) -> None:
    assert compiled(kind.value_schema(kind.examples[0].settings)).is_valid(None)


@pytest.mark.parametrize("kind", TYPES)
def test_there_are_examples_in_both_languages(kind: ColumnType) -> None:
    assert {example.language for example in kind.examples} == set(LANGUAGES)


@pytest.mark.parametrize("kind", TYPES)
def test_everything_that_people_read_is_said_in_both_languages(kind: ColumnType) -> None:
    said = [kind.label, *kind.tokens.values(), *(aggregate.label for aggregate in kind.aggregates)]
    said += [text for one in kind.operators.values() for text in (one.label, one.said_of_a_change())]
    assert [text for text in said if not (text.en.strip() and text.fr.strip())] == []


@pytest.mark.parametrize("kind", TYPES)
def test_no_two_operators_read_alike(kind: ColumnType) -> None:
    for language in LANGUAGES:
        labels = [operator.label.say(language) for operator in kind.operators.values()]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("kind", TYPES)
def test_the_settings_schema_is_a_closed_schema_with_labels(kind: ColumnType) -> None:
    Draft202012Validator.check_schema(kind.settings_schema)
    assert kind.settings_schema["additionalProperties"] is False
    for part in kind.settings_schema["properties"].values():
        assert set(part["x-labels"]) == set(LANGUAGES)


@pytest.mark.parametrize("kind", TYPES)
def test_no_schema_holds_a_pattern_or_a_reference(kind: ColumnType) -> None:
    for schema in (kind.settings_schema, *(kind.value_schema(example.settings) for example in kind.examples)):
        assert {"pattern", "patternProperties", "$ref", "$dynamicRef"} & set(keywords(schema)) == set()


def keywords(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from keywords(part)


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_the_settings_of_examples_are_accepted(kind: ColumnType, example: Example) -> None:
    check_settings(kind.name, example.settings)


@pytest.mark.parametrize("kind", TYPES)
def test_each_word_means_a_value_that_the_type_reads(kind: ColumnType) -> None:
    for name in kind.tokens:
        assert kind.parse(kind.token(name, CONTEXTS["fr"]), kind.examples[0].settings, CONTEXTS["fr"]) is not None


@pytest.mark.parametrize("name", column_types)
def test_there_is_a_partial_that_draws_the_cell(name: str) -> None:
    assert (PARTIALS / f"{name}.html").is_file()


class Shelf(NamedTuple):
    """A board with a column for each type and settings of examples, and an item for each example."""

    office: Office
    board: CompiledBoard
    columns: dict[str, list[Example]]
    items: list[BoardItem]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """The tests only read it."""
    with (
        nullcontext(f"sqlite:///{tmp_path_factory.mktemp('shelf')}/rouage.db")
        if request.param == "sqlite"
        else postgresql_database(request.getfixturevalue("postgresql_server"))
    ) as url:
        shelf = filled(open_office(url))
        yield shelf
        shelf.office.database.close()


def filled(office: Office) -> Shelf:
    columns = dict[str, list[Example]]()
    with office.write() as session:
        board = create_board(session, office.alice, "Everything")
        for kind, examples in variants():
            key = "name"
            if kind.creatable:
                board, key = add_column(session, office.alice, board, kind.name, kind.label.en, examples[0].settings)
            columns[key] = examples
        stored = {key: examples for key, examples in columns.items() if not board.columns[key].type.read_only}
        height = max(map(len, stored.values()))
        given = (
            {key: examples[line].value for key, examples in stored.items() if line < len(examples)}
            for line in range(height)
        )
        items = [
            create_item(session, office.alice, board, {"name": f"Item {line}", **one}) for line, one in enumerate(given)
        ]
    return Shelf(office, board, columns, items)


def variants() -> Iterator[tuple[ColumnType, list[Example]]]:
    """Each type with its examples, apart where their settings differ."""
    for kind in column_types.values():
        apart: dict[str, list[Example]] = {}
        for example in kind.examples:
            apart.setdefault(repr(example.settings), []).append(example)
        yield from ((kind, examples) for examples in apart.values())


def test_values_come_back_from_the_database_as_they_were_written(shelf: Shelf) -> None:
    with shelf.office.read() as session:
        items = items_by_id(session, shelf.board, [item.id for item in shelf.items])
    stored = [(key, examples) for key, examples in shelf.columns.items() if not shelf.board.columns[key].type.read_only]
    differing = [
        (key, example.value, item.values[key])
        for key, examples in stored
        for item, example in zip(items, examples, strict=False)
        if item.values[key] != example.value
    ]
    assert differing == []


def test_an_answer_says_byte_by_byte_what_is_read(shelf: Shelf) -> None:
    with shelf.office.read() as session:
        context, query = context_for(session, shelf.office.alice), ItemQuery()
        read = page(session, shelf.board, query, context).items
        page(session, shelf.board, query, context, for_an_answer(session))
        answered = page(session, shelf.board, query, context, for_an_answer(session)).items
    assert not shelf.office.database.is_sqlite or all(type(item.values) is msgspec.Raw for item in answered)
    assert [msgspec.json.encode(item) for item in answered] == [msgspec.json.encode(item) for item in read]


def test_every_operator_runs(shelf: Shelf) -> None:
    with shelf.office.read() as session:
        context = context_for(session, shelf.office.alice)
        for key, examples in shelf.columns.items():
            for name, operator in shelf.board.columns[key].type.operators.items():
                leaf = {"column": key, "op": name, "value": asked(operator, examples)}
                page(session, shelf.board, ItemQuery(filter=leaf), context)


def asked(operator: Operator, examples: list[Example]) -> Any:
    value = examples[0].value
    return {"value": value, "values": [value], "people": ["me"], "text": "a", "days": 7, "nothing": None}[operator.asks]


def test_every_comparison_runs_with_each_word_and_with_another_column(shelf: Shelf) -> None:
    with shelf.office.read() as session:
        context = context_for(session, shelf.office.alice)
        for key, column in shelf.board.columns.items():
            others = [{"token": name} for name in column.type.tokens] + [{"column": key}]
            for name, operator in column.type.operators.items():
                for other in others if operator.asks in ("value", "values") else ():
                    page(session, shelf.board, ItemQuery(filter={"column": key, "op": name, "value": other}), context)


def test_a_condition_judges_values_laid_over_an_item_as_it_judges_stored_ones(shelf: Shelf) -> None:
    """What automations ask: whether an item as it was, or would be, meets a condition."""
    with shelf.office.read() as session:
        context, (first, second) = context_for(session, shelf.office.alice), shelf.items[:2]
        for key in shelf.board.stored:
            for name, operator in shelf.board.columns[key].type.operators.items():
                leaf = {"column": key, "op": name, "value": asked(operator, shelf.columns[key])}
                laid_over = matches(session, shelf.board, second.id, leaf, context, first.values)
                assert laid_over == matches(session, shelf.board, first.id, leaf, context), (key, name)


def test_is_finds_the_item_that_holds_the_value(shelf: Shelf) -> None:
    with shelf.office.read() as session:
        context = context_for(session, shelf.office.alice)
        for key in shelf.board.stored:
            for item in shelf.items if "is" in shelf.board.columns[key].type.operators else ():
                leaf = {"column": key, "op": "is", "value": item.values[key]}
                if item.values[key] is not None:
                    assert item.id in [
                        one.id for one in page(session, shelf.board, ItemQuery(filter=leaf), context).items
                    ]


def test_every_column_sorts_both_ways(shelf: Shelf) -> None:
    with shelf.office.read() as session:
        context = context_for(session, shelf.office.alice)
        for key in shelf.columns:
            up, down = (
                page(session, shelf.board, ItemQuery(sort=[(key, way)]), context).items for way in (False, True)
            )
            rising = [item.values[key] for item in up if item.values[key] is not None]
            falling = [item.values[key] for item in down if item.values[key] is not None]
            assert {item.id for item in up} == {item.id for item in shelf.items}
            assert rising == falling[::-1] or shelf.board.columns[key].type.stamps


def test_every_aggregate_runs_over_all_and_over_each_group(shelf: Shelf) -> None:
    with shelf.office.read() as session:
        context = context_for(session, shelf.office.alice)
        for key, column in shelf.board.columns.items():
            measures = [(key, one.name) for one in column.type.aggregates]
            for group_by in (None, "group", key):
                found = aggregate(session, shelf.board, context, measures, group_by=group_by)
                assert sum(group["count"] for group in found) == len(shelf.items)
