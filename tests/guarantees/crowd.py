"""Somebody at work over HTTP who edits cells as a browser does: each with the version that they have seen."""

import threading
from dataclasses import dataclass
from random import Random

import httpx

from engine.commands.logins import log_in
from engine.permissions import Actor
from engine.queries.members import actor_by_login
from tests.factories import Office


@dataclass(frozen=True)
class Edit:
    """A value for a cell, based on the item's version as its author saw it."""

    item_id: int
    key: str
    value: int
    base: int


class Worker(threading.Thread):
    """Makes `count` edits; `accepted` and `refused` keep what the server said of each."""

    def __init__(
        self, address: str, office: Office, who: Actor, board_id: int, plan: list[tuple[int, str, int, bool]]
    ) -> None:
        super().__init__(daemon=True)
        self.board_id, self.plan = board_id, plan
        with office.write() as session:
            secret = log_in(session, who.user_id)
        with office.read() as session:
            visitor = actor_by_login(session, secret)
        assert visitor is not None
        self.client = httpx.Client(
            base_url=address,
            cookies={"rouage": secret},
            headers={"X-CSRF-Token": visitor.csrf_token, "Origin": address, "Accept": "application/json"},
            timeout=60,
        )
        self.seen: dict[int, int] = {}
        self.accepted: list[Edit] = []
        self.refused: list[tuple[Edit, dict[str, object]]] = []
        self.trouble: list[str] = []

    def run(self) -> None:
        for item_id, key, value, looks in self.plan:
            edit = Edit(item_id, key, value, self.version(item_id, looks=looks))
            self.send(edit)
        self.client.close()

    def version(self, item_id: int, *, looks: bool) -> int:
        """Of what stands on this person's page, which is as old as the last time they looked."""
        if looks or item_id not in self.seen:
            panel = self.client.get(
                f"/b/{self.board_id}/i/{item_id}", headers={"Accept": "text/html", "HX-Request": "true"}
            )
            self.seen[item_id] = int(panel.text.partition('data-version="')[2].partition('"')[0])
        return self.seen[item_id]

    def send(self, edit: Edit) -> None:
        path = f"/boards/{self.board_id}/items/{edit.item_id}/cells/{edit.key}"
        answer = self.client.patch(path, data={"value": str(edit.value), "version": str(edit.base)})
        if answer.status_code == httpx.codes.OK:
            self.accepted.append(edit)
        elif answer.status_code == httpx.codes.CONFLICT:
            self.refused.append((edit, answer.json()))
            self.seen.pop(edit.item_id)
        else:
            self.trouble.append(f"{answer.status_code} {answer.text[:300]}")


def plans(
    random: Random, people: int, count: int, items: list[int], keys: list[str]
) -> list[list[tuple[int, str, int, bool]]]:
    """For each of them what to edit, with values that nobody else writes; now and then they look before they write."""
    numbers = iter(range(1, people * count + 1))
    return [
        [(random.choice(items), random.choice(keys), next(numbers), random.random() < 0.5) for _ in range(count)]
        for _ in range(people)
    ]
