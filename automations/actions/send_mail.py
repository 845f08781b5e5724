"""Send a mail to members of the workspace; it leaves after the change is committed."""

from dataclasses import dataclass, replace

from automations.action import PEOPLE_FORMS, Action, Effect, Example, Settings, Site, Subject
from automations.message import fill, keys_of, seen_by_all
from automations.recipients import in_language, named, people_of
from automations.slot import Places
from automations.trigger import Happening
from engine.commands.deliveries import queue_mail
from engine.context import Context
from engine.queries.boards import blind_to
from engine.queries.notifications import recipients
from engine.text import LANGUAGES, Language, Text

SEND = Text("send a mail to {people}: {subject}", "envoyer un e-mail à {people} : {subject}")
ADDRESSES = {
    "properties": {"addresses": {"type": "array", "items": {"type": "string", "maxLength": 254}, "minItems": 1}},
    "required": ["addresses"],
    "additionalProperties": False,
}
Letter = tuple[Language, str, str]


@dataclass(frozen=True)
class SendMail(Effect):
    """`letters`: (language, subject, message); each person gets their own, by a delivery of its own.

    Who may not see a column `quoted` reads a letter without its cells: `veiled`.
    """

    user_ids: tuple[int, ...]
    letters: tuple[Letter, ...]
    veiled: tuple[Letter, ...] = ()
    quoted: tuple[str, ...] = ()

    def apply(self, site: Site) -> None:
        blind = blind_to(site.session, site.subject.board, self.quoted, self.user_ids)
        for person in recipients(site.session, site.actor, self.user_ids, site.subject.board.id):
            letters = self.veiled if person.id in blind else self.letters
            subject, message = next((title, text) for spoken, title, text in letters if spoken == person.language)
            queue_mail(
                site.session,
                site.actor,
                person,
                subject,
                message,
                board=site.subject.board,
                item_id=site.subject.id,
                run_id=site.run_id,
            )

    def told(self, places: Places) -> str:
        language = places.context.language
        subject = next(subject for written_in, subject, _ in self.letters if written_in == language)
        return SEND.say(language, people=named(self.user_ids, places.context), subject=subject)


class SendMailTo(Action):
    name = "send_mail"
    label = Text("Send a mail", "Envoyer un e-mail")
    sentence = Text("send {to} the mail {subject}: {message}", "envoyer l’e-mail {subject}, pour {to} : {message}")
    settings_schema = {
        "type": "object",
        "required": ["to", "subject", "message"],
        "additionalProperties": False,
        "properties": {
            "to": {
                "type": "object",
                "oneOf": [*PEOPLE_FORMS, ADDRESSES],
                "x-slot": "people",
                "x-labels": {"en": "somebody", "fr": "quelqu’un"},
            },
            "subject": {
                "type": "string",
                "minLength": 1,
                "maxLength": 150,
                "x-slot": "message",
                "x-labels": {"en": "a subject", "fr": "un objet"},
            },
            "message": {
                "type": "string",
                "minLength": 1,
                "maxLength": 5000,
                "x-slot": "message",
                "x-labels": {"en": "a message", "fr": "un message"},
            },
        },
    }
    examples = (
        Example(
            {"to": {"column": "owner"}, "subject": "{name} is low", "message": "Only {quantity} left."},
            {"name": "Gloves", "quantity": 3, "owner": [2]},
            ["send a mail to Bob Durand: Gloves is low"],
        ),
        Example(
            {"to": {"addresses": ["alice@example.com"]}, "subject": "Look", "message": "Now."},
            {},
            ["send a mail to Alice Martin: Look"],
        ),
        Example({"to": {"column": "owner"}, "subject": "Look", "message": "Now."}, {"owner": []}, []),
    )

    def plan(self, happening: Happening, subject: Subject, settings: Settings, context: Context) -> list[Effect]:
        user_ids = people_of(settings["to"], subject, context)
        quoted = tuple(keys_of(f"{settings['subject']} {settings['message']}"))
        values = seen_by_all(subject.board, subject.values)
        letters, veiled = (
            tuple(written(settings, one, in_language(context, language)) for language in LANGUAGES)
            for one in (subject, replace(subject, values=values))
        )
        return [SendMail(user_ids, letters, veiled, quoted)] if user_ids else []


def written(settings: Settings, subject: Subject, context: Context) -> Letter:
    filled = [fill(settings[part], subject.board, subject.values, context) for part in ("subject", "message")]
    return context.language, filled[0], filled[1]
