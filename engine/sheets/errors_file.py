"""The list of what an import refused: a CSV file to correct by, and its first lines for the page."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.columntext import excerpt
from engine.files import keep_file
from engine.permissions import Actor
from engine.sample import Cell
from engine.sheets.intake import Refusal
from engine.sheets.source import MAX_BYTES
from engine.sheets.writer import MARK, SEPARATOR, write_lines
from engine.text import Language, Text

TITLES = (Text("Line", "Ligne"), Text("Column", "Colonne"), Text("Typed", "Saisi"), Text("Problem", "Problème"))
FILE_NAME = Text("{name} - refused cells.csv", "{name} - cellules refusées.csv")
MORE = Text("and {count} more", "et {count} de plus")


def keep_errors(data: Path, actor: Actor, name: str, refusals: Sequence[Refusal], count: int) -> str | None:
    """Store the list for the actor, in their language; returns the file's id, None when nothing was refused."""
    if not refusals:
        return None
    output = io.StringIO()
    output.write(MARK)
    write_lines(output, lines(refusals, count, actor.language), separator=SEPARATOR[actor.language])
    shown = FILE_NAME.say(actor.language, name=name.rsplit(".", 1)[0])
    return keep_file(data, actor, shown, [output.getvalue().encode()], limit=MAX_BYTES).id


def lines(refusals: Sequence[Refusal], count: int, language: Language) -> Iterator[Sequence[str | float]]:
    yield [title.say(language) for title in TITLES]
    for one in refusals:
        yield [one.line, one.title.say(language), typed(one.typed), one.error.say(language)]
    if count > len(refusals):
        yield [MORE.say(language, count=count - len(refusals))]


def typed(cell: Cell) -> str | float:
    return "" if cell is None else cell


def to_json(refusal: Refusal) -> dict[str, Any]:
    """`{"line", "column": {en, fr}, "typed", "problem": {en, fr}}`."""
    return {
        "line": refusal.line,
        "column": refusal.title._asdict(),
        "typed": "" if refusal.typed is None else excerpt(refusal.typed),
        "problem": {"en": refusal.error.say("en"), "fr": refusal.error.say("fr")},
    }
