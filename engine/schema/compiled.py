"""A board as one actor may see it, compiled once per version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import msgspec
from sqlalchemy import Table

from engine.errors import Invalid
from engine.operator import Operand
from engine.permissions import Permission
from engine.schema.document import FROZEN, Column, Document, all_columns, title_of
from engine.schema.table import to_table
from engine.schema.validator import Validator
from engine.text import Language, Text


@dataclass(frozen=True, eq=False)
class CompiledBoard:
    """`document` and `columns` hold only what the actor may see: nothing else can be named by filters, sorts or rules.

    `granted` is what the actor may do on this board, `locked` the columns whose cells they may only read. `trash` is
    the document with the deleted columns. `whole` is the
    board with the columns that they may not see: for keeping what is stored in order, never for an answer.
    """

    id: int
    workspace_id: int
    version: int
    document: Document
    columns: Mapping[str, Column]
    table: Table
    granted: frozenset[Permission]
    locked: frozenset[str]
    trash: Document
    kept: "CompiledBoard | None"

    def title(self, language: Language) -> str:
        return title_of(self.document, language)

    def may(self, permission: str) -> bool:
        """Whether to offer what needs `item:edit` and the like."""
        return Permission(permission) in self.granted

    def column(self, key: str) -> Column:
        """Raises Invalid that names the key when there is no such column for this actor."""
        try:
            return self.columns[key]
        except KeyError:
            raise Invalid(
                Text(
                    "This board has no column “{key}”. Choose one of its columns.",
                    "Ce tableau n’a pas de colonne « {key} ». Choisissez une de ses colonnes.",
                ),
                field=key,
                key=key,
            ) from None

    @property
    def whole(self) -> "CompiledBoard":
        return self.kept or self

    @cached_property
    def frozen(self) -> frozenset[str]:
        """The columns that stay in sight when the table moves sideways."""
        return frozenset(list(self.columns)[: self.document.get(FROZEN, 1)])

    @cached_property
    def validator(self) -> Validator:
        return Validator(self.document, self.columns, self.locked)

    @cached_property
    def stored(self) -> Mapping[str, Column]:
        """The columns that have a native column of their own."""
        return {key: column for key, column in self.columns.items() if not column.type.stamps}

    @cached_property
    def everything(self) -> Mapping[str, Column]:
        """All columns, deleted ones too."""
        return all_columns(self.trash)

    @cached_property
    def writable(self) -> Mapping[str, Column]:
        """Those of the stored columns whose cells the actor may change."""
        return {
            key: column for key, column in self.stored.items() if key not in self.locked and not column.type.read_only
        }

    def operand(self, column: Column, source: Any = None) -> Operand:
        """The column in `source` (default: the board's table) as one side of a comparison."""
        names = self.table.c if source is None else source
        if column.type.stamps:
            at, by = (names[stamp] for stamp in column.type.stamps)
            return Operand(at, at, by)
        value = names[column.physical]
        return Operand(value, names[column.physical_key] if column.type.folded else value)


def visible(document: Document, hidden: frozenset[str]) -> Document:
    """The document without the columns that the actor may not see."""
    return with_only(document, {key: node for key, node in document["properties"].items() if key not in hidden})


def alive(document: Document) -> Document:
    """The document without deleted columns."""
    there = {key: node for key, node in document["properties"].items() if not node["x-column"].get("hidden_at")}
    return with_only(document, there)


def with_only(document: Document, properties: dict[str, Any]) -> Document:
    required = [key for key in document["required"] if key in properties]
    return {**document, "properties": properties, "required": required}


def compile_board(
    board_id: int,
    workspace_id: int,
    version: int,
    document: Document,
    *,
    hidden: frozenset[str] = frozenset(),
    locked: frozenset[str] = frozenset(),
    granted: frozenset[Permission] = frozenset(Permission),
) -> CompiledBoard:
    text = msgspec.json.encode(document).decode()
    return compiled(board_id, workspace_id, version, hidden, locked, granted, text)


@lru_cache(maxsize=500)
def compiled(
    board_id: int,
    workspace_id: int,
    version: int,
    hidden: frozenset[str],
    locked: frozenset[str],
    granted: frozenset[Permission],
    text: str,
) -> CompiledBoard:
    """Cached by content: compiling takes milliseconds, a look-up microseconds, and a version that was rolled back is never met again."""
    kept = compiled(board_id, workspace_id, version, frozenset(), frozenset(), granted, text) if hidden else None
    trash = visible(msgspec.json.decode(text), hidden)
    document = alive(trash)
    columns = all_columns(document)
    table = to_table(board_id, columns.values())
    return CompiledBoard(
        board_id, workspace_id, version, document, columns, table, granted, locked & set(columns), trash, kept
    )
