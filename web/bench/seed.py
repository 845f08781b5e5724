"""The board that everything is measured on: a name and twelve columns, filled through the import's own path."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from engine.commands.boards import create_board
from engine.commands.placing import import_items
from engine.commands.values import by_column
from engine.db import Database
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.schema.compiled import CompiledBoard
from engine.schema.document import new_document, with_column

SEED = 20_260
CHUNK = 20_000
GROUPS = ("Lyon", "Lille", "Nantes", "Brest", "Metz")
WORDS = [
    *re.findall(
        r"\w+",
        """paper pencil glove helmet valve pump cable screw hinge bracket sensor filter blade drill lamp fuse relay switch
motor gear chain belt spring bearing gasket washer nut bolt pipe hose tank panel frame wheel axle crate pallet""",
    )
]


def options(*keys: str) -> dict[str, Any]:
    colors = ("green", "amber", "red", "blue", "teal", "violet")
    return {
        "options": [
            {"key": key, "labels": {"en": key, "fr": key}, "color": colors[place % len(colors)]}
            for place, key in enumerate(keys)
        ]
    }


COLUMNS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("text", "supplier", {}),
    ("text", "sku", {}),
    ("status", "status", options("ok", "low", "out", "ordered")),
    ("people", "owner", {}),
    ("number", "quantity", {}),
    ("money", "price", {"currency": "EUR"}),
    ("number", "reorder", {}),
    ("date", "expected", {}),
    ("drop", "site", options("lyon", "lille", "nantes", "brest", "metz", "nice")),
    ("drop", "shelf", options("a", "b", "c", "d", "e")),
    ("tags", "marks", options("fragile", "heavy", "cold", "new")),
    ("long_text", "notes", {}),
)

WIDTH = 1 + len(COLUMNS)
"""Columns with the name."""


def seed(database: Database, actor: Actor, items: int, done: Callable[[int], None]) -> int:
    """A new board with so many items, in several transactions, each of which says how many are `done`; returns the board's id."""
    document = new_document("Bench")
    for kind, key, settings in COLUMNS:
        document, _ = with_column(document, kind, key, settings)
    with database.write() as session:
        board = create_board(session, actor, "Bench", document=document, groups=GROUPS)
    for start in range(0, items, CHUNK):
        add(database, actor, board.id, start, min(CHUNK, items - start))
        done(min(items, start + CHUNK))
    return board.id


def add(database: Database, actor: Actor, board_id: int, start: int, count: int) -> None:
    with database.write() as session:
        board = load_board(session, actor, board_id)
        columns = by_column(list(lines(actor.user_id, start, count)))
        ids = [group.id for group in groups(session, board)]
        places = [ids[number % len(ids)] for number in range(start, start + count)]
        import_items(session, actor, board, places, columns, run_rules=False, job_id=0)


def lines(user_id: int, start: int, count: int) -> Iterator[dict[str, Any]]:
    """The same ones at every call with the same numbers."""
    chance = random.Random(SEED + start)  # noqa: S311 - figures, not secrets
    for number in range(start, start + count):
        yield line(chance, user_id, number)


def line(chance: random.Random, user_id: int, number: int) -> dict[str, Any]:
    return {
        "name": f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number:07}",
        "supplier": f"{chance.choice(WORDS)} works {chance.randrange(400)}",
        "sku": f"SKU-{number:08}",
        "status": chance.choice(("ok", "ok", "ok", "ok", "low", "out", "ordered")),
        "owner": [user_id] if chance.random() < 0.3 else None,
        "quantity": chance.randrange(1000),
        "price": {"amount": f"{chance.randrange(100, 99_999) / 100:.2f}", "currency": "EUR"},
        "reorder": chance.randrange(100),
        "expected": f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        "site": chance.choice(("lyon", "lille", "nantes", "brest", "metz", "nice")),
        "shelf": chance.choice("abcde"),
        "marks": chance.choice((None, ["fragile"], ["heavy", "new"], ["cold"])),
        "notes": " ".join(chance.choice(WORDS) for _ in range(12)),
    }


def first_item(board: CompiledBoard, database: Database, actor: Actor) -> int:
    """The ids of the board's items go on from this one without a gap."""
    from engine.queries.items import ItemQuery
    from engine.queries.listing import page

    with database.read() as session:
        return page(session, board, ItemQuery(limit=1), context_for(session, actor)).items[0].id
