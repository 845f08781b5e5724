"""Reads a workbook in a process of its own, which the system stops when it asks for too much memory or time.

`python -I child.py COLUMNS FILE` prints the names of the sheets as JSON; with a sheet's name behind it, the sheet's lines,
so many cells of each, as one JSON array each: `[number, cell, cell, …]`. It knows nothing of the engine, whose modules would
take longer to load than most workbooks to read.
"""

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 1024 * 1024 * 1024
SECONDS = 60
UNPACKED = 200 * 1024 * 1024


def main(columns: str, path: str, sheet: str | None = None) -> None:
    limit()
    import msgspec
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(path)
    if sheet is None:
        sys.stdout.buffer.write(msgspec.json.encode(workbook.sheet_names))
        return
    encode, left = msgspec.json.Encoder().encode, UNPACKED
    for line in lines(workbook.get_sheet_by_name(sheet), int(columns)):
        text = encode(line)
        left -= len(text)
        if left < 0:
            raise MemoryError
        sys.stdout.buffer.write(text + b"\n")


def limit() -> None:
    """Before anything of the file is read. Where the system knows no such limits, the parent's clock is left."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def lines(sheet: Any, columns: int) -> Iterator[list[Any]]:
    """Lines that hold something, numbered as the workbook numbers them."""
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        found = [plain(cell) for cell in cells[:columns]]
        found += [cell for cell in cells[columns:] if cell != ""][:1]  # one more is enough to be refused
        if any(cell is not None for cell in found):
            yield [number, *found]


def plain(cell: Any) -> Any:
    """What JSON carries: dates as ISO text, numbers with the digits that a workbook shows, empty text as nothing."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else float(f"{cell:.15g}")
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return None if cell == "" else cell


if __name__ == "__main__":
    main(*sys.argv[1:])
