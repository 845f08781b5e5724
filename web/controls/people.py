"""Whom to tell: the rule's owner, people of a column, chosen members, addresses; the setting's schema says which of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from automations.slot import Hole
from engine.text import Text
from web.choices import GONE, Choice, checkboxes, in_order
from web.control import Control, Errors, given, name_of
from web.operand import MISSING
from web.request import Form, number

ME = Text("me", "moi")
PEOPLE_IN = Text("the people in {column}", "les personnes de {column}")
MEMBERS = Text("these people…", "ces personnes…")
ADDRESSES = Text("these addresses…", "ces adresses…")


@dataclass(frozen=True, slots=True)
class Addressees:
    """`forms` are the options of the select; `members` and `addresses` belong to two of them."""

    forms: Sequence[Choice]
    form: str
    members: Sequence[Choice]
    addresses: str


class PeopleControl(Control):
    name = "people"

    def draw(self, hole: Hole, errors: Errors) -> Addressees:
        people = given(hole)
        held: Mapping[str, Any] = {} if people is MISSING else people
        form = form_of(held) or (tokens(hole) or [""])[0]
        forms = [Choice(value, label, value == form) for value, label in offered(hole).items()]
        if form and not any(choice.chosen for choice in forms):
            forms.append(Choice(form, GONE.say(hole.language, key=form.partition(":")[2]), chosen=True))
        return Addressees(forms, form, members(hole, held.get("users", ())), ", ".join(held.get("addresses", ())))

    def read(self, fields: Form, hole: Hole) -> Any:
        name = name_of(hole)
        form, _, content = fields.get(f"{name}.form", "").partition(":")
        if form == "users":
            return {"users": [one for one in map(number, in_order(fields, f"{name}.users")) if one is not None]}
        if form == "addresses":
            typed = fields.get(f"{name}.addresses", "").replace(";", ",")
            return {"addresses": [one.strip() for one in typed.split(",") if one.strip()]}
        return {form: content} if form else MISSING


def form_of(people: Mapping[str, Any]) -> str:
    form = next(iter(people), "")
    return f"{form}:{people[form]}" if form in ("column", "token") else form


def offered(hole: Hole) -> dict[str, str]:
    """The options of the select, by value."""
    language, known = hole.language, {key for node in hole.node["oneOf"] for key in node["properties"]}
    choices = {token: owner(hole) for token in tokens(hole)[:1]}
    if "column" in known:
        columns = [column for column in hole.home.columns.values() if column.type.assigns]
        choices |= {
            f"column:{column.key}": PEOPLE_IN.say(language, column=column.label(language)) for column in columns
        }
    listed = {"users": MEMBERS, "addresses": ADDRESSES}
    return choices | {form: text.say(language) for form, text in listed.items() if form in known}


def tokens(hole: Hole) -> list[str]:
    """The word that the rule holds first, of those that its schema knows."""
    words = [word for node in hole.node["oneOf"] for word in node["properties"].get("token", {}).get("enum", ())]
    people = given(hole)
    held = people.get("token") if isinstance(people, Mapping) else None
    return [f"token:{word}" for word in sorted(words, key=lambda word: word != held)]


def owner(hole: Hole) -> str:
    """The reader says "me" of their own rule."""
    reader = hole.context.people.get(hole.context.user_id or 0)
    mine = not hole.places.owner or (reader is not None and reader.name == hole.places.owner)
    return ME.say(hole.language) if mine else hole.places.owner


def members(hole: Hole, held: Sequence[int]) -> list[Choice]:
    """Everybody; who is named and has left the workspace is shown as gone."""
    names = {str(person.id): person.name for person in hole.context.people.values()}
    return checkboxes(names, [str(one) for one in held], hole.context)
