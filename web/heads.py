"""HEAD: what GET would answer, without its body."""

from __future__ import annotations

from typing import Any

from litestar.types import ASGIApp, Message, Receive, Send

from web.traffic import is_stream


class Heads:
    """Around an application that only knows GET, so that no route says anything twice, its policy included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        answered = endless = False

        async def sent(message: Message) -> None:
            nonlocal answered, endless
            if message["type"] == "http.response.start":
                endless = is_stream(message)
                await send(message)
            elif not answered:
                answered = True
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        async def received() -> Any:
            """A stream of events ends when its client has gone."""
            return {"type": "http.disconnect"} if endless else await receive()

        scope["method"] = "GET"
        try:
            await self.app(scope, received, sent)
        finally:
            scope["method"] = "HEAD"
