"""Column types whose values are their own text: what they share."""

from collections.abc import Sequence

from engine.column import ColumnType, Settings
from engine.context import Context


class OwnText(ColumnType):
    folded = True
    searchable = True

    def format(self, value: str | None, settings: Settings, context: Context) -> str:
        return value or ""

    def format_all(self, values: Sequence[str | None], settings: Settings, context: Context) -> list[str]:
        return [value or "" for value in values]
