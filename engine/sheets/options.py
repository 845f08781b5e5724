"""Texts of a file that a choice column does not know yet, made options of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from engine.choices import MAX_OPTIONS, completed, distinct
from engine.context import Context
from engine.errors import Invalid
from engine.fold import fold
from engine.sample import Cell
from engine.schema.document import Column, Document, all_columns, to_node, with_node
from engine.schema.validator import Validator, label_text
from engine.sheets.plan import Plan, Planned, place
from engine.sheets.profile import BATCH, batches
from engine.sheets.source import Sheet
from engine.text import LANGUAGES, Text

TOO_MANY = Text(
    "{column} would get {count} options, and holds at most {limit}. Import this column as text.",
    "{column} aurait {count} options, et en contient {limit} au plus. Importez cette colonne comme texte.",
)


def with_new_options(plan: Plan, planned: Planned, sheet: Sheet, context: Context) -> Planned:
    """The plan's board with the options that it lets in. Reads the file once when there are any to look for."""
    sources = [target.source for target in plan.mapping if target.add_options and takes_options(planned, target.source)]
    if not sources:
        return planned
    found: dict[int, dict[Cell, None]] = {source: {} for source in sources}
    for batch in batches((line.cells for line in sheet.lines()), BATCH):
        cells = list(zip(*batch, strict=True))
        for source in sources:
            found[source].update(dict.fromkeys(cells[source]))
    document = planned.document
    for source, distinct_cells in found.items():
        column = planned.columns[source]
        document = extended(document, column, missing(column, list(distinct_cells), context), source)
    columns = all_columns(document)
    kept = {source: columns[column.key] for source, column in planned.columns.items()}
    return replace(planned, document=document, columns=kept, validator=Validator(document, columns))


def takes_options(planned: Planned, source: int) -> bool:
    return planned.columns[source].type.choices


def missing(column: Column, cells: Sequence[Cell], context: Context) -> list[str]:
    """The texts that the column refuses, each once."""
    refused: list[str] = []
    for cell in cells:
        try:
            column.parse(cell, context)
        except Invalid:
            refused += column.type.labels_in(str(cell))
    known = {fold(label) for option in column.settings.get("options", ()) for label in option["labels"].values()}
    return [label for label in distinct(refused) if fold(label) not in known]


def extended(document: Document, column: Column, labels: Sequence[str], source: int) -> Document:
    options = list(column.settings.get("options", ()))
    options = completed([*options, *({"labels": dict.fromkeys(LANGUAGES, label)} for label in labels)])
    if len(options) > MAX_OPTIONS:
        raise Invalid(TOO_MANY, field=place(source), column=label_text(column), count=len(options), limit=MAX_OPTIONS)
    about: dict[str, Any] = {**document["properties"][column.key]["x-column"]}
    about["settings"] = {**column.settings, "options": options}
    return with_node(document, column.key, to_node(column.type.name, column.title, about))
