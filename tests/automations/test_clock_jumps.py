"""The clock is put forward and back while rules act: nothing is lost or done twice, and nobody waits for a time to come again."""

from datetime import datetime, timedelta, tzinfo
from random import Random
from typing import ClassVar, Self

import pytest
import sqlalchemy as sa

from engine import moment
from engine.models import Cursor, Job
from engine.moment import now
from engine.queries.jobs import waiting_jobs
from engine.queries.waiting import waiting_boards
from tests.automations.conftest import Shop

JUMPS = [
    timedelta(days=-400),
    timedelta(hours=-1),
    timedelta(seconds=-3),
    timedelta(),
    timedelta(hours=2),
    timedelta(days=40),
]
COUNTED = {"type": "set_columns", "values": {"reorder_level": {"increment": 1}}}
EDITS = 25


class Jumping(datetime):
    """The clock of the program, as far from the real one as `jump` says."""

    jump: ClassVar[timedelta] = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + cls.jump


def test_each_edit_has_one_effect_while_the_clock_jumps(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moment, "datetime", Jumping)
    random = Random(20261124)  # noqa: S311 - it shall be repeatable
    rule = shop.rule({"type": "column_changes", "columns": ["quantity"]}, COUNTED)
    item = shop.item(quantity=0, reorder_level=0)
    for quantity in range(1, EDITS + 1):
        monkeypatch.setattr(Jumping, "jump", random.choice(JUMPS))
        shop.change(item.id, quantity=quantity)
        if random.random() < 0.5:
            shop.drain()
    shop.drain()
    assert shop.states(rule) == ["done"] * EDITS
    assert shop.values(item.id)["reorder_level"] == EDITS


@pytest.mark.parametrize(("until", "free"), [(-1, True), (3, False), (86_400, True)], ids=["over", "held", "put back"])
def test_a_lease_of_a_clock_that_was_put_back_holds_nobody_up(shop: Shop, until: int, free: bool) -> None:  # noqa: FBT001
    rule = shop.rule({"type": "column_changes", "columns": ["quantity"]}, COUNTED)
    item = shop.item(quantity=0, reorder_level=0)
    shop.drain()
    shop.change(item.id, quantity=1)
    with shop.office.write() as session:
        session.execute(sa.update(Cursor).values(lease_by="dead", lease_until=now() + timedelta(seconds=until)))
    with shop.office.read() as session:
        assert list(waiting_boards(session)) == ([shop.board.id] if free else [])
    shop.drain()
    assert shop.states(rule) == (["done"] if free else [])


@pytest.mark.parametrize(
    ("until", "free"), [(-1, True), (600, False), (86_400, True)], ids=["over", "held", "put back"]
)
def test_so_does_no_lease_of_a_job(shop: Shop, until: int, free: bool) -> None:  # noqa: FBT001
    alice = shop.office.alice
    with shop.office.write() as session:
        job = Job(
            workspace_id=alice.workspace_id,
            user_id=alice.user_id,
            board_id=shop.board.id,
            kind="edit",
            settings={},
            state="running",
            lease_until=now() + timedelta(seconds=until),
        )
        session.add(job)
    with shop.office.read() as session:
        assert list(waiting_jobs(session)) == ([job.id] if free else [])
