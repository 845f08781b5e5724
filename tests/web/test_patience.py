"""Clients that keep a connection and say next to nothing: they are let go, and nobody waits for them meanwhile."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.rouage import running
from tests.web.conftest import in_a_loop
from web.patience import TooSlow, limited

PATIENCE = 2
SOON = 20
"""Seconds: a busy machine's clock is late, never early."""
HALF = b"GET / HTTP/1.1\r\nHost: rouage\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    with running(tmp_path_factory.mktemp("data"), ROUAGE_PATIENCE_SECONDS=str(PATIENCE)) as program:
        host, _, port = program.address.rpartition("/")[2].partition(":")
        yield host, int(port)


def said_until_closed(line: socket.socket) -> bytes:
    """Whatever the server says before it lets go."""
    line.settimeout(SOON)
    heard = b""
    try:
        while piece := line.recv(65_536):
            heard += piece
    except ConnectionResetError:
        pass
    return heard


def test_two_hundred_silent_ones_keep_nobody_waiting(address: tuple[str, int]) -> None:
    with ExitStack() as stack:
        lines = [stack.enter_context(socket.create_connection(address)) for _ in range(200)]
        for line in lines[100:]:
            line.sendall(HALF)
        answer = httpx.get(f"http://{address[0]}:{address[1]}/healthz", timeout=SOON)
        assert answer.status_code == 200
        assert [said_until_closed(line) for line in lines] == [b""] * 200


@pytest.mark.parametrize(
    ("begun", "told"),
    [
        (HALF, b""),
        (b"POST /login HTTP/1.1\r\nHost: rouage\r\n%sContent-Length: 1000\r\n\r\n" % FORM, b"HTTP/1.1 408 "),
        (b"PATCH /api/v1/items/1 HTTP/1.1\r\nHost: rouage\r\nTransfer-Encoding: chunked\r\n\r\n", b"HTTP/1.1 4"),
    ],
    ids=["head", "body", "chunks"],
)
def test_a_byte_now_and_then(address: tuple[str, int], begun: bytes, told: bytes) -> None:
    origin = b"Origin: http://%s:%d\r\n" % (address[0].encode(), address[1])
    with socket.create_connection(address) as line:
        line.sendall(
            begun.replace(b"Host: rouage\r\n", b"Host: %s:%d\r\n" % (address[0].encode(), address[1]) + origin)
        )
        deadline = time.monotonic() + SOON
        line.settimeout(0.2)
        heard: bytes | None = None
        while heard is None and time.monotonic() < deadline:
            try:
                line.sendall(b"X")
                heard = line.recv(65_536)
            except TimeoutError:
                continue
            except ConnectionError:
                heard = b""
        assert heard is not None, "it is still open"
        assert heard.startswith(told)


def test_a_line_of_a_megabyte_is_refused(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as line:
        line.sendall(b"GET /?q=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: rouage\r\n\r\n")
        assert said_until_closed(line).startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 414 "))


def test_head_is_answered_without_a_body(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as line:
        line.sendall(b"HEAD /login HTTP/1.1\r\nHost: rouage\r\n\r\n" * 2 + b"HEAD / HTTP/1.1\r\nHost: rouage\r\n\r\n")
        heads = said_until_closed(line).decode().lower().split("\r\n\r\n")
    assert [head.partition("\r\n")[0] for head in heads] == ["http/1.1 200 ok"] * 2 + ["http/1.1 303 see other", ""]
    assert "content-length: 0" not in heads[0]


@pytest.mark.parametrize(("piece", "comes"), [(b"x" * 1000, True), (b"x", False)])
def test_a_large_body_may_take_long_as_long_as_it_comes(piece: bytes, comes: bool) -> None:  # noqa: FBT001 - a case
    async def read() -> int:
        sent = 0

        async def receive() -> object:
            nonlocal sent
            await asyncio.sleep(0.05)
            sent += 1
            return {"type": "http.request", "body": piece, "more_body": sent < 20}

        ask = limited(receive, 0.3)  # type: ignore[arg-type]
        while sent < 20:
            await ask()
        return sent

    if comes:
        assert in_a_loop(read()) == 20
    else:
        with pytest.raises(TooSlow):
            in_a_loop(read())
