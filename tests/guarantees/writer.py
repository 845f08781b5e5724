"""A process that edits cells and notes each edit that was acknowledged: `python -m tests.guarantees.writer …`."""

import os
import sys
from pathlib import Path

from engine.commands.items import change_item
from engine.db import Database
from engine.permissions import Actor, Role
from engine.queries.boards import board as load_board


def write(url: str, workspace_id: int, user_id: int, board_id: int, edits: Path, acknowledged: Path) -> None:
    """Do the edits (lines `item quantity`) that are not acknowledged yet, in order."""
    database = Database(url)
    actor = Actor(workspace_id=workspace_id, user_id=user_id, role=Role.OWNER)
    done = len(acknowledged.read_bytes()) if acknowledged.exists() else 0
    note = os.open(acknowledged, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    for line in edits.read_text().splitlines()[done:]:
        item_id, quantity = map(int, line.split())
        with database.write() as session:
            change_item(session, actor, load_board(session, actor, board_id), item_id, {"quantity": quantity})
        os.write(note, b"+")


if __name__ == "__main__":
    write(sys.argv[1], *map(int, sys.argv[2:5]), *map(Path, sys.argv[5:7]))  # type: ignore[arg-type]
