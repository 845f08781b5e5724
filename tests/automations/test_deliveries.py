"""Mail leaves at least once, after the commit, always with the same Message-ID; what fails is tried again or given up."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
import sqlalchemy as sa

from automations.clock import ATTEMPTS
from automations.deliveries import deliver, deliver_from, message_id
from engine.commands.deliveries import begin_delivery, end_delivery
from engine.models import Delivery
from engine.moment import now
from engine.queries.waiting import waiting_deliveries
from engine.settings import Settings
from tests.automations.conftest import Shop
from tests.automations.processes import settings_for
from web import servers

QUANTITY_CHANGES = {"type": "column_changes", "columns": ["quantity"]}


@pytest.fixture
def settings(tmp_path: Path, shop: Shop, mailbox: servers.Mailbox) -> Settings:
    return settings_for(tmp_path, shop.url, mail_url=f"smtp://{mailbox.host}:{mailbox.port}")


@pytest.fixture
def delivery_id(shop: Shop) -> int:
    return queued(shop)


def test_mail_says_what_the_rule_says(
    shop: Shop, settings: Settings, mailbox: servers.Mailbox, delivery_id: int
) -> None:
    deliver(shop.office.database, settings, delivery_id)
    [letter] = mailbox.letters
    assert letter.recipients == ["bob@example.com"]
    assert letter.message["Subject"] == "Gloves is low"
    assert letter.message["To"] == "Bob Durand <bob@example.com>"
    assert letter.message["Message-ID"] == message_id(settings, "run-1-0")
    text = letter.message.get_content()
    assert text.startswith("Only 3 left.")
    assert "An automation of the board “Stock” sent you this mail." in text
    assert f"http://rouage.example.com/b/{shop.board.id}/i/" in text
    assert stored(shop, delivery_id).state == "sent"


def test_mail_is_sent_once_however_often_the_bell_rings(
    shop: Shop, settings: Settings, mailbox: servers.Mailbox, delivery_id: int
) -> None:
    for _ in range(3):
        deliver(shop.office.database, settings, delivery_id)
    assert len(mailbox.letters) == 1


def test_worker_that_died_after_sending_sends_again_with_the_same_message_id(
    shop: Shop, settings: Settings, mailbox: servers.Mailbox, delivery_id: int
) -> None:
    deliver(shop.office.database, settings, delivery_id)
    with shop.office.write() as session:
        session.execute(sa.update(Delivery).values(state="sending", next_at=now() - timedelta(seconds=1)))
    deliver(shop.office.database, settings, delivery_id)
    assert len({letter.message["Message-ID"] for letter in mailbox.letters}) == 1
    assert len(mailbox.letters) == 2


def test_worker_that_slept_too_long_cannot_tell_the_outcome(shop: Shop, delivery_id: int) -> None:
    with shop.office.write() as session:
        slow = begin_delivery(session, delivery_id)
        session.execute(sa.update(Delivery).values(next_at=now() - timedelta(seconds=1)))
        quick = begin_delivery(session, delivery_id)
        assert slow is not None
        assert quick is not None
        end_delivery(session, quick)
        end_delivery(session, slow, error="too late")
    assert stored(shop, delivery_id).state == "sent"


def test_rule_that_is_rolled_back_sends_nothing(shop: Shop, settings: Settings, mailbox: servers.Mailbox) -> None:
    send = {"type": "send_mail", "to": {"token": "owner"}, "subject": "x", "message": "x"}
    rule = shop.rule(QUANTITY_CHANGES, send, {"type": "set_columns", "values": {"name": {"column": "notes"}}})
    item = shop.item()
    shop.change(item.id, quantity=3)
    shop.drain()
    assert shop.states(rule) == ["failed"], "a name cannot be empty"
    with shop.office.read() as session:
        assert waiting_deliveries(session) == []


def test_server_that_is_not_there_is_tried_again(shop: Shop, settings: Settings, delivery_id: int) -> None:
    gone = settings_for(settings.data, shop.url, mail_url=f"smtp://127.0.0.1:{servers.free_port()}")
    deliver(shop.office.database, gone, delivery_id)
    delivery = stored(shop, delivery_id)
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert "Connection refused" in (delivery.error or "")
    assert delivery.next_at is not None


def test_delivery_is_given_up_after_eight_attempts(shop: Shop, settings: Settings, delivery_id: int) -> None:
    gone = settings_for(settings.data, shop.url, mail_url=f"smtp://127.0.0.1:{servers.free_port()}")
    for _ in range(ATTEMPTS + 2):
        with shop.office.write() as session:
            waiting = sa.update(Delivery).where(Delivery.next_at.is_not(None))
            session.execute(waiting.values(next_at=now() - timedelta(seconds=1)))
        deliver(shop.office.database, gone, delivery_id)
    delivery = stored(shop, delivery_id)
    assert (delivery.state, delivery.attempts, delivery.next_at) == ("failed", ATTEMPTS, None)


@pytest.mark.parametrize(("answer", "state"), [("550 no such mailbox", "failed"), ("451 try later", "waiting")])
def test_refusal_is_final_or_not_as_the_server_says(
    shop: Shop, settings: Settings, refusing: servers.Mailbox, delivery_id: int, answer: str, state: str
) -> None:
    refusing.answer = answer  # type: ignore[attr-defined]
    there = settings_for(settings.data, shop.url, mail_url=f"smtp://{refusing.host}:{refusing.port}")
    deliver(shop.office.database, there, delivery_id)
    delivery = stored(shop, delivery_id)
    assert delivery.state == state
    assert delivery.error == answer


def test_without_a_server_mail_becomes_a_file(shop: Shop, settings: Settings, delivery_id: int) -> None:
    alone = settings_for(settings.data, shop.url)
    deliver(shop.office.database, alone, delivery_id)
    [path] = (settings.data / "outbox").iterdir()
    assert path.name == "run-1-0.eml"
    assert message_from_bytes(path.read_bytes(), policy=default)["Subject"] == "Gloves is low"


def test_one_ring_sends_all_that_is_due(
    shop: Shop, settings: Settings, mailbox: servers.Mailbox, delivery_id: int
) -> None:
    for _ in range(3):
        queued(shop)
    deliver_from(shop.office.database, settings, delivery_id, lambda: False)
    assert len(mailbox.letters) == 4
    assert len({letter.message["Message-ID"] for letter in mailbox.letters}) == 4


def test_line_breaks_cannot_reach_a_header(shop: Shop, settings: Settings, mailbox: servers.Mailbox) -> None:
    with shop.office.write() as session:
        session.execute(sa.update(Delivery).values(next_at=None))
    number = queued(shop, name="Gloves", notes="one\nBcc: eve@elsewhere.example", subject="{notes}")
    deliver(shop.office.database, settings, number)
    [letter] = mailbox.letters
    assert letter.message["Subject"] == "one Bcc: eve@elsewhere.example"
    assert letter.recipients == ["bob@example.com"]


def queued(shop: Shop, *, subject: str = "{name} is low", **values: object) -> int:
    """A mail that a rule has queued; the rule is gone afterwards."""
    from engine.commands.automations import delete_automation

    send = {"type": "send_mail", "to": {"column": "owner"}, "subject": subject, "message": "Only {quantity} left."}
    rule = shop.rule(QUANTITY_CHANGES, send)
    item = shop.item(**{"name": "Gloves", "owner": [shop.office.bob.user_id], **values})
    shop.change(item.id, quantity=3)
    shop.drain()
    with shop.office.write() as session:
        delete_automation(session, shop.office.alice, shop.board, rule.id)
        return session.scalars(sa.select(sa.func.max(Delivery.id))).one()


def stored(shop: Shop, delivery_id: int) -> Delivery:
    with shop.office.read() as session:
        return session.get_one(Delivery, delivery_id)


@pytest.fixture
def refusing() -> Iterator[servers.Mailbox]:
    """A server that answers every mail with `answer`."""
    from aiosmtpd.controller import Controller

    class Refusing(servers.Mailbox):
        answer = ""

        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
            return self.answer

    mailbox = Refusing("127.0.0.1", servers.free_port())
    controller = Controller(mailbox, hostname=mailbox.host, port=mailbox.port)
    controller.start()
    yield mailbox
    controller.stop()
