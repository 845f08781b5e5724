"""Items: create, change cells, move, delete, restore. Every change is one transaction's work and one event."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.bulk import Changes, clashes, differences, refuse_read_only, store_changes
from engine.commands.increments import stepped, steps
from engine.commands.notifications import tell_assigned
from engine.commands.numbering import number_items, number_trashed
from engine.commands.search import index_items
from engine.commands.unique import claim_columns
from engine.commands.values import (
    Columns,
    Values,
    assign,
    assigning,
    by_column,
    completed,
    filled,
    given_to,
    parsed,
    parsed_columns,
    physical_columns,
)
from engine.context import Context
from engine.db import allocate_ids
from engine.errors import Invalid
from engine.events import EventKind
from engine.lines import insert_lines
from engine.models import Board, Id, Item, table_of
from engine.moment import now, to_iso
from engine.outbox import Happened, record_many
from engine.permissions import Actor, Permission, require
from engine.queries.context import context_for
from engine.queries.groups import group as load_group
from engine.queries.groups import groups
from engine.queries.items import WANTED, BoardItem, item, rewritten_item, select_item, to_item, written_items
from engine.question import Question
from engine.rank import spread
from engine.schema.compiled import CompiledBoard

MANY = 5
"""Items for which it pays to look at their cells column by column."""
OF_GROUP = sa.bindparam("of_group", type_=Id)
ITEMS, BOARDS = table_of(Item), table_of(Board)
COUNT = (
    sa.update(BOARDS)
    .where(BOARDS.c.id == sa.bindparam("of_board"))
    .values(item_count=BOARDS.c.item_count + sa.bindparam("change"))
)


def create_item(
    session: Session, actor: Actor, board: CompiledBoard, values: Values, *, group_id: int | None = None
) -> BoardItem:
    """One new item at the end of the group (default: the first). Values are JSON values or typed text."""
    return create_items(session, actor, board, [values], group_id=group_id)[0]


def create_items(
    session: Session, actor: Actor, board: CompiledBoard, values: Sequence[Values], *, group_id: int | None = None
) -> list[BoardItem]:
    """Several items, each with its own event. All or none: raises InvalidMany for the first item that is refused."""
    require(actor, Permission.ITEM_CREATE, board)
    if not values:
        return []
    context = context_for(session, actor)
    columns = filled(board.whole, checked_columns(board, values, context), len(values), context)
    group = load_group(session, board, group_id) if group_id is not None else groups(session, board)[0]
    lines = insert_items(session, actor, board, [group.id] * len(values), columns, context)
    record_many(session, actor, board.id, created(lines["id"], group.id, columns))
    return written_items(board, lines, columns)


def created(ids: Sequence[int], group_id: int, columns: Columns) -> list[Happened]:
    made = []
    for item_id, cells in zip(ids, zip(*columns.values(), strict=True), strict=True):
        known = {key: value for key, value in zip(columns, cells, strict=True) if not (value is None or value == [])}
        made.append(Happened(EventKind.ITEM_CREATED, {"group": group_id, "values": known}, item_id, 1))
    return made


def checked_columns(board: CompiledBoard, values: Sequence[Values], context: Context) -> Columns:
    """The cells of new items. Many are checked column by column; what is refused there is refused item by item.

    Raises InvalidMany for the first item that is refused.
    """
    if len(values) >= MANY:
        with suppress(Invalid):
            refuse_read_only(board, {key for one in values for key in one}, context)
            columns = parsed_columns(board, values, context)
            if board.validator.takes(columns):
                return columns
    return by_column([checked(board, one, context) for one in values])


def checked(board: CompiledBoard, values: Values, context: Context) -> dict[str, Any]:
    """The cells of a new item. Raises InvalidMany."""
    refuse_read_only(board, values, context)
    cells = completed(board, parsed(board, values, context), context)
    board.validator.check(cells)
    return cells


def insert_items(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    group_ids: Sequence[int],
    columns: Columns,
    context: Context,
) -> Columns:
    """Store checked cells at the end of their groups; returns the lines of the board's table, column by column.

    The ids are an unbroken rising range of the board's own.
    `columns` are those of the whole board: a new item has a value of columns, too, that its maker does not see.
    The numbers that the board gives to the items are entered into them.
    """
    board = board.whole
    count = len(group_ids)
    count_items(session, board, count)
    ids = allocate_ids(session, count)
    number_items(session, board, ids, columns)
    claim_columns(session, board, ids, columns, context)
    insert_lines(
        session, ITEMS, {"id": ids, "workspace_id": [board.workspace_id] * count, "board_id": [board.id] * count}
    )
    lines = stored_columns(session, actor, board, ids, group_ids, columns, context)
    insert_lines(session, board.table, lines)
    number_trashed(session, board, ids)
    index_items(session, board, ids, columns, context)
    given = assigning(board)
    for column in given:
        assign(session, board, ids, column, columns[column.key])
    tell_assigned(session, actor, board, given_to(ids, [columns[column.key] for column in given]))
    return lines


def stored_columns(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    ids: Sequence[int],
    group_ids: Sequence[int],
    columns: Columns,
    context: Context,
) -> Columns:
    """The lines of the board's table, column by column."""
    moment, count = to_iso(now()), len(ids)
    return {
        "id": ids,
        "group_id": group_ids,
        "position": end_positions(session, board, group_ids),
        "version": [1] * count,
        "created_at": [moment] * count,
        "created_by": [actor.user_id] * count,
        "updated_at": [moment] * count,
        "updated_by": [actor.user_id] * count,
        **physical_columns(board.stored.values(), columns, context),
    }


