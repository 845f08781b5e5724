"""Text files of lines and separators: their encoding, their separator, their lines."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from engine.errors import Invalid
from engine.sheets.source import MAX_BYTES, MAX_CELL, Line, Options
from engine.sheets.writer import QUOTE, original_text
from engine.text import Text

csv.field_size_limit(MAX_BYTES)  # longer cells are refused here, with their line and column

SEPARATORS = {
    ",": Text("Comma ,", "Virgule ,"),
    ";": Text("Semicolon ;", "Point-virgule ;"),
    "\t": Text("Tab", "Tabulation"),
    "|": Text("Bar |", "Barre |"),
}
ENCODINGS = {
    "utf-8": Text("UTF-8", "UTF-8"),
    "cp1252": Text("Windows, Western Europe", "Windows, Europe de l’Ouest"),
    "iso-8859-15": Text("Latin 9 (ISO 8859-15)", "Latin 9 (ISO 8859-15)"),
    "cp850": Text("DOS, Western Europe", "DOS, Europe de l’Ouest"),
    "mac_roman": Text("Mac, Western Europe", "Mac, Europe de l’Ouest"),
    "utf-16": Text("UTF-16 (Excel’s “Unicode text”)", "UTF-16 (« texte Unicode » d’Excel)"),
}
GUESSED = ("utf-8", "cp1252")
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BLOCK = 1024 * 1024
SAMPLE = 65_536
SAMPLE_LINES = 200
LIKELIEST = ("\t", ";", "|", ",")

NO_ENCODING = Text(
    "The letters of this file cannot be recognised. Choose its encoding.",
    "Les caractères de ce fichier ne sont pas reconnus. Choisissez son encodage.",
)
WRONG_ENCODING = Text(
    "Line {line} cannot be read as {encoding}. Choose another encoding.",
    "La ligne {line} est illisible en {encoding}. Choisissez un autre encodage.",
)
LONG_CELL = Text(
    "Line {line}, column {column}: the cell holds {size} characters, at most {limit} are read. "
    "Shorten it, or look for a quotation mark that is not closed before it.",
    "Ligne {line}, colonne {column} : la cellule contient {size} caractères, {limit} au plus sont lus. "
    "Raccourcissez-la, ou cherchez avant elle un guillemet qui n’est pas fermé.",
)
UNREADABLE = Text(
    "Line {line} cannot be read. Check its quotation marks.", "La ligne {line} est illisible. Vérifiez ses guillemets."
)


def resolve(path: Path, options: Options) -> tuple[Options, Sequence[str]]:
    """Encoding and separator found where they are not given; a text file has no sheets."""
    encoding = checked_encoding(path, options.encoding) if options.encoding else found_encoding(path)
    known = replace(options, encoding=encoding, sheet=None)
    separator = options.separator if options.separator in SEPARATORS else found_separator(path, encoding)
    return replace(known, separator=separator), ()


def read(path: Path, options: Options) -> Iterator[Line]:
    """Lines that hold something. A cell over several lines counts as the line on which it begins."""
    with path.open(encoding=codec(options.encoding), newline="") as file:
        skipped = 1 if announced_separator(file) else 0
        reader = csv.reader(file, delimiter=options.separator or ",")
        number = skipped + 1
        try:
            for cells in reader:
                held = "".join(cells)
                if len(held) > MAX_CELL and max(map(len, cells)) > MAX_CELL:
                    raise too_long(number, cells)
                if held:
                    yield Line(number, list(map(original_text, cells)) if QUOTE in held else cells)
                number = skipped + reader.line_num + 1
        except csv.Error:
            raise Invalid(UNREADABLE, field="file", line=number) from None


def codec(encoding: str | None) -> str:
    """UTF-8 files may begin with a mark, which is not part of their first cell."""
    return "utf-8-sig" if encoding in (None, "utf-8") else encoding


def found_encoding(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(2) in WIDE_MARKS:
            return "utf-16"
    for encoding in GUESSED:
        if undecodable(path, encoding) is None:
            return encoding
    raise Invalid(NO_ENCODING, field="encoding")


def checked_encoding(path: Path, encoding: str) -> str:
    """Raises Invalid that names the first line that cannot be read."""
    if encoding not in ENCODINGS:
        raise Invalid(NO_ENCODING, field="encoding")
    line = undecodable(path, encoding)
    if line is not None:
        raise Invalid(WRONG_ENCODING, field="encoding", line=line, encoding=ENCODINGS[encoding])
    return encoding


def undecodable(path: Path, encoding: str) -> int | None:
    """Number of the first line that the encoding cannot read; None when it reads all of them."""
    decoder = codecs.getincrementaldecoder(codec(encoding))()
    line = 1
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            try:
                line += decoder.decode(block).count("\n")
            except UnicodeError as error:
                return line + block.count(b"\n", 0, getattr(error, "start", 0))
        try:
            decoder.decode(b"", final=True)
        except UnicodeError:
            return line
    return None


def announced_separator(file: io.TextIOBase) -> str | None:
    """Excel's own first line, `sep=;`, is read past; anything else is left where it was."""
    first = file.readline(16).strip()
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return first[-1]
    file.seek(0)
    return None


def found_separator(path: Path, encoding: str) -> str:
    """The separator that cuts most lines into the same number of columns; quoted ones do not count."""
    with path.open(encoding=codec(encoding), newline="") as file:
        announced = announced_separator(file)
        sample = file.read(SAMPLE)
    if announced in SEPARATORS:
        return str(announced)
    whole = sample if len(sample) < SAMPLE else sample[: sample.rfind("\n") + 1] or sample
    scores = {separator: score(whole, separator) for separator in LIKELIEST}
    best = max(LIKELIEST, key=lambda separator: scores[separator])
    return best if scores[best] else ","


def score(sample: str, separator: str) -> float:
    """Share of the lines that have the commonest number of columns, when that is more than one."""
    widths = Counter(width for width, _ in zip(widths_of(sample, separator), range(SAMPLE_LINES), strict=False))
    if not widths:
        return 0.0
    width, lines = widths.most_common(1)[0]
    return lines / widths.total() if width > 1 else 0.0


def widths_of(sample: str, separator: str) -> Iterator[int]:
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if any(cells):
                yield len(cells)
    except csv.Error:
        return


def too_long(number: int, cells: Sequence[str]) -> Invalid:
    place = next(place for place, cell in enumerate(cells) if len(cell) > MAX_CELL)
    size = len(cells[place])
    return Invalid(LONG_CELL, field="file", line=number, column=place + 1, size=size, limit=MAX_CELL)
