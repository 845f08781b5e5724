"""A person who edits one cell after another over HTTP, and goes on when the server dies under them."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import httpx

SECONDS = 5
"""Until an answer is no longer waited for."""


class Editor(threading.Thread):
    """Makes the edits (item id, quantity) in order; `acknowledged` counts those that the server has answered for.

    An edit without an answer is sent again. Where the first one had been stored, the second changes nothing.
    `unavailable` has the sentences that said that it cannot be done now, `refused` any other answers.
    """

    def __init__(self, address: str, token: str, edits: Sequence[tuple[int, int]]) -> None:
        super().__init__(name="editor", daemon=True)
        self.edits, self.acknowledged = edits, 0
        self.unavailable: list[str] = []
        self.refused: list[str] = []
        self.milliseconds: list[float] = []
        self.client = httpx.Client(
            base_url=f"{address}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=SECONDS
        )

    def run(self) -> None:
        """Make them all."""
        for item_id, quantity in self.edits:
            while not self.edited(item_id, quantity):
                time.sleep(0.02)
            self.acknowledged += 1
        self.client.close()

    def edited(self, item_id: int, quantity: int) -> bool:
        """Whether the server has answered that it is done."""
        start = time.monotonic()
        try:
            answer = self.client.patch(f"/items/{item_id}", json={"values": {"quantity": quantity}})
        except httpx.TransportError:
            return False
        if answer.status_code == httpx.codes.OK:
            self.milliseconds.append((time.monotonic() - start) * 1000)
            return True
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            self.unavailable.append(answer.json()["detail"])
        else:
            self.refused.append(f"{answer.status_code} {answer.text[:300]}")
        return False
