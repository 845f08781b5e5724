"""Mail leaves at least once, and what is sent twice says that it is the same: workers are killed while they send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import ClassVar

from engine import audit
from engine.commands.automations import create_automation
from engine.commands.items import create_items
from engine.text import Text
from web.promise import Promise
from web.servers import smtp
from web.storms.broken import check, check_same
from web.storms.ground import Ground
from web.storms.mishaps import Victim, moments, rage
from web.storms.office import EMAIL, Office, open_office

WRITING = {
    "trigger": {"type": "item_created"},
    "actions": [{"type": "send_mail", "to": {"addresses": [EMAIL]}, "subject": "{name}", "message": "New."}],
}


class MailLeaves(Promise):
    """A letter that was being sent when its worker died is sent again once that worker's time has run out."""

    name = "mail_leaves"
    sentence = Text(
        "Mail leaves at least once, always with the same key, even when workers die while they send it.",
        "Un courriel part au moins une fois, toujours avec la même clé, même si un processus meurt en l’envoyant.",
    )
    waits: ClassVar[bool] = True

    def keep(self, ground: Ground) -> Mapping[str, object]:
        count, kills = ground.size(100, 2000), ground.size(2, 20)
        with smtp() as mailbox, ground.installation(mail_url=f"smtp://{mailbox.host}:{mailbox.port}") as here:
            office = open_office(here)
            write(office, count)
            worker = Victim(here.worker, lambda: sent(office), count, moments(ground.random, kills, count))
            rage([worker], ground.random, ground.patience)
            letters = Counter((one.message["Subject"], one.message["Message-ID"]) for one in mailbox.letters)
            check_same(sorted({subject for subject, _ in letters}), sorted(map(subject_of, range(count))), "letters")
            check_same(len(letters), count, "keys of letters")
            twins = letters.total() - count
            check(twins <= kills, f"{twins} letters were sent again after {kills} kills")
            return {"letters": count, "worker kills": kills, "lost": 0, "sent again with the same key": twins}


def write(office: Office, count: int) -> None:
    """Publish the rule, then make the items that it writes about."""
    with office.here.database.write() as session:
        create_automation(session, office.owner, office.board, WRITING)
    with office.here.database.write() as session:
        create_items(session, office.owner, office.board, [{"name": subject_of(number)} for number in range(count)])


def subject_of(number: int) -> str:
    return f"Letter {number}"


def sent(office: Office) -> int:
    """Letters whose sending is stored."""
    with office.here.database.read() as session:
        return audit.delivery_states(session)["sent"]
