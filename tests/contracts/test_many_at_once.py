"""What a type reads, shows and stores of many values at once is what it does of each of them."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.column import ColumnType, Settings
from engine.columns import column_types
from engine.commands.items import MANY, checked, checked_columns
from engine.commands.values import by_column
from engine.context import Context
from engine.errors import Invalid, InvalidMany
from engine.queries.search import all_words, words_of_each
from engine.schema.compiled import CompiledBoard, compile_board
from engine.schema.document import new_document, with_column
from engine.text import LANGUAGES, Language
from tests.contracts.matrix import CONTEXTS

WRITTEN = [kind for kind in column_types.values() if not kind.read_only]
FIGURES = st.from_regex(r"-?[0-9]{0,14}([.,][0-9]{0,4})?", fullmatch=True) | st.decimals(0, 999, places=2).map(str)
DAYS = st.dates().map(str) | st.from_regex(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", fullmatch=True)
WORDS = st.text(st.sampled_from("aé |1 \n\0\xa0½_-x"), max_size=6)
TRICKY = [
    "",
    " ",
    "a  b",
    " a",
    "a ",
    "|",
    "-0",
    "-0.00",
    "-0.5",
    "007",
    "0.10",
    "12.3",
    "1.234",
    "1,234",
    "1e3",
    "12 €",
]
TRICKY += [
    "yes",
    "1\n2",
    "9000000000001",
    "999999999999.99",
    "alice",
    "٣",
    "½",
    "\t",
    "\0",
    "1_0",
    "+1",
    ".5",
    "5.",
    "-",
    "—1",
]
SPECIAL = st.sampled_from(TRICKY)
MONEY = st.fixed_dictionaries(
    {"amount": FIGURES | SPECIAL | st.integers(0, 9)},
    optional={"currency": st.sampled_from(["EUR", "JPY", "TND", 1]), "more": st.none()},
)
CELLS = [FIGURES, DAYS, WORDS, SPECIAL, MONEY, st.integers(), st.floats(), st.booleans(), st.none(), st.just([1])]
MIXED = st.one_of(*(st.lists(one, min_size=1, max_size=6) for one in CELLS), st.lists(st.one_of(CELLS), min_size=1))


def settings_of(kind: ColumnType) -> list[Settings]:
    return [{}, *(one.settings for one in kind.examples), *({"currency": code} for code in ("JPY", "TND", "EUR"))]


def read_each(kind: ColumnType, raws: Sequence[Any], settings: Settings, context: Context) -> list[Any] | None:
    try:
        return [kind.parse(raw, settings, context) for raw in raws]
    except Invalid:
        return None


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.name)
@given(raws=MIXED, data=st.data())
def test_what_is_read_at_once_is_what_is_read_of_each(kind: ColumnType, raws: list[Any], data: st.DataObject) -> None:
    settings, language = data.draw(st.sampled_from(settings_of(kind))), data.draw(st.sampled_from(LANGUAGES))
    examples = [example.typed for example in kind.examples if example.settings == settings]
    cells = [*raws, *data.draw(st.lists(st.sampled_from(examples or [""]), max_size=2))]
    for many in (raws, cells):
        found = kind.parse_all(many, settings, CONTEXTS[language])
        if found is not None:
            assert list(map(repr, found)) == list(map(repr, read_each(kind, many, settings, CONTEXTS[language]) or ()))
            texts = [kind.format(value, settings, CONTEXTS[language]) for value in found]
            assert kind.format_all(found, settings, CONTEXTS[language]) == texts


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.name)
def test_a_tricky_cell_is_read_as_it_is_alone(kind: ColumnType) -> None:
    raws = [*TRICKY, *({"amount": typed, "currency": code} for typed in TRICKY for code in ("EUR", "JPY", "TND"))]
    for settings in settings_of(kind):
        for raw in [*raws, 9_000_000_000_001, 2.0, True, None, [], {}]:
            found = kind.parse_all([raw], settings, CONTEXTS["en"])
            assert found is None or repr(found) == repr(read_each(kind, [raw], settings, CONTEXTS["en"])), raw


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("name", ["Paper", "Été|½"]),
        ("text", ["", "SKU-1"]),
        ("long_text", ["a  b", "", "c"]),
        ("number", ["12", "", "7"]),
        ("number", ["12.50", "-3"]),
        ("number", [1, -2]),
        ("money", ["12.5", "", "7"]),
        ("money", [{"amount": "12.50", "currency": "EUR"}]),
    ],
)
def test_plain_cells_are_read_at_once(name: str, plain: list[Any]) -> None:
    assert column_types[name].parse_all(plain, {}, CONTEXTS["en"]) is not None


PROMISES: dict[str, Settings] = {
    "number": {"minimum": -5, "maximum": 2000},
    "date": {"minimum": "2020-03-01", "default": {"token": "today"}},
    "text": {"max_length": 20, "default": "new"},
}


def board_of_all() -> CompiledBoard:
    """A column of each type as it is, one with promises where it can make some, one that must be filled."""
    document = new_document("All")
    for kind in column_types.values():
        if kind.creatable:
            settings = kind.examples[0].settings
            document, _ = with_column(document, kind.name, kind.name, settings, key=kind.name)
            document, _ = with_column(
                document, kind.name, f"kept {kind.name}", {**settings, **PROMISES.get(kind.name, {})}
            )
    document, _ = with_column(document, "text", "asked", {}, required=True)
    return compile_board(1, 1, 1, document)


BOARD = board_of_all()
CELL = {
    key: st.sampled_from([example.typed for example in column.type.examples]) | st.one_of(CELLS)
    for key, column in BOARD.columns.items()
}
FAIR = {
    key: st.sampled_from(
        [one.value for one in column.type.examples if one.settings == column.type.examples[0].settings]
    )
    for key, column in BOARD.columns.items()
    if not column.type.read_only
}
NAMED = {"name": st.just("A"), "asked": st.sampled_from(["b", "c"])}
NEW = st.fixed_dictionaries(NAMED, optional={key: one for key, one in FAIR.items() if key not in NAMED})
ODD = st.fixed_dictionaries({}, optional=CELL | {"none": st.none()})


def outcome(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except InvalidMany as many:
        return [(error.field, error.say("en")) for error in many.errors]
    except Invalid as error:
        return type(error), error.field, error.say("fr")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kept_number", -6),
        ("kept_number", 2001),
        ("asked", None),
        ("asked", ""),
        ("name", "n" * 256),
        ("no", 1),
        ("updated", 1),
    ],
)
def test_one_that_is_refused_is_refused_among_many(key: str, value: Any) -> None:
    items = [{"name": "A", "asked": "b"}] * MANY
    assert BOARD.validator.takes(checked_columns(BOARD, items, CONTEXTS["en"]))
    with pytest.raises((Invalid, InvalidMany)) as refused:
        checked_columns(BOARD, [*items, {**items[0], key: value}], CONTEXTS["en"])
    assert refused.value.field == key


@given(st.lists(NEW, min_size=MANY, max_size=MANY + 3), st.lists(ODD, max_size=1), st.sampled_from(LANGUAGES))
def test_many_new_items_are_checked_as_each_of_them(news: list[Any], odd: list[Any], language: Language) -> None:
    context, items = CONTEXTS[language], [*news, *odd]
    at_once = outcome(lambda: {key: list(values) for key, values in checked_columns(BOARD, items, context).items()})
    assert repr(at_once) == repr(outcome(lambda: by_column([checked(BOARD, one, context) for one in items])))


@given(st.lists(st.text(st.sampled_from("aÉß1_ -²ﬁ̧\u2028|") | st.characters(exclude_characters="\0"), max_size=9)))
def test_words_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    assert words_of_each(texts) == [" ".join(all_words(text)) for text in texts]
