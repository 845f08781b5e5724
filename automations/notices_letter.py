"""The mail that tells somebody what happened: one for a burst, plain and HTML, by the names and rights of when it leaves."""

from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import Any

from automations.letter_head import addressee, one_line
from engine.db import Database
from engine.queries.members import actor_by_id
from engine.queries.notices import Notice, notices
from engine.queries.notifications import notifications
from engine.queries.people import people
from engine.queries.updates import words_of
from engine.settings import Settings
from engine.text import Language, Text

MANY = Text("{count} notifications from Rouage", "{count} notifications de Rouage")
OPEN = Text("Open", "Ouvrir")
WHY = Text(
    "You get this mail because you asked for it. Choose what comes by mail:",
    "Vous recevez cet e-mail parce que vous l’avez demandé. Choisissez ce qui arrive par e-mail :",
)
LONGEST = 400
PAGE = """<!doctype html>
<html lang="{language}"><body style="margin:0;padding:24px;background:#f6f6f4;font-family:system-ui,sans-serif;color:#1f2328">
<div style="max-width:520px;margin:auto;padding:12px 28px;background:#fff;border:1px solid #e4e3df;border-radius:10px">
{lines}
<p style="margin:16px 0 12px;font-size:13px;color:#676d76">{why} <a href="{settings}" style="color:#0b6b5d">{settings}</a></p>
</div></body></html>
"""
LINE = """<div style="padding:16px 0;border-bottom:1px solid #e4e3df">
<p style="margin:0;font-size:16px;line-height:1.5">{sentence}</p>
<p style="margin:4px 0 0;font-size:13px;color:#676d76">{place}</p>{quote}
<p style="margin:12px 0 0"><a href="{link}" style="color:#0b6b5d;font-weight:600">{open}</a></p></div>
"""
QUOTE = (
    '<blockquote style="margin:10px 0 0;padding:2px 0 2px 12px;border-left:3px solid #cfcdc7;white-space:pre-line">'
    "{words}</blockquote>"
)


def notices_letter(db: Database, settings: Settings, content: Mapping[str, Any]) -> EmailMessage | None:
    """None when there is nothing left to tell: `content` as `queue_notices` writes it."""
    with db.read() as session:
        actor = actor_by_id(session, content["user_id"])
        if actor is None:
            return None
        found = notices(session, actor, notifications(session, actor, 200, ids=content["lines"], unread=True))
        quotes = words_of(session, [one.line.update_id for one in found if one.line.update_id])
        me = people(session, actor)[actor.user_id]
    if not found:
        return None
    letter = EmailMessage(policy=SMTP)
    letter["From"] = settings.mail_from
    letter["To"] = addressee(me.name, me.email)
    letter["Subject"] = subject(found, actor.language)
    page = f"{settings.base_url}/me#notifications"
    letter["List-Unsubscribe"] = f"<{page}>"
    why = WHY.say(actor.language)
    told = [(one, quotes.get(one.line.update_id or 0, "")[:LONGEST], f"{settings.base_url}{one.path}") for one in found]
    letter.set_content("\n\n".join([*(plain(*line, actor.language) for line in told), f"-- \n{why}\n{page}\n"]))
    lines = "".join(drawn(*line, actor.language) for line in told)
    html = PAGE.format(language=actor.language, lines=lines, why=escape(why), settings=escape(page))
    letter.add_alternative(html, subtype="html")
    return letter


def subject(found: Sequence[Notice], language: Language) -> str:
    said = found[0].sentence(language) if len(found) == 1 else MANY.say(language, count=len(found))
    return one_line(said)


def plain(one: Notice, words: str, link: str, language: Language) -> str:
    return "\n".join(line for line in (one.sentence(language), place(one, language), words, link) if line)


def drawn(one: Notice, words: str, link: str, language: Language) -> str:
    return LINE.format(
        sentence=escape(one.sentence(language)),
        place=escape(place(one, language)),
        quote=QUOTE.format(words=escape(words)) if words else "",
        link=escape(link),
        open=OPEN.say(language),
    )


def place(one: Notice, language: Language) -> str:
    return one.board.title(language) if one.board else ""
