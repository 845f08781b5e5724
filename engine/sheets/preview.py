"""What an import would do: the first items as they would be, and how many cells each column would refuse."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from engine.context import Context
from engine.sample import Cell
from engine.schema.document import Document
from engine.sheets.intake import Cells, Intake, check_groups
from engine.sheets.plan import Plan, planned
from engine.sheets.source import Sheet

SHOWN = 50


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """`shown` is the value as the board will show it, or the text that was typed when `problem` says why it cannot."""

    shown: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """`cells[line][column of the file]`; `refused` counts cells by column of the file, over the whole file."""

    numbers: Sequence[int]
    cells: Sequence[Sequence[PreviewCell]]
    refused: Counter[int]
    items: int
    skipped: int
    groups: Counter[str]


def preview(plan: Plan, sheet: Sheet, document: Document | None, context: Context) -> Preview:
    """Nothing is written. `context` is the reader's. Raises Invalid for a plan that cannot be carried out."""
    intake = Intake(plan, planned(plan, sheet, document), sheet, reading_context(plan, context), context.language)
    refused: Counter[int] = Counter()
    groups: Counter[str] = Counter()
    items = skipped = 0
    for batch in intake.batches():
        refused.update(one.source for one in batch.refusals)
        groups.update(batch.groups)
        items, skipped = items + batch.count, skipped + batch.skipped
    check_groups(groups)
    head = list(islice(sheet.lines(), SHOWN))
    shown = [
        [shown_cell(intake.cells.get(place), cell, context) for place, cell in enumerate(cells)] for _, cells in head
    ]
    return Preview([line.number for line in head], shown, refused, items, skipped, groups)


def reading_context(plan: Plan, context: Context) -> Context:
    """The reader's context with the language in which the file writes its numbers and dates."""
    return replace(context, language=plan.options.language or context.language)


def shown_cell(cells: Cells | None, cell: Cell, context: Context) -> PreviewCell:
    typed = "" if cell is None else str(cell)
    if cells is None:
        return PreviewCell(typed)
    value = cells[cell]
    if cell in cells.refused:
        return PreviewCell(typed, cells.refused[cell].say(context.language))
    return PreviewCell(cells.column.format(value, context))
