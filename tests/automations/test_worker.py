"""A real Celery worker process finds its work by itself, and ends when told to."""

import signal
import threading
from pathlib import Path

import pytest
from redis import Redis

from automations import worker
from automations.installation import Installation
from automations.outcome import Limits
from automations.worker import ring, run_beat
from engine.errors import Invalid
from engine.outbox import listeners
from tests.automations.conftest import Shop
from tests.automations.processes import BEAT, running, settings_for, start, wait_until

QUANTITY_CHANGES = {"type": "column_changes", "columns": ["quantity"]}
STEP_LEVEL = {"type": "set_columns", "values": {"reorder_level": {"increment": 1}}}

on_sqlite = pytest.mark.parametrize("office", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("office", ["postgresql"], indirect=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    return data


def test_worker_without_a_broker_carries_out_a_rule(shop: Shop, folder: Path) -> None:
    shop.rule(QUANTITY_CHANGES, STEP_LEVEL)
    item = shop.item(quantity=0, reorder_level=0)
    with running(settings_for(folder, shop.url)):
        wait_until((folder / "worker.alive").exists)
        shop.change(item.id, quantity=1)
        wait_until(lambda: shop.values(item.id)["reorder_level"] == 1)


@on_sqlite
def test_worker_does_first_what_was_left(shop: Shop, folder: Path) -> None:
    shop.rule(QUANTITY_CHANGES, STEP_LEVEL)
    item = shop.item(quantity=0, reorder_level=0)
    for quantity in range(1, 11):
        shop.change(item.id, quantity=quantity)
    with running(settings_for(folder, shop.url)):
        wait_until(lambda: shop.values(item.id)["reorder_level"] == 10)


@on_sqlite
def test_worker_ends_cleanly_when_told_to(shop: Shop, folder: Path) -> None:
    rule = shop.rule(QUANTITY_CHANGES, STEP_LEVEL)
    item = shop.item(quantity=0, reorder_level=0)
    process = start(settings_for(folder, shop.url))
    wait_until((folder / "worker.alive").exists)
    for quantity in range(1, 30):
        shop.change(item.id, quantity=quantity)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert not (folder / "worker.alive").exists()
    assert shop.values(item.id)["reorder_level"] == shop.states(rule).count("done")


@on_postgresql
def test_team_rings_through_redis(shop: Shop, folder: Path, redis_url: str) -> None:
    shop.rule(QUANTITY_CHANGES, STEP_LEVEL)
    item = shop.item(quantity=0, reorder_level=0)
    settings = settings_for(folder, shop.url, redis_url=redis_url)
    with running(settings), running(settings, BEAT):
        wait_until((folder / "worker.alive").exists)
        shop.change(item.id, quantity=1)
        wait_until(lambda: shop.values(item.id)["reorder_level"] == 1)


@on_postgresql
def test_worker_works_on_without_its_redis(shop: Shop, folder: Path) -> None:
    shop.rule(QUANTITY_CHANGES, STEP_LEVEL)
    item = shop.item(quantity=0, reorder_level=0)
    with running(settings_for(folder, shop.url, redis_url="redis://127.0.0.1:9/0")):
        wait_until((folder / "worker.alive").exists)
        shop.change(item.id, quantity=1)
        wait_until(lambda: shop.values(item.id)["reorder_level"] == 1)


@on_sqlite
def test_worker_looks_before_it_waits(shop: Shop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Installation(settings_for(folder, shop.url), shop.office.database, Limits())
    monkeypatch.setattr(worker, "pace", lambda *_, **__: (3600.0, 3600.0))
    monkeypatch.setattr(worker, "ring_all", lambda *_: here.stopping.set())
    threading.Thread(target=worker.watch, args=(here,), daemon=True).start()
    assert here.stopping.wait(30)


def test_beat_without_redis_says_that_the_worker_has_a_clock(folder: Path) -> None:
    with pytest.raises(Invalid, match="Start rouage worker"):
        run_beat(settings_for(folder, f"sqlite:///{folder}/rouage.db"))


@on_postgresql
def test_web_process_rings_after_its_commits(shop: Shop, folder: Path, redis_url: str) -> None:
    item, before = shop.item(quantity=0), list(listeners)
    ring(settings_for(folder, shop.url, redis_url=redis_url))
    try:
        shop.change(item.id, quantity=1)
        with Redis.from_url(redis_url) as redis:
            wait_until(lambda: redis.llen("rouage") == 1)
            assert b"automations.tasks.drain" in redis.lindex("rouage", 0)
    finally:
        listeners[:] = before
