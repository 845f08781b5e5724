"""Random edits of a board, each as one person's write, and a fingerprint of everything that a board holds."""

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.choices import COLORS
from engine.commands.boards import rename_board
from engine.commands.bulk import change_many
from engine.commands.columns import add_column, change_column, hide_column, move_column, restore_column
from engine.commands.groups import change_group, create_group, delete_group, move_group
from engine.commands.items import create_items
from engine.commands.moving import move_items
from engine.commands.placing import delete_items, restore_items
from engine.commands.retyping import change_type
from engine.commands.views import change_view, create_view
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.boards import deleted_columns
from engine.queries.groups import groups
from engine.queries.items import BoardItem, select_items, to_item
from engine.queries.views import views
from engine.schema.compiled import CompiledBoard

WORDS = ("Papier", "Encre", "Stylo", "12", "7,5", "Ελληνικά", "🙂", "= 1+1", "<b>")


def fingerprint(session: Session, actor: Actor, board_id: int) -> str:
    """Of what people see: title, columns, groups, items in their order with their cells, views. Not of versions and ranks."""
    board = load_board(session, actor, board_id)
    seen = {
        "title": [board.document["title"], board.document.get("x-labels")],
        "columns": [[key, seen_of(node, key in board.document["required"])] for key, node in columns_of(board)],
        "groups": [[group.id, group.title, group.color] for group in groups(session, board)],
        "items": [[one.group_id, one.id, cells_of(board, one)] for one in items_of(session, board)],
        "views": [[view.id, view.title, view.settings] for view in views(session, actor, board)],
    }
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def columns_of(board: CompiledBoard) -> list[tuple[str, dict[str, Any]]]:
    return list(board.document["properties"].items())


def seen_of(node: dict[str, Any], required: bool) -> Any:  # noqa: FBT001
    about = {key: value for key, value in node["x-column"].items() if key != "generation" and value is not None}
    return [{**node, "x-column": about}, required]


def items_of(session: Session, board: CompiledBoard) -> list[BoardItem]:
    table = board.table.c
    order = select_items(board).where(table.deleted_at.is_(None)).order_by(table.group_id, table.position)
    return [to_item(board, line) for line in session.execute(order)]


def cells_of(board: CompiledBoard, one: BoardItem) -> dict[str, Any]:
    return {key: value for key, value in one.values.items() if key in board.stored}


@dataclass
class Editor:
    """Somebody who edits a board at random; `random` decides, so that a seed repeats it."""

    actor: Actor
    board_id: int
    random: random.Random

    def edit(self, session: Session) -> str:
        """One write. Returns its name; "" when there was nothing to do it with."""
        board = load_board(session, self.actor, self.board_id)
        (edit,) = self.random.choices(list(EDITS), weights=list(EDITS.values()))
        return edit.__name__ if edit(self, session, board) else ""

    def some(self, session: Session, board: CompiledBoard) -> list[int]:
        ids = [one.id for one in items_of(session, board)]
        return self.random.sample(ids, min(len(ids), self.random.randint(1, 4)))

    def column(self, board: CompiledBoard) -> str:
        return self.random.choice([key for key, column in board.columns.items() if column.type.creatable])

    def group(self, session: Session, board: CompiledBoard) -> int:
        return self.random.choice([group.id for group in groups(session, board)])

    def value(self, board: CompiledBoard, key: str) -> Any:
        """Something that the column accepts, sometimes nothing."""
        column = board.columns[key]
        if self.random.random() < 0.2 and not column.required and key != "name":
            return None
        if column.settings.get("options"):
            return self.random.choice(column.settings["options"])["key"]
        tries = {"people": [self.actor.user_id], "date": "2026-03-0" + str(self.random.randint(1, 9)), "checkbox": True}
        numeric = column.type.name in ("number", "money", "percent")
        return tries.get(column.type.name, self.random.randint(0, 99) if numeric else self.random.choice(WORDS))


def change_cells(who: Editor, session: Session, board: CompiledBoard) -> bool:
    keys = [who.random.choice(["name", "sku", "status", "quantity", "price", "owner", "expected_on", "fragile"])]
    keys = [key for key in keys if key in board.columns]
    ids = who.some(session, board)
    return bool(
        change_many(
            session, who.actor, board, {one: {key: who.value(board, key) for key in keys} for one in ids}
        ).changed
    )


