"""Messages with `{column_key}` in them: split into pieces, never run as a template."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.context import Context
from engine.schema.compiled import CompiledBoard

HOLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def keys_of(message: str) -> list[str]:
    """Keys of the columns that the message quotes, in their order."""
    return HOLE.findall(message)


def fill(message: str, board: CompiledBoard, values: Mapping[str, Any], context: Context) -> str:
    """The message with the item's cells as a person reads them. Raises Invalid that names a column which is gone."""
    return "".join(text if key is None else formatted(board, key, values, context) for text, key in pieces(message))


def seen_by_all(board: CompiledBoard, values: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of columns that everybody who sees the board sees."""
    return {key: value for key, value in values.items() if key in board.columns and not board.columns[key].restricted}


def labelled(message: str, board: CompiledBoard, context: Context) -> str:
    """The message with the columns' labels in braces: how a sentence shows it. An unknown key stays as it is."""
    return "".join(text if key is None else f"{{{label(board, key, context)}}}" for text, key in pieces(message))


def pieces(message: str) -> Iterator[tuple[str, str | None]]:
    """Plain text (key None) and column keys, in turn."""
    for place, piece in enumerate(HOLE.split(message)):
        yield (piece, piece) if place % 2 else (piece, None)


def formatted(board: CompiledBoard, key: str, values: Mapping[str, Any], context: Context) -> str:
    return board.column(key).format(values.get(key), context)


def label(board: CompiledBoard, key: str, context: Context) -> str:
    column = board.columns.get(key)
    return key if column is None else column.label(context.language)
