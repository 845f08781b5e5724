"""What somebody has done on a board in this session, as steps to undo and redo, each with its name."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from engine.events import EventKind
from engine.models import Board, Event, Step
from engine.permissions import Actor
from engine.schema.compiled import CompiledBoard
from engine.schema.document import all_columns
from engine.schema.validator import label_text
from engine.text import Language, Text

LOOKED_AT = 50
"""Events from which a step gets its name."""
NAMED_COLUMNS = 3
AND = Text(" and ", " et ")
SEVERAL_COLUMNS = Text("several columns", "plusieurs colonnes")
CELLS = (
    Text("change {columns} of “{name}”", "modification de {columns} pour « {name} »"),
    Text("change {columns} of {count} items", "modification de {columns} pour {count} éléments"),
)
ONE_OR_MANY: Mapping[EventKind, tuple[Text, Text]] = {
    EventKind.ITEM_CREATED: (
        Text("add “{name}”", "ajout de « {name} »"),
        Text("add {count} items", "ajout de {count} éléments"),
    ),
    EventKind.ITEM_MOVED: (
        Text("move “{name}”", "déplacement de « {name} »"),
        Text("move {count} items", "déplacement de {count} éléments"),
    ),
    EventKind.ITEM_DELETED: (
        Text("delete “{name}”", "suppression de « {name} »"),
        Text("delete {count} items", "suppression de {count} éléments"),
    ),
    EventKind.ITEM_RESTORED: (
        Text("restore “{name}”", "restauration de « {name} »"),
        Text("restore {count} items", "restauration de {count} éléments"),
    ),
    EventKind.ITEMS_IMPORTED: (
        Text("import 1 item", "import de 1 élément"),
        Text("import {count} items", "import de {count} éléments"),
    ),
}
SEVERAL = {EventKind.ITEMS_DELETED: EventKind.ITEM_DELETED, EventKind.ITEMS_RESTORED: EventKind.ITEM_RESTORED}
OTHERS: Mapping[EventKind, Text] = {
    EventKind.BOARD_CHANGED: Text("change the board’s title", "modification du titre du tableau"),
    EventKind.GROUP_CHANGED: Text("change a group", "modification d’un groupe"),
    EventKind.GROUP_CREATED: Text("add a group", "ajout d’un groupe"),
    EventKind.GROUP_DELETED: Text("delete a group", "suppression d’un groupe"),
    EventKind.VIEW_CHANGED: Text("change a view", "modification d’une vue"),
}
COLUMNS: Mapping[str, Text] = {
    "added": Text("add the column “{name}”", "ajout de la colonne « {name} »"),
    "hidden": Text("delete the column “{name}”", "suppression de la colonne « {name} »"),
    "restored": Text("restore the column “{name}”", "restauration de la colonne « {name} »"),
    "moved": Text("move the column “{name}”", "déplacement de la colonne « {name} »"),
    "retyped": Text("change the type of “{name}”", "changement de type de « {name} »"),
}
COLUMN_CHANGED = Text("change the column “{name}”", "modification de la colonne « {name} »")
BOARD_CHANGED = Text("change the columns", "modification des colonnes")


class Name(NamedTuple):
    """What a step did: “change Quantity of 3 items”."""

    text: Text
    params: Mapping[str, object]

    def say(self, language: Language) -> str:
        return self.text.say(language, **self.params)


class NamedStep(NamedTuple):
    step: Step
    name: Name


def next_undo(session: Session, actor: Actor, board_id: int) -> Step | None:
    """The last thing that this login did on the board and that still stands."""
    standing = own(actor, board_id).where(Step.undoes.is_(None), Step.undone_by.is_(None))
    return session.scalar(standing.order_by(Step.id.desc()).limit(1))


def next_redo(session: Session, actor: Actor, board_id: int) -> Step | None:
    """The last undoing, as long as nothing else was done after it."""
    step, work = aliased(Step), own(actor, board_id).where(Step.undoes.is_(None)).subquery()
    newest = sa.select(sa.func.coalesce(sa.func.max(work.c.id), 0)).scalar_subquery()
    undoings = sa.select(step).where(
        step.id.in_(own(actor, board_id).with_only_columns(Step.id)),
        step.undoes.is_not(None),
        step.undone_by.is_(None),
        step.id > newest,
    )
    return session.scalar(undoings.order_by(step.id.desc()).limit(1))


def steps(session: Session, actor: Actor, board: CompiledBoard, limit: int = 50) -> list[NamedStep]:
    """What can be undone, the next one first."""
    standing = own(actor, board.id).where(Step.undoes.is_(None), Step.undone_by.is_(None))
    found = session.scalars(standing.order_by(Step.id.desc()).limit(limit)).all()
    return [NamedStep(one, name_of(session, board, one)) for one in found]


def own(actor: Actor, board_id: int) -> sa.Select[Step]:
    login = Step.login_id.is_(None) if actor.login_id is None else Step.login_id == actor.login_id
    return sa.select(Step).where(Step.board_id == board_id, Step.user_id == actor.user_id, login)


def name_of(session: Session, board: CompiledBoard, step: Step) -> Name:
    """From the step's first events; an undoing is named after what it took back."""
    named = session.get(Step, step.undoes) if step.undoes else None
    events = first_events(session, named or step)
    event = next((one for one in events if one.kind in SAYABLE), None)
    if event is None:
        return Name(BOARD_CHANGED, {})
    kind = EventKind(event.kind)
    if kind in OTHERS:
        return Name(OTHERS[kind], {})
    if kind == EventKind.COLUMNS_CHANGED:
        return column_name(session, board, event)
    alike = [one for one in events if one.kind == kind]
    length = (named or step).last_seq - (named or step).first_seq + 1
    count = counted(event, length if length > LOOKED_AT else len({one.item_id for one in alike}))
    if kind == EventKind.ITEM_CHANGED:
        texts, params = CELLS, {"columns": columns_of(board, alike)}
    else:
        texts, params = ONE_OR_MANY[SEVERAL.get(kind, kind)], {}
    if count == 1:
        return Name(texts[0], {**params, "name": item_name(session, board, event.item_id)})
    return Name(texts[1], {**params, "count": count})


