"""Sending what was queued: the attempt is committed first, then sent, so that it leaves at least once, always with the same key."""

import hashlib
import hmac
import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from automations.clock import retry_in
from automations.invitation_letter import invitation_letter
from automations.letter_head import NoAddress, addressee, one_line
from automations.notices_letter import notices_letter
from engine.commands.deliveries import Attempt, begin_delivery, end_delivery
from engine.db import Database
from engine.queries.waiting import waiting_deliveries
from engine.settings import Settings
from engine.text import Text

TIMEOUT = 20
"""Seconds for each answer of a server; an attempt as a whole must end before `SENDING_SECONDS`."""
FOOTER = Text(
    "An automation of the board “{board}” sent you this mail.",
    "Une automatisation du tableau «\u00a0{board}\u00a0» vous a envoyé cet e-mail.",
)


class DeliveryError(Exception):
    """It did not leave. `final`: trying again would not help."""

    def __init__(self, message: str, *, final: bool) -> None:
        super().__init__(message)
        self.final = final


def deliver_from(db: Database, settings: Settings, delivery_id: int, stopping: Callable[[], bool]) -> None:
    """This delivery, then whatever else is due."""
    deliver(db, settings, delivery_id)
    while not stopping() and (due := next_due(db)):
        deliver(db, settings, due)


def next_due(db: Database) -> int | None:
    with db.read() as session:
        return next(iter(waiting_deliveries(session)), None)


def deliver(db: Database, settings: Settings, delivery_id: int) -> None:
    """One attempt; nothing when it is not due, or another worker is at it."""
    with db.write() as session:
        attempt = begin_delivery(session, delivery_id)
    if attempt is None:
        return
    error, again = None, None
    try:
        SENDERS[attempt.kind](db, settings, attempt)
    except NoAddress as refused:
        error = str(refused)
    except DeliveryError as failed:
        error, again = str(failed), None if failed.final else retry_in(attempt.number)
    with db.write() as session:
        end_delivery(session, attempt, error=error, retry_in=again)


def send_mail(_db: Database, settings: Settings, attempt: Attempt) -> None:
    send(settings, attempt, written(settings, attempt))


def send_invitation(_db: Database, settings: Settings, attempt: Attempt) -> None:
    letter = invitation_letter(settings, attempt.content)
    sealed(settings, attempt, letter)
    send(settings, attempt, letter)


def send_notices(db: Database, settings: Settings, attempt: Attempt) -> None:
    """Nothing when all of it was read meanwhile, or is none of the reader's business any more."""
    letter = notices_letter(db, settings, attempt.content)
    if letter is not None:
        sealed(settings, attempt, letter)
        send(settings, attempt, letter)


def send(settings: Settings, attempt: Attempt, letter: EmailMessage) -> None:
    if settings.mail_url is None:
        keep(settings, attempt, letter)
        return
    try:
        with connected(urlsplit(settings.mail_url)) as server:
            server.send_message(letter)
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryError(said(error), final=False) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise DeliveryError(f"{code} {text.decode(errors='replace')}", final=code >= 500) from error
    except smtplib.SMTPResponseException as error:
        raise DeliveryError(said(error), final=error.smtp_code >= 500) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(f"{type(error).__name__}: {error}", final=False) from error


def said(error: smtplib.SMTPResponseException) -> str:
    text = error.smtp_error
    return f"{error.smtp_code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def written(settings: Settings, attempt: Attempt) -> EmailMessage:
    """The letter, the same at every attempt: its Message-ID comes from the delivery's key."""
    content = attempt.content
    letter = EmailMessage(policy=SMTP)
    letter["From"] = settings.mail_from
    letter["To"] = addressee(content["name"], content["to"])
    letter["Subject"] = one_line(content["subject"])
    sealed(settings, attempt, letter)
    link = f"{settings.base_url}/b/{content['board_id']}/i/{content['item_id']}"
    letter.set_content(
        f"{content['message']}\n\n-- \n{FOOTER.say(content['language'], board=content['board'])}\n{link}\n"
    )
    return letter


def sealed(settings: Settings, attempt: Attempt, letter: EmailMessage) -> None:
    """What every letter carries, the same at each attempt."""
    letter["Date"] = format_datetime(attempt.queued_at)
    letter["Message-ID"] = message_id(settings, attempt.key)
    letter["Auto-Submitted"] = "auto-generated"


def message_id(settings: Settings, key: str) -> str:
    """Unlike that of any other installation, and not to be guessed."""
    digest = hmac.new(settings.secret_key.encode(), key.encode(), hashlib.sha256).hexdigest()[:20]
    return f"<{key}.{digest}@{settings.mail_from.rpartition('@')[2].strip('> ')}>"


def keep(settings: Settings, attempt: Attempt, letter: EmailMessage) -> None:
    """Without a mail server: a file in the data folder, whole or not at all."""
    folder = settings.data / "outbox"
    try:
        folder.mkdir(exist_ok=True)
        unfinished = folder / f"{attempt.key}.part"
        unfinished.write_bytes(letter.as_bytes())
        unfinished.replace(folder / f"{attempt.key}.eml")
    except OSError as error:
        raise DeliveryError(str(error), final=False) from error


def connected(url: SplitResult) -> smtplib.SMTP:
    """`smtps://` speaks TLS from the first byte, `smtp://` as soon as the server offers it."""
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            url.hostname or "", url.port or 465, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(url.hostname or "", url.port or 25, timeout=TIMEOUT)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


SENDERS: Mapping[str, Callable[[Database, Settings, Attempt], None]] = {
    "invitation": send_invitation,
    "mail": send_mail,
    "notices": send_notices,
}
"""How each kind of delivery leaves."""
