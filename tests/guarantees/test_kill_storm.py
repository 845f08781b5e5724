"""What was acknowledged is stored, and each change has its effect exactly once, whoever is killed when."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random, SystemRandom

import pytest
import sqlalchemy as sa

from engine.models import Event, Notification, Run
from tests.automations.conftest import Shop
from tests.automations.processes import settings_for, start
from tests.factories import Office
from tests.guarantees.storm import Victim, deaths, rage

ROOT = Path(__file__).parents[2]
EDITS = 500
ITEMS = 20
KILLS = 5


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_kill_storm(office: Office, tmp_path: Path) -> None:
    seed = SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - a red storm can be repeated
    random, shop = Random(seed), Shop(office, office.stock())  # noqa: S311 - it shall be repeatable
    rule = shop.rule(
        {"type": "column_changes", "columns": ["quantity"]},
        {"type": "set_columns", "values": {"reorder_level": {"increment": 1}}},
        {"type": "notify", "people": {"token": "owner"}, "message": "{name}: {quantity}"},
    )
    items = [shop.item(quantity=0, reorder_level=0).id for _ in range(ITEMS)]
    edits = [(random.choice(items), number) for number in range(1, EDITS + 1)]
    (tmp_path / "edits").write_text("\n".join(f"{item_id} {number}" for item_id, number in edits))

    acknowledged = counter(tmp_path / "acknowledged")
    settings = settings_for(tmp_path, shop.url)
    worker = Victim("worker", lambda: start(settings), lambda: runs(shop), EDITS, deaths(random, KILLS, EDITS))
    writer = Victim("writer", lambda: start_writer(shop, tmp_path), acknowledged, EDITS, deaths(random, KILLS, EDITS))
    rage([worker, writer], random)

    assert (worker.killed, writer.killed) == (KILLS, KILLS)
    assert stored_edits(shop) == Counter(edits), "an acknowledged edit is missing, or one was stored twice"
    assert shop.states(rule) == ["done"] * EDITS
    assert effects(shop) == dict.fromkeys(causes(shop), 1), "an effect was lost or doubled"
    assert sum(shop.values(item_id)["reorder_level"] for item_id in items) == EDITS
    assert count(shop, Notification) == EDITS


def start_writer(shop: Shop, folder: Path) -> "subprocess.Popen[bytes]":
    alice, board_id = shop.office.alice, shop.board.id
    numbers = map(str, (alice.workspace_id, alice.user_id, board_id))
    program = [sys.executable, "-m", "tests.guarantees.writer", shop.url, *numbers]
    return subprocess.Popen([*program, str(folder / "edits"), str(folder / "acknowledged")], cwd=ROOT)


def counter(path: Path) -> Callable[[], int]:
    return lambda: path.stat().st_size if path.exists() else 0


def runs(shop: Shop) -> int:
    return count(shop, Run)


def count(shop: Shop, kind: type[Run] | type[Notification]) -> int:
    with shop.office.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


def stored_edits(shop: Shop) -> Counter[tuple[int, int]]:
    return Counter((event.item_id or 0, event.payload["changes"]["quantity"][1]) for event in changes(shop, "user"))


def causes(shop: Shop) -> list[int]:
    return [event.id for event in changes(shop, "user")]


def effects(shop: Shop) -> dict[int, int]:
    """How many effects each event has had."""
    return dict(Counter(event.cause_id or 0 for event in changes(shop, "rule")))


def changes(shop: Shop, actor_kind: str) -> list[Event]:
    statement = sa.select(Event).where(Event.kind == "item_changed", Event.actor_kind == actor_kind)
    with shop.office.read() as session:
        return list(session.scalars(statement.order_by(Event.seq)))
