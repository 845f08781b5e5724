"""A person who edits one cell after another over HTTP, and goes on when the server dies under them."""

import threading
import time
from collections.abc import Sequence

import httpx


class Editor(threading.Thread):
    """Makes the edits (item id, quantity) in order; `acknowledged` counts those that the server has answered for.

    An edit without an answer is sent again. Where the first one had been stored, the second changes nothing.
    """

    def __init__(self, address: str, token: str, edits: Sequence[tuple[int, int]]) -> None:
        super().__init__(name="editor", daemon=True)
        self.address, self.edits, self.acknowledged = address, edits, 0
        self.client = httpx.Client(
            base_url=f"{address}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=5
        )

    def run(self) -> None:
        for item_id, quantity in self.edits:
            while not self.edited(item_id, quantity):
                time.sleep(0.02)
            self.acknowledged += 1
        self.client.close()

    def edited(self, item_id: int, quantity: int) -> bool:
        try:
            answer = self.client.patch(f"/items/{item_id}", json={"values": {"quantity": quantity}})
        except httpx.TransportError:
            return False
        assert answer.status_code == httpx.codes.OK, answer.text
        return True