def end_positions(session: Session, board: CompiledBoard, group_ids: Sequence[int]) -> list[str]:
    """A position at the end of its group for each entry, in their order."""
    counts = Counter(group_ids)
    last = {group_id: session.scalar(last_position(board), {OF_GROUP.key: group_id}) for group_id in counts}
    ranks = {group_id: iter(spread(count, last[group_id])) for group_id, count in counts.items()}
    return [next(ranks[group_id]) for group_id in group_ids]


@lru_cache(maxsize=500)
def last_position(board: CompiledBoard) -> sa.Select[str]:
    """The trash counts: what comes back from it finds its place free."""
    table = board.table.c
    return sa.select(sa.func.max(table.position)).where(table.group_id == OF_GROUP)


def count_items(session: Session, board: CompiledBoard, change: int) -> None:
    """Keep the board's counter; doing it first locks the board against other creations."""
    session.execute(COUNT, {"of_board": board.id, "change": change})


def change_item(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    item_id: int,
    values: Values,
    *,
    base_version: int | None = None,
) -> BoardItem:
    """Change some cells; returns the item as it is now. What is already so makes no event.

    A step (`increments.py`) is taken from what the cell holds now, whoever wrote it: it cannot conflict.
    `base_version` is the version that the person saw: when one of these cells has changed since, to something else
    than wanted, nothing is written and Conflict carries both values.
    """
    require(actor, Permission.ITEM_EDIT, board)
    current = locked_item(session, board, item_id)
    changes = change_held(session, actor, board, current, values, base_version=base_version)
    cells = {key: after for key, (_, after) in changes.items()}
    return rewritten_item(session, board, current, cells) if changes else current


def change_held(
    session: Session,
    actor: Actor,
    board: CompiledBoard,
    current: BoardItem,
    values: Values,
    *,
    base_version: int | None = None,
) -> Changes:
    """The same with an item that `locked_item` gave in this transaction; what there was to be changed."""
    require(actor, Permission.ITEM_EDIT, board)
    context = context_for(session, actor)
    refuse_read_only(board, values, context)
    by = steps(board, values, context)
    wanted = parsed(board, {key: given for key, given in values.items() if key not in by} if by else values, context)
    board.validator.check_changes(wanted)
    changes = differences(current, wanted)
    for clash in clashes(session, board, [(current, changes)], {current.id: base_version}):
        raise clash.error(board)
    if by:
        landed = {key: stepped(current.values[key], one) for key, one in by.items()}
        board.validator.check_changes(landed)
        changes |= differences(current, landed)
    if changes:
        store_changes(session, actor, board, [(current, changes)], context)
    return changes


def locked_item(session: Session, board: CompiledBoard, item_id: int) -> BoardItem:
    """The item, held until the end of the transaction."""
    line = Question(select_and_hold(board)).first(session, {WANTED.key: item_id})
    return to_item(board, line) if line is not None else item(session, board, item_id)


@lru_cache(maxsize=500)
def select_and_hold(board: CompiledBoard) -> sa.Select[Any]:
    return select_item(board).with_for_update()
