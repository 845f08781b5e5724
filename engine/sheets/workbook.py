"""Excel workbooks: looked at from outside before they are unpacked, then unpacked once by a limited child process."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import IO, Any
from zipfile import ZipInfo

import msgspec

from engine.errors import Invalid
from engine.sheets.source import MAX_CELL, MAX_COLUMNS, Line, Options
from engine.text import Text

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 1_000
SMALL = 1024 * 1024
"""An entry below this size may be packed as tightly as it likes."""
SECONDS = 90
CHILD = Path(__file__).with_name("child.py")

NOT_A_WORKBOOK = Text(
    "This file is an archive, not an Excel workbook. Open it, and choose the CSV or XLSX file inside.",
    "Ce fichier est une archive, pas un classeur Excel. Ouvrez-la, puis choisissez le fichier CSV ou XLSX qu’elle contient.",
)
DAMAGED = Text(
    "This workbook is damaged and cannot be read. Open it in Excel or LibreOffice and save it again.",
    "Ce classeur est abîmé et illisible. Ouvrez-le dans Excel ou LibreOffice et enregistrez-le de nouveau.",
)
TOO_LARGE = Text(
    "This workbook unpacks to more than it may: at most {size} MB, {ratio} times its size and {entries} parts. "
    "Remove pictures and unused sheets, or save the sheet as CSV.",
    "Ce classeur dépasse une fois décompressé ce qui est admis : {size} Mo, {ratio} fois sa taille et {entries} parties "
    "au plus. Retirez les images et les feuilles inutiles, ou enregistrez la feuille en CSV.",
)
TOO_HEAVY = Text(
    "Reading this workbook takes too much memory or time. Save the sheet as CSV and import that.",
    "La lecture de ce classeur demande trop de mémoire ou de temps. Enregistrez la feuille en CSV et importez-la.",
)
NO_SHEETS = Text("This workbook has no sheet with cells.", "Ce classeur n’a aucune feuille avec des cellules.")
NO_SHEET = Text(
    "This workbook has no sheet “{sheet}”. Choose one of: {sheets}.",
    "Ce classeur n’a pas de feuille « {sheet} ». Choisissez parmi : {sheets}.",
)
LONG_CELL = Text(
    "Line {line}, column {column}: the cell holds {size} characters, at most {limit} are read. Shorten it.",
    "Ligne {line}, colonne {column} : la cellule contient {size} caractères, {limit} au plus sont lus. Raccourcissez-la.",
)


def resolve(path: Path, options: Options) -> tuple[Options, Sequence[str]]:
    """The sheet given, or the first one."""
    check_archive(path)
    sheets = msgspec.json.decode(run_child(path), type=list[str])
    if not sheets:
        raise Invalid(NO_SHEETS, field="file")
    sheet = options.sheet or sheets[0]
    if sheet not in sheets:
        raise Invalid(NO_SHEET, field="sheet", sheet=sheet, sheets=", ".join(sheets))
    return replace(options, sheet=sheet, separator=None, encoding=None), sheets


def read(path: Path, options: Options) -> Iterator[Line]:
    """The lines of the sheet, from the copy that is unpacked beside the file the first time."""
    decode = msgspec.json.Decoder(list[Any]).decode
    with unpacked(path, options.sheet or "").open("rb") as file:
        for text in file:
            number, *cells = decode(text)
            if len(text) > MAX_CELL:
                check_lengths(number, cells)
            yield Line(number, cells)


def check_archive(path: Path) -> None:
    """By the archive's own directory, nothing is unpacked. Raises Invalid."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Invalid(DAMAGED, field="file") from None
    if not any(entry.filename.startswith("xl/workbook") for entry in entries):
        raise Invalid(NOT_A_WORKBOOK, field="file")
    if is_bomb(entries, path.stat().st_size):
        raise Invalid(TOO_LARGE, field="file", size=MAX_UNPACKED // 1024 // 1024, ratio=MAX_RATIO, entries=MAX_ENTRIES)


def is_bomb(entries: Sequence[ZipInfo], size: int) -> bool:
    """Too many parts, too large, too tightly packed, or parts that lie over each other."""
    return (
        len(entries) > MAX_ENTRIES
        or sum(entry.file_size for entry in entries) > MAX_UNPACKED
        or sum(entry.compress_size for entry in entries) > size
        or any(entry.file_size > max(SMALL, entry.compress_size * MAX_RATIO) for entry in entries)
    )


def unpacked(path: Path, sheet: str) -> Path:
    """The sheet's lines as JSON beside the file; made whole or not at all."""
    target = path.with_name(f"{path.name}.{sha256(sheet.encode()).hexdigest()[:16]}.lines")
    if not target.exists():
        started = target.with_suffix(f".{token_hex(8)}")
        try:
            with started.open("wb") as output:
                run_child(path, sheet, output=output)
            started.rename(target)
        finally:
            started.unlink(missing_ok=True)
    return target


def run_child(path: Path, *arguments: str, output: IO[bytes] | int = subprocess.PIPE) -> bytes:
    """What the child printed, unless it went to `output`. Raises Invalid when the child gives up or is stopped."""
    command = [sys.executable, "-I", str(CHILD), str(MAX_COLUMNS), str(path), *arguments]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Invalid(TOO_HEAVY, field="file") from None
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise Invalid(TOO_HEAVY, field="file")
    if done.returncode:
        raise Invalid(DAMAGED, field="file")
    return done.stdout or b""


def check_lengths(number: int, cells: Sequence[object]) -> None:
    for place, cell in enumerate(cells, start=1):
        if isinstance(cell, str) and len(cell) > MAX_CELL:
            raise Invalid(LONG_CELL, field="file", line=number, column=place, size=len(cell), limit=MAX_CELL)
