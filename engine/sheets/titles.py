"""The title line of a file: which one it is, and what its columns are called where it leaves that open."""

import re
from collections import Counter
from collections.abc import Sequence

from engine.sample import Cell
from engine.sheets.source import Line, Notice
from engine.text import Text

LOOKED_AT = 10
MAX_TITLE = 80
FIGURE = re.compile(r"[-+(]?\s*[$€£]?\s*\d[\d\s.,'’/:%€$£-]*\)?")
WHITE = re.compile(r"\s+")

NUMBERED = Text("Column {number}", "Colonne {number}")
UNNAMED = Text(
    "Columns that have no title, or stand under a merged one, are called: {titles}.",
    "Les colonnes sans titre, ou sous un titre fusionné, s’appellent : {titles}.",
)
TWICE = Text(
    "Several columns bear the same title. The later ones are called: {titles}.",
    "Plusieurs colonnes portent le même titre. Les suivantes s’appellent : {titles}.",
)
SHORTENED = Text(
    "Titles of more than {limit} characters are shortened: {titles}.",
    "Les titres de plus de {limit} caractères sont raccourcis : {titles}.",
)


def found_header(lines: Sequence[Line]) -> int:
    """Number of the line that holds the titles, 0 when the file begins with data."""
    usual = max((filled(line.cells) for line in lines), default=0)
    for place, line in enumerate(lines[:LOOKED_AT]):
        if filled(line.cells) * 2 >= usual:
            return line.number if are_titles(line.cells, lines[place + 1 :]) else 0
    return 0


def are_titles(cells: Sequence[Cell], below: Sequence[Line]) -> bool:
    """Texts of which none is a figure or a date, short and different from each other, or with figures below them."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    if not texts or len(texts) < filled(cells) or any(FIGURE.fullmatch(text) for text in texts):
        return False
    different = len(set(texts)) == len(texts) and max(map(len, texts)) <= MAX_TITLE
    return different or any(is_figure(cell) for line in below for cell in line.cells)


def is_figure(cell: Cell) -> bool:
    return not isinstance(cell, str | None) or (isinstance(cell, str) and bool(FIGURE.fullmatch(cell.strip())))


def filled(cells: Sequence[Cell]) -> int:
    return sum(1 for cell in cells if cell is not None and str(cell).strip())


def name_columns(header: Sequence[Cell], width: int) -> tuple[list[Text], list[Notice]]:
    """One title for each of `width` columns, no two alike, and what had to be made up."""
    given = [one_line(header[place]) if place < len(header) else "" for place in range(width)]
    titles: list[Text] = []
    for place, title in enumerate(given):
        titles.append(distinct(title, given[:place], titles) if title else numbered(place))
    unnamed = [title for title, text in zip(titles, given, strict=True) if not text]
    twice = [title for title, text in zip(titles, given, strict=True) if text and title.en != text[:MAX_TITLE]]
    long = [title for title, text in zip(titles, given, strict=True) if len(text) > MAX_TITLE]
    return titles, [*notice(UNNAMED, unnamed), *notice(TWICE, twice), *notice(SHORTENED, long, limit=MAX_TITLE)]


def distinct(title: str, before: Sequence[str], taken: Sequence[Text]) -> Text:
    """`Price`, then `Price (2)`."""
    short, number = title[:MAX_TITLE].strip(), Counter(before)[title] + 1
    names = {text.en for text in taken}
    while (name := short if number == 1 else f"{short[: MAX_TITLE - 5]} ({number})") in names:
        number += 1
    return Text(name, name)


def numbered(place: int) -> Text:
    return Text(NUMBERED.say("en", number=place + 1), NUMBERED.say("fr", number=place + 1))


def notice(text: Text, titles: Sequence[Text], **params: object) -> list[Notice]:
    if not titles:
        return []
    shown = Text(", ".join(title.en for title in titles), ", ".join(title.fr for title in titles))
    return [Notice(text, {"titles": shown, **params})]


def one_line(cell: Cell) -> str:
    return WHITE.sub(" ", "" if cell is None else str(cell)).strip()
