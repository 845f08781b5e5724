"""A text that no SQL may hold: a value that is written into a statement, instead of bound to it, gives itself away.

Tests put it wherever somebody may write a text. Names never reach SQL either, so its letters are looked for in keys, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

CANARY = "Zq9'\""
LETTERS = "zq9"
sung: list[str] = []
"""Statements that held it since the test began."""
kept: list[list[str]] = []
"""Who wants to know of every statement."""


def listen() -> None:
    """To every statement of every engine."""
    sa.event.listen(sa.Engine, "before_cursor_execute", on_execute)


def on_execute(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    look(statement)


def look(statement: str) -> None:
    """What it finds it keeps as well as raises: a request would answer the exception with a page."""
    for one in kept:
        one.append(statement)
    if LETTERS in statement.lower():
        sung.append(statement)
        raise AssertionError(f"a value in SQL: {statement}")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement until the block ends."""
    found: list[str] = []
    kept.append(found)
    try:
        yield found
    finally:
        kept.remove(found)
