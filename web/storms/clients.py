"""Programs that ask the API, several at once, and a server that is ready for them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx

from web.servers import free_port
from web.storms.broken import check
from web.storms.ground import Installation

START_SECONDS = 90


def api(address: str, token: str, seconds: float = 30) -> httpx.Client:
    """A client of the API with the token's rights."""
    return httpx.Client(base_url=f"{address}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=seconds)


@contextmanager
def serving(here: Installation, *, workers: int = 1) -> Iterator[str]:
    """A web server of one or several processes until the block ends; its address, once it answers."""
    port = free_port()
    process = here.program("web", "--port", str(port), "--workers", str(workers))
    try:
        wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def wait_for(address: str) -> None:
    """Return once it answers, be it that it has no worker."""
    deadline = time.monotonic() + START_SECONDS
    with httpx.Client(base_url=address) as client:
        while True:
            with suppress(httpx.TransportError):
                client.get("/healthz")
                return
            check(time.monotonic() < deadline, f"the web server did not answer within {START_SECONDS} seconds")
            time.sleep(0.05)


def quantity(client: httpx.Client, item_id: int) -> float:
    """Of an item, as the API tells it."""
    return float(client.get(f"/items/{item_id}").json()["values"]["quantity"])
