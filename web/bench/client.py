"""A client that costs little beside the server: one kept connection, one request at a time, bytes in and out."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

PATIENCE, SILENT = 120, 10
END = b"\r\n\r\n"


class Ask(NamedTuple):
    """A request; `body` is sent as JSON, bytes as they are."""

    method: str
    path: str
    body: Any = None
    media_type: str = "application/json"

    def encoded(self) -> Ask:
        """The same, its body ready to be sent."""
        return (
            self
            if self.body is None or isinstance(self.body, bytes)
            else self._replace(body=msgspec.json.encode(self.body))
        )


class RefusedError(Exception):
    """The server did not do what was asked: nothing was measured."""


@dataclass
class Client:
    """`headers` is what every request says of who asks."""

    port: int
    headers: str

    def __post_init__(self) -> None:
        self.connect()

    def connect(self) -> None:
        self.used = time.monotonic()
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, ask: Ask) -> bytes:
        """The answer's body. Raises RefusedError."""
        self.say(ask)
        return self.hear()

    def say(self, ask: Ask) -> None:
        body: bytes = ask.encoded().body or b""
        said = f"Content-Type: {ask.media_type}\r\nContent-Length: {len(body)}\r\n" if body else ""
        head = f"{ask.method} {ask.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{self.headers}{said}\r\n"
        self.connect_again()
        self.asked = ask
        self.socket.sendall(head.encode() + body)

    def hear(self) -> bytes:
        """The answer to what was said last. Raises RefusedError."""
        status, found = self.answer()
        if status >= 400:
            raise RefusedError(f"{self.asked.method} {self.asked.path}: {status} {found[:300]!r}")
        return found

    def connect_again(self) -> None:
        """A connection that was silent for long may have been closed by the server."""
        if time.monotonic() - self.used > SILENT:
            self.close()
            self.connect()
        self.used = time.monotonic()

    def json(self, method: str, path: str, body: Any = None) -> Any:
        return msgspec.json.decode(self.send(Ask(method, f"/api/v1{path}", body)) or b"null")

    def answer(self) -> tuple[int, bytes]:
        found = b""
        while END not in found:
            found += self.more()
        head, _, body = found.partition(END)
        lines = head.decode("latin-1").lower().split("\r\n")
        status = int(lines[0].split()[1])
        fields = dict(line.split(": ", 1) for line in lines[1:])
        if fields.get("transfer-encoding") == "chunked":
            return status, self.chunks(body)
        length = int(fields.get("content-length", 0))
        parts = [body]
        missing = length - len(body)
        while missing > 0:
            parts.append(block := self.more())
            missing -= len(block)
        return status, b"".join(parts)

    def chunks(self, found: bytes) -> bytes:
        while not found.endswith(b"0" + END):
            found += self.more()
        return found

    def more(self) -> bytes:
        block = self.socket.recv(262_144)
        if not block:
            raise RefusedError("the server closed the connection")
        return block

    def close(self) -> None:
        self.socket.close()
