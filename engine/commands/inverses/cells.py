"""Cells get back what they held, unless somebody has changed them since."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.commands.bulk import Changes, chunks, locked_items, store_changes
from engine.commands.inverse import Reason, Undoing, takes_back
from engine.errors import Invalid, InvalidMany
from engine.events import EventKind
from engine.models import Event
from engine.permissions import Permission, require
from engine.queries.items import BoardItem
from engine.text import Text

Todo = list[tuple[BoardItem, Changes]]
CHANGED = Reason(
    Text(
        "{column} of “{name}” was changed by {by} since and was left as it is.",
        "{column} de « {name} » : modifié par {by} depuis, laissé tel quel.",
    ),
    Text(
        "{count} cells were changed by {by} since and were left as they are.",
        "{count} cellules ont été modifiées par {by} depuis et restent telles quelles.",
    ),
)
ITEM_GONE = Reason(
    Text("“{name}” is in the trash: restore it first.", "« {name} » est dans la corbeille : restaurez-le d’abord."),
    Text(
        "{count} items are in the trash: restore them first.",
        "{count} éléments sont dans la corbeille : restaurez-les d’abord.",
    ),
)
COLUMN_GONE = Reason(
    Text(
        "The column “{name}” is in the trash or not yours to change.",
        "La colonne « {name} » est dans la corbeille ou ne vous est pas ouverte.",
    ),
    Text(
        "{count} cells are in columns that are in the trash or not yours to change.",
        "{count} cellules sont dans des colonnes de la corbeille ou qui ne vous sont pas ouvertes.",
    ),
)
REFUSED = Reason(
    Text(
        "“{name}” can no longer hold what it held: the column’s settings have changed.",
        "« {name} » ne peut plus contenir son ancienne valeur : les réglages de la colonne ont changé.",
    ),
    Text(
        "{count} cells can no longer hold what they held: the column’s settings have changed.",
        "{count} cellules ne peuvent plus contenir leur ancienne valeur : les réglages de la colonne ont changé.",
    ),
)


@takes_back(EventKind.ITEM_CHANGED)
def put_back_cells(undoing: Undoing, events: Sequence[Event]) -> None:
    require(undoing.actor, Permission.ITEM_EDIT, undoing.board)
    wanted, valid = composed(events), Valid(undoing)
    for ids in chunks(sorted(wanted)):
        found = locked_items(undoing.session, undoing.board, ids)
        leave_gone(undoing, [item_id for item_id in ids if item_id not in found])
        differing: list[tuple[BoardItem, str]] = []
        todo = [(one, backwards(undoing, one, wanted[one.id], valid, differing)) for one in found.values()]
        leave_changed(undoing, differing)
        store(undoing, [(one, changes) for one, changes in todo if changes])


def composed(events: Sequence[Event]) -> dict[int, Changes]:
    """By item, what each cell held before the oldest and after the newest of the events."""
    found: dict[int, Changes] = {}
    for event in events:
        cells = found.setdefault(event.item_id or 0, {})
        for key, (before, after) in event.payload["changes"].items():
            cells[key] = [before, cells[key][1] if key in cells else after]
    return found


def backwards(
    undoing: Undoing, one: BoardItem, step: Changes, valid: "Valid", differing: list[tuple[BoardItem, str]]
) -> Changes:
    """The changes that put the item's cells back, where they still hold what the step left."""
    found: Changes = {}
    for key, (before, after) in step.items():
        if key not in undoing.board.columns or key in undoing.board.locked:
            undoing.leave(COLUMN_GONE, name=key, item_id=one.id, key=key)
        elif one.values[key] == before:
            continue
        elif one.values[key] != after:
            differing.append((one, key))
        elif not valid.accepts(key, before):
            undoing.leave(REFUSED, name=one.name, item_id=one.id, key=key)
        else:
            found[key] = [after, before]
    return found


class Valid:
    """Which values the columns still accept; each is looked at once."""

    def __init__(self, undoing: Undoing) -> None:
        self.board = undoing.board
        self.known: dict[tuple[str, str], bool] = {}

    def accepts(self, key: str, value: Any) -> bool:
        named = (key, repr(value))
        if named not in self.known:
            self.known[named] = self.is_valid({key: value})
        return self.known[named]

    def is_valid(self, cells: Mapping[str, Any]) -> bool:
        try:
            self.board.validator.check_changes(cells)
        except (Invalid, InvalidMany):
            return False
        return True


def leave_gone(undoing: Undoing, item_ids: Sequence[int]) -> None:
    names = undoing.names(item_ids) if item_ids else {}
    for item_id in item_ids:
        undoing.leave(ITEM_GONE, name=names.get(item_id, f"#{item_id}"), item_id=item_id)


def leave_changed(undoing: Undoing, differing: Sequence[tuple[BoardItem, str]]) -> None:
    """With who changed each cell last."""
    later = undoing.later_events([one.id for one, _ in differing]) if differing else ()
    last = {(event.item_id, key): event for event in later for key in event.payload.get("changes", ())}
    for one, key in differing:
        column = undoing.board.columns[key]
        label = Text(column.label("en"), column.label("fr"))
        by = undoing.author(last.get((one.id, key)))
        undoing.leave(CHANGED, name=one.name, column=label, by=by, item_id=one.id, key=key)


def store(undoing: Undoing, todo: Todo) -> None:
    """All at once; where some are refused together, halves, down to the ones that are."""
    if not todo:
        return
    try:
        with undoing.session.begin_nested():
            store_changes(undoing.session, undoing.actor, undoing.board, todo, undoing.context)
    except InvalidMany as error:
        if len(todo) == 1:
            first = error.errors[0]
            undoing.leave(Reason(first.text, REFUSED.many), item_id=todo[0][0].id, key=first.field, **first.params)
        else:
            store(undoing, todo[: len(todo) // 2])
            store(undoing, todo[len(todo) // 2 :])
    else:
        undoing.put_back([one.id for one, _ in todo], [key for _, changes in todo for key in changes])
