"""`rouage web --workers 2`: two processes on one port, that stop as one does alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from engine.commands.logins import log_in
from tests.factories import Office
from web.bench.processes import children
from web.servers import free_port

SECONDS = 60
STREAMS = 12


@pytest.fixture
def address() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture
def server(office: Office, address: str, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    verb = ["web", "--port", address.rpartition(":")[2], "--workers", "2", "--data", str(tmp_path)]
    told = {"ROUAGE_DATABASE_URL": str(office.database.url), "ROUAGE_DRAIN_SECONDS": "4"}
    process = subprocess.Popen([sys.executable, "-m", "web", *verb], env=os.environ | told, stdin=subprocess.DEVNULL)
    yield process
    process.kill()
    process.wait()


def ready(address: str) -> int:
    """On a connection of its own: any of the processes may get it."""
    try:
        return httpx.get(f"{address}/readyz", timeout=5).status_code
    except httpx.TransportError:
        return 0


def wait_for(address: str, status: int, times: int) -> None:
    """Until so many answers in a row have this status."""
    deadline, seen = time.monotonic() + SECONDS, 0
    while seen < times:
        assert time.monotonic() < deadline
        seen = seen + 1 if ready(address) == status else 0
        time.sleep(0.01)


def test_all_of_them_say_no_and_end_their_streams(
    server: subprocess.Popen[bytes], office: Office, address: str
) -> None:
    wait_for(address, 200, 20)
    (first, second) = children(server.pid)
    with office.write() as session:
        cookies = {"rouage": log_in(session, office.alice.user_id)}
    with ExitStack() as open_pages:
        streams = [
            open_pages.enter_context(httpx.stream("GET", f"{address}/live", cookies=cookies, timeout=SECONDS))
            for _ in range(STREAMS)
        ]
        assert {stream.status_code for stream in streams} == {200}
        server.send_signal(signal.SIGTERM)
        wait_for(address, 503, 10)
        for stream in streams:
            assert "retry" in "".join(stream.iter_text())
    assert server.wait(30) == 0
    for pid in (first, second):
        assert not Path(f"/proc/{pid}").exists()
