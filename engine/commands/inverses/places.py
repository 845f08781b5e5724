"""Items go back to where they were, in their old order, unless somebody has moved them since."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlalchemy as sa

from engine.commands.bulk import CHUNK, chunks, locked_items
from engine.commands.inverse import Reason, Undoing, takes_back
from engine.commands.inverses.cells import leave_gone
from engine.commands.items import count_items
from engine.commands.moving import Place, place_items
from engine.events import EventKind
from engine.models import Event
from engine.permissions import Permission, require
from engine.queries.groups import groups
from engine.queries.items import BoardItem
from engine.rank import WHOLE, between
from engine.text import Text

MOVED = Reason(
    Text(
        "“{name}” was moved by {by} since and stays where it is.",
        "« {name} » a été déplacé par {by} depuis et reste où il est.",
    ),
    Text(
        "{count} items were moved by {by} since and stay where they are.",
        "{count} éléments ont été déplacés par {by} depuis et restent où ils sont.",
    ),
)
GROUP_GONE = Reason(
    Text(
        "The group of “{name}” is in the trash: restore it first.",
        "Le groupe de « {name} » est dans la corbeille : restaurez-le d’abord.",
    ),
    Text(
        "The groups of {count} items are in the trash: restore them first.",
        "Les groupes de {count} éléments sont dans la corbeille : restaurez-les d’abord.",
    ),
)


@takes_back(EventKind.ITEM_MOVED)
def move_back(undoing: Undoing, events: Sequence[Event]) -> None:
    require(undoing.actor, Permission.ITEM_EDIT, undoing.board)
    for moves in each_item_once(events):
        put_back_places(undoing, moves)


def each_item_once(events: Sequence[Event]) -> Iterator[dict[int, Event]]:
    """The events, in their order, in parts that move no item twice: within one, every place is free in its turn."""
    part: dict[int, Event] = {}
    for event in events:
        item_id = event.item_id or 0
        if item_id in part:
            yield part
            part = {}
        part[item_id] = event
    yield part


def put_back_places(undoing: Undoing, moves: Mapping[int, Event]) -> None:
    found = {
        one.id: one
        for ids in chunks(sorted(moves))
        for one in locked_items(undoing.session, undoing.board, ids).values()
    }
    count_items(undoing.session, undoing.board, 0)
    leave_gone(undoing, [item_id for item_id in moves if item_id not in found])
    ranks = Ranks(undoing, list(moves.values()))
    alive = {group.id for group in groups(undoing.session, undoing.board)}
    todo: list[tuple[BoardItem, Place]] = []
    displaced: list[BoardItem] = []
    for item_id, event in moves.items():
        if (one := found.get(item_id)) is None:
            continue
        before, after = zip(event.payload["group"], event.payload["position"], strict=True)
        if (one.group_id, one.position) != ranks.now(after):
            displaced.append(one)
        elif before[0] not in alive:
            undoing.leave(GROUP_GONE, name=one.name, item_id=item_id)
        else:
            todo.append((one, ranks.now(before)))
    leave_moved(undoing, displaced)
    place_items(undoing.session, undoing.actor, undoing.board, ranks.freed(todo))
    undoing.put_back([one.id for one, _ in todo])


def leave_moved(undoing: Undoing, displaced: Sequence[BoardItem]) -> None:
    later = undoing.later_events([one.id for one in displaced]) if displaced else ()
    last = {event.item_id: event for event in later if event.kind == EventKind.ITEM_MOVED}
    for one in displaced:
        undoing.leave(MOVED, name=one.name, by=undoing.author(last.get(one.id)), item_id=one.id)


class Ranks:
    """Ranks from the time of a step, as they are now: some may have been renewed since, some taken by other items."""

    def __init__(self, undoing: Undoing, events: Sequence[Event]) -> None:
        self.session, self.board = undoing.session, undoing.board
        groups_touched = {group_id for event in events for group_id in event.payload["group"]}
        renewed = sa.select(Event).where(
            Event.board_id == self.board.id, Event.seq > events[-1].seq, Event.kind == EventKind.RANKS_RENEWED
        )
        found = self.session.scalars(renewed.order_by(Event.seq)).all()
        self.renewed = [event for event in found if event.payload["group"] in groups_touched]

    def now(self, place: Place) -> Place:
        group_id, rank = place
        for event in self.renewed:
            if event.payload["group"] == group_id:
                rank = translated(rank, event.payload["ranks"])
        return group_id, rank

    def freed(self, todo: Sequence[tuple[BoardItem, Place]]) -> list[tuple[BoardItem, Place]]:
        """The same, with a place behind the item that has meanwhile taken one's old place, or comes to it as well."""
        going, wanted = {one.id for one, _ in todo}, {place for _, place in todo}
        taken = {place for place, item_id in self.holders(sorted({rank for _, rank in wanted})) if item_id not in going}
        placed: list[tuple[BoardItem, Place]] = []
        for one, place in todo:
            free = self.behind(place, wanted) if place in taken else place
            taken.add(free)
            wanted.add(free)
            placed.append((one, free))
        return placed

    def holders(self, ranks: Sequence[str]) -> Iterator[tuple[Place, int]]:
        table = self.board.table.c
        for start in range(0, len(ranks), CHUNK):
            statement = sa.select(table.group_id, table.position, table.id).where(
                table.position.in_(ranks[start : start + CHUNK]), table.deleted_at.is_(None)
            )
            yield from (((group_id, rank), item_id) for group_id, rank, item_id in self.session.execute(statement))

    def behind(self, place: Place, wanted: Collection[Place]) -> Place:
        table, (group_id, rank) = self.board.table.c, place
        following = sa.select(sa.func.min(table.position)).where(table.group_id == group_id, table.position > rank)
        ahead = [other for group, other in wanted if group == group_id and other > rank]
        if (next_one := self.session.scalar(following)) is not None:
            ahead.append(next_one)
        return group_id, between(rank, min(ahead, default=None))


def translated(rank: str, renewed: Mapping[str, str]) -> str:
    """The rank after those of its neighbours were renewed: its own new one, or one between theirs."""
    if rank in renewed:
        return renewed[rank]
    lower = [old for old in renewed if old < rank]
    upper = [old for old in renewed if old > rank]
    if len(rank) == WHOLE or not renewed or rank[:WHOLE] != next(iter(renewed))[:WHOLE]:
        return rank
    low = renewed[max(lower)] if lower else rank[:WHOLE]
    return between(low, renewed[min(upper)]) if upper else low + "i"
