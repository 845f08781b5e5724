"""Telephone numbers: how they are typed in many countries, kept, shown and found."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import create_item
from engine.errors import Invalid
from engine.phones import COUNTRIES, example, format_phone, read_phone
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import page
from tests.factories import Office

TYPED = [
    ("06 12 34 56 78", "+33612345678"), ("0612345678", "+33612345678"), ("612345678", "+33612345678"),
    ("06.12.34.56.78", "+33612345678"), ("+33 (0)6 12 34 56 78", "+33612345678"), ("0033 6 12 34 56 78", "+33612345678"),
    ("+33 06 12 34 56 78", "+33612345678"), ("tel:+33612345678", "+33612345678"), ("06‑12‑34‑56‑78", "+33612345678"),
    ("\u202a+33612345678\u202c", "+33612345678"), ("3949", "3949"), ("15", "15"), ("+1 (415) 555-2671", "+14155552671"),
    ("01 23 45 67 89 poste 12", "+33123456789;ext=12"), ("+81 3-1234-5678", "+81312345678"),
]  # fmt: skip
NO_PHONES = [
    "abc",
    "+",
    "1",
    "06 12 <script>",
    "javascript:1",
    "+33 6 12 34 56 78 90 12 34",
    "٠٦١٢٣٤٥٦٧٨",
    "😀",
    "1" * 99,
]


@pytest.mark.parametrize(("typed", "value"), TYPED)
def test_a_number_is_read(typed: str, value: str) -> None:
    assert read_phone(typed, "FR") == value


@pytest.mark.parametrize("typed", NO_PHONES)
def test_what_is_no_number_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(Invalid, match="06 12 34 56 78"):
        read_phone(typed, "FR")


@pytest.mark.parametrize(
    ("value", "home", "shown"),
    [
        ("+33612345678", "FR", "06 12 34 56 78"),
        ("+33612345678", "BE", "+33 6 12 34 56 78"),
        ("+14155552671", "US", "(415) 555-2671"),
        ("+14155552671", "FR", "+1 415 555 2671"),
        ("+33123456789;ext=12", "FR", "01 23 45 67 89 ext. 12"),
        ("+995123456789", "FR", "+99 512 345 6789"),
    ],
)
def test_a_number_is_shown_as_it_is_dialled_from_home(value: str, home: str, shown: str) -> None:
    assert format_phone(value, home) == shown


@pytest.mark.parametrize("home", COUNTRIES)
@pytest.mark.parametrize("abroad", COUNTRIES)
def test_what_is_shown_is_read_back_in_every_country(home: str, abroad: str) -> None:
    value = read_phone(example(abroad), home)
    assert read_phone(format_phone(value, home), home) == value


@given(st.text(max_size=70))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    with suppress(Invalid):
        assert set(read_phone(typed, "FR")) <= set("+0123456789;ext=")


@pytest.mark.parametrize(
    ("typed", "names"), [("06 12", ["a"]), ("+33 6", ["a"]), ("475", ["b"]), ("99 99", []), ("-", [])]
)
def test_numbers_are_found_by_figures(office: Office, typed: str, names: list[str]) -> None:
    with office.write() as session:
        board, key = add_column(session, office.alice, create_board(session, office.alice, "P"), "phone", "Tel")
        for name, number in (("a", "0612345678"), ("b", "+32 475 12 34 99"), ("c", None)):
            create_item(session, office.alice, board, {"name": name, key: number})
        query = ItemQuery(filter={"column": key, "op": "contains", "value": typed})
        found = page(session, board, query, context_for(session, office.alice)).items
    assert [item.name for item in found] == names
