"""What was drawn is drawn from memory, as long as nothing that it depends on has changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from engine.context import Context
from web import remembering as module
from web.remembering import remembering

CONTEXT = Context("en", date(2026, 12, 1))


class Pen:
    """Draws a value as its text, and counts."""

    def __init__(self) -> None:
        self.drawn: list[Any] = []

    def __call__(self, values: Sequence[Any], _: Context) -> list[str]:
        self.drawn += values
        return [f">{value}" for value in values]


def test_each_value_is_drawn_once() -> None:
    pen = Pen()
    fill = remembering(pen)
    assert fill([1, 2, 1, [3], {"a": 4}], CONTEXT) == [">1", ">2", ">1", ">[3]", ">{'a': 4}"]
    assert fill([[3], 2, 5], CONTEXT) == [">[3]", ">2", ">5"]
    assert pen.drawn == [1, 2, [3], {"a": 4}, 5]


def test_what_it_says_besides_draws_it_anew() -> None:
    pen, names = Pen(), {7: "Alice"}
    fill = remembering(pen, lambda value, _: names[value[0]])
    fill([[7], [7]], CONTEXT)
    names[7] = "Alicia"
    assert fill([[7]], CONTEXT) == [">[7]"]
    assert pen.drawn == [[7], [7]]


def test_it_forgets_and_still_draws_what_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 2)
    fill = remembering(Pen())
    fill([1, 2], CONTEXT)
    assert fill([1, 3, 2], CONTEXT) == [">1", ">3", ">2"]
