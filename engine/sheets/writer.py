"""CSV out: text that a spreadsheet would take for a formula is marked as text."""

import csv
from collections.abc import Iterable, Sequence
from typing import IO

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""


def safe_text(text: str) -> str:
    """An apostrophe in front of what could run; numbers are written as numbers by the caller."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def write_lines(output: IO[str], lines: Iterable[Sequence[str | float]], *, separator: str = ",") -> None:
    """Text cells are made safe, numbers stay numbers."""
    writer = csv.writer(output, delimiter=separator, lineterminator="\r\n")
    for cells in lines:
        writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in cells])
