"""The names of sections as addresses carry them: whatever is written there, the answer is a sentence."""

import html
import json

import pytest

from tests.factories import Office
from tests.web.conftest import Client
from tests.web.test_board_page import look, sections

NUMBERS = ("NaN", "Infinity", "1e999999", "abc", 1e300, 10**30, -1, True)
LISTS = ([], ["a"], ["a", []], [10**30])
OTHERS = ("", "\0", "\ud800", {}, {"amount": "x"}, {"at": 1})
RAW = ("", "v", "v{}", "gx", "gtrue", "g1e5", f"g{10**30}", "v[NaN]", "v" + "[" * 5000, f"v[1{'0' * 5000}]")
LEVELS = (
    *("name", "status", "quantity", "price", "expected_on", "owner", "fragile", "discount", "notes"),
    *("group", "expected_on:month"),
)


@pytest.mark.parametrize("level", LEVELS)
def test_a_section_that_cannot_be_is_refused_or_empty(office: Office, alice: Client, level: str) -> None:
    board = office.stock()
    for section in (*RAW, *(f"v{json.dumps([value])}" for value in (*NUMBERS, *LISTS, *OTHERS))):
        answer = alice.get(f"/boards/{board.id}/items", params={"group": level, "section": section})
        assert answer.status_code in (200, 422), (section, answer.text)
        assert 'id="i' not in answer.text


@pytest.mark.parametrize("level", LEVELS)
def test_a_section_that_the_page_shows_is_answered(office: Office, alice: Client, level: str) -> None:
    board = office.stock()
    values = {"status": "low", "quantity": 2.5, "price": "4.20", "expected_on": "2026-11-28", "fragile": True}
    office.item(board, **values, sku="A", owner=[office.bob.user_id], discount="12.5", notes="n")
    office.item(board, name="Glue")
    shown = sections(look(alice, board, group=level))
    for section in map(html.unescape, shown):
        answer = alice.get(f"/boards/{board.id}/items", params={"group": level, "section": section})
        assert answer.text.count('id="i') == (2 if len(shown) == 1 else 1), section


def test_a_group_that_cannot_be_is_refused(office: Office, alice: Client) -> None:
    board = office.stock()
    for section in RAW:
        answer = alice.get(f"/boards/{board.id}/items", params={"section": section})
        assert answer.status_code == 422, section
