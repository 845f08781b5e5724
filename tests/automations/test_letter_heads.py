"""Whatever people call themselves, their boards and their items: one mail, to one person, with the heads that are meant."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from automations.deliveries import SENDERS, deliver
from automations.letter_head import NoAddress
from engine.commands.deliveries import Attempt
from engine.commands.members import change_mail
from engine.commands.updates import write_update
from engine.models import Delivery, User, Workspace
from engine.moment import now
from engine.settings import Settings
from tests.automations.conftest import Shop
from tests.automations.processes import settings_for
from web import servers

NOWHERE: Any = None
"""No database: these letters bring all they say."""
HEADS = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
MAY_BE = {"Content-Transfer-Encoding", "List-Unsubscribe"}
HOSTILE = [
    "Stock\r\nBcc: eve@example.com",
    "Stock\nTo: eve@example.com\n\nNew body",
    "Stock\r.\r\nQUIT",
    "Stock\u2028Bcc: eve@example.com\x85\x0b\x0c\x1b[31m",
    "Stock\0",
    'Stock" <eve@example.com>, "x',
    "=?utf-8?q?Stock=0D=0ABcc=3A_eve=40example.com?=",
    "é" * 5_000,
    "x" * 5_000,
]
SPOILT = [
    "a@example.com\r\nBcc: eve@example.com",
    "a@example.com, eve@example.com",
    "a@example.com>",
    "",
    "a",
    "a\0@b.c",
]


@pytest.fixture
def settings(tmp_path: Path, mailbox: servers.Mailbox) -> Settings:
    return settings_for(tmp_path, "sqlite://", mail_url=f"smtp://{mailbox.host}:{mailbox.port}")


def content(hostile: str, to: str = "bob@example.com") -> dict[str, dict[str, Any]]:
    """As it is queued for each kind of letter."""
    common = {"to": to, "language": "en", "board": hostile}
    rule = {"name": hostile, "subject": f"{hostile} is low", "message": hostile, "board_id": 1, "item_id": 1}
    return {
        "mail": {**common, **rule},
        "invitation": {**common, "secret": "s", "inviter": hostile, "workspace": hostile},
    }


def attempt(kind: str, given: dict[str, Any]) -> Attempt:
    return Attempt(id=1, key="run-1-0", kind=kind, content=given, number=1, queued_at=now())


def check_heads(mailbox: servers.Mailbox, to: str) -> None:
    [letter] = mailbox.letters
    assert letter.recipients == [to]
    names = list(letter.message.keys())
    assert len(names) == len(set(names))
    assert set(names) - MAY_BE == HEADS
    assert [one.addr_spec for one in letter.message["To"].addresses] == [to]
    assert len(letter.message["Subject"]) < 500
    assert letter.message["Subject"].isprintable()


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", ["mail", "invitation"])
def test_names(settings: Settings, mailbox: servers.Mailbox, kind: str, hostile: str) -> None:
    SENDERS[kind](NOWHERE, settings, attempt(kind, content(hostile)[kind]))
    check_heads(mailbox, "bob@example.com")


@pytest.mark.parametrize("kind", ["mail", "invitation"])
def test_addresses(settings: Settings, mailbox: servers.Mailbox, kind: str) -> None:
    for address in SPOILT:
        with pytest.raises(NoAddress):
            SENDERS[kind](NOWHERE, settings, attempt(kind, content("Stock", address)[kind]))
    assert mailbox.letters == []


def test_what_has_no_address_is_given_up_and_says_so(shop: Shop, settings: Settings, mailbox: servers.Mailbox) -> None:
    with shop.office.write() as session:
        session.add(Delivery(key="x", kind="mail", content=content("Stock", "a, b@example.com")["mail"]))
    deliver(shop.office.database, settings, 1)
    with shop.office.read() as session:
        given_up = session.get_one(Delivery, 1)
        assert (given_up.state, given_up.error) == ("failed", "not an address: 'a, b@example.com'")
    assert mailbox.letters == []


def test_notices(shop: Shop, settings: Settings, mailbox: servers.Mailbox) -> None:
    office, hostile = shop.office, "".join(HOSTILE[:4])
    with office.write() as session:
        for person, name in ((office.alice, "Alice"), (office.bob, "Bob")):
            of_person = sa.update(User).where(User.id == person.user_id)
            session.execute(of_person.values(name=f"{name} {hostile}"))
        session.execute(sa.update(Workspace).values(name=hostile))
        change_mail(session, office.bob, ["mentioned"])
    item = shop.item(name=hostile.replace("\n", " ").replace("\r", " "))
    mention = f'<span data-mention="{office.bob.user_id}"></span> Hello'
    with office.write() as session:
        write_update(session, office.alice, office.board(shop.board.id), item.id, mention)
    with office.read() as session:
        queued = session.scalars(sa.select(Delivery)).one()
        letter = attempt(queued.kind, queued.content)
    SENDERS[letter.kind](office.database, settings, letter)
    check_heads(mailbox, "bob@example.com")
