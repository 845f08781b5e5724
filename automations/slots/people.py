"""Whom to tell: people of a column, chosen members, the rule's owner, or members by their address."""

from collections.abc import Mapping
from typing import Any

from automations.slot import Hole, Part, Slot, listed
from engine.text import Language, Text

NOT_PEOPLE = Text(
    "the column “{column}” does not hold people. Choose one that does.",
    "la colonne « {column} » ne contient pas de personnes. Choisissez-en une qui en contient.",
)
NO_PERSON = Text(
    "one of the people is no longer a member of this workspace. Choose somebody else.",
    "une des personnes n’est plus membre de cet espace. Choisissez quelqu’un d’autre.",
)
NO_ADDRESS = Text(
    "{address} is not the address of a member of this workspace.",
    "{address} n’est pas l’adresse d’un membre de cet espace.",
)
IN_COLUMN = Text("the people in {column}", "les personnes de {column}")
OWNER = Text("the rule’s owner", "le propriétaire de la règle")


class PeopleSlot(Slot):
    name = "people"

    def read(self, hole: Hole) -> Mapping[str, Any]:
        people: Mapping[str, Any] = hole.value
        if "column" in people and not hole.column(people["column"], "column", board=hole.home).type.assigns:
            raise hole.refusal(
                NOT_PEOPLE, "column", column=hole.column(people["column"], board=hole.home).label(hole.language)
            )
        if not set(people.get("users", ())) <= set(hole.context.people):
            raise hole.refusal(NO_PERSON, "users")
        known = {person.email for person in hole.context.people.values()}
        for place, address in enumerate(people.get("addresses", ())):
            if address.strip().lower() not in known:
                raise hole.refusal(NO_ADDRESS, "addresses", place, address=address)
        return people

    def say(self, hole: Hole) -> list[Part]:
        return self.whole(hole, said(hole, hole.value, hole.language))


def said(hole: Hole, people: Mapping[str, Any], language: Language) -> str:
    if "column" in people:
        return IN_COLUMN.say(language, column=hole.column(people["column"], board=hole.home).label(language))
    if "token" in people:
        return hole.places.owner or OWNER.say(language)
    known = hole.context.people
    return listed(
        [known[user_id].name if user_id in known else f"#{user_id}" for user_id in people.get("users", ())]
        or list(people.get("addresses", ())),
        language,
    )
