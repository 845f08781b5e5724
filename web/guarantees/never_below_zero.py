"""Stock never goes below zero: more is taken at once than there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import httpx

from engine import audit
from engine.text import Text
from web.promise import Promise
from web.storms.broken import check_same
from web.storms.clients import api, quantity, serving
from web.storms.ground import Ground
from web.storms.office import Office, open_office

CLIENTS = 8
ONE_LESS = {"values": {"quantity": {"increment": -1}}}


class NeverBelowZero(Promise):
    """Eight clients take one piece at a time, from several web processes where the database is a server."""

    name = "never_below_zero"
    sentence = Text(
        "Stock never goes below zero, and equals what was put in and taken out.",
        "Un stock ne descend jamais sous zéro et correspond toujours à ses entrées et sorties.",
    )

    def keep(self, ground: Ground) -> Mapping[str, object]:
        with ground.installation() as here:
            office = open_office(here)
            stock, wanted = ground.size(200, 1000), ground.size(240, 1200)
            (item,) = office.items(1, quantity=stock)
            with serving(here, workers=1 if ground.kind == "sqlite" else 2) as address:
                with ThreadPoolExecutor(CLIENTS) as pool:
                    shares = pool.map(lambda _: take(address, office, item, wanted // CLIENTS), range(CLIENTS))
                    answers = sum(shares, Counter())
                with api(address, office.token) as client:
                    left = quantity(client, item)
            check_same(dict(answers), {200: stock, 422: wanted - stock}, "answers")
            check_same(left, 0, "what is left")
            check_movements(office, stock)
            return {"asked": wanted, "granted": answers[200], "refused": answers[422], "left": left}


def take(address: str, office: Office, item: int, pieces: int) -> Counter[int]:
    """One client's share: how often which status was answered."""
    with api(address, office.token) as client:
        return Counter(one_less(client, item) for _ in range(pieces))


def one_less(client: httpx.Client, item: int) -> int:
    return client.patch(f"/items/{item}", json=ONE_LESS).status_code


def check_movements(office: Office, stock: int) -> None:
    """Each piece that was granted is one movement, and each begins where the one before has ended."""
    with office.here.database.read() as session:
        movements = [one.cells["quantity"] for one in audit.changes(session, office.board.id, "token")]
    check_same([list(one) for one in movements], [[left, left - 1] for left in range(stock, 0, -1)], "movements")
