"""Put a line under somebody's bell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from automations.action import PEOPLE_FORMS, Action, Effect, Example, Settings, Site, Subject
from automations.message import fill, keys_of, seen_by_all
from automations.recipients import in_language, named, people_of
from automations.slot import Places
from automations.trigger import Happening
from engine.commands.notifications import notify
from engine.context import Context
from engine.queries.boards import blind_to
from engine.queries.notifications import Recipient, recipients
from engine.text import LANGUAGES, Language, Text

NOTIFY = Text("notify {people}: {message}", "notifier {people} : {message}")
MESSAGE_LIMIT = 500


@dataclass(frozen=True)
class Notify(Effect):
    """`messages` by language; each person reads their own. Who may not see a column `quoted` reads one without cells: `veiled`."""

    user_ids: tuple[int, ...]
    messages: tuple[tuple[Language, str], ...]
    veiled: tuple[tuple[Language, str], ...] = ()
    quoted: tuple[str, ...] = ()

    def apply(self, site: Site) -> None:
        found = recipients(site.session, site.actor, self.user_ids, site.subject.board.id)
        blind = blind_to(site.session, site.subject.board, self.quoted, self.user_ids)
        self.tell(site, [person for person in found if person.id not in blind], self.messages)
        self.tell(site, [person for person in found if person.id in blind], self.veiled)

    def tell(self, site: Site, people: Sequence[Recipient], messages: tuple[tuple[Language, str], ...]) -> None:
        for language, message in messages:
            ids = [person.id for person in people if person.language == language]
            notify(
                site.session,
                site.actor,
                ids,
                message,
                board_id=site.subject.board.id,
                item_id=site.subject.id,
                automation_id=site.actor.automation_id,
            )

    def told(self, places: Places) -> str:
        language = places.context.language
        return NOTIFY.say(language, people=named(self.user_ids, places.context), message=dict(self.messages)[language])


class NotifyPeople(Action):
    name = "notify"
    label = Text("Notify people", "Notifier des personnes")
    sentence = Text("notify {people}: {message}", "notifier {people} : {message}")
    settings_schema = {
        "type": "object",
        "required": ["people", "message"],
        "additionalProperties": False,
        "properties": {
            "people": {
                "type": "object",
                "oneOf": PEOPLE_FORMS,
                "x-slot": "people",
                "x-labels": {"en": "somebody", "fr": "quelqu’un"},
            },
            "message": {
                "type": "string",
                "minLength": 1,
                "maxLength": MESSAGE_LIMIT,
                "x-slot": "message",
                "x-labels": {"en": "a message", "fr": "un message"},
            },
        },
    }
    examples = (
        Example(
            {"people": {"column": "owner"}, "message": "{name} is low: {quantity}"},
            {"name": "Gloves", "quantity": 3, "owner": [2]},
            ["notify Bob Durand: Gloves is low: 3"],
        ),
        Example({"people": {"users": [1, 2]}, "message": "Look"}, {}, ["notify Alice Martin and Bob Durand: Look"]),
        Example({"people": {"token": "owner"}, "message": "Done"}, {}, ["notify Alice Martin: Done"]),
        Example({"people": {"column": "owner"}, "message": "Nobody reads this"}, {"owner": []}, []),
    )

    def plan(self, happening: Happening, subject: Subject, settings: Settings, context: Context) -> list[Effect]:
        user_ids = people_of(settings["people"], subject, context)
        quoted = tuple(keys_of(settings["message"]))
        open_only = seen_by_all(subject.board, subject.values)

        def said(values: Mapping[str, Any]) -> tuple[tuple[Language, str], ...]:
            texts = (fill(settings["message"], subject.board, values, in_language(context, one)) for one in LANGUAGES)
            return tuple(zip(LANGUAGES, texts, strict=True))

        return [Notify(user_ids, said(subject.values), said(open_only), quoted)] if user_ids else []
