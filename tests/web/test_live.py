"""The live stream: what a page hears, how it catches up, and when it ends."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from litestar import Litestar
from sqlalchemy.exc import IntegrityError

from engine.commands.boards import delete_board
from engine.commands.columns import hide_column
from engine.commands.items import change_item
from engine.commands.logins import log_out
from engine.commands.members import change_role, remove_member
from engine.commands.notifications import notify
from engine.commands.presence import arrive, leave
from engine.commands.sharing import share_board
from engine.context import Person
from engine.db import Database
from engine.moment import now
from engine.permissions import Access, Actor, Role
from engine.queries.items import BoardItem
from engine.queries.live import Signal, last_seqs
from engine.queries.presence import GONE_AFTER, Here, presences
from engine.schema.compiled import CompiledBoard
from tests.factories import Office, open_office
from tests.web.conftest import Client, in_a_loop
from web import live as live_module
from web.live import QUEUE, Hub, Listener, Told
from web.routes import live as route

SOON = 30.0
"""Seconds; nothing here waits for them to pass."""


@pytest.fixture(params=["sqlite", "postgresql"])
def office_of_either(request: pytest.FixtureRequest) -> Iterator[Office]:
    office = open_office(request.getfixturevalue(f"{request.param}_office_url"))
    yield office
    office.database.close()


def seq_of(office: Office, board: CompiledBoard) -> int:
    with office.read() as session:
        return last_seqs(session, [board.id])[board.id]


def edit(office: Office, board: CompiledBoard, item: BoardItem, quantity: int) -> None:
    with office.write() as session:
        change_item(session, office.bob, board, item.id, {"quantity": quantity})


def hear(database: Database, board_id: int | None, seq: int, *acts: Callable[[], None], user_id: int = 1) -> list[Told]:
    """What one page hears: what is told without any act, then what follows each act."""

    async def listen() -> list[Told]:
        hub = Hub(database)
        page = Listener(user_id, board_id, seq, asyncio.get_running_loop())
        hub.join(page)
        heard = []
        for act in acts:
            await asyncio.to_thread(act)
            heard.append(await asyncio.wait_for(page.queue.get(), SOON))
        hub.leave(page)
        await asyncio.to_thread(ended, hub)
        return heard

    return in_a_loop(listen())


def ended(hub: Hub) -> None:
    deadline = time.monotonic() + SOON
    while hub.thread is not None:
        assert time.monotonic() < deadline, "the thread goes on although nobody listens"
        time.sleep(0.01)


def test_a_page_hears_of_a_change_after_it_came(office_of_either: Office) -> None:
    office = office_of_either
    board = office.stock()
    item = office.item(board)
    start = seq_of(office, board)
    (told,) = hear(office.database, board.id, start, lambda: edit(office, board, item, 7))
    assert told == Told(Signal(start + 1, (item.id,)))


def test_a_page_catches_up_with_what_it_missed(office_of_either: Office) -> None:
    office = office_of_either
    board = office.stock()
    item = office.item(board)
    start = seq_of(office, board)
    edit(office, board, item, 7)
    edit(office, board, item, 8)
    (told,) = hear(office.database, board.id, start, lambda: None)
    assert told == Told(Signal(start + 2, (item.id,)))


def test_a_page_hears_of_its_own_board_only(office_of_either: Office) -> None:
    office = office_of_either
    here, elsewhere = office.stock(), office.stock()
    item, other = office.item(here), office.item(elsewhere)

    def both() -> None:
        edit(office, elsewhere, other, 1)
        edit(office, here, item, 2)

    (told,) = hear(office.database, here.id, seq_of(office, here), both)
    assert told.signal is not None
    assert told.signal.items == (item.id,)


@pytest.mark.parametrize(
    "loses",
    [
        lambda session, office, board: share_board(session, office.alice, board, access=Access.PRIVATE),
        lambda session, office, board: remove_member(session, office.alice, office.charlie.user_id),
        lambda session, office, board: change_role(session, office.alice, office.charlie.user_id, Role.GUEST),
        lambda session, office, board: delete_board(session, office.alice, board),
    ],
)
def test_a_page_is_told_at_once_that_its_reader_lost_the_board(
    office_of_either: Office, loses: Callable[..., object]
) -> None:
    office = office_of_either
    board = office.stock()
    item = office.item(board)

    def lose() -> None:
        with office.write() as session:
            loses(session, office, board)
            change_item(session, office.alice, board, item.id, {"quantity": 9})

    told = hear(office.database, board.id, seq_of(office, board), lose, user_id=office.charlie.user_id)
    assert told == [Told(gone=True)]


@pytest.mark.parametrize("office_of_either", ["postgresql"], indirect=True)
def test_a_page_that_loses_its_board_while_the_hub_reads_is_not_told_what_was_read(
    office_of_either: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_of_either
    board = office.stock()
    item, start, real = office.item(board), seq_of(office, board), live_module.signal_after

    def meanwhile(*given: Any) -> Any:
        with office.write() as session:
            share_board(session, office.alice, board, access=Access.PRIVATE)
        return real(*given)

    monkeypatch.setattr(live_module, "signal_after", meanwhile)
    told = hear(office.database, board.id, start, lambda: edit(office, board, item, 5), user_id=office.charlie.user_id)
    assert told == [Told(gone=True)]


def test_a_page_whose_board_goes_while_its_rights_are_looked_at_is_told_so(
    office: Office, app: Litestar, sign_in: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    board = office.stock()
    params = {"board": board.id, "after": seq_of(office, board)}
    monkeypatch.setattr(route, "still_sees", lambda *_: False)

    def restructure() -> None:
        with office.write() as session:
            hide_column(session, office.alice, board, "notes")

    text = streamed(sign_in(office.charlie), app, restructure, params=params)
    assert "event: gone" in text
    assert "event: board" not in text


def test_a_notification_rings_for_the_one_it_is_for(office: Office) -> None:
    def tell() -> None:
        time.sleep(0.3)  # the first look has seen that there is none yet
        with office.write() as session:
            notify(session, office.bob, [office.alice.user_id], "Look")

    assert hear(office.database, None, 0, tell, user_id=office.alice.user_id) == [Told()]


def test_a_page_that_reads_too_slowly_is_told_once_that_much_changed() -> None:
    async def overflow() -> list[Told]:
        page = Listener(1, 7, 0, asyncio.get_running_loop())
        for number in range(QUEUE + 1):
            page.put(Told(Signal(number, (number,))))
        return [page.queue.get_nowait() for _ in range(page.queue.qsize())]

    assert in_a_loop(overflow()) == [Told(Signal(QUEUE, structure=True, bulk=True))]


def test_a_database_that_fails_for_a_moment_does_not_end_the_stream(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = office.stock()
    item, start, failures = office.item(board), seq_of(office, board), [OSError("gone"), OSError("gone")]
    real = live_module.last_seqs

    def sometimes(*given: object) -> dict[int, int]:
        if failures:
            raise failures.pop()
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(live_module, "last_seqs", sometimes)
    (told,) = hear(office.database, board.id, start, lambda: edit(office, board, item, 7))
    assert told.signal is not None
    assert told.signal.items == (item.id,)


def test_a_page_hears_who_comes_where_they_are_and_that_they_leave(office_of_either: Office) -> None:
    office = office_of_either
    board = office.stock()
    item = office.item(board)

    def come() -> None:
        with office.write() as session:
            arrive(session, office.bob, board, "p1", item_id=item.id, column_key="status")

    def go() -> None:
        with office.write() as session:
            leave(session, office.bob, "p1")

    came, gone = hear(office.database, board.id, seq_of(office, board), come, go)
    bob = Person(office.bob.user_id, "Bob Durand", "bob@example.com")
    assert came == Told(here=(Here("p1", bob, item.id, "status"),))
    assert gone == Told(here=())


def test_nobody_can_send_away_or_take_over_somebody_elses_page(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        arrive(session, office.bob, board, "p1")
    with office.write() as session:
        leave(session, office.alice, "p1")
    with pytest.raises(IntegrityError), office.write() as session:
        arrive(session, office.alice, board, "p1")
    with office.read() as session:
        (here,) = presences(session, [board.id])[board.id]
    assert here.person.id == office.bob.user_id


def test_a_page_that_is_silent_for_long_is_gone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    board = office.stock()
    with office.write() as session:
        arrive(session, office.bob, board, "p1")
    later = now() + GONE_AFTER
    monkeypatch.setattr("engine.queries.presence.now", lambda: later)
    with office.read() as session:
        assert presences(session, [board.id]) == {board.id: ()}


# ---- over HTTP ----


def test_where_somebody_is_says_nothing_of_a_column_that_the_reader_does_not_see(
    office: Office, app: Litestar, alice: Client
) -> None:
    board = office.stock()
    item = office.item(board)

    def come() -> None:
        with office.write() as session:
            arrive(session, office.bob, board, "p1", item_id=item.id, column_key="status")
            hide_column(session, office.bob, board, "status")

    text = streamed(alice, app, come, params={"board": board.id, "after": seq_of(office, board)})
    (line,) = [line for line in text.splitlines() if line.startswith("data: [")]
    (told,) = json.loads(line.removeprefix("data: "))
    assert (told["name"], told["item"], told["key"]) == ("Bob Durand", item.id, None)


def test_a_page_says_where_its_reader_is(office: Office, alice: Client) -> None:
    board = office.stock()
    item = office.item(board)
    place = {"item": str(item.id), "key": "status"}
    assert alice.put(f"/boards/{board.id}/presences/p1", data=place).status_code == 204
    with office.read() as session:
        (here,) = presences(session, [board.id])[board.id]
    assert (here.page, here.item_id, here.column_key) == ("p1", item.id, "status")
    assert alice.put(f"/boards/{board.id}/presences/{'p' * 41}", data=place).status_code == 422
    assert alice.delete("/presences/p1").status_code == 204
    with office.read() as session:
        assert presences(session, [board.id])[board.id] == ()


def streamed(client: Client, app: Litestar, act: Callable[[], None], **request: object) -> str:
    """The stream's text up to what the act brought, when the server stops."""

    def later() -> None:
        deadline = time.monotonic() + SOON
        while not (hub := getattr(app.state, "live", None)) or not hub.listeners:
            assert time.monotonic() < deadline, "nobody listens"
            time.sleep(0.01)
        (page,) = hub.listeners
        act()
        look(hub)
        page.loop.call_soon_threadsafe(lambda: end(page))

    def end(page: Listener) -> None:
        """Once the stream has taken what the hub told."""
        if page.queue.empty():
            app.state.stopping.set()
        else:
            page.loop.call_later(0.01, end, page)

    thread = threading.Thread(target=later)
    thread.start()
    answer = client.get("/live", **request)  # type: ignore[arg-type]
    thread.join()
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in answer.headers
    return str(answer.text)


