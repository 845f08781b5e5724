"""How long a body may take: a client that sends a byte a second holds its connection no longer than a silent one."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar.types import ASGIApp, Receive, Send

from engine.errors import EngineError
from engine.text import Text

SLOWEST = 2_000
"""Bytes a second: what has come buys time for what has not."""
BODY = frozenset({b"content-length", b"transfer-encoding"})
"""Headers of a request that has one."""


class TooSlow(EngineError):
    """The rest of the body did not come."""

    status = 408
    code = "too_slow"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "What was sent came too slowly to wait for the rest of it. Check your connection and send it again.",
                "L’envoi arrivait trop lentement pour attendre la suite. Vérifiez votre connexion et renvoyez-le.",
            )
        )


class Patient:
    """Around an application: it waits so many seconds for a body, and longer for one that keeps coming."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self.app, self.seconds = app, seconds

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and any(name in BODY for name, _ in scope["headers"]):
            receive = limited(receive, self.seconds)
        await self.app(scope, receive, send)


def limited(receive: Receive, seconds: float) -> Receive:
    """Raises TooSlow instead of waiting any longer for the body; whoever asks again later waits for the client to go."""
    deadline, whole = asyncio.get_running_loop().time() + seconds, False

    async def received() -> Any:
        nonlocal deadline, whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout_at(deadline):
                message: Any = await receive()
        except TimeoutError:
            raise TooSlow from None
        deadline += len(message.get("body", b"")) / SLOWEST
        whole = not message.get("more_body", False)
        return message

    return received
