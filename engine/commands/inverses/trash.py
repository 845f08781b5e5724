"""New items go to the trash, deleted ones come back; those that others have worked on since stay."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from engine.commands.bulk import CHUNK
from engine.commands.inverse import Reason, Undoing, takes_back
from engine.commands.placing import delete_items, restore_items
from engine.errors import InvalidMany
from engine.events import EventKind
from engine.models import Event
from engine.permissions import RuleActor
from engine.text import Text

WORKED_ON = Reason(
    Text(
        "“{name}” was changed by {by} since and was kept.", "« {name} » a été modifié par {by} depuis et est conservé."
    ),
    Text(
        "{count} items were changed by {by} since and were kept.",
        "{count} éléments ont été modifiés par {by} depuis et sont conservés.",
    ),
)
NOT_RESTORED = Reason(
    Text("“{name}” was not restored. {sentence}", "« {name} » n’a pas été restauré. {sentence}"),
    Text(
        "{count} items were not restored: others now hold values that must be unique.",
        "{count} éléments n’ont pas été restaurés : d’autres ont maintenant des valeurs qui doivent être uniques.",
    ),
)


@takes_back(EventKind.ITEM_CREATED, EventKind.ITEM_RESTORED, EventKind.ITEMS_RESTORED, EventKind.ITEMS_IMPORTED)
def put_away(undoing: Undoing, events: Sequence[Event]) -> None:
    ids = living(undoing, ids_of(events))
    authors = others_at_work(undoing, ids)
    names = undoing.names(list(authors)) if authors else {}
    for item_id, event in authors.items():
        undoing.leave(WORKED_ON, name=names.get(item_id, f"#{item_id}"), by=undoing.author(event), item_id=item_id)
    gone = delete_items(undoing.session, undoing.actor, undoing.board, [one for one in ids if one not in authors])
    undoing.put_back(gone)


@takes_back(EventKind.ITEM_DELETED, EventKind.ITEMS_DELETED)
def bring_back(undoing: Undoing, events: Sequence[Event]) -> None:
    restore(undoing, list(ids_of(events)))


def ids_of(events: Sequence[Event]) -> Iterable[int]:
    for event in events:
        if event.item_id is not None:
            yield event.item_id
        elif "first" in event.payload:
            yield from range(event.payload["first"], event.payload["last"] + 1)
        else:
            yield from event.payload["items"]


def living(undoing: Undoing, item_ids: Iterable[int]) -> list[int]:
    """Those that are still on the board."""
    table, ids = undoing.board.table.c, list(item_ids)
    found: list[int] = []
    for start in range(0, len(ids), CHUNK):
        some = table.id.in_(ids[start : start + CHUNK])
        found += undoing.session.scalars(sa.select(table.id).where(some, table.deleted_at.is_(None)))
    return found


def others_at_work(undoing: Undoing, item_ids: Sequence[int]) -> dict[int, Event]:
    """By item, the last thing that somebody else did to it after the step; what rules did goes with the item."""
    found: dict[int, Event] = {}
    for start in range(0, len(item_ids), CHUNK):
        statement = sa.select(Event).where(
            Event.board_id == undoing.board.id,
            Event.item_id.in_(item_ids[start : start + CHUNK]),
            Event.seq > undoing.seq,
            Event.user_id != undoing.actor.user_id,
            Event.actor_kind != RuleActor.kind,
        )
        found.update({event.item_id or 0: event for event in undoing.session.scalars(statement.order_by(Event.seq))})
    return found


def restore(undoing: Undoing, item_ids: list[int]) -> None:
    """All at once; where some are refused together, halves, down to the ones that are."""
    try:
        with undoing.session.begin_nested():
            back = restore_items(undoing.session, undoing.actor, undoing.board, item_ids)
    except InvalidMany as error:
        if len(item_ids) == 1:
            name = undoing.names(item_ids).get(item_ids[0], f"#{item_ids[0]}")
            first = error.errors[0]
            sentence = Text(first.say("en"), first.say("fr"))
            undoing.leave(NOT_RESTORED, name=name, sentence=sentence, item_id=item_ids[0])
        else:
            restore(undoing, item_ids[: len(item_ids) // 2])
            restore(undoing, item_ids[len(item_ids) // 2 :])
    else:
        undoing.put_back(back)
