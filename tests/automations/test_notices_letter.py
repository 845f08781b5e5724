"""The mail for a burst of notifications: once, in the reader's language, only what is not read and may be seen."""

from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import sqlalchemy as sa

from automations.deliveries import deliver
from engine.commands.members import change_language, change_mail
from engine.commands.notifications import mark_read
from engine.commands.updates import write_update
from engine.models import Board, Delivery
from engine.schema.compiled import CompiledBoard
from engine.settings import Settings
from tests.factories import Office
from tests.web.conftest import settings_for

Send = Callable[[], list[str]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path, "sqlite://")


@pytest.fixture
def send(office: Office, settings: Settings) -> Send:
    """Send all mail now; the plain text of what has left."""

    def sent() -> list[str]:
        with office.write() as session:
            session.execute(sa.update(Delivery).values(next_at=Delivery.created_at))
            ids = list(session.scalars(sa.select(Delivery.id).where(Delivery.state == "waiting")))
        for delivery_id in ids:
            deliver(office.database, settings, delivery_id)
        letters = sorted((settings.data / "outbox").glob("*.eml"))
        return [str(message_from_bytes(one.read_bytes(), policy=policy.default)) for one in letters]

    return sent


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    with office.write() as session:
        change_mail(session, office.bob, ["assigned", "mentioned"])
        change_language(session, office.bob, "fr")
    return office.stock()


def mention(office: Office, board: CompiledBoard, item_id: int) -> None:
    with office.write() as session:
        html = f'<b>Hello</b> <span data-mention="{office.bob.user_id}"></span> &lt;script&gt;'
        write_update(session, office.alice, board, item_id, html)


def test_a_burst_is_one_letter_in_the_reader_s_language(office: Office, board: CompiledBoard, send: Send) -> None:
    one = office.item(board, name="Scanner <b>", owner=[office.bob.user_id])
    mention(office, board, one.id)
    (letter,) = send()
    parsed = message_from_bytes(letter.encode(), policy=policy.default)
    assert parsed["Subject"] == "2 notifications de Rouage"
    assert parsed["List-Unsubscribe"] == "<http://rouage.test/me#notifications>"
    plain = parsed.get_body(("plain",))
    html = parsed.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Alice Martin vous a mentionné sur «\u00a0Scanner <b>\u00a0»" in plain.get_content()
    assert f"http://rouage.test/b/{board.id}/i/{one.id}" in plain.get_content()
    assert "Scanner &lt;b&gt;" in html.get_content()
    assert "&lt;script&gt;" in html.get_content()
    assert "<script>" not in html.get_content()


def test_it_leaves_once(office: Office, board: CompiledBoard, send: Send) -> None:
    office.item(board, owner=[office.bob.user_id])
    assert len(send()) == 1
    assert len(send()) == 1


def test_what_was_read_meanwhile_is_not_sent(office: Office, board: CompiledBoard, send: Send) -> None:
    office.item(board, owner=[office.bob.user_id])
    with office.write() as session:
        mark_read(session, office.bob)
    assert send() == []


def test_a_board_that_was_closed_meanwhile_stays_unnamed(office: Office, board: CompiledBoard, send: Send) -> None:
    office.item(board, owner=[office.bob.user_id])
    with office.write() as session:
        session.execute(sa.update(Board).where(Board.id == board.id).values(access="private"))
    assert send() == []


def test_kinds_that_were_not_chosen_do_not_come(office: Office, board: CompiledBoard, send: Send) -> None:
    with office.write() as session:
        change_mail(session, office.bob, ["replied", "nonsense"])
    office.item(board, owner=[office.bob.user_id])
    assert send() == []