def look(hub: Hub) -> None:
    """The hub's thread looks twice, once it may have begun before what it shall see; or until no page is left to look for."""
    real, looks = hub.look, threading.Semaphore(0)

    def counted() -> None:
        real()
        looks.release()

    hub.look = counted  # type: ignore[method-assign]
    deadline = time.monotonic() + SOON
    for _ in range(2):
        hub.joined.set()
        while not looks.acquire(timeout=0.01) and hub.listeners:
            assert time.monotonic() < deadline, "the hub does not look"


def test_the_stream_says_which_items_changed_and_never_what_they_hold(
    office: Office, app: Litestar, alice: Client
) -> None:
    board = office.stock()
    item, start = office.item(board, name="Secret paper"), seq_of(office, board)
    text = streamed(alice, app, lambda: edit(office, board, item, 4711), params={"board": board.id, "after": start})
    data = {"seq": start + 1, "items": [item.id], "structure": False, "bulk": False}
    assert f"event: board\nid: {board.id}-{start + 1}\ndata: {json.dumps(data)}\n\n" in text
    assert "Secret" not in text
    assert "4711" not in text


def test_a_browser_that_reconnects_gets_what_it_missed(office: Office, app: Litestar, alice: Client) -> None:
    board = office.stock()
    item, start = office.item(board), seq_of(office, board)
    edit(office, board, item, 1)
    params, headers = {"board": board.id, "after": 0}, {"Last-Event-ID": f"{board.id}-{start}"}
    text = streamed(alice, app, lambda: None, params=params, headers=headers)
    assert f"id: {board.id}-{start + 1}\n" in text
    assert '"bulk": false' in text


