"""Texts of a file that a choice column does not know yet, made options of it."""

from collections.abc import Iterable, Mapping, Sequence
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
from engine.text import LANGUAGES, Text

TOO_MANY = Text(
    "{column} would get more than {limit} options. Import this column as text.",
    "{column} aurait plus de {limit} options. Importez cette colonne comme texte.",
)


def growing(plan: Plan, planned: Planned) -> list[int]:
    """Columns of the file whose texts become options where there are none yet."""
    return [target.source for target in plan.mapping if target.add_options and takes_options(planned, target.source)]


def takes_options(planned: Planned, source: int) -> bool:
    return planned.columns[source].type.choices


def grown(planned: Planned, cells: Mapping[int, Iterable[Cell]], context: Context) -> Planned:
    """The plan's board with options for these cells, by column of the file; the same one where it has them all."""
    wanted = {source: missing(planned.columns[source], some, context) for source, some in cells.items()}
    if not any(wanted.values()):
        return planned
    document = planned.document
    for source, labels in wanted.items():
        document = extended(document, planned.columns[source], labels, source)
    columns = all_columns(document)
    kept = {source: columns[column.key] for source, column in planned.columns.items()}
    return replace(planned, document=document, columns=kept, validator=Validator(document, columns))


def missing(column: Column, cells: Iterable[Cell], context: Context) -> list[str]:
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
        raise Invalid(TOO_MANY, field=place(source), column=label_text(column), limit=MAX_OPTIONS)
    about: dict[str, Any] = {**document["properties"][column.key]["x-column"]}
    about["settings"] = {**column.settings, "options": options}
    return with_node(document, column.key, to_node(column.type.name, column.title, about))
