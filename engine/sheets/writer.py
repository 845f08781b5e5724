"""CSV out: text that a spreadsheet would take for a formula is marked as text."""

import csv
from collections.abc import Iterable, Sequence
from typing import IO

from engine.text import Language

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
QUOTE = "'"
MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""
SEPARATOR: dict[Language, str] = {"en": ",", "fr": ";"}
"""What Excel expects in each language."""


class Plain(str):
    """Digits that we wrote ourselves: a minus in front of them runs nothing."""

    __slots__ = ()


def safe_text(text: str) -> str:
    """An apostrophe in front of what could run, and of what looks as if it had one already."""
    return f"{QUOTE}{text}" if text.lstrip(QUOTE).startswith(DANGEROUS) else text


def original_text(text: str) -> str:
    """What `safe_text` was given."""
    marked = text.startswith(QUOTE) and text.lstrip(QUOTE).startswith(DANGEROUS)
    return text[1:] if marked else text


def write_lines(output: IO[str], lines: Iterable[Sequence[str | float]], *, separator: str = ",") -> None:
    """Text cells are made safe, numbers stay numbers."""
    writer = csv.writer(output, delimiter=separator, lineterminator="\r\n")
    for cells in lines:
        writer.writerow([safe_text(cell) if type(cell) is str else cell for cell in cells])
