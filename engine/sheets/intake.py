"""From lines of a file to items of a board: every distinct cell read once, every refusal kept with its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from types import MappingProxyType
from typing import Any

from engine.column import ColumnType
from engine.context import Context
from engine.errors import Invalid
from engine.sample import Cell
from engine.schema.document import Column
from engine.schema.validator import Validator, label_text
from engine.sheets.options import growing, grown
from engine.sheets.plan import NAME, Plan, Planned
from engine.sheets.profile import batches
from engine.sheets.source import Line, Sheet
from engine.text import Language, Text

BATCH = 1_000
PIECE = 100
MAX_NAME = 255
MAX_GROUP = 120
UNNAMED = Text("Line {line}", "Ligne {line}")
NO_GROUP = Text("Without a value", "Sans valeur")
MAX_GROUPS = 100
TOO_MANY_GROUPS = Text(
    "This column has {count} different values, and a board gets at most {limit} groups. Choose another one.",
    "Cette colonne a {count} valeurs différentes, et un tableau reçoit {limit} groupes au plus. Choisissez-en une autre.",
)
REQUIRED = Text("{column} is required. Give it a value.", "{column} est obligatoire. Donnez-lui une valeur.")
TAKEN = Text(
    "{column}: “{holder}” holds this value already, and each item needs its own.",
    "{column} : « {holder} » a déjà cette valeur, or chaque élément doit avoir la sienne.",
)
TAKEN_BY_LINE = Text(
    "{column}: line {holder} holds this value already, and each item needs its own.",
    "{column} : la ligne {holder} a déjà cette valeur, or chaque élément doit avoir la sienne.",
)
NAMELESS = Text(
    "There is no name here: the item is called by the number of its line.",
    "Il n’y a pas de nom ici : l’élément porte le numéro de sa ligne.",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that its column does not take."""

    line: int
    source: int
    title: Text
    typed: Cell
    error: Invalid


@dataclass(frozen=True, slots=True)
class Batch:
    """Some lines of the file: their items' values by column, the titles of their groups, what was refused, how many were left out."""

    values: dict[str, Sequence[Any]]
    groups: list[str]
    refusals: list[Refusal]
    skipped: int

    @property
    def count(self) -> int:
        return len(self.groups)


class Cells(dict[Cell, Any]):
    """One column's values by cell; a cell that is new is read on the spot, a refused one is empty and in `refused`."""

    def __init__(self, column: Column, validator: Validator, context: Context) -> None:
        super().__init__()
        self.context = context
        self.empty = column.parse(None, context)
        self.one_by_one = type(column.type).parse_all is ColumnType.parse_all
        self.refused: dict[Cell, Invalid] = {}
        self.become(column, validator)

    def become(self, column: Column, validator: Validator) -> None:
        """The same column with more options: what was read stays read."""
        self.column, self.validator = column, validator

    def __missing__(self, cell: Cell) -> Any:
        try:
            value = self.read(cell)
        except Invalid as error:
            self.refused[cell], value = error, self.empty
        self[cell] = value
        return value

    def read_all(self, cells: Sequence[Cell]) -> list[Any]:
        """The values of many cells, in a list of its own: plain ones a piece at a time, others one by one."""
        if self.one_by_one:
            return list(map(self.__getitem__, cells))
        pieces = (cells[start : start + PIECE] for start in range(0, len(cells), PIECE))
        return list(chain.from_iterable(self.plain(piece) or map(self.__getitem__, piece) for piece in pieces))

    def plain(self, cells: Sequence[Cell]) -> list[Any] | None:
        """Where all are plain and their values are taken."""
        values = self.column.type.parse_all(cells, self.column.settings, self.context)
        if values is None or (self.column.required and self.empty in values):
            return None
        return values if self.validator.takes_each(self.column.key, values) else None

    def read(self, cell: Cell) -> Any:
        """Raises Invalid."""
        value = self.column.parse(cell, self.context)
        if value == self.empty:
            if self.column.required:
                raise Invalid(NAMELESS if self.column.key == NAME else REQUIRED, column=label_text(self.column))
        elif errors := self.validator.errors({self.column.key: value}):
            raise errors[0]
        return value


