"""What is known of a file: how it is read, what stands in it, and the limits that hold for all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from engine.sample import Cell
from engine.text import Language, Text

MAX_BYTES = 50 * 1024 * 1024
MAX_ITEMS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 100_000


class Line(NamedTuple):
    """A line of the file with its number, as a person counts them: from 1, the title line included."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know about the file, that does not stop its import."""

    text: Text
    params: dict[str, object] = field(default_factory=dict)

    def say(self, language: Language) -> str:
        return self.text.say(language, **self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a file is read; None asks to find it out.

    `header` is the number of the line that holds the titles, 0 when there is none. `language` is the one in which
    numbers and dates are written. `separator` and `encoding` are a text file's, `sheet` a workbook's.
    """

    separator: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header: int | None = None
    language: Language | None = None


class Reader(Protocol):
    """A module that reads one kind of file."""

    def resolve(self, path: Path, options: Options) -> tuple[Options, Sequence[str]]:
        """The options with nothing left open, and the names of the sheets in the file. Raises Invalid."""

    def read(self, path: Path, options: Options) -> Iterator[Line]:
        """Every line that holds something, in order. Raises Invalid that names the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An opened file. `options` say how it is read, `titles` name its columns, `count` counts the lines below them."""

    path: Path
    name: str
    reader: Reader
    options: Options
    sheets: Sequence[str]
    titles: Sequence[Text]
    notices: Sequence[Notice]
    count: int

    @property
    def width(self) -> int:
        return len(self.titles)

    def lines(self) -> Iterator[Line]:
        """The lines below the titles, each as wide as the titles."""
        width, header = self.width, self.options.header or 0
        for line in self.reader.read(self.path, self.options):
            if line.number > header:
                yield line if len(line.cells) == width else Line(line.number, fitted(line.cells, width))


def fitted(cells: Sequence[Cell], width: int) -> list[Cell]:
    return [*cells[:width], *[None] * (width - len(cells))]
