"""Many people at once: nobody's edit is lost or silently overwritten, no item is lost, doubled or out of order.

`ROUAGE_STORM_EDITS=2000` and `ROUAGE_STORM_MOVES=500` make them as long as they are promised; `ROUAGE_SEED` repeats one.

Each has been seen to fail, on both databases unless it says otherwise, when the engine was made worse:

| What was taken away | What fails |
|---|---|
| the comparison of versions | no edit is refused |
| the same, for edits one version behind | silently overwritten |
| the item's lock (PostgreSQL), `BEGIN IMMEDIATE` (SQLite) | silently overwritten; answers that are errors |
| the event of every third edit | not in the history |
| the store of every third edit | an edit begins with something else than the one before has left |
| edits that also empty another cell | the history holds what nobody was answered for |
| the board's lock before a rank is taken, or the items' (PostgreSQL) | two items want one place: an error |
| `BEGIN IMMEDIATE` and the writers' turn (SQLite) | errors |
| the event of every fourth move; the item's new version | a version has no event, or two |
| the move of the last of several items | what was moved does not stand together |

Ranks that are never renewed stay short enough in 1,600 moves: `tests/engine/test_moving.py` looks at these.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random, SystemRandom

import httpx
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.items import create_items
from engine.commands.moving import LONGEST, move_items
from engine.events import EventKind
from engine.models import Event
from engine.queries.boards import board as load_board
from engine.queries.groups import groups
from engine.queries.items import items_by_id
from engine.schema.compiled import CompiledBoard
from tests.automations.processes import settings_for, start, wait_until
from tests.factories import Office
from tests.guarantees.crowd import Edit, Worker, plans
from web.servers import free_port

SEED = int(os.environ.get("ROUAGE_SEED", "0")) or SystemRandom().randrange(1, 2**32)
EDITS = int(os.environ.get("ROUAGE_STORM_EDITS", "160"))
MOVES = int(os.environ.get("ROUAGE_STORM_MOVES", "15"))
PEOPLE, MOVERS = 4, 8
KEYS = ["quantity", "reorder_level"]


def test_no_edit_is_lost_and_none_overwrites_another_in_silence(office: Office, tmp_path: Path) -> None:
    print(f"seed {SEED}")  # noqa: T201 - a red storm can be repeated
    board, random = office.stock(), Random(SEED)  # noqa: S311 - it shall be repeatable
    items = made(office, board, 6)
    with serving(office, tmp_path) as address:
        people = [office.alice, office.bob, office.alice, office.bob]
        todo = plans(random, PEOPLE, EDITS // PEOPLE, items, KEYS)
        crowd = [Worker(address, office, who, board.id, plan) for who, plan in zip(people, todo, strict=True)]
        for worker in crowd:
            worker.start()
        for worker in crowd:
            worker.join()
    assert [line for worker in crowd for line in worker.trouble] == []
    accepted = [edit for worker in crowd for edit in worker.accepted]
    refused = [pair for worker in crowd for pair in worker.refused]
    assert len(accepted) + len(refused) == EDITS // PEOPLE * PEOPLE
    assert accepted, "this storm was none: it must have edits of both kinds"
    assert refused, "this storm was none: it must have edits of both kinds"
    written = history(office, board)
    check_accepted(accepted, written)
    check_refused(refused, written)
    check_chains(office, board, items, written)


Written = dict[tuple[int, str], list[tuple[int, object, object]]]
"""By item and column, in order: the item's version, before, after."""


def history(office: Office, board: CompiledBoard) -> Written:
    statement = sa.select(Event).where(Event.board_id == board.id, Event.kind == EventKind.ITEM_CHANGED)
    found: Written = {}
    with office.read() as session:
        for event in session.scalars(statement.order_by(Event.seq)):
            for key, (before, after) in event.payload["changes"].items():
                found.setdefault((event.item_id or 0, key), []).append((event.item_version or 0, before, after))
    return found


def check_accepted(accepted: list[Edit], written: Written) -> None:
    for edit in accepted:
        chain = written[(edit.item_id, edit.key)]
        versions = [version for version, _, after in chain if after == edit.value]
        assert len(versions) == 1, f"{edit} is {len(versions)} times in the history"
        between = [version for version, _, _ in chain if edit.base < version < versions[0]]
        assert between == [], f"{edit} has silently overwritten what was written in versions {between}"
    assert sum(map(len, written.values())) == len(accepted), "the history holds what nobody was answered for"


