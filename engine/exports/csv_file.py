"""Comma-separated values: semicolons and decimal commas for French readers, as their spreadsheets expect."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from engine.context import Context
from engine.export import GROUP, ExportFormat, Leaving
from engine.sheets.cells import SheetColumn, remembering, sheet_columns
from engine.sheets.writer import MARK, SEPARATOR, Plain, write_lines
from engine.text import Language, Text

WIDE = re.compile("[\u00a0\u202f]")


class Csv(ExportFormat):
    name = "csv"
    label = Text("CSV", "CSV")
    extension = "csv"
    media_type = "text/csv; charset=utf-8"

    def write(self, file: IO[bytes], leaving: Leaving) -> None:
        language = leaving.context.language
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=False)
        if leaving.for_excel:
            text.write(MARK)
        write_lines(text, lines(leaving), separator=SEPARATOR[language])
        text.flush()
        text.detach()


def lines(leaving: Leaving) -> Iterator[Sequence[str]]:
    context = leaving.context
    columns = [one for column in leaving.columns for one in sheet_columns(column, context)]
    yield [one.title for one in columns] + [GROUP.say(context.language)]
    written = [(one.column.key, remembering(writer(one, context))) for one in columns]
    for item in leaving.items:
        yield [write(item.values[key]) for key, write in written] + [leaving.groups.get(item.group_id, "")]


def writer(one: SheetColumn, context: Context) -> Callable[[Any], str]:
    """The plain text of a value where its column reads it back as such, else the text that people see."""
    column = one.column

    def write(value: Any) -> str:
        native = None if value is None else one.native(value)
        if native is None or isinstance(native, str):
            return native or ""
        text = plain(native, context.language)
        if column.type.stamps or column.parse(text, context) == value:
            return text
        return Plain(WIDE.sub("", column.exact(value, context)))

    return write


def plain(value: float | Decimal | date, language: Language) -> Plain:
    """As every program reads it: no thousands, days as 2026-11-28."""
    if isinstance(value, datetime):
        return Plain(value.isoformat(" ", timespec="seconds"))
    if isinstance(value, date):
        return Plain(value.isoformat())
    digits = f"{Decimal(repr(value)) if isinstance(value, float) else Decimal(value):f}"
    return Plain(digits.replace(".", ",") if language == "fr" else digits)