class Intake:
    """`context` reads the file: its language is the one in which the file writes numbers and dates."""

    def __init__(
        self,
        plan: Plan,
        planned: Planned,
        sheet: Sheet,
        context: Context,
        reader: Language,
        taken: Mapping[str, Mapping[Any, str]] = MappingProxyType({}),
    ) -> None:
        """`taken`: of each unique column the items' names by what tells their values apart.

        `planned` grows by the options that the plan lets in, as they are met.
        """
        self.plan, self.planned, self.sheet, self.reader, self.context = plan, planned, sheet, reader, context
        self.taken: dict[str, dict[Any, str | int]] = {key: dict(values) for key, values in taken.items()}
        self.cells = {s: Cells(column, planned.validator, context) for s, column in planned.columns.items()}
        self.growing = growing(plan, planned)
        stored = [key for key, column in planned.validator.columns.items() if not column.type.stamps]
        self.source_of = {column.key: source for source, column in planned.columns.items()}
        self.empty = {key: planned.validator.columns[key].first_value(context) for key in stored}

    def batches(self) -> Iterator[Batch]:
        return map(self.batch, batches(self.sheet.lines(), BATCH))

    def batch(self, lines: Sequence[Line]) -> Batch:
        columns = list(zip(*(line.cells for line in lines), strict=True))
        self.grow({source: columns[source] for source in self.growing})
        found = {source: cells.read_all(columns[source]) for source, cells in self.cells.items()}
        refusals = [one for source in self.cells for one in self.refusals(source, lines, columns[source])]
        refusals += [
            one for source in self.cells for one in self.repeated(source, lines, columns[source], found[source])
        ]
        self.name_anyway(found, refusals, lines)
        values = self.assembled(found, len(lines))
        groups = self.groups(columns, len(lines))
        left_out = self.left_out(refusals)
        if left_out:
            keep = [line.number not in left_out for line in lines]
            values = {key: list(compress(column, keep)) for key, column in values.items()}
            groups = list(compress(groups, keep))
        return Batch(values, groups, sorted(refusals, key=lambda one: (one.line, one.source)), len(left_out))

    def grow(self, columns: Mapping[int, Sequence[Cell]]) -> None:
        new = {
            source: [cell for cell in dict.fromkeys(cells) if cell not in self.cells[source]]
            for source, cells in columns.items()
        }
        planned = grown(self.planned, new, self.context)
        if planned is not self.planned:
            self.planned = planned
            for source, column in planned.columns.items():
                self.cells[source].become(column, planned.validator)

    def refusals(self, source: int, lines: Sequence[Line], column: Sequence[Cell]) -> Iterator[Refusal]:
        refused, title = self.cells[source].refused, self.sheet.titles[source]
        if refused:
            for line, cell in zip(lines, column, strict=True):
                if cell in refused:
                    yield Refusal(line.number, source, title, cell, refused[cell])

    def repeated(
        self, source: int, lines: Sequence[Line], typed: Sequence[Cell], values: list[Any]
    ) -> Iterator[Refusal]:
        """Values of a unique column that an item or an earlier line has already: they are emptied."""
        column, empty = self.cells[source].column, self.cells[source].empty
        if not column.unique:
            return
        taken = self.taken.setdefault(column.key, {})
        for place, value in enumerate(values):
            if value is not None:
                holder = taken.setdefault(column.telling_value(value, self.context), lines[place].number)
                if holder != lines[place].number:
                    text = TAKEN_BY_LINE if isinstance(holder, int) else TAKEN
                    values[place] = empty
                    error = Invalid(text, column=label_text(column), holder=holder)
                    yield Refusal(lines[place].number, source, self.sheet.titles[source], typed[place], error)

    def name_anyway(self, found: dict[int, list[Any]], refusals: Sequence[Refusal], lines: Sequence[Line]) -> None:
        """An item whose name is refused is called by what can be kept of it, or by its line."""
        source = self.source_of[NAME]
        nameless = [one for one in refusals if one.source == source]
        places = {line.number: place for place, line in enumerate(lines)} if nameless else {}
        for one in nameless:
            text = " ".join(str(one.typed or "").split())
            kept = f"{text[: MAX_NAME - 1]}…" if len(text) > MAX_NAME else UNNAMED.say(self.reader, line=one.line)
            found[source][places[one.line]] = kept

    def assembled(self, found: dict[int, list[Any]], count: int) -> dict[str, Sequence[Any]]:
        """Complete items: a value for every column of the board."""
        return {
            key: found[self.source_of[key]] if key in self.source_of else [empty] * count
            for key, empty in self.empty.items()
        }

    def groups(self, columns: Sequence[Sequence[Cell]], count: int) -> list[str]:
        """Titles of the groups that the lines go to; "" where the plan sends all to one."""
        if self.plan.group_by is None:
            return [""] * count
        nothing = NO_GROUP.say(self.reader)
        return [" ".join(str(cell or "").split())[:MAX_GROUP] or nothing for cell in columns[self.plan.group_by]]

    def left_out(self, refusals: Sequence[Refusal]) -> set[int]:
        """Lines that become no item: a refused cell if the plan says so, a required one (but the name) in any case."""
        if self.plan.refused == "skip":
            return {one.line for one in refusals}
        return {one.line for one in refusals if self.must_have(one.source)}

    def must_have(self, source: int) -> bool:
        column = self.cells[source].column
        return column.required and column.key != NAME


def check_groups(titles: Iterable[str]) -> None:
    """Raises Invalid when there would be too many groups."""
    count = len(set(titles))
    if count > MAX_GROUPS:
        raise Invalid(TOO_MANY_GROUPS, field="group_by", count=count, limit=MAX_GROUPS)
