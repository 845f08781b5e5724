"""What an event changed, in words: before and after of cells, places, groups, columns, views and titles."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.choices import COLORS
from engine.events import EventKind
from engine.models import Event
from engine.queries.boards import deleted_columns
from engine.text import Text
from web.opening import Opened

ELSEWHERE = Text("another group", "un autre groupe")
GROUP = Text("Group", "Groupe")
COLUMN = Text("Column", "Colonne")
TITLE = Text("Title", "Titre")
COLOR = Text("Colour", "Couleur")
PLACE = Text("Place", "Place")
VIEW = Text("View", "Vue")
ITEMS = Text("Items", "Éléments")
TYPE = Text("Type", "Type")
REQUIRED = Text("Required", "Obligatoire")
YES, NO = Text("yes", "oui"), Text("no", "non")
NAMES: Mapping[str, Text] = {"title": TITLE, "color": COLOR, "position": PLACE, "type": TYPE, "required": REQUIRED}
SILENT = frozenset({"id", "generation", "hidden_at"})
"""What the sentence about the column says already."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing, what it was and what it became, as text. `key` is the column's where it is a cell of event `seq`."""

    label: str
    before: str
    after: str
    key: str = ""
    seq: int = 0


Telling = Callable[[Opened, Event, Mapping[int, str]], list[Change]]


def changes_of(at: Opened, event: Event, titles: Mapping[int, str]) -> list[Change]:
    """`titles` are those of the board's groups, deleted ones too."""
    tell = TELLINGS.get(EventKind(event.kind))
    return tell(at, event, titles) if tell else []


def cells(at: Opened, event: Event, _: Mapping[int, str]) -> list[Change]:
    return [
        Change(label_of(at, key), shown(at, key, before), shown(at, key, after), key, event.seq)
        for key, (before, after) in event.payload.get("changes", {}).items()
    ]


def shown(at: Opened, key: str, value: Any) -> str:
    """As the column writes it now; a value from before a change of type as it is."""
    try:
        return at.board.columns[key].format(value, at.context)
    except (TypeError, ValueError, KeyError, AttributeError):
        return "" if value is None else str(value)


def label_of(at: Opened, key: str) -> str:
    """Also of a column in the trash."""
    column = at.board.columns.get(key)
    if column is None and key:
        column = next((one for one in deleted_columns(at.session, at.actor, at.board.id) if one.key == key), None)
    return column.label(at.context.language) if column else key


def place(at: Opened, event: Event, titles: Mapping[int, str]) -> list[Change]:
    ids = event.payload["group"]
    before, after = (titles.get(group_id, ELSEWHERE.say(at.context.language)) for group_id in ids)
    return [] if ids[0] == ids[1] else [Change(GROUP.say(at.context.language), before, after)]


def group(at: Opened, event: Event, titles: Mapping[int, str]) -> list[Change]:
    speech, title = at.context.language, titles.get(event.payload["group"], "")
    found = [
        Change(f"{title} · {NAMES[name].say(speech)}", colored(at, before), colored(at, after))
        for name, (before, after) in event.payload.get("changes", {}).items()
        if name != "position"
    ]
    return found or [Change(GROUP.say(speech), "", event.payload.get("title", title))]


def colored(at: Opened, value: Any) -> str:
    return COLORS[value].say(at.context.language) if value in COLORS else str(value)


def group_gone(at: Opened, event: Event, titles: Mapping[int, str]) -> list[Change]:
    return [Change(GROUP.say(at.context.language), titles.get(event.payload["group"], ""), "")]


def columns(at: Opened, event: Event, _: Mapping[int, str]) -> list[Change]:
    verb, key = event.payload.get("what", ("", ""))
    told = event.payload.get("columns", {})
    label, name = COLUMN.say(at.context.language), label_of(at, key)
    if verb in ("added", "restored", "moved"):
        return [Change(label, "", name)] if key else []
    if verb == "hidden":
        return [Change(label, name, "")]
    return [change for one, changes in told.items() for change in column(at, one, changes)]


def column(at: Opened, key: str, changes: Mapping[str, Sequence[Any]]) -> list[Change]:
    return [
        Change(f"{label_of(at, key)} · {part(at, key, name)}", plain(at, before), plain(at, after))
        for name, (before, after) in changes.items()
        if name not in SILENT
    ]


def part(at: Opened, key: str, name: str) -> str:
    """A setting as its form calls it."""
    if name in NAMES:
        return NAMES[name].say(at.context.language)
    kind, _, inner = name.partition("/")
    if kind == "labels":
        return f"{TITLE.say(at.context.language)} ({inner})"
    known = at.board.columns[key].type.settings_schema.get("properties", {}).get(inner, {}) if inner else {}
    return str(known.get("x-labels", {}).get(at.context.language, inner or name))


def plain(at: Opened, value: Any) -> str:
    if isinstance(value, bool):
        return (YES if value else NO).say(at.context.language)
    if isinstance(value, list):
        return ", ".join(plain(at, one) for one in value)
    if isinstance(value, dict) and "labels" in value:
        return str(value["labels"].get(at.context.language) or value.get("key", ""))
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def board(at: Opened, event: Event, _: Mapping[int, str]) -> list[Change]:
    pair = event.payload.get("board", {}).get("title")
    return [Change(TITLE.say(at.context.language), plain(at, pair[0]), plain(at, pair[1]))] if pair else []


def several(at: Opened, event: Event, _: Mapping[int, str]) -> list[Change]:
    payload = event.payload
    count = payload["last"] - payload["first"] + 1 if "first" in payload else len(payload["items"])
    gone = event.kind == EventKind.ITEMS_DELETED
    return [Change(ITEMS.say(at.context.language), *((str(count), "") if gone else ("", str(count))))]


TELLINGS: Mapping[EventKind, Telling] = {
    EventKind.BOARD_CHANGED: board,
    EventKind.COLUMNS_CHANGED: columns,
    EventKind.GROUP_CHANGED: group,
    EventKind.GROUP_CREATED: group,
    EventKind.GROUP_DELETED: group_gone,
    EventKind.ITEM_CHANGED: cells,
    EventKind.ITEM_MOVED: place,
    EventKind.ITEMS_DELETED: several,
    EventKind.ITEMS_IMPORTED: several,
    EventKind.ITEMS_RESTORED: several,
}
