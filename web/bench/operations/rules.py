"""From a changed cell to the effect of a rule, committed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from engine.errors import EngineError
from engine.queries.items import ItemQuery
from engine.queries.listing import count
from engine.text import Text
from web.bench.bound import Bound, Measured
from web.bench.field import Field, percentile
from web.bench.operation import Line, Operations

EFFECTS, AT_ONCE = 2000, 1000
PATIENCE = 60
LOOK, GLANCE = 0.002, 0.05


class Rules(Operations):
    name = "rules"
    place = 4

    def lines(self) -> Iterator[Line]:
        embedded = Text("change → rule’s effect, embedded", "modification → effet de la règle, embarqué")
        ringing = Text("change → rule’s effect, Redis", "modification → effet de la règle, Redis")
        yield Line("effect", embedded, Bound(150), effect)
        yield Line("effect_redis", ringing, Bound(30), effect_rung)
        yield Line(
            "effects",
            Text("effects a second on one board", "effets par seconde sur un tableau"),
            Bound(400, "/s"),
            effects,
        )


def effect(field: Field) -> Measured:
    """Seen from beside, by looking at the database."""
    taken: list[float] = []
    with ruled(field, "effect"):
        for number in range(min(30, field.samples) + 1):
            item = field.first + number
            begun = time.perf_counter()
            field.client.json("PATCH", f"/items/{item}", {"values": {"supplier": f"effect {number}"}})
            if (done := wait_for(field, number + 1, "effect")) <= number:
                raise EngineError(late(done, number + 1))
            taken.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.01 * (number % 7))
    return Measured(median=median(taken[1:]), p95=percentile(taken[1:]))


def effect_rung(field: Field) -> Measured | None:
    """None where no Redis was asked for."""
    if field.redis_url is None:
        return None
    with field.ringing() as team:
        return effect(team)


def effects(field: Field) -> Measured:
    """Cells of many items changed by a few requests; from the first request to the last effect."""
    total = min(EFFECTS, field.items)
    with ruled(field, "effects"):
        before, begun = field.worker.cpu(), time.perf_counter()
        for start in range(0, total, AT_ONCE):
            ids = range(field.first + start, field.first + min(start + AT_ONCE, total))
            changes = [{"id": item, "values": {"supplier": f"burst {item}"}} for item in ids]
            field.client.json("PATCH", f"/boards/{field.board_id}/items", {"items": changes})
        done = wait_for(field, total, "effects", GLANCE)
        taken = time.perf_counter() - begun
        cpu = (field.worker.cpu() - before) * 1000 / max(1, done)
    return Measured(median=done / taken, cpu=cpu, note=None if done >= total else late(done, total))


@contextmanager
def ruled(field: Field, word: str) -> Iterator[None]:
    """While it lasts, a supplier that changes is noted in the item's SKU."""
    rule = {
        "trigger": {"type": "column_changes", "columns": ["supplier"]},
        "actions": [{"type": "set_columns", "values": {"sku": word}}],
    }
    assert field.worker.process.poll() is None  # noqa: S101 - started here
    made = field.client.json("POST", f"/boards/{field.board_id}/automations", {"rule": rule})
    try:
        yield
    finally:
        field.client.json("DELETE", f"/automations/{made['id']}")


def wait_for(field: Field, wanted: int, word: str, pause: float = LOOK) -> int:
    """How many of the wanted effects there are, at the latest when patience ends."""
    query = ItemQuery(
        filter={"column": "sku", "op": "is", "value": word}, ids=[*range(field.first, field.first + EFFECTS)]
    )
    deadline = time.perf_counter() + PATIENCE
    while True:
        with field.database.read() as session:
            found = count(session, field.board, query, field.context(session))
        if found >= wanted or time.perf_counter() > deadline:
            return found
        time.sleep(pause)


def late(done: int, total: int) -> Text:
    return Text(
        f"only {done} of {total} had come when patience ended",
        f"seuls {done} sur {total} étaient arrivés quand la patience a pris fin",
    )
