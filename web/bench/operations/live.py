"""From a changed cell to what other people's open pages show."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from engine.errors import EngineError
from engine.queries.runs import board_seq
from engine.text import Text
from web.bench.audience import Seats, Word, audience
from web.bench.bound import Bound, Measured
from web.bench.client import Ask, Client
from web.bench.field import Field, percentile
from web.bench.operation import Line, Operations
from web.storms.pages import Crowd, OpenPage

EDITS, PAUSE = 30, 0.25
"""Apart by more than the 200 ms for which a page gathers what happens behind a first change."""
PAGES, A_SECOND, SECONDS = 500, 5, 10.0
PATIENCE, SETTLING = 10.0, 2.0
AS_A_PAGE = Text(
    "an event stream, then the item’s row asked for, as a page does; nothing is drawn",
    "un flux d’événements, puis la ligne de l’élément redemandée, comme une page ; rien n’est dessiné",
)
UNHEARD = Text("{missing} of {all} messages did not arrive.", "{missing} messages sur {all} ne sont pas arrivés.")
NOT_SHOWN = Text("The row that came back was the old one.", "La ligne revenue était l’ancienne.")
HALF = Text("median {median} ms", "médiane {median} ms")


class Live(Operations):
    name = "live"
    place = 5

    def lines(self) -> Iterator[Line]:
        crowded = Listening()
        yield Line(
            "visible", Text("edit → row in another browser", "saisie → ligne d’un autre navigateur"), Bound(80), visible
        )
        yield Line(
            "listeners",
            Text(f"{PAGES} pages, edits at {A_SECOND}/s, p95", f"{PAGES} pages, {A_SECOND} saisies/s, p95"),
            Bound(500),
            crowded.delay,
        )
        yield Line(
            "listeners_cpu",
            Text("the web process meanwhile, of a core", "le processus web pendant ce temps, d’un cœur"),
            Bound(60, "%"),
            crowded.cpu,
        )


def visible(field: Field) -> Measured:
    """From the moment when the change is sent to the one when the other browser has the new row."""
    _, port = field.served
    page = OpenPage(field.board_id, last_seq(field))
    crowd = Crowd(f"http://127.0.0.1:{port}", field.cookie, [page])
    crowd.start()
    try:
        crowd.wait_until_open()
        taken = [seen(field, page, number) for number in range(min(EDITS, field.samples) + 1)][1:]
    finally:
        crowd.leave()
    return Measured(median=median(taken), p95=percentile(taken), note=AS_A_PAGE)


def seen(field: Field, page: OpenPage, number: int) -> float:
    """Milliseconds. Changes come at no fixed time of the server's own rounds."""
    time.sleep(PAUSE + 0.007 * (number % 8))
    item, text = field.first + number, f"seen {number:04}"
    begun = time.monotonic()
    field.client.json("PATCH", f"/items/{item}", {"values": {"supplier": text}})
    while not any(item in heard.items for heard in page.heard):
        if time.monotonic() - begun > PATIENCE:
            raise EngineError(UNHEARD, missing=1, all=1)
        time.sleep(0.001)
    row = field.browser.send(Ask("GET", f"/boards/{field.board_id}/rows?ids={item}"))
    taken = (time.monotonic() - begun) * 1000
    if text.encode() not in row:
        raise EngineError(NOT_SHOWN)
    return taken


@dataclass
class Listening:
    """Measured once, for the line of the delay and the line of what it costs."""

    found: tuple[list[float], float] | None = None

    def delay(self, field: Field) -> Measured:
        delays, _ = self.measured(field)
        half = f"{median(delays):.0f}"
        return Measured(median=percentile(delays), note=Text(HALF.say("en", median=half), HALF.say("fr", median=half)))

    def cpu(self, field: Field) -> Measured:
        return Measured(median=self.measured(field)[1])

    def measured(self, field: Field) -> tuple[list[float], float]:
        self.found = self.found or listened(field)
        return self.found


def listened(field: Field) -> tuple[list[float], float]:
    """How many milliseconds after its change was sent each page heard of it, and the web process's share of a core."""
    web, port = field.serve()
    client = field.client_for(port)
    try:
        with audience(Seats(port, field.cookie, field.board_id, last_seq(field), PAGES)) as pages:
            time.sleep(SETTLING)
            before, begun = web.cpu(), time.monotonic()
            sent = edited(field, client, round(A_SECOND * SECONDS))
            share = (web.cpu() - before) / (time.monotonic() - begun) * 100
            time.sleep(SETTLING)
            return delays(sent, pages.leave()), share
    finally:
        client.close()
        field.stop(web)


def edited(field: Field, client: Client, count: int) -> dict[int, float]:
    """When each of the items was changed, one after the other at their pace."""
    sent, begun = dict[int, float](), time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, begun + number / A_SECOND - time.monotonic()))
        item = field.first + field.items // 2 + number
        sent[item] = time.monotonic()
        client.json("PATCH", f"/items/{item}", {"values": {"supplier": f"heard {number}"}})
    time.sleep(1 / A_SECOND)
    return sent


def delays(sent: dict[int, float], words: list[Word]) -> list[float]:
    found = [(word.moment - sent[word.item_id]) * 1000 for word in words if word.item_id in sent]
    if len(found) < PAGES * len(sent):
        raise EngineError(UNHEARD, missing=PAGES * len(sent) - len(found), all=PAGES * len(sent))
    return found


def last_seq(field: Field) -> int:
    with field.database.read() as session:
        return board_seq(session, field.board_id)
