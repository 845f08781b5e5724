"""What can happen on a board. The kinds are spelled here and nowhere else."""

from enum import StrEnum
from typing import Any

from engine.text import Text


class EventKind(StrEnum):
    """A row's `payload` by kind, where `changes` are `{name: [before, after]}`:

    - AUTOMATION_CREATED, AUTOMATION_CHANGED, AUTOMATION_DELETED: `{"automation": id}`
    - BOARD_CREATED, BOARD_DELETED: `{}`
    - BOARD_CHANGED: `{"board": changes}`
    - BOARD_SHARED: `{"changes": changes}` of its access, or `{"person": user id, "role": [before, after]}` of its list
    - COLUMNS_CHANGED: `{"version": after, "what": [verb, column key], "board": changes, "columns": {key: changes}}`,
      of a change of type taken back also `"copied": generation that the cells come from`
    - GROUP_CHANGED: `{"group": id, "changes": changes}`
    - GROUP_CREATED: `{"group": id, "title": title}`; restored: `{"group": id, "items": [ids]}`
    - GROUP_DELETED: `{"group": id, "items": [ids]}`
    - ITEM_CREATED: `{"group": id, "values": {key: value}}`
    - ITEM_CHANGED: `{"changes": changes}`
    - ITEM_MOVED: `{"group": [before, after], "position": [before, after]}`
    - ITEM_DELETED, ITEM_RESTORED: `{}`
    - ITEMS_IMPORTED: `{"first": id, "last": id, "count": n, "run_rules": bool, "job": id}` (one event, all their ids in a row)
    - ITEMS_DELETED, ITEMS_RESTORED: `{"items": [ids]}` or `{"first": id, "last": id}`
    - VIEW_CHANGED: `{"view": id, "before": all that it was, "after": all that it is, "own": [bool, bool]}`; None where
      there is no view, or it is somebody's own
    - RANKS_RENEWED: `{"group": id, "ranks": {before: after}}` (nobody sees it: the order stays)
    - UPDATE_WRITTEN, UPDATE_CHANGED, UPDATE_DELETED, UPDATE_RESTORED: `{"update": id}`
    """

    AUTOMATION_CHANGED = "automation_changed"
    AUTOMATION_CREATED = "automation_created"
    AUTOMATION_DELETED = "automation_deleted"
    BOARD_CHANGED = "board_changed"
    BOARD_CREATED = "board_created"
    BOARD_DELETED = "board_deleted"
    BOARD_SHARED = "board_shared"
    COLUMNS_CHANGED = "columns_changed"
    GROUP_CHANGED = "group_changed"
    GROUP_CREATED = "group_created"
    GROUP_DELETED = "group_deleted"
    ITEM_CHANGED = "item_changed"
    ITEM_CREATED = "item_created"
    ITEM_DELETED = "item_deleted"
    ITEM_MOVED = "item_moved"
    ITEM_RESTORED = "item_restored"
    ITEMS_DELETED = "items_deleted"
    ITEMS_IMPORTED = "items_imported"
    ITEMS_RESTORED = "items_restored"
    RANKS_RENEWED = "ranks_renewed"
    UPDATE_CHANGED = "update_changed"
    UPDATE_DELETED = "update_deleted"
    UPDATE_RESTORED = "update_restored"
    UPDATE_WRITTEN = "update_written"
    VIEW_CHANGED = "view_changed"


SAID = frozenset(
    {EventKind.UPDATE_CHANGED, EventKind.UPDATE_DELETED, EventKind.UPDATE_RESTORED, EventKind.UPDATE_WRITTEN}
)
"""What people said about an item, not what became of it: shown as updates."""


LASTING = SAID | {
    EventKind.AUTOMATION_CHANGED,
    EventKind.AUTOMATION_CREATED,
    EventKind.AUTOMATION_DELETED,
    EventKind.BOARD_CREATED,
    EventKind.BOARD_DELETED,
    EventKind.BOARD_SHARED,
}
"""What no step takes back: it has ways back of its own."""
SENTENCES: dict[EventKind, Text] = {
    EventKind.AUTOMATION_CHANGED: Text("changed an automation", "a modifié une automatisation"),
    EventKind.AUTOMATION_CREATED: Text("created an automation", "a créé une automatisation"),
    EventKind.AUTOMATION_DELETED: Text("deleted an automation", "a supprimé une automatisation"),
    EventKind.BOARD_CHANGED: Text("changed the board", "a modifié le tableau"),
    EventKind.BOARD_CREATED: Text("created the board", "a créé le tableau"),
    EventKind.BOARD_DELETED: Text("deleted the board", "a supprimé le tableau"),
    EventKind.BOARD_SHARED: Text("changed who sees the board", "a modifié qui voit le tableau"),
    EventKind.COLUMNS_CHANGED: Text("changed the columns", "a modifié les colonnes"),
    EventKind.GROUP_CHANGED: Text("changed a group", "a modifié un groupe"),
    EventKind.GROUP_CREATED: Text("added a group", "a ajouté un groupe"),
    EventKind.GROUP_DELETED: Text("deleted a group", "a supprimé un groupe"),
    EventKind.ITEM_CHANGED: Text("changed", "a modifié"),
    EventKind.ITEM_CREATED: Text("created the item", "a créé l’élément"),
    EventKind.ITEM_DELETED: Text("deleted the item", "a supprimé l’élément"),
    EventKind.ITEM_MOVED: Text("moved the item", "a déplacé l’élément"),
    EventKind.ITEM_RESTORED: Text("restored the item", "a restauré l’élément"),
    EventKind.ITEMS_DELETED: Text("deleted several items", "a supprimé plusieurs éléments"),
    EventKind.ITEMS_IMPORTED: Text("imported the item", "a importé l’élément"),
    EventKind.ITEMS_RESTORED: Text("restored several items", "a restauré plusieurs éléments"),
    EventKind.RANKS_RENEWED: Text("made room between items", "a fait de la place entre des éléments"),
    EventKind.UPDATE_CHANGED: Text("edited an update", "a modifié une mise à jour"),
    EventKind.UPDATE_DELETED: Text("deleted an update", "a supprimé une mise à jour"),
    EventKind.UPDATE_RESTORED: Text("restored an update", "a restauré une mise à jour"),
    EventKind.UPDATE_WRITTEN: Text("wrote an update", "a écrit une mise à jour"),
    EventKind.VIEW_CHANGED: Text("changed a view", "a modifié une vue"),
}

COLUMN_SENTENCES: dict[str, Text] = {
    "added": Text("added a column", "a ajouté une colonne"),
    "changed": Text("changed a column", "a modifié une colonne"),
    "hidden": Text("deleted a column", "a supprimé une colonne"),
    "moved": Text("moved a column", "a déplacé une colonne"),
    "restored": Text("restored a column", "a restauré une colonne"),
    "retyped": Text("changed the type of a column", "a changé le type d’une colonne"),
}
"""By the verb of COLUMNS_CHANGED."""


def sentence_of(kind: str, payload: dict[str, Any]) -> Text:
    """What somebody did, behind their name."""
    verb = payload.get("what", ("",))[0]
    return COLUMN_SENTENCES.get(verb, SENTENCES[EventKind(kind)])