def create(who: Editor, session: Session, board: CompiledBoard) -> bool:
    wanted = [{"name": who.random.choice(WORDS)} for _ in range(who.random.randint(1, 3))]
    return bool(create_items(session, who.actor, board, wanted, group_id=who.group(session, board)))


def move(who: Editor, session: Session, board: CompiledBoard) -> bool:
    ids, group_id = who.some(session, board), who.group(session, board)
    others = [one.id for one in items_of(session, board) if one.group_id == group_id and one.id not in ids]
    after = who.random.choice([None, *others])
    move_items(session, who.actor, board, ids, group_id, after_id=after, to_top=who.random.random() < 0.2)
    return bool(ids)


def delete(who: Editor, session: Session, board: CompiledBoard) -> bool:
    return bool(delete_items(session, who.actor, board, who.some(session, board)))


def restore(who: Editor, session: Session, board: CompiledBoard) -> bool:
    alive = [group.id for group in groups(session, board)]
    table = board.table.c
    gone = session.scalars(sa.select(table.id).where(table.deleted_at.is_not(None), table.group_id.in_(alive))).all()
    return bool(gone and restore_items(session, who.actor, board, [who.random.choice(gone)]))


def new_group(who: Editor, session: Session, board: CompiledBoard) -> bool:
    create_group(session, who.actor, board, who.random.choice(WORDS))
    return True


def recolour(who: Editor, session: Session, board: CompiledBoard) -> bool:
    title, color = who.random.choice([None, *WORDS]), who.random.choice(list(COLORS))
    change_group(session, who.actor, board, who.group(session, board), title=title, color=color)
    return True


def shift_group(who: Editor, session: Session, board: CompiledBoard) -> bool:
    move_group(session, who.actor, board, who.group(session, board), after_id=None)
    return True


def drop_group(who: Editor, session: Session, board: CompiledBoard) -> bool:
    if len(groups(session, board)) == 1:
        return False
    delete_group(session, who.actor, board, who.group(session, board))
    return True


def new_column(who: Editor, session: Session, board: CompiledBoard) -> bool:
    add_column(session, who.actor, board, who.random.choice(["text", "number", "checkbox"]), who.random.choice(WORDS))
    return True


def rename_column(who: Editor, session: Session, board: CompiledBoard) -> bool:
    labels = {"fr": who.random.choice(WORDS)} if who.random.random() < 0.5 else None
    change_column(session, who.actor, board, who.column(board), title=who.random.choice(WORDS), labels=labels)
    return True


def shift_column(who: Editor, session: Session, board: CompiledBoard) -> bool:
    key = who.column(board)
    move_column(session, who.actor, board, key, after=who.random.choice([one for one in board.columns if one != key]))
    return True


def drop_column(who: Editor, session: Session, board: CompiledBoard) -> bool:
    if len(board.columns) < 4:
        return False
    hide_column(session, who.actor, board, who.column(board))
    return True


def bring_column(who: Editor, session: Session, board: CompiledBoard) -> bool:
    gone = deleted_columns(session, who.actor, board.id)
    if gone:
        restore_column(session, who.actor, board, who.random.choice(gone).key)
    return bool(gone)


def retype(who: Editor, session: Session, board: CompiledBoard) -> bool:
    key = who.column(board)
    if board.columns[key].type.stamps:
        return False
    change_type(session, who.actor, board, key, who.random.choice(["text", "number", "long_text"]), {})
    return True


def rename(who: Editor, session: Session, board: CompiledBoard) -> bool:
    rename_board(session, who.actor, board, who.random.choice(WORDS))
    return True


def new_view(who: Editor, session: Session, board: CompiledBoard) -> bool:
    create_view(session, who.actor, board, "table", who.random.choice(WORDS), {})
    return True


def other_view(who: Editor, session: Session, board: CompiledBoard) -> bool:
    view = who.random.choice(list(views(session, who.actor, board)))
    change_view(session, who.actor, board, view.id, title=who.random.choice(WORDS))
    return True


Edit = Callable[[Editor, Session, CompiledBoard], bool]
EDITS: dict[Edit, int] = {
    change_cells: 8, create: 4, move: 6, delete: 3, restore: 1, new_group: 1, recolour: 1, shift_group: 1,
    drop_group: 1, new_column: 1, rename_column: 1, shift_column: 1, drop_column: 1, bring_column: 1, retype: 1,
    rename: 1, new_view: 1, other_view: 1,
}  # fmt: skip
"""How often each happens."""
