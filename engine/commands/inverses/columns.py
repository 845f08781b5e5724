"""The board's document says again what it said, name by name, where nobody has said something else since."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.columns import column_types
from engine.commands.boards import rename_board
from engine.commands.columns import change_column, hide_column, restore_column, store
from engine.commands.inverse import Reason, Undoing, takes_back
from engine.commands.retyping_back import retype_back
from engine.errors import Invalid, InvalidMany
from engine.events import EventKind
from engine.models import Event
from engine.permissions import Permission, require
from engine.queries.boards import board_record
from engine.schema.difference import Changes, gathered, said_of, said_of_board
from engine.schema.document import all_columns, with_node, with_order
from engine.text import Text

CHANGED = Reason(
    Text(
        "The column “{name}” was changed since and was left as it is.",
        "La colonne « {name} » a été modifiée depuis et reste telle quelle.",
    ),
    Text(
        "{count} columns were changed since and were left as they are.",
        "{count} colonnes ont été modifiées depuis et restent telles quelles.",
    ),
)
BOARD_CHANGED = Reason(
    Text(
        "The board’s title or columns were changed since and were left as they are.",
        "Le titre ou les colonnes du tableau ont été modifiés depuis et restent tels quels.",
    ),
    Text(
        "{count} settings of the board were changed since and were left as they are.",
        "{count} réglages du tableau ont été modifiés depuis et restent tels quels.",
    ),
)
NOT_POSSIBLE = Reason(
    Text("The column “{name}” stays as it is. {sentence}", "La colonne « {name} » reste telle quelle. {sentence}"),
    Text("{count} columns stay as they are.", "{count} colonnes restent telles quelles."),
)


@takes_back(EventKind.COLUMNS_CHANGED)
def change_back(undoing: Undoing, events: Sequence[Event]) -> None:
    require(undoing.actor, Permission.BOARD_EDIT, undoing.board)
    for event in events:
        for key, changes in event.payload.get("columns", {}).items():
            change_column_back(undoing, key, changes, event.payload.get("copied"))
            undoing.refresh()
        board_back(undoing, event.payload.get("board", {}))


def change_column_back(undoing: Undoing, key: str, changes: Changes, copied: int | None) -> None:
    said = said_of(board_record(undoing.session, undoing.actor, undoing.board.id).document, key)
    is_new, name = changes.get("id", [0, 0])[0] is None, said.get("title", key)
    if is_new:
        changes = {"hidden_at": ["now", None]}
    if not said or any(differs(one, said.get(one), after) for one, (_, after) in changes.items()):
        undoing.leave(CHANGED, name=name, key=key)
        return
    try:
        with undoing.session.begin_nested():
            apply(undoing, key, said, changes, copied)
    except (Invalid, InvalidMany) as error:
        sentence = Text(error.say("en"), error.say("fr"))
        undoing.leave(NOT_POSSIBLE, name=name, sentence=sentence, key=key)
    else:
        undoing.columns[key] = None


def differs(name: str, value: Any, after: Any) -> bool:
    """Being in the trash counts, not since when; each change of type has a generation of its own."""
    if name == "hidden_at":
        return bool(value) != bool(after)
    return name != "generation" and value != after


def apply(undoing: Undoing, key: str, said: Mapping[str, Any], changes: Changes, copied: int | None) -> None:
    at = (undoing.session, undoing.actor, undoing.board)
    before = {**said, **{name: old for name, (old, _) in changes.items()}}
    before = {name: value for name, value in before.items() if value is not None}
    if "hidden_at" in changes:
        (hide_column if before.get("hidden_at") else restore_column)(*at, key)
    elif "generation" in changes:
        then = replace(
            undoing.board.column(key),
            type=column_types[before["type"]],
            settings=gathered(before, "settings"),
            generation=before.get("generation", 1),
        )
        retype_back(*at, key, then, copied=copied)
    else:
        change_parts(undoing, key, before, changes)


def change_parts(undoing: Undoing, key: str, before: Mapping[str, Any], changes: Changes) -> None:
    """Title, labels and settings through their command, which is told nothing of what did not change; else as `x-column` keeps it."""
    values = {"title": before["title"], "required": bool(before.get("required"))}
    values |= {name: gathered(before, name) for name in ("labels", "settings")}
    ours = {name for name in changes if name.split("/")[0] in values}
    if told := {name: value for name, value in values.items() if name in {one.split("/")[0] for one in ours}}:
        undoing.board = change_column(undoing.session, undoing.actor, undoing.board, key, **told)
    others = {name: before.get(name) for name in changes if name not in ours}
    if others:
        document = board_record(undoing.session, undoing.actor, undoing.board.id).document
        node = document["properties"][key]
        about = {**node["x-column"], **others}
        about = {name: value for name, value in about.items() if value is not None or name not in others}
        document = with_node(document, key, {**node, "x-column": about})
        store(undoing.session, undoing.actor, undoing.board, document, "changed", key)


@takes_back(EventKind.BOARD_CHANGED)
def rename_back(undoing: Undoing, events: Sequence[Event]) -> None:
    require(undoing.actor, Permission.BOARD_EDIT, undoing.board)
    for event in events:
        board_back(undoing, event.payload.get("board", {}))


def board_back(undoing: Undoing, changes: Changes) -> None:
    """Title, order of the columns, and what else the board says about itself."""
    document = board_record(undoing.session, undoing.actor, undoing.board.id).document
    said = dict(said_of_board(document))
    changes = dict(changes)
    order = changes.pop("order", None)
    if any(said.get(name) != after for name, (_, after) in changes.items()):
        undoing.leave(BOARD_CHANGED)
        return
    before = {**said, **{name: old for name, (old, _) in changes.items()}}
    at = (undoing.session, undoing.actor, undoing.board)
    if order is not None:
        reorder(undoing, *order)
    if any(name == "title" or name.startswith("labels/") for name in changes):
        labels = {language: label for language, label in gathered(before, "labels").items() if label is not None}
        undoing.board = rename_board(*at, before["title"], labels)
    others = {f"x-{name}": before[name] for name in changes if name != "title" and "/" not in name}
    if others:
        document = {**board_record(undoing.session, undoing.actor, undoing.board.id).document, **others}
        document = {name: value for name, value in document.items() if value is not None}
        undoing.board = store(*at, document, "changed", "")


def reorder(undoing: Undoing, before: Sequence[str], after: Sequence[str]) -> None:
    """The columns that are still in the order which the step left stand again as they stood, the others where they are."""
    document = board_record(undoing.session, undoing.actor, undoing.board.id).document
    current = list(all_columns(document))
    if [key for key in current if key in after] != [key for key in after if key in current]:
        undoing.leave(BOARD_CHANGED)
        return
    known = iter([key for key in before if key in current])
    keys = [next(known) if key in before else key for key in current]
    moved = next(key for key, other in zip(keys, current, strict=True) if key != other)
    undoing.board = store(undoing.session, undoing.actor, undoing.board, with_order(document, keys), "moved", moved)
