"""Blocks of cells, as they are pasted and filled: read first, so that people see what would become of them, then written in one go."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from engine.commands.bulk import Changes, Clash, change_many, chunks, clashes, differences, refuse_read_only
from engine.commands.items import checked, create_items
from engine.commands.unique import contested
from engine.commands.values import Values, parsed
from engine.context import Context
from engine.errors import EngineError, Invalid, InvalidMany
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.items import BoardItem, items_by_id
from engine.schema.compiled import CompiledBoard
from engine.text import Text

MAX_CELLS = 50_000
TOO_MANY = Text(
    "A block holds at most {limit} cells. Paste it in parts, or import it as a file.",
    "Un bloc contient au plus {limit} cellules. Collez-le par parties, ou importez-le comme fichier.",
)
UNNAMED = Text("New item", "Nouvel élément")


@dataclass(frozen=True, slots=True)
class Line:
    """Values, typed or JSON, for the cells of an item as it was at `version`, or (without an id) of one to create."""

    values: Values
    item_id: int | None = None
    version: int | None = None


class Refused(NamedTuple):
    """A cell that keeps its value: the place of its line, what was given, and why it cannot be."""

    line: int
    key: str
    raw: Any
    error: EngineError


@dataclass(frozen=True, slots=True)
class Draft:
    """A block that was read; nothing is written yet.

    `wanted` are the readable values by item, `changes` those among them that differ from what is stored, `created`
    the values of items to add.
    """

    wanted: Mapping[int, Values] = field(default_factory=dict)
    versions: Mapping[int, int] = field(default_factory=dict)
    changes: Sequence[tuple[BoardItem, Changes]] = ()
    created: Sequence[Values] = ()
    refused: Sequence[Refused] = ()
    clashes: Sequence[Clash] = ()
    gone: Sequence[int] = ()

    @property
    def is_plain(self) -> bool:
        """Nobody has to be asked before it is written."""
        return not (self.created or self.refused or self.clashes or self.gone)


class Written(NamedTuple):
    """Ids of the items that changed, and of those that were added."""

    changed: Sequence[int]
    created: Sequence[int]


def read_block(session: Session, actor: Actor, board: CompiledBoard, lines: Sequence[Line]) -> Draft:
    """What would become of a block. Raises Invalid for one that is too large, Forbidden for whoever may not write it."""
    require(actor, Permission.ITEM_EDIT, board)
    if any(line.item_id is None for line in lines):
        require(actor, Permission.ITEM_CREATE, board)
    if sum(len(line.values) for line in lines) > MAX_CELLS:
        raise Invalid(TOO_MANY, field="block", limit=MAX_CELLS)
    context = context_for(session, actor)
    found, refused = sifted(board, [line.values for line in lines], context)
    refused += take_out_contested(session, board, lines, found, context)
    wanted = {line.item_id: values for line, values in zip(lines, found, strict=True) if line.item_id is not None}
    versions = {line.item_id: line.version for line in lines if line.item_id is not None and line.version is not None}
    stored = {one.id: one for ids in chunks(sorted(wanted)) for one in items_by_id(session, board, ids)}
    changes = [
        (stored[item_id], differences(stored[item_id], wanted[item_id])) for item_id in wanted if item_id in stored
    ]
    places = [place for place, line in enumerate(lines) if line.item_id is None]
    created, unmade = new_items(board, [(place, found[place]) for place in places], context)
    return Draft(
        wanted=wanted,
        versions=versions,
        changes=[(one, changed) for one, changed in changes if changed],
        created=created,
        refused=[*refused, *unmade],
        clashes=clashes(session, board, changes, versions),
        gone=[item_id for item_id in wanted if item_id not in stored],
    )


def write_block(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    draft: Draft,
    *,
    group_id: int | None = None,
    overwrite: bool = False,
) -> Written:
    """Write what can be read; new items go to the end of the group. Cells that others changed meanwhile only with `overwrite`."""
    present = {item_id: values for item_id, values in draft.wanted.items() if item_id not in draft.gone}
    outcome = change_many(session, actor, board, present, base_versions=None if overwrite else draft.versions)
    created = create_items(session, actor, board, draft.created, group_id=group_id) if draft.created else []
    return Written(outcome.changed, [one.id for one in created])


def sifted(
    board: CompiledBoard, lines: Iterable[Values], context: Context
) -> tuple[list[dict[str, Any]], list[Refused]]:
    """The readable JSON values of each line, and the cells that cannot be read; a value that comes often is read once."""
    found, refused = list[dict[str, Any]](), list[Refused]()
    known: dict[Hashable, Any] = {}
    for place, values in enumerate(lines):
        good: dict[str, Any] = {}
        for key, raw in values.items():
            read = reading(board, key, raw, context, known)
            if isinstance(read, EngineError):
                refused.append(Refused(place, key, raw, read))
            else:
                good[key] = read
        found.append(good)
    return found, refused


def take_out_contested(
    session: Session, board: CompiledBoard, lines: Sequence[Line], found: Sequence[dict[str, Any]], context: Context
) -> list[Refused]:
    """The values that must be unique and are not leave the lines; new items go by the place of their line, below zero."""
    places = {-1 - place if line.item_id is None else line.item_id: place for place, line in enumerate(lines)}
    cells = {item_id: found[place] for item_id, place in places.items()}
    lost = sorted(contested(session, board, cells, context), key=lambda one: places[one.item_id])
    return [Refused(places[one.item_id], one.key, found[places[one.item_id]].pop(one.key), one.error) for one in lost]


def reading(board: CompiledBoard, key: str, raw: Any, context: Context, known: dict[Hashable, Any]) -> Any:
    """The value, or the error that says why there is none."""
    name: Hashable = (key, raw) if isinstance(raw, str) else (key, id(raw), repr(raw))
    if name not in known:
        known[name] = read_cell(board, key, raw, context)
    return known[name]


def read_cell(board: CompiledBoard, key: str, raw: Any, context: Context) -> Any:
    try:
        refuse_read_only(board, [key], context)
        cells = parsed(board, {key: raw}, context)
        board.validator.check_changes(cells)
    except InvalidMany as many:
        return many.errors[0]
    except Invalid as error:
        return error
    return cells[key]


def new_items(
    board: CompiledBoard, wanted: Iterable[tuple[int, Values]], context: Context
) -> tuple[list[Values], list[Refused]]:
    """The values of items that can be added; one without a name is called “New item”."""
    created, refused = list[Values](), list[Refused]()
    for place, values in wanted:
        named = {**values, "name": values.get("name") or UNNAMED.say(context.language)}
        if errors := list(obstacles(board, named, context)):
            refused += [Refused(place, error.field or "", values.get(error.field or ""), error) for error in errors]
        else:
            created.append(named)
    return created, refused


def obstacles(board: CompiledBoard, values: Values, context: Context) -> Iterator[Invalid]:
    try:
        checked(board, values, context)
    except InvalidMany as many:
        yield from many.errors
    except Invalid as error:
        yield error
