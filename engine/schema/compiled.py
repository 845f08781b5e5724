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
from engine.schema.document import Column, Document, all_columns, title_of
from engine.schema.table import to_table
from engine.schema.validator import Validator
from engine.text import Language, Text


@dataclass(frozen=True, eq=False)
class CompiledBoard:
    """`document` and `columns` hold only what the actor may see: nothing else can be named by filters, sorts or rules.

    `granted` is what the actor may do on this board.
    """

    id: int
    workspace_id: int
    version: int
    document: Document
    columns: Mapping[str, Column]
    table: Table
    granted: frozenset[Permission]

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

    @cached_property
    def validator(self) -> Validator:
        return Validator(self.document, self.columns)

    @cached_property
    def stored(self) -> Mapping[str, Column]:
        """The columns that have a native column of their own."""
        return {key: column for key, column in self.columns.items() if not column.type.stamps}

    def operand(self, column: Column, source: Any = None) -> Operand:
        """The column in `source` (default: the board's table) as one side of a comparison."""
        names = self.table.c if source is None else source
        if column.type.stamps:
            return Operand(names[column.type.stamps[0]], names[column.type.stamps[0]])
        value = names[column.physical]
        return Operand(value, names[column.physical_key] if column.type.folded else value)


def visible(document: Document, hidden: frozenset[str]) -> Document:
    """The document without deleted columns and without those that the actor may not see."""
    properties = {
        key: node
        for key, node in document["properties"].items()
        if key not in hidden and not node["x-column"].get("hidden_at")
    }
    return {
        **document,
        "properties": properties,
        "required": [key for key in document["required"] if key in properties],
    }


def compile_board(
    board_id: int,
    workspace_id: int,
    version: int,
    document: Document,
    hidden: frozenset[str] = frozenset(),
    granted: frozenset[Permission] = frozenset(Permission),
) -> CompiledBoard:
    """Cached by content: compiling takes milliseconds, a look-up microseconds, and a version that was rolled back is never met again."""
    return compiled(board_id, workspace_id, version, hidden, granted, msgspec.json.encode(document))


@lru_cache(maxsize=500)
def compiled(
    board_id: int,
    workspace_id: int,
    version: int,
    hidden: frozenset[str],
    granted: frozenset[Permission],
    text: bytes,
) -> CompiledBoard:
    document = visible(msgspec.json.decode(text), hidden)
    columns = all_columns(document)
    table = to_table(board_id, columns.values())
    return CompiledBoard(board_id, workspace_id, version, document, columns, table, granted)