def check_refused(refused: list[tuple[Edit, dict[str, object]]], written: Written) -> None:
    for edit, problem in refused:
        assert problem["yours"] == edit.value
        assert any(after == problem["theirs"] for _, _, after in written[(edit.item_id, edit.key)]), problem
        assert all(after != edit.value for _, _, after in written[(edit.item_id, edit.key)]), edit


def check_chains(office: Office, board: CompiledBoard, items: list[int], written: Written) -> None:
    """Each edit begins with what the one before has left, and the last one is what is stored."""
    with office.read() as session:
        stored = {one.id: one.values for one in items_by_id(session, board, items)}
    for (item_id, key), chain in written.items():
        assert [before for _, before, _ in chain] == [None, *(after for _, _, after in chain[:-1])]
        assert stored[item_id][key] == chain[-1][2]


@contextmanager
def serving(office: Office, folder: Path) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = settings_for(folder, office.database.url.render_as_string(hide_password=False))
    program = f"from web.serve import serve; from engine.settings import Settings; serve(Settings.load(), '127.0.0.1', {port})"
    process = start(replace(settings, base_url=address), program)
    try:
        wait_until(lambda: answers(address), 60)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").status_code < 600
    except httpx.TransportError:
        return False


def test_moves_of_many_at_once_keep_every_item_once_and_in_order(office: Office) -> None:
    print(f"seed {SEED}")  # noqa: T201 - a red storm can be repeated
    board = office.stock()
    items = made(office, board, 24)
    trouble: list[Exception] = []

    def shuffle(number: int) -> None:
        random = Random(SEED + number)  # noqa: S311 - it shall be repeatable
        try:
            for _ in range(MOVES):
                move_some(office, board, items, random)
        except Exception as error:  # noqa: BLE001 - told by the test
            trouble.append(error)

    movers = [threading.Thread(target=shuffle, args=(number,)) for number in range(MOVERS)]
    for mover in movers:
        mover.start()
    for mover in movers:
        mover.join()
    assert trouble == []
    with office.read() as session:
        table = board.table.c
        places = session.execute(sa.select(table.id, table.group_id, table.position, table.version)).all()
    assert sorted(line.id for line in places) == items, "an item is lost or doubled"
    assert len({(line.group_id, line.position) for line in places}) == len(items), "two items share a place"
    assert max(len(line.position) for line in places) <= LONGEST
    assert {line.id: line.version for line in places} == last_versions(office, board, items), (
        "a move is not in the history"
    )


def move_some(office: Office, board: CompiledBoard, items: list[int], random: Random) -> None:
    """Mostly to the same few places, where ranks would grow."""
    with office.write() as session:
        fresh = load_board(session, office.bob, board.id)
        moved = random.sample(items[2:], random.randint(1, 3))
        group_id = random.choice([group.id for group in groups(session, fresh)])
        after, to_top = random.choice([items[0], items[1], None]), random.random() < 0.1
        move_items(session, office.bob, fresh, moved, group_id, after_id=after, to_top=to_top)
        order = order_of(session, fresh, group_id)
    start = order.index(moved[0])
    assert order[start : start + len(moved)] == moved, "what was moved does not stand together"
    behind = None if to_top else after if after in order else order[-len(moved) - 1 :][0]
    assert start == 0 if behind in (None, *moved) else order[start - 1] == behind, "it was moved elsewhere"


def order_of(session: Session, board: CompiledBoard, group_id: int) -> list[int]:
    table = board.table.c
    return list(session.scalars(sa.select(table.id).where(table.group_id == group_id).order_by(table.position)))


def last_versions(office: Office, board: CompiledBoard, items: list[int]) -> dict[int, int]:
    """What the history says: every version of an item has one event."""
    statement = sa.select(Event.item_id, sa.func.count(), sa.func.max(Event.item_version)).where(
        Event.board_id == board.id, Event.item_id.in_(items)
    )
    with office.read() as session:
        found = session.execute(statement.group_by(Event.item_id)).all()
    assert all(count == last for _, count, last in found), "a version has no event, or two"
    return {item_id: last for item_id, _, last in found if item_id is not None}


def made(office: Office, board: CompiledBoard, count: int) -> list[int]:
    with office.write() as session:
        return [one.id for one in create_items(session, office.alice, board, [{"name": f"{n}"} for n in range(count)])]