SAYABLE = {*ONE_OR_MANY, *SEVERAL, *OTHERS, EventKind.ITEM_CHANGED, EventKind.COLUMNS_CHANGED}


def first_events(session: Session, step: Step) -> Sequence[Event]:
    span = sa.and_(Event.board_id == step.board_id, Event.seq.between(step.first_seq, step.last_seq))
    return session.scalars(sa.select(Event).where(span).order_by(Event.seq).limit(LOOKED_AT)).all()


def counted(event: Event, length: int) -> int:
    """How many items an event or, where it is about one, its step is about."""
    payload: Mapping[str, Any] = event.payload
    if "first" in payload:
        return int(payload["last"]) - int(payload["first"]) + 1
    return len(payload["items"]) if "items" in payload else length


def columns_of(board: CompiledBoard, events: Sequence[Event]) -> Text:
    keys = dict.fromkeys(key for event in events for key in event.payload["changes"] if key in board.columns)
    labels = [label_text(board.columns[key]) for key in keys]
    if not 0 < len(labels) <= NAMED_COLUMNS:
        return SEVERAL_COLUMNS
    return Text(listed([label.en for label in labels], AND.en), listed([label.fr for label in labels], AND.fr))


def listed(labels: Sequence[str], conjunction: str) -> str:
    return conjunction.join(part for part in (", ".join(labels[:-1]), labels[-1]) if part)


def column_name(session: Session, board: CompiledBoard, event: Event) -> Name:
    verb, key = event.payload["what"]
    column = board.columns.get(key)
    title = event.payload.get("columns", {}).get(key, {}).get("title", [None, None])
    name = label_text(column) if column else title[1] or title[0]
    if name is None:
        name = deleted_label(session, board, key)
    return Name(COLUMNS.get(verb, COLUMN_CHANGED), {"name": name}) if name else Name(BOARD_CHANGED, {})


def deleted_label(session: Session, board: CompiledBoard, key: str) -> Text | None:
    document = session.scalars(sa.select(Board.document).where(Board.id == board.id)).one()
    column = all_columns(document).get(key)
    return label_text(column) if column else None


def item_name(session: Session, board: CompiledBoard, item_id: int | None) -> str:
    """Also of an item in the trash."""
    table = board.table.c
    name = sa.select(table[board.columns["name"].physical]).where(table.id == item_id)
    return session.scalar(name) or f"#{item_id}"
