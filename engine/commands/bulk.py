"""Changes of cells, one or thousands: what was wanted is compared with what is stored, written, indexed and told in one go."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.notifications import tell_assigned
from engine.commands.search import reindex_items
from engine.commands.unique import claim
from engine.commands.values import Values, newly_assigned, parsed, physical, physical_names, reassign
from engine.context import Context
from engine.errors import Conflict, Invalid, Locked
from engine.events import EventKind
from engine.moment import now, to_iso
from engine.outbox import Happened, record_many
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.history import changed_since
from engine.queries.items import SEVERAL, BoardItem, select_several, to_item
from engine.schema.access import lock_reason
from engine.schema.compiled import CompiledBoard
from engine.schema.validator import label_text
from engine.text import Text

CHUNK = 5000
STAMPS = ("version", "updated_at", "updated_by")
CHANGED_MEANWHILE = Text(
    "Somebody changed {column} while you were editing it. Keep your value or take theirs.",
    "Quelqu’un a modifié {column} pendant votre saisie. Gardez votre valeur ou prenez la sienne.",
)
Changes = dict[str, list[Any]]
"""`{column key: [before, after]}` of one item."""


class Clash(NamedTuple):
    """A cell that somebody changed after the person who wants to change it had seen it."""

    item: BoardItem
    key: str
    theirs: Any
    yours: Any

    def error(self, board: CompiledBoard) -> Conflict:
        return Conflict(
            CHANGED_MEANWHILE,
            field=self.key,
            yours=self.yours,
            theirs=self.theirs,
            version=self.item.version,
            column=label_text(board.columns[self.key]),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many changes: ids of the items that changed, cells left as they are, items that are gone."""

    changed: list[int] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def change_many(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    wanted: Mapping[int, Values],
    *,
    base_versions: Mapping[int, int] | None = None,
) -> Outcome:
    """Change cells of many items: `wanted` are JSON values or typed text by item id. One event for each item that changes.

    Raises InvalidMany for a value that cannot be read: nothing is written then. A cell that has changed since the
    item's base version, to something else than wanted, is left as it is and told in `clashes`.
    """
    require(actor, Permission.ITEM_EDIT, board)
    context = context_for(session, actor)
    outcome = Outcome()
    for ids in chunks(sorted(wanted)):
        values = dict(zip(ids, checked_values(board, [wanted[item_id] for item_id in ids], context), strict=True))
        found = locked_items(session, board, ids)
        outcome.gone.extend(item_id for item_id in ids if item_id not in found)
        todo = [(one, differences(one, values[one.id])) for one in found.values()]
        clashing = clashes(session, board, todo, base_versions or {})
        for clash in clashing:
            next(changes for one, changes in todo if one.id == clash.item.id).pop(clash.key)
        todo = [(one, changes) for one, changes in todo if changes]
        store_changes(session, actor, board, todo, context)
        outcome.clashes.extend(clashing)
        outcome.changed.extend(one.id for one, _ in todo)
    return outcome


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def checked_values(board: CompiledBoard, wanted: Iterable[Values], context: Context) -> Iterator[dict[str, Any]]:
    """Parsed and valid; what many items are to hold alike is looked at once."""
    known: dict[int, tuple[Values, dict[str, Any]]] = {}
    for values in wanted:
        if id(values) not in known:
            refuse_read_only(board, values, context)
            cells = parsed(board, values, context)
            board.validator.check_changes(cells)
            known[id(values)] = values, cells
        yield known[id(values)][1]


def refuse_read_only(board: CompiledBoard, keys: Iterable[str], context: Context) -> None:
    for key in keys:
        column = board.column(key)
        if column.type.read_only:
            raise Invalid(lock_reason(column, context), field=key)
        if key in board.locked:
            raise Locked(lock_reason(column, context), field=key)


def locked_items(session: Session, board: CompiledBoard, ids: Sequence[int]) -> dict[int, BoardItem]:
    """Those of the items that exist, held until the end of the transaction, by id."""
    found = session.execute(select_and_hold_several(board), {SEVERAL.key: ids})
    return {one.id: one for one in (to_item(board, line) for line in found)}


@lru_cache(maxsize=500)
def select_and_hold_several(board: CompiledBoard) -> sa.Select[Any]:
    return select_several(board).with_for_update()


def differences(one: BoardItem, wanted: Values) -> Changes:
    return {key: [one.values[key], value] for key, value in wanted.items() if one.values[key] != value}


def clashes(
    session: Session,
    board: CompiledBoard,
    todo: Iterable[tuple[BoardItem, Changes]],
    base_versions: Mapping[int, int | None],
) -> list[Clash]:
    """Cells that were changed after the version on which a change is based."""
    outdated = {
        one.id: base
        for one, changes in todo
        if changes and (base := base_versions.get(one.id)) is not None and base < one.version
    }
    touched = changed_since(session, board, outdated) if outdated else {}
    return [
        Clash(one, key, theirs, yours)
        for one, changes in todo
        for key, (theirs, yours) in changes.items()
        if key in touched.get(one.id, ())
    ]


def store_changes(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    todo: Sequence[tuple[BoardItem, Changes]],
    context: Context,
) -> None:
    """Write changes that were checked, of items that are held: cells, search text, people, events."""
    if not todo:
        return
    cells = {one.id: {key: after for key, (_, after) in changes.items()} for one, changes in todo}
    claim(session, board, cells, context)
    write_cells(session, actor, board, todo, cells, context)
    found = {
        one.id: {**one.values, **cells[one.id]}
        for one, changes in todo
        if any(board.columns[key].type.searchable for key in changes)
    }
    reindex_items(session, board, found, context, [one.id for one, _ in todo if one.updates])
    reassign(session, board, cells)
    tell_assigned(session, actor, board, newly_assigned(board, {one.id: changes for one, changes in todo}))
    record_many(
        session,
        actor,
        board.id,
        [Happened(EventKind.ITEM_CHANGED, {"changes": changes}, one.id, one.version + 1) for one, changes in todo],
    )


def write_cells(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    todo: Sequence[tuple[BoardItem, Changes]],
    cells: Mapping[int, Values],
    context: Context,
) -> None:
    """One statement for all items that change the same columns."""
    moment = to_iso(now())
    lines: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one, changes in todo:
        stored = physical([board.columns[key] for key in changes], cells[one.id], context)
        stamps = {"version": one.version + 1, "updated_at": moment, "updated_by": actor.user_id}
        lines.setdefault(tuple(changes), []).append({"of_item": one.id, **stored, **stamps})
    for keys, some in lines.items():
        session.connection().execute(update_cells(board, keys), some)


@lru_cache(maxsize=2000)
def update_cells(board: CompiledBoard, keys: tuple[str, ...]) -> sa.Update:
    """Writes these cells of the item `of_item`, and who changed it when."""
    table, columns = board.table, [board.columns[key] for key in keys]
    names = [name for column in columns for name in physical_names(column)]
    settled = {name: sa.bindparam(name, type_=table.c[name].type) for name in [*names, *STAMPS]}
    return sa.update(table).where(table.c.id == sa.bindparam("of_item")).values(settled)
