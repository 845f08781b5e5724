"""What people type into columns of text, people and boxes."""

from datetime import UTC, date, datetime

import pytest

from engine.columns import column_types
from engine.columntext import excerpt
from engine.context import Context, Person
from engine.errors import Invalid

PEOPLE = {
    1: Person(1, "Élise Martin", "elise@example.com"),
    2: Person(2, "Bob Martin", "bob@example.com"),
    3: Person(3, "Durand, Zoé", "zoe@example.com"),
    12: Person(12, "Élise Martin", "elise.martin@example.com"),
}
CONTEXT = Context("en", date(2026, 11, 24), 2, PEOPLE)


def parse(type_name: str, raw: object) -> object:
    return column_types[type_name].parse(raw, {}, CONTEXT)


@pytest.mark.parametrize(
    ("raw", "ids"),
    [
        ([1, 2, 1], [1, 2]),
        (["bob", 3], [2, 3]),
        (2, [2]),
        ("2, 12", [2, 12]),
        ("BOB@EXAMPLE.COM", [2]),
        ("bob", [2]),
        ("Durand, Zoe", [3]),
        ("zoé; bob\nelise@example.com", [3, 2, 1]),
        ([], None),
        (" , ", None),
        (None, None),
    ],
)
def test_people_are_named_in_many_ways(raw: object, ids: list[int] | None) -> None:
    assert parse("people", raw) == ids


@pytest.mark.parametrize("typed", ["martin", "Elise Martin", "élise"])
def test_several_people_of_a_name_are_told_apart_by_address(typed: str) -> None:
    with pytest.raises(Invalid, match=r"may be .*@example.com.* Write the whole name or the e-mail address"):
        parse("people", typed)


@pytest.mark.parametrize("raw", ["Nobody", 99, "99", [None], [True], [1.5], {"id": 1}, "bob, nobody", "9" * 40])
def test_who_is_not_here_is_refused(raw: object) -> None:
    with pytest.raises(Invalid):
        parse("people", raw)


def test_somebody_who_left_is_shown_as_such() -> None:
    assert column_types["people"].format([2, 99], {}, CONTEXT) == "Bob Martin, (former member)"


@pytest.mark.parametrize("typed", ["yes", "OUI", "x", "1", "✓", "Vrai", "true", True, 1])
def test_yes_in_many_ways(typed: object) -> None:
    assert parse("checkbox", typed) is True


@pytest.mark.parametrize("typed", ["", None, "no", "Non", "0", "faux", False, 0])
def test_no_in_many_ways(typed: object) -> None:
    assert parse("checkbox", typed) is False


@pytest.mark.parametrize("typed", ["maybe", 2, [True]])
def test_what_is_neither_yes_nor_no_is_refused(typed: object) -> None:
    with pytest.raises(Invalid, match="neither yes nor no"):
        parse("checkbox", typed)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (" a \t b\nc ", "a b c"),
        ("nul\x00 and \ud800", "nul and"),
        (42.0, "42"),
        (datetime(2026, 11, 28, tzinfo=UTC), "2026-11-28"),
        ("🦊" * 255, "🦊" * 255),
        ("<script>=cmd()", "<script>=cmd()"),
    ],
)
def test_text_is_cleaned_and_nothing_else(raw: object, text: str) -> None:
    assert parse("text", raw) == text


def test_lines_stay_lines() -> None:
    assert parse("long_text", " a\r\nb\rc\n ") == "a\nb\nc"


@pytest.mark.parametrize("raw", [["a"], {"a": 1}])
def test_lists_and_objects_are_no_text(raw: object) -> None:
    with pytest.raises(Invalid, match="holds text"):
        parse("text", raw)


def test_a_sentence_quotes_only_the_beginning_of_a_long_cell() -> None:
    assert len(excerpt("x" * 10_000_000)) == 40


def test_a_stamp_names_the_person() -> None:
    shown = column_types["created"].format({"at": "2026-11-28T08:30:00.000Z", "by": 2}, {}, CONTEXT)
    assert shown == "Nov 28, 2026 · Bob Martin"
