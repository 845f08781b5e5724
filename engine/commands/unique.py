"""Values that only one item may hold: looked for before they are written, and kept apart by an index of the database."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.values import Values, physical_names
from engine.constraints import INDEXED
from engine.context import Context
from engine.errors import Invalid, InvalidMany
from engine.models import Board
from engine.queries.promises import longer
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.schema.validator import label_text
from engine.text import Text

CHUNK = 5000
TAKEN = Text(
    "{column}: “{value}” is already held by “{item}”. Give another value.",
    "{column} : « {value} » est déjà utilisé par « {item} ». Donnez une autre valeur.",
)
TWICE = Text(
    "{column}: “{value}” stands here twice, and each item needs its own.",
    "{column} : « {value} » figure ici deux fois, or chaque élément doit avoir la sienne.",
)

SHARED = Text(
    "{column} cannot be unique yet: {count} values are held by several items, {values}. Change them first.",
    "{column} ne peut pas encore être unique : {count} valeurs sont utilisées par plusieurs éléments, {values}. Modifiez-les d’abord.",
)
SHARED_ONE = Text(
    "{column} cannot be unique yet: several items hold {values}. Change them first.",
    "{column} ne peut pas encore être unique : plusieurs éléments ont la valeur {values}. Modifiez-les d’abord.",
)
TOO_LONG = Text(
    "{column} cannot be unique: {count} items hold more than {limit} characters there. Shorten them first.",
    "{column} ne peut pas être unique : {count} éléments y ont plus de {limit} caractères. Raccourcissez-les d’abord.",
)
LISTED = 3


class Holder(NamedTuple):
    """An item that holds a unique value."""

    id: int
    name: str
    value: Any


def claim(session: Session, board: CompiledBoard, cells: Mapping[int, Values], context: Context) -> None:
    """Make sure that these items alone hold the unique values that they are about to get; their other cells stay.

    Raises InvalidMany that names the item which has one already. Other writers of the board wait until the
    transaction ends.
    """
    for column in unique_columns(board):
        wanted = {
            item_id: values[column.key] for item_id, values in cells.items() if values.get(column.key) is not None
        }
        if wanted:
            claim_column(session, board, column, wanted, context)


def claim_columns(
    session: Session, board: CompiledBoard, ids: Sequence[int], columns: Mapping[str, Sequence[Any]], context: Context
) -> None:
    """The same of new items, whose cells are given column by column."""
    for column in unique_columns(board):
        held = zip(ids, columns[column.key], strict=True)
        wanted = {item_id: value for item_id, value in held if value is not None}
        if wanted:
            claim_column(session, board, column, wanted, context)


def unique_columns(board: CompiledBoard) -> list[Column]:
    return [column for column in board.stored.values() if column.unique]


def claim_column(
    session: Session, board: CompiledBoard, column: Column, wanted: Mapping[int, Any], context: Context
) -> None:
    hold_board(session, board)
    claimants: dict[Any, int] = {}
    for item_id, value in wanted.items():
        if claimants.setdefault(column.telling_value(value, context), item_id) != item_id:
            raise refusal(TWICE, column, value, context)
    for key, holder in holders(session, board, column, list(claimants), context):
        if holder.id not in wanted:
            raise refusal(TAKEN, column, holder.value, context, item=holder.name)
        if claimants[key] != holder.id:
            release(session, board, column, holder.id)


class Contested(NamedTuple):
    """A cell that cannot get its value, and why."""

    item_id: int
    key: str
    error: Invalid


def contested(
    session: Session, board: CompiledBoard, cells: Mapping[int, Values], context: Context
) -> Iterator[Contested]:
    """What `claim` would refuse, cell by cell; items that are not there yet have ids of their own choice."""
    for column in unique_columns(board):
        wanted = {
            item_id: values[column.key] for item_id, values in cells.items() if values.get(column.key) is not None
        }
        found = losers(session, board, column, wanted, context)
        yield from (Contested(item_id, column.key, error) for item_id, error in found.items())


def losers(
    session: Session, board: CompiledBoard, column: Column, wanted: Mapping[int, Any], context: Context
) -> dict[int, Invalid]:
    """Whoever loses keeps what they hold, and with that may be in the way of another one: asked until nobody is."""
    found: dict[int, Invalid] = {}
    while True:
        claimants, lost = dict[Any, int](), dict[int, Invalid]()
        for item_id, value in wanted.items():
            key = column.telling_value(value, context)
            if item_id not in found and claimants.setdefault(key, item_id) != item_id:
                lost[item_id] = sentence(TWICE, column, value, context)
        for key, holder in holders(session, board, column, list(claimants), context):
            if claimants[key] != holder.id and (holder.id not in wanted or holder.id in found):
                lost[claimants[key]] = sentence(TAKEN, column, holder.value, context, item=holder.name)
        if not lost:
            return found
        found |= lost


def hold_board(session: Session, board: CompiledBoard) -> None:
    """Let no one else write to the board until the transaction ends."""
    session.execute(sa.update(Board).where(Board.id == board.id).values(seq=Board.seq))


def holders(
    session: Session, board: CompiledBoard, column: Column, keys: Sequence[Any], context: Context
) -> Iterator[tuple[Any, Holder]]:
    """The living items that hold one of the keys."""
    table, key = board.table.c, board.operand(column).key
    for start in range(0, len(keys), CHUNK):
        some = [dict(one) if isinstance(one, tuple) else one for one in keys[start : start + CHUNK]]
        statement = sa.select(table.id, table[board.columns["name"].physical], table[column.physical])
        found = session.execute(statement.where(table.deleted_at.is_(None), key.in_(some))).all()
        for item_id, name, value in found:
            yield column.telling_value(value, context), Holder(item_id, name, value)


def release(session: Session, board: CompiledBoard, column: Column, item_id: int) -> None:
    """Empty the cell of an item that is about to get another value, so that its old one is free within the statement."""
    emptied = dict.fromkeys(physical_names(column))
    session.execute(sa.update(board.table).where(board.table.c.id == item_id).values(emptied))


def refusal(text: Text, column: Column, value: Any, context: Context, **params: object) -> InvalidMany:
    return InvalidMany([sentence(text, column, value, context, **params)])


def sentence(text: Text, column: Column, value: Any, context: Context, **params: object) -> Invalid:
    shown = column.format(value, context)
    return Invalid(text, field=column.key, column=label_text(column), value=shown, **params)


def refuse_duplicates(session: Session, board: CompiledBoard, column: Column, context: Context) -> None:
    """Raises Invalid that counts the values which several items hold, and names some; or the texts that are too long."""
    refuse_shared(column, list(shared_values(session, board, column)), context)
    too_long = longer(session, board, column, INDEXED) if column.type.folded else 0
    if too_long:
        raise Invalid(TOO_LONG, field="unique", column=label_text(column), count=too_long, limit=INDEXED)


def refuse_equal(column: Column, values: Sequence[Any], context: Context) -> None:
    """The same of values that are not stored yet."""
    filled = [value for value in values if value is not None]
    counts = Counter(column.telling_value(value, context) for value in filled)
    by_key = {column.telling_value(value, context): value for value in filled}
    refuse_shared(column, [by_key[key] for key, count in counts.items() if count > 1], context)


def refuse_shared(column: Column, shared: Sequence[Any], context: Context) -> None:
    if shared:
        named = [quoted(column, value, context) for value in shared[:LISTED]]
        listed = ", ".join(named) + (", …" if len(shared) > LISTED else "")
        text = SHARED_ONE if len(shared) == 1 else SHARED
        raise Invalid(text, field="unique", column=label_text(column), count=len(shared), values=listed)


def shared_values(session: Session, board: CompiledBoard, column: Column) -> Iterator[Any]:
    """One value for each key that several living items have."""
    table, key = board.table.c, board.operand(column).key
    statement = sa.select(sa.func.min(table[column.physical])).where(table.deleted_at.is_(None), key.is_not(None))
    yield from session.scalars(statement.group_by(key).having(sa.func.count() > 1).order_by(key))


def quoted(column: Column, value: Any, context: Context) -> str:
    shown = column.format(value, context)
    return f"« {shown} »" if context.language == "fr" else f"“{shown}”"


def taken_values(session: Session, board: CompiledBoard, context: Context) -> dict[str, dict[Any, str]]:
    """Of each unique column, by its key: the names of the items by what tells their values apart."""
    table = board.table.c
    name = table[board.columns["name"].physical]
    taken: dict[str, dict[Any, str]] = {}
    for column in unique_columns(board):
        value = table[column.physical]
        lines = session.execute(sa.select(value, name).where(table.deleted_at.is_(None), value.is_not(None)))
        taken[column.key] = {column.telling_value(one, context): holder for one, holder in lines}
    return taken
