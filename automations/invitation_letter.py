"""The mail that invites somebody: plain and HTML, in the language that they probably read."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import Any

from automations.letter_head import addressee, one_line
from engine.settings import Settings
from engine.text import Language, Text

SUBJECT = Text("{inviter} invites you to “{place}”", "{inviter} vous invite sur «\u00a0{place}\u00a0»")
TO_BOARD = Text(
    "{inviter} would like to work with you on the board “{place}”.",
    "{inviter} souhaite travailler avec vous sur le tableau «\u00a0{place}\u00a0».",
)
TO_WORKSPACE = Text(
    "{inviter} would like to work with you in the workspace “{place}”.",
    "{inviter} souhaite travailler avec vous dans l’espace «\u00a0{place}\u00a0».",
)
OPEN = Text("Accept the invitation", "Accepter l’invitation")
LASTS = Text(
    "The link works once, for seven days. If you did not expect it, you can ignore this mail.",
    "Le lien fonctionne une seule fois, pendant sept jours. Si vous ne l’attendiez pas, ignorez cet e-mail.",
)
SOMEBODY = Text("A colleague", "Un collègue")
PAGE = """<!doctype html>
<html lang="{language}"><body style="margin:0;padding:24px;background:#f6f6f4;font-family:system-ui,sans-serif;color:#1f2328">
<div style="max-width:480px;margin:auto;padding:28px;background:#fff;border:1px solid #e4e3df;border-radius:10px">
<p style="margin:0 0 20px;font-size:16px;line-height:1.5">{sentence}</p>
<p style="margin:0 0 20px"><a href="{link}" style="display:inline-block;padding:10px 18px;background:#0b6b5d;color:#fff;text-decoration:none;border-radius:6px;font-weight:600">{button}</a></p>
<p style="margin:0 0 12px;font-size:13px;word-break:break-all;color:#555c65">{link}</p>
<p style="margin:0;font-size:13px;color:#676d76">{lasts}</p>
</div></body></html>
"""


def invitation_letter(settings: Settings, content: Mapping[str, Any]) -> EmailMessage:
    """`content` as `queue_invitation` writes it."""
    language: Language = content["language"]
    inviter = content["inviter"] or SOMEBODY.say(language)
    place = content["board"] or content["workspace"]
    sentence = (TO_BOARD if content["board"] else TO_WORKSPACE).say(language, inviter=inviter, place=place)
    link = f"{settings.base_url}/welcome/{content['secret']}?language={language}"
    letter = EmailMessage(policy=SMTP)
    letter["From"] = settings.mail_from
    letter["To"] = addressee("", content["to"])
    letter["Subject"] = one_line(SUBJECT.say(language, inviter=inviter, place=place))
    letter.set_content(f"{sentence}\n\n{OPEN.say(language)}\n{link}\n\n{LASTS.say(language)}\n")
    said = {"sentence": sentence, "link": link, "button": OPEN.say(language), "lasts": LASTS.say(language)}
    letter.add_alternative(
        PAGE.format(language=language, **{name: escape(text) for name, text in said.items()}), subtype="html"
    )
    return letter
