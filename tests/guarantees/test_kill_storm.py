"""What was acknowledged is stored, and each change has its effect exactly once, whoever is killed when."""

from collections import Counter
from pathlib import Path
from random import Random, SystemRandom

import pytest
import sqlalchemy as sa

from engine.commands.logins import create_token
from engine.models import Event, Notification, Run
from tests.automations.conftest import Shop
from tests.automations.processes import settings_for, start
from tests.factories import Office
from tests.guarantees.editor import Editor
from tests.guarantees.storm import Victim, deaths, rage
from web.servers import free_port

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

    settings, port = settings_for(tmp_path, shop.url), free_port()
    editor = Editor(f"http://127.0.0.1:{port}", token(shop), edits)
    serve = f"from web.serve import serve; from engine.settings import Settings; serve(Settings.load(), '127.0.0.1', {port})"
    worker = Victim("worker", lambda: start(settings), lambda: runs(shop), EDITS, deaths(random, KILLS, EDITS))
    web = Victim(
        "web", lambda: start(settings, serve), lambda: editor.acknowledged, EDITS, deaths(random, KILLS, EDITS)
    )
    editor.start()
    rage([worker, web], random)

    assert (worker.killed, web.killed) == (KILLS, KILLS)
    assert stored_edits(shop) == Counter(edits), "an acknowledged edit is missing, or one was stored twice"
    assert shop.states(rule) == ["done"] * EDITS
    assert effects(shop) == dict.fromkeys(causes(shop), 1), "an effect was lost or doubled"
    assert sum(shop.values(item_id)["reorder_level"] for item_id in items) == EDITS
    assert count(shop, Notification) == EDITS


def token(shop: Shop) -> str:
    with shop.office.write() as session:
        return create_token(session, shop.office.alice, "storm")


def runs(shop: Shop) -> int:
    return count(shop, Run)


def count(shop: Shop, kind: type[Run] | type[Notification]) -> int:
    with shop.office.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


def stored_edits(shop: Shop) -> Counter[tuple[int, int]]:
    return Counter((event.item_id or 0, event.payload["changes"]["quantity"][1]) for event in changes(shop, "token"))


def causes(shop: Shop) -> list[int]:
    return [event.id for event in changes(shop, "token")]


def effects(shop: Shop) -> dict[int, int]:
    """How many effects each event has had."""
    return dict(Counter(event.cause_id or 0 for event in changes(shop, "rule")))


def changes(shop: Shop, actor_kind: str) -> list[Event]:
    statement = sa.select(Event).where(Event.kind == "item_changed", Event.actor_kind == actor_kind)
    with shop.office.read() as session:
        return list(session.scalars(statement.order_by(Event.seq)))
