"""What is to become of a file's columns: the plan that a person makes in the browser, a program by API or command line."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import msgspec

from engine.columns import column_types
from engine.errors import Invalid
from engine.schema.document import Column, Document, all_columns, new_document, with_column
from engine.schema.meta import check_settings
from engine.schema.validator import Validator, label_text
from engine.sheets.source import Options, Sheet
from engine.text import Text

NAME = "name"

UNREADABLE = Text("This import plan cannot be read: {detail}", "Ce plan d’import est illisible : {detail}")
NO_NAME = Text("Choose the column that names the items.", "Choisissez la colonne qui donne leur nom aux éléments.")
NO_SOURCE = Text(
    "The file has no column {number}: it has {width}. Open the file again.",
    "Le fichier n’a pas de colonne {number} : il en a {width}. Ouvrez de nouveau le fichier.",
)
TWICE = Text(
    "Two columns of the file go to {column}. Choose another one for one of them.",
    "Deux colonnes du fichier vont dans {column}. Choisissez-en une autre pour l’une d’elles.",
)
NO_TYPE = Text("There is no column type “{type}”.", "Il n’existe pas de type de colonne « {type} ».")
NO_TITLE = Text("Give column {number} a name.", "Donnez un nom à la colonne {number}.")
UNSERVED = Text(
    "Every item of this board needs {column}. Choose the column of the file that fills it.",
    "Chaque élément de ce tableau doit avoir {column}. Choisissez la colonne du fichier qui la remplit.",
)
NO_COLUMN = Text(
    "This board has no column “{key}”. Choose another one.",
    "Ce tableau n’a pas de colonne « {key} ». Choisissez-en une autre.",
)
READ_ONLY = Text(
    "{column} is filled in by Rouage. Choose another column for {source}.",
    "{column} est renseignée par Rouage. Choisissez une autre colonne pour {source}.",
)


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where column number `source` (from 0) goes: into the board's column `key`, or into a new one of a type.

    In a new board, `title` and `labels` also call its name column. `add_options` lets texts that a choice column does
    not know yet become options of it.
    """

    source: int
    key: str | None = None
    type: str | None = None
    title: str = ""
    labels: dict[str, str] = {}
    settings: dict[str, Any] = {}
    add_options: bool = False


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole import. Columns that no target names are left out.

    `file` is an uploaded file, `title` the new board's (None: into a board that exists). Items go to the group `group`
    (None: the first), or to one group for each value of column `group_by`. A cell that its column refuses is left
    empty, or its whole item is left out. Rules run for imported items only if asked.
    """

    file: str
    mapping: Sequence[Target]
    options: Options = Options()
    title: str | None = None
    group: int | None = None
    group_by: int | None = None
    refused: Literal["empty", "skip"] = "empty"
    run_rules: bool = False

    def to_json(self) -> dict[str, Any]:
        return {**msgspec.to_builtins(self), "options": asdict(self.options)}


@dataclass(frozen=True, slots=True)
class Planned:
    """The board as it will be: its document, and the column for each column of the file that goes somewhere."""

    document: Document
    columns: Mapping[int, Column]
    validator: Validator


def to_plan(settings: Mapping[str, Any]) -> Plan:
    """Raises Invalid for what no plan looks like."""
    try:
        return msgspec.convert(settings, Plan)
    except msgspec.ValidationError as error:
        raise Invalid(UNREADABLE, field="plan", detail=str(error)) from None


def planned(plan: Plan, sheet: Sheet, document: Document | None) -> Planned:
    """`document` is that of the board which takes the items, as its importer sees it; None for a new board.

    Raises Invalid for a plan that does not fit the file or the board, the number of the column as its field.
    """
    targets = list(plan.mapping)
    check_sources(plan, sheet)
    document = document or starting_document(plan.title or sheet.name, targets)
    keys: dict[int, str] = {}
    for target in targets:
        if target.key is None:
            check_new(target)
            document, key = with_column(
                document, target.type or "", target.title, target.settings, labels=target.labels
            )
        else:
            key = target.key
        keys[target.source] = key
    columns = all_columns(document)
    found = {source: existing(columns, key, sheet, source) for source, key in keys.items()}
    check_taken(columns, found)
    return Planned(document, found, Validator(document, columns))


def starting_document(title: str, targets: Sequence[Target]) -> Document:
    name = next((target for target in targets if target.key == NAME), None)
    if name is None or not name.title:
        return new_document(title, name_labels={"en": "Name", "fr": "Nom"})
    return new_document(title, name_title=name.title, name_labels=name.labels)


def check_sources(plan: Plan, sheet: Sheet) -> None:
    by = [] if plan.group_by is None else [plan.group_by]
    for source in [*(target.source for target in plan.mapping), *by]:
        if not 0 <= source < sheet.width:
            raise Invalid(NO_SOURCE, field="mapping", number=source + 1, width=sheet.width)


def check_new(target: Target) -> None:
    kind = column_types.get(target.type or "")
    if kind is None or not kind.creatable or kind.read_only:
        raise Invalid(NO_TYPE, field=place(target.source), type=target.type or "")
    if not target.title.strip():
        raise Invalid(NO_TITLE, field=place(target.source), number=target.source + 1)
    try:
        check_settings(kind.name, target.settings)
    except Invalid as error:
        error.field = place(target.source)
        raise


def existing(columns: Mapping[str, Column], key: str, sheet: Sheet, source: int) -> Column:
    if key not in columns:
        raise Invalid(NO_COLUMN, field=place(source), key=key)
    column = columns[key]
    if column.type.read_only:
        raise Invalid(READ_ONLY, field=place(source), column=label_text(column), source=sheet.titles[source])
    return column


def check_taken(columns: Mapping[str, Column], found: Mapping[int, Column]) -> None:
    """Every column of the board from one source at most; the name, and what else is required, from one exactly."""
    seen: set[str] = set()
    for source, column in found.items():
        if column.key in seen:
            raise Invalid(TWICE, field=place(source), column=label_text(column))
        seen.add(column.key)
    if NAME not in seen:
        raise Invalid(NO_NAME, field="name")
    for column in columns.values():
        if column.must_be_given and column.key not in seen:
            raise Invalid(UNSERVED, field="mapping", column=label_text(column))


def place(source: int) -> str:
    """The field that a refusal of this column of the file is about."""
    return f"column-{source}"
