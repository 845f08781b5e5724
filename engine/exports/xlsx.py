"""Excel workbooks: real numbers, days and amounts, a header that stays, and no text that could run."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from xlsxwriter import Workbook

from engine.context import Context
from engine.export import GROUP, ExportFormat, Leaving
from engine.queries.items import BoardItem
from engine.sheets.cells import SheetColumn, remembering, sheet_columns
from engine.text import Text

MAX_ITEMS = 1_048_575
"""What a sheet of Excel holds below its header."""
WIDTH = 7
"""Pixels of a character."""
DAY, MOMENT = 14, 22
"""Excel's own formats, which follow the reader's language."""
SAFE = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Xlsx(ExportFormat):
    name = "xlsx"
    label = Text("Excel", "Excel")
    extension = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, file: IO[bytes], leaving: Leaving) -> None:
        """Line by line into a temporary file of the library's, packed at the end."""
        with Workbook(file, SAFE) as workbook:
            page = Page(workbook, leaving)
            for place, item in enumerate(leaving.items, start=1):
                if place <= MAX_ITEMS:
                    page.add(place, item, leaving.groups.get(item.group_id, ""))


class Page:
    """The one sheet of the workbook."""

    def __init__(self, workbook: Any, leaving: Leaving) -> None:
        self.workbook, self.formats = workbook, dict[Any, Any]()
        self.sheet = workbook.add_worksheet(sheet_name(leaving))
        self.columns = [one for column in leaving.columns for one in sheet_columns(column, leaving.context)]
        self.writers = [(one.column.key, self.writer(one, leaving.context)) for one in self.columns]
        head = workbook.add_format({"bold": True, "bg_color": "#EEF2F1", "bottom": 1})
        self.sheet.freeze_panes(1, 1)
        for place, one in enumerate(self.columns):
            self.sheet.set_column(place, place, max(10, one.column.type.width / WIDTH))
        self.sheet.set_column(len(self.columns), len(self.columns), 20)
        titles = [*(one.title for one in self.columns), GROUP.say(leaving.context.language)]
        for place, title in enumerate(titles):
            self.sheet.write_string(0, place, title, head)

    def add(self, line: int, item: BoardItem, group: str) -> None:
        for place, (key, write) in enumerate(self.writers):
            write(line, place, item.values[key])
        self.sheet.write_string(line, len(self.columns), group)

    def writer(self, one: SheetColumn, context: Context) -> Callable[[int, int, Any], None]:
        """Puts a value into a cell; what it becomes there is remembered."""
        cell, sheet = remembering(lambda value: self.cell(one, value, context)), self.sheet

        def write(line: int, place: int, value: Any) -> None:
            if value is not None:
                native, shown = cell(value)
                if isinstance(native, str):
                    sheet.write_string(line, place, native)
                elif isinstance(native, date):
                    sheet.write_datetime(line, place, native, shown)
                elif native is not None:
                    sheet.write_number(line, place, native, shown)

        return write

    def cell(self, one: SheetColumn, value: Any, context: Context) -> tuple[Any, Any]:
        """The value and its format."""
        native = one.native(value)
        if isinstance(native, datetime):
            return native, self.format(MOMENT)
        if isinstance(native, date):
            return native, self.format(DAY)
        if native is None or isinstance(native, str):
            return native or None, None
        shown = one.column.type.number_format(value, one.column.settings, context)
        number = float(native) if isinstance(native, Decimal) else native
        return number, self.format(shown) if shown else None

    def format(self, shown: str | int) -> Any:
        """One of each: a workbook holds few formats and millions of cells."""
        if shown not in self.formats:
            self.formats[shown] = self.workbook.add_format({"num_format": shown})
        return self.formats[shown]


def sheet_name(leaving: Leaving) -> str:
    """What Excel takes: 31 characters, some of them forbidden."""
    title = leaving.board.title(leaving.context.language)
    kept = "".join(" " if letter in "[]:*?/\\" or not letter.isprintable() else letter for letter in title)
    return " ".join(kept.split()).strip("'")[:31].strip() or "Rouage"
