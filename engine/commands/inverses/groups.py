"""Groups get back their title, colour and place; new ones go to the trash unless somebody uses them, deleted ones return."""

from collections.abc import Sequence

import sqlalchemy as sa

from engine.commands.groups import delete_group, restore_group
from engine.commands.inverse import Reason, Undoing, takes_back
from engine.errors import Invalid, InvalidMany
from engine.events import EventKind
from engine.models import Event, Group
from engine.outbox import record
from engine.permissions import Permission, require
from engine.text import Text

CHANGED = Reason(
    Text(
        "The group “{name}” was changed since and was left as it is.",
        "Le groupe « {name} » a été modifié depuis et reste tel quel.",
    ),
    Text(
        "{count} groups were changed since and were left as they are.",
        "{count} groupes ont été modifiés depuis et restent tels quels.",
    ),
)
IN_USE = Reason(
    Text(
        "The group “{name}” was kept: it holds other items now.",
        "Le groupe « {name} » est conservé : il contient maintenant d’autres éléments.",
    ),
    Text(
        "{count} groups were kept: they hold other items now.",
        "{count} groupes sont conservés : ils contiennent maintenant d’autres éléments.",
    ),
)
NOT_POSSIBLE = Reason(
    Text("The group “{name}”: {sentence}", "Le groupe « {name} » : {sentence}"),
    Text("{count} groups stay as they are.", "{count} groupes restent tels quels."),
)


@takes_back(EventKind.GROUP_CHANGED)
def change_back(undoing: Undoing, events: Sequence[Event]) -> None:
    require(undoing.actor, Permission.BOARD_EDIT, undoing.board)
    for event in events:
        group = stored(undoing, event)
        told = event.payload.get("changes", {})
        if any(getattr(group, name) != after for name, (_, after) in told.items()) or group.deleted_at is not None:
            undoing.leave(CHANGED, name=group.title)
            continue
        for name, (before, _) in told.items():
            setattr(group, name, before)
        payload = {"group": group.id, "changes": {name: [after, before] for name, (before, after) in told.items()}}
        record(undoing.session, undoing.actor, undoing.board.id, EventKind.GROUP_CHANGED, payload)


@takes_back(EventKind.GROUP_CREATED)
def put_away(undoing: Undoing, events: Sequence[Event]) -> None:
    for event in events:
        group, table = stored(undoing, event), undoing.board.table.c
        holds = undoing.session.scalars(
            sa.select(table.id).where(table.group_id == group.id, table.deleted_at.is_(None))
        )
        if set(holds) - set(event.payload.get("items", ())):
            undoing.leave(IN_USE, name=group.title)
        elif group.deleted_at is None:
            put_one_away(undoing, group)


def put_one_away(undoing: Undoing, group: Group) -> None:
    try:
        undoing.put_back(delete_group(undoing.session, undoing.actor, undoing.board, group.id))
    except Invalid as error:
        sentence = Text(error.say("en"), error.say("fr"))
        undoing.leave(NOT_POSSIBLE, name=group.title, sentence=sentence)


@takes_back(EventKind.GROUP_DELETED)
def bring_back(undoing: Undoing, events: Sequence[Event]) -> None:
    for event in events:
        group = stored(undoing, event)
        try:
            with undoing.session.begin_nested():
                restore_group(undoing.session, undoing.actor, undoing.board, group.id)
        except (Invalid, InvalidMany) as error:
            sentence = Text(error.say("en"), error.say("fr"))
            undoing.leave(NOT_POSSIBLE, name=group.title, sentence=sentence)
        else:
            undoing.put_back(event.payload["items"])


def stored(undoing: Undoing, event: Event) -> Group:
    """Also one in the trash."""
    return undoing.session.get_one(Group, event.payload["group"])