def test_the_last_event_of_another_board_says_nothing(office: Office, app: Litestar, alice: Client) -> None:
    board = office.stock()
    start = seq_of(office, board)
    params, headers = {"board": board.id, "after": start}, {"Last-Event-ID": f"{board.id + 1}-0"}
    assert "event: board" not in streamed(alice, app, lambda: None, params=params, headers=headers)


def test_a_silent_stream_beats(office: Office, app: Litestar, alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beaten = threading.Event()

    def is_logged_in(_: object) -> bool:
        beaten.set()
        return True

    monkeypatch.setattr(route, "HEARTBEAT", 0.05)
    monkeypatch.setattr(route, "is_logged_in", is_logged_in)
    board = office.stock()
    params = {"board": board.id, "after": seq_of(office, board)}
    assert ": still here\n\n" in streamed(alice, app, lambda: beaten.wait(SOON), params=params)


def test_a_login_that_ends_ends_its_stream(office: Office, alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route, "HEARTBEAT", 0.3)

    def leave() -> None:
        time.sleep(0.5)
        with office.write() as session:
            log_out(session, alice.cookies["rouage"])

    thread = threading.Thread(target=leave)
    thread.start()
    assert alice.get("/live").status_code == 200, "it comes to an end by itself"
    thread.join()


def test_somebody_elses_board_has_no_stream(office: Office, sign_in: Callable[[Actor], Client]) -> None:
    board = office.stock()
    assert sign_in(office.dora).get("/live", params={"board": board.id}).status_code == 404


def test_strangers_hear_nothing(stranger: Client) -> None:
    assert stranger.get("/live", headers={"accept": "application/json"}).status_code == 401
