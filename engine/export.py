"""The contract of a file format that items leave in: one file in `exports/` adds a format."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, ClassVar

from sqlalchemy.orm import Session

from engine.context import Context
from engine.queries.export import every_item, group_titles
from engine.queries.items import BoardItem, ItemQuery
from engine.queries.levels import Level
from engine.registry import Plugin
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Text

GROUP = Text("Group", "Groupe")
FORBIDDEN_IN_NAMES = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What leaves: the columns and items in order, read one after another, and the groups' titles by id.

    `for_excel`: marked so that Excel takes a text file for UTF-8.
    """

    board: CompiledBoard
    columns: Sequence[Column]
    items: Iterable[BoardItem]
    groups: Mapping[int, str]
    context: Context
    for_excel: bool = True


class ExportFormat(Plugin, root=True):
    label: ClassVar[Text]
    extension: ClassVar[str]
    media_type: ClassVar[str]

    def write(self, file: IO[bytes], leaving: Leaving) -> None:
        """Item by item: what is kept in memory does not grow with the board."""
        raise NotImplementedError


def leaving(
    session: Session,
    board: CompiledBoard,
    query: ItemQuery,
    context: Context,
    *,
    levels: Sequence[Level] = (),
    hide: Collection[str] = (),
    for_excel: bool = True,
) -> Leaving:
    """The items of a query in a table's order, without the columns in `hide`; the name always leaves."""
    columns = [one for key, one in board.columns.items() if key not in hide or not one.type.creatable]
    items = every_item(session, board, query, levels, context)
    titles = group_titles(session, board)
    return Leaving(board=board, columns=columns, items=items, groups=titles, context=context, for_excel=for_excel)


def written(kind: ExportFormat, leaving: Leaving) -> IO[bytes]:
    """A temporary file, open at its beginning, that is gone when it is closed: a slow reader holds no transaction."""
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        kind.write(file, leaving)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def file_name(leaving: Leaving, kind: ExportFormat) -> str:
    """`Stock 2026-11-24.csv`."""
    title = "".join(
        " " if letter in FORBIDDEN_IN_NAMES or not letter.isprintable() else letter
        for letter in leaving.board.title(leaving.context.language)
    )
    return f"{' '.join(title.split())[:100] or 'Rouage'} {leaving.context.today.isoformat()}.{kind.extension}"
