"""Preconditions: change an item only if it still is the version that was read."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine.commands.items import locked_item
from engine.commands.values import Values
from engine.errors import EngineError
from engine.permissions import Actor, Permission, require
from engine.schema.compiled import CompiledBoard
from engine.text import Text

STALE = Text(
    "This item is at version {version}: it was changed after you read it. Read it again, then send what you still want.",
    "Cet élément est à la version {version} : il a été modifié après votre lecture. Relisez-le, puis renvoyez ce que vous voulez encore.",
)


class Stale(EngineError):
    """The item has another version than demanded; carries both values of what was to be changed."""

    status = 412
    code = "stale"

    def __init__(self, version: int, conflicts: list[dict[str, Any]]) -> None:
        super().__init__(STALE, field=conflicts[0]["field"] if conflicts else None, version=version)
        self.version, self.conflicts = version, conflicts

    def details(self) -> Mapping[str, object]:
        first = {name: self.conflicts[0][name] for name in ("yours", "theirs")} if self.conflicts else {}
        return {**first, "version": self.version, "conflicts": self.conflicts}


def check_version(
    session: Session, actor: Actor, board: CompiledBoard, item_id: int, versions: Collection[int], values: Values
) -> None:
    """Hold the item until the end of the transaction. Raises Stale unless it has one of the versions."""
    require(actor, Permission.ITEM_EDIT, board)
    current = locked_item(session, board, item_id)
    if current.version not in versions:
        stored = current.values
        differ = {key: value for key, value in values.items() if key in stored and stored[key] != value}
        conflicts = [{"field": key, "yours": value, "theirs": stored[key]} for key, value in differ.items()]
        raise Stale(current.version, conflicts)
