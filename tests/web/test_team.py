"""A team's installation: two of each process on PostgreSQL and Redis; any of them may answer, work or die."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

import automations.rules  # noqa: F401 - checks the rule that is made here
from engine.commands.automations import create_automation
from engine.commands.logins import create_token, log_in
from engine.queries.items import item
from engine.schema.compiled import CompiledBoard
from tests.databases import postgresql_database
from tests.factories import Office, open_office
from web.servers import free_port

pytestmark = pytest.mark.xdist_group("team")
SECONDS = 60
STEP_LEVEL = {
    "trigger": {"type": "column_changes", "columns": ["quantity"]},
    "actions": [{"type": "set_columns", "values": {"reorder_level": {"increment": 1}}}],
}


@dataclass
class Team:
    """Its processes by name, and the addresses of the web processes."""

    folder: Path
    office: Office
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def start(self, name: str, *verb: str) -> None:
        """Each as on a machine of its own, with an empty data folder."""
        (self.folder / name).mkdir()
        with (self.folder / f"{name}.log").open("wb") as log:
            command = [sys.executable, "-m", "web", *verb, "--data", str(self.folder / name)]
            self.processes[name] = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)

    def start_web(self, name: str) -> None:
        port = free_port()
        self.start(name, "web", "--port", str(port))
        self.addresses.append(f"http://127.0.0.1:{port}")

    def end(self, name: str, how: signal.Signals = signal.SIGTERM) -> int:
        self.processes[name].send_signal(how)
        return self.processes[name].wait(30)

    def said(self) -> str:
        return "\n".join(log.read_text()[-2000:] for log in self.folder.glob("*.log"))


@pytest.fixture(scope="module")
def database(postgresql_server: sa.Engine) -> Iterator[str]:
    with postgresql_database(postgresql_server) as url:
        yield url


@pytest.fixture(scope="module")
def team(database: str, redis_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Started once, for it takes its time: the tests go on with what the one before has left."""
    office = open_office(database)
    given = {
        "ROUAGE_DATABASE_URL": database,
        "ROUAGE_REDIS_URL": redis_server,
        "ROUAGE_SECRET_KEY": "a secret that all share",
        "ROUAGE_BASE_URL": "http://rouage.test",
        "ROUAGE_RUNS_PER_MINUTE": "1000000",
        "ROUAGE_DRAIN_SECONDS": "5",
    }
    team = Team(tmp_path_factory.mktemp("team"), office, os.environ | given)
    for name in ("web1", "web2"):
        team.start_web(name)
    for name in ("worker1", "worker2", "beat"):
        team.start(name, name.rstrip("12"))
    try:
        for address in team.addresses:
            wait_until(lambda address=address: status(f"{address}/readyz") == 200, team)
        yield team
    finally:
        for process in team.processes.values():
            process.kill()
            process.wait()
        office.database.close()


def wait_until(true: Callable[[], bool], team: Team) -> None:
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, team.said()
        time.sleep(0.02)


def status(url: str) -> int:
    try:
        return httpx.get(url, timeout=5).status_code
    except httpx.TransportError:
        return 0


def program(team: Team) -> dict[str, str]:
    with team.office.write() as session:
        return {"Authorization": f"Bearer {create_token(session, team.office.alice, 'Tests')}"}


def to(quantity: int) -> dict[str, dict[str, int]]:
    return {"values": {"quantity": quantity}}


def stock(team: Team) -> tuple[CompiledBoard, int]:
    """A board whose rule counts the changes of a number, with one item."""
    board = team.office.stock()
    made = team.office.item(board, quantity=0, reorder_level=0)
    with team.office.write() as session:
        create_automation(session, team.office.alice, board, STEP_LEVEL)
    return board, made.id


def level(team: Team, board: CompiledBoard, item_id: int) -> object:
    with team.office.read() as session:
        return item(session, board, item_id).values["reorder_level"]


def test_any_process_answers_and_rules_run_once(team: Team) -> None:
    board, item_id = stock(team)
    headers = program(team)
    with team.office.write() as session:
        cookies = {"rouage": log_in(session, team.office.alice.user_id)}
    with httpx.stream("GET", f"{team.addresses[1]}/live?board={board.id}", cookies=cookies, timeout=SECONDS) as stream:
        assert stream.status_code == 200
        lines = stream.iter_lines()
        next(line for line in lines if line.startswith("retry"))
        begun = time.monotonic()
        answer = httpx.patch(f"{team.addresses[0]}/api/v1/items/{item_id}", json=to(1), headers=headers)
        assert answer.status_code == 200, answer.text
        assert next(line for line in lines if line.startswith("id: "))
        assert time.monotonic() - begun < 5
    for number in range(2, 21):
        address = team.addresses[number % 2]
        httpx.patch(f"{address}/api/v1/items/{item_id}", json=to(number), headers=headers).raise_for_status()
    wait_until(lambda: level(team, board, item_id) == 20, team)
    assert httpx.get(f"{team.addresses[0]}/", cookies=cookies).status_code == 200
    team.end("web1", signal.SIGKILL)
    team.end("worker1", signal.SIGKILL)
    httpx.patch(f"{team.addresses[1]}/api/v1/items/{item_id}", json=to(99), headers=headers).raise_for_status()
    wait_until(lambda: level(team, board, item_id) == 21, team)
    assert httpx.get(f"{team.addresses[1]}/", cookies=cookies).status_code == 200


def test_a_process_that_is_stopped_finishes_what_it_accepted(team: Team) -> None:
    board, _ = stock(team)
    headers, address = program(team), team.addresses[1]
    stored: list[int] = []
    cut: list[str] = []
    refused = threading.Event()

    def create() -> None:
        """New requests on a connection of their own, until none is accepted any more."""
        while not refused.is_set():
            try:
                answer = httpx.post(
                    f"{address}/api/v1/boards/{board.id}/items",
                    json={"values": {"name": "Bolt"}},
                    headers=headers,
                    timeout=30,
                )
            except httpx.ConnectError:
                refused.set()
            except httpx.TransportError as error:
                cut.append(repr(error))
            else:
                stored.append(answer.json()["id"])

    writers = [threading.Thread(target=create) for _ in range(4)]
    for writer in writers:
        writer.start()
    wait_until(lambda: len(stored) > 20, team)
    team.processes["web2"].send_signal(signal.SIGTERM)
    begun = time.monotonic()
    wait_until(lambda: status(f"{address}/readyz") == 503, team)
    assert team.processes["web2"].wait(30) == 0
    assert time.monotonic() - begun < 30
    for writer in writers:
        writer.join(SECONDS)
    with team.office.read() as session:
        assert all(item(session, board, item_id).values["name"] == "Bolt" for item_id in stored)
    assert cut == []
    assert [team.end(name) for name in ("worker2", "beat")] == [0, 0]
