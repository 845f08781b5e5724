"""Opening a file: what it really is, how it is read, what its columns are called."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from engine.errors import Invalid
from engine.sample import Cell, Sample
from engine.sheets.kind import reader_of
from engine.sheets.profile import BATCH, Sampler, batches
from engine.sheets.source import MAX_BYTES, MAX_COLUMNS, MAX_ITEMS, Line, Notice, Options, Sheet
from engine.sheets.titles import found_header, name_columns
from engine.text import Text

HEAD = 50

TOO_BIG = Text(
    "“{name}” is larger than {limit} MB. Split it into several files.",
    "« {name} » dépasse {limit} Mo. Divisez-le en plusieurs fichiers.",
)
TOO_WIDE = Text(
    "Line {line} has {width} columns, at most {limit} are read. Check the separator, or remove columns.",
    "La ligne {line} a {width} colonnes, {limit} au plus sont lues. Vérifiez le séparateur, ou retirez des colonnes.",
)
TOO_LONG = Text(
    "“{name}” holds more than {limit} lines. Split it into several files.",
    "« {name} » contient plus de {limit} lignes. Divisez-le en plusieurs fichiers.",
)
NO_LINES = Text("“{name}” has no line below its titles.", "« {name} » n’a aucune ligne sous ses titres.")
NO_HEADER = Text(
    "Line {line} cannot hold the titles: there is nothing on it. Choose another line.",
    "La ligne {line} ne peut pas contenir les titres : elle est vide. Choisissez une autre ligne.",
)
RAGGED = Text(
    "Lines with more or fewer cells than the others: {count}, the first is line {line}. What is missing is left empty.",
    "Lignes qui ont plus ou moins de cellules que les autres : {count}, la première est la ligne {line}. Ce qui manque reste vide.",
)


def open_sheet(path: Path, name: str, options: Options | None = None) -> Sheet:
    """Look at the whole file once. `name` is what its owner calls it. Raises Invalid with the place and the fix."""
    return opened(path, name, options)


def open_sampled(path: Path, name: str, options: Options | None = None) -> tuple[Sheet, list[Sample]]:
    """The same with what stands in each column, which `suggest` wants to know."""
    sampler = Sampler()
    sheet = opened(path, name, options, sampler)
    return sheet, sampler.samples(sheet.titles)


def opened(path: Path, name: str, options: Options | None, sampler: Sampler | None = None) -> Sheet:
    if path.stat().st_size > MAX_BYTES:
        raise Invalid(TOO_BIG, field="file", name=name, limit=MAX_BYTES // 1024 // 1024)
    reader = reader_of(path, name)
    resolved, sheets = reader.resolve(path, options or Options())
    lines = reader.read(path, resolved)
    head = list(islice(lines, HEAD))
    header = found_header(head) if resolved.header is None else resolved.header
    survey = surveyed(chain(head, lines), header, name, sampler)
    titles, notices = name_columns(title_cells(head, header), survey.reach)
    return Sheet(
        path=path,
        name=name,
        reader=reader,
        options=replace(resolved, header=header),
        sheets=sheets,
        titles=titles,
        notices=[*notices, *ragged(survey)],
        count=survey.count,
    )


def seen(sheet: Sheet) -> dict[str, Any]:
    """What looking through the file has found, as JSON."""
    return {"options": asdict(sheet.options), "titles": sheet.titles, "count": sheet.count}


def open_seen(path: Path, name: str, found: Mapping[str, Any]) -> Sheet:
    """The same sheet of a file that has not changed since, without looking through it again."""
    return Sheet(
        path=path,
        name=name,
        reader=reader_of(path, name),
        options=Options(**found["options"]),
        sheets=(),
        titles=[Text(*title) for title in found["titles"]],
        notices=(),
        count=found["count"],
    )


@dataclass(slots=True)
class Survey:
    """`reach` is the last column that holds anything; `widths` counts lines by their number of cells."""

    count: int = 0
    reach: int = 0
    widths: Counter[int] = field(default_factory=Counter)
    first_of: dict[int, int] = field(default_factory=dict)


def surveyed(lines: Iterable[Line], header: int, name: str, sampler: Sampler | None = None) -> Survey:
    """Raises Invalid for a file that is too long, too wide, or has nothing below its titles."""
    survey = Survey()
    for batch in batches(iter(lines), BATCH):
        survey_batch(survey, batch, header)
        if sampler:
            sampler.add([cells[: survey.reach] for number, cells in batch if number > header])
    if not survey.count:
        raise Invalid(NO_LINES, field="file", name=name)
    if survey.count > MAX_ITEMS:
        raise Invalid(TOO_LONG, field="file", name=name, limit=MAX_ITEMS)
    return survey


def survey_batch(survey: Survey, batch: Sequence[Line], header: int) -> None:
    for number, cells in batch:
        width = len(cells)
        if width > survey.reach:
            survey.reach = max(survey.reach, reach(cells))
            if survey.reach > MAX_COLUMNS:
                raise Invalid(TOO_WIDE, field="file", line=number, width=survey.reach, limit=MAX_COLUMNS)
        if number > header:
            survey.count += 1
            survey.widths[width] += 1
            survey.first_of.setdefault(width, number)


def reach(cells: Sequence[Cell]) -> int:
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1] not in (None, "")), 0)


def title_cells(head: Sequence[Line], header: int) -> Sequence[Cell]:
    """Raises Invalid when the chosen line holds nothing."""
    if header == 0:
        return ()
    for line in head:
        if line.number == header:
            return line.cells
    raise Invalid(NO_HEADER, field="header", line=header)


def ragged(survey: Survey) -> list[Notice]:
    usual = survey.widths.most_common(1)[0][0]
    others = [width for width in survey.widths if width != usual]
    if not others:
        return []
    line = min(survey.first_of[width] for width in others)
    return [Notice(RAGGED, {"count": sum(survey.widths[width] for width in others), "line": line})]
