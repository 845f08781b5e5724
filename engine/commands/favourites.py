"""Boards that somebody keeps at the top of their sidebar, in an order of their own."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.models import Favourite
from engine.permissions import Actor, Permission, require
from engine.queries.favourites import favourite_ids
from engine.rank import between, spread
from engine.schema.compiled import CompiledBoard


def add_favourite(session: Session, actor: Actor, board: CompiledBoard) -> None:
    """At the end; nothing happens to one that is there."""
    require(actor, Permission.BOARD_VIEW, board)
    if session.get(Favourite, (actor.user_id, board.id)) is None:
        last = session.scalar(sa.select(sa.func.max(Favourite.position)).where(Favourite.user_id == actor.user_id))
        session.add(Favourite(user_id=actor.user_id, board_id=board.id, position=between(last, None)))
        session.flush()


def remove_favourite(session: Session, actor: Actor, board: CompiledBoard) -> None:
    require(actor, Permission.BOARD_VIEW, board)
    mine = sa.and_(Favourite.user_id == actor.user_id, Favourite.board_id == board.id)
    session.execute(sa.delete(Favourite).where(mine))


def order_favourites(session: Session, actor: Actor, board_ids: Sequence[int]) -> None:
    """Those named first, in this order; the others behind them, as they were."""
    kept = favourite_ids(session, actor)
    wanted = list(dict.fromkeys([one for one in board_ids if one in kept] + kept))
    for board_id, position in zip(wanted, spread(len(wanted)), strict=True):
        mine = sa.and_(Favourite.user_id == actor.user_id, Favourite.board_id == board_id)
        session.execute(sa.update(Favourite).where(mine).values(position=position))


def keep_favourites(session: Session, actor: Actor, boards: Sequence[CompiledBoard], order: Sequence[int]) -> None:
    """These boards and no others, in the order of their ids."""
    others = sa.and_(Favourite.user_id == actor.user_id, Favourite.board_id.not_in([board.id for board in boards]))
    session.execute(sa.delete(Favourite).where(others))
    for board in boards:
        add_favourite(session, actor, board)
    order_favourites(session, actor, order)
