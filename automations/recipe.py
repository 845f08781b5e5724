"""The contract of a recipe: a ready-made rule for boards that have the columns for it. One file in `recipes/` adds one."""

from collections.abc import Iterator
from typing import ClassVar

from automations.slot import Places, Rule
from engine.registry import Plugin
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column


class Recipe(Plugin, root=True):
    """`rank`: those with the lowest are suggested first."""

    rank: ClassVar[int]

    def rule(self, board: CompiledBoard, places: Places) -> Rule | None:
        """The rule, complete, made from the board's own columns; None where it does not suit the board."""
        raise NotImplementedError


def done_options(column: Column) -> list[str]:
    """Keys of the options that mean that the work is done."""
    return (
        [option["key"] for option in column.settings.get("options", ()) if option.get("done")]
        if column.type.choices
        else []
    )


def columns_where(board: CompiledBoard, **traits: bool) -> Iterator[Column]:
    """Columns whose type has these traits: `columns_where(board, assigns=True)`."""
    return (
        column
        for column in board.columns.values()
        if all(getattr(column.type, name) == wanted for name, wanted in traits.items())
    )


def stage(board: CompiledBoard) -> tuple[str, str] | None:
    """The first column that knows when work is done, and the key of its first option that means that it is not."""
    for column in columns_where(board, choices=True):
        done = done_options(column)
        undone = [option["key"] for option in column.settings.get("options", ()) if option["key"] not in done]
        if done and undone:
            return column.key, undone[0]
    return None
