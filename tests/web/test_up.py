"""`rouage up`: ready when it says so, restarts what dies, leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.rouage import START_SECONDS, Running, running

pytestmark = pytest.mark.xdist_group("up")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def program(folder: Path) -> Iterator[Running]:
    with running(folder) as started:
        yield started


def test_it_is_healthy_when_it_says_ready(program: Running) -> None:
    assert is_healthy(program)


def test_the_first_start_prints_the_owners_link(program: Running) -> None:
    program.wait_for("/welcome/")
    assert "Welcome to Rouage" in httpx.get(program.owner_link).text


def test_a_data_folder_has_one_program(program: Running, folder: Path) -> None:
    second = start_another(0, folder)
    assert second.returncode == 1
    assert str(folder) in second.stderr


def test_a_taken_port_is_named_with_a_free_one(program: Running, tmp_path: Path) -> None:
    port = int(program.address.rpartition(":")[2])
    second = start_another(port, tmp_path)
    assert second.returncode == 1
    assert f"--port {port + 1}" in second.stderr


def test_killed_children_come_back(program: Running) -> None:
    for victim in children(program.process.pid):
        os.kill(victim, signal.SIGKILL)
    program.wait_for("it is started again")
    wait_until(lambda: len(children(program.process.pid)) == 2 and is_healthy(program))


def test_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    with running(tmp_path) as started:
        offspring = children(started.process.pid)
        assert len(offspring) == 2
        started.process.kill()
        wait_until(lambda: all(is_gone(process) for process in offspring))


def is_healthy(program: Running) -> bool:
    try:
        return httpx.get(f"{program.address}/healthz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def start_another(port: int, folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "web", "up", "--port", str(port), "--data", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=START_SECONDS)


def children(parent: int) -> list[int]:
    """Processes whose parent this is, as Linux tells."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(number) for number in listed.split()]


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)
