"""Typed text made clean: what text columns, and sentences about typed text, share."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from engine.errors import Invalid
from engine.text import Text

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
WHITE = re.compile(r"\s+")
EXCERPT = 40

NOT_TEXT = Text(
    "This column holds text, not a list or an object. Send a string.",
    "Cette colonne contient du texte, pas une liste ni un objet. Envoyez une chaîne de caractères.",
)


def one_line(raw: object) -> str | None:
    """Without control characters and outer space, inner white space single; empty is None."""
    if type(raw) is str and raw.isprintable() and "  " not in raw:
        return raw.strip() or None
    return WHITE.sub(" ", CONTROL.sub("", text_of(raw))).strip() or None


def many_lines(raw: object) -> str | None:
    """As typed, without control characters and outer space; every line ends with a line feed. Empty is None."""
    if type(raw) is str and raw.isprintable():
        return raw.strip() or None
    return CONTROL.sub("", text_of(raw).replace("\r\n", "\n").replace("\r", "\n")).strip() or None


def plain_lines(raws: Sequence[Any]) -> list[str | None] | None:
    """What `one_line` makes of them, where all are text that stays as it is; else None."""
    return unchanged(raws, ("  ", " |", "| "))


def plain_texts(raws: Sequence[Any]) -> list[str | None] | None:
    """The same of `many_lines`."""
    return unchanged(raws, (" |", "| "))


def unchanged(raws: Sequence[Any], gaps: Sequence[str]) -> list[str | None] | None:
    """They are looked at in one text, parted by `|`; a text that holds one beside a gap is only taken for less plain."""
    try:
        text = f"|{'|'.join(raws)}|"
    except TypeError:
        return None
    if not text.isprintable() or any(gap in text for gap in gaps):
        return None
    return [raw or None for raw in raws]


def in_lines(raws: Sequence[Any]) -> str | None:
    """Each on a line of its own; None unless all are text of one line."""
    try:
        text = "\n".join(raws)
    except TypeError:
        return None
    return text if text.count("\n") == len(raws) - 1 else None


def text_of(raw: object) -> str:
    """A spreadsheet's value as it was typed there: 42.0 → "42", midnight → the date alone."""
    if raw is None:
        return ""
    if isinstance(raw, Mapping | list | tuple | set):
        raise Invalid(NOT_TEXT)
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    return str(raw)


def excerpt(raw: object) -> str:
    """The beginning of something typed, short enough to be quoted in a sentence."""
    text = WHITE.sub(" ", CONTROL.sub("", str(raw)[: 4 * EXCERPT])).strip()
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…"
