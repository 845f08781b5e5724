"""Members of the workspace."""

import re
from collections.abc import Sequence
from typing import Any

from engine.column import FILLED, ColumnType, Example, Settings
from engine.columntext import excerpt, one_line
from engine.context import Context, Person
from engine.errors import Invalid
from engine.fold import fold
from engine.operators import EMPTY, PEOPLE
from engine.sqltypes import IdList
from engine.text import Text

MAX_PEOPLE = 50
BETWEEN = re.compile(r"[,;\n]")

UNKNOWN = Text(
    "Nobody here is called “{typed}”. Choose a member of this workspace, by name or e-mail address.",
    "Personne ici ne s’appelle « {typed} ». Choisissez un membre de cet espace, par son nom ou son adresse e-mail.",
)
AMBIGUOUS = Text(
    "“{typed}” may be {people}. Write the whole name or the e-mail address.",
    "« {typed} » peut désigner {people}. Écrivez le nom entier ou l’adresse e-mail.",
)
NOT_PEOPLE = Text(
    "People are a list of user ids, names or e-mail addresses.",
    "Les personnes sont une liste d’identifiants, de noms ou d’adresses e-mail.",
)
NOBODY = Text("“Me” needs somebody who is signed in.", "« Moi » demande une personne connectée.")
FORMER = Text("(former member)", "(ancien membre)")


class People(ColumnType):
    name = "people"
    label = Text("People", "Personnes")
    icon = "users"
    width = 120
    cell = "value"
    folded = True
    assigns = True
    operators = {**PEOPLE, **EMPTY}
    aggregates = (FILLED,)
    tokens = {"me": Text("me", "moi")}
    examples = (
        Example("Alice Martin", [1], "Alice Martin"),
        Example("bob@example.com, alice", [2, 1], "Bob Durand, Alice Martin"),
        Example("ALICE MARTIN; bob durand", [1, 2], "Alice Martin, Bob Durand", "fr"),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {
            "type": ["array", "null"],
            "items": {"type": "integer"},
            "minItems": 1,
            "maxItems": MAX_PEOPLE,
            "uniqueItems": True,
        }

    def sql_type(self, settings: Settings) -> IdList:
        return IdList()

    def parse(self, raw: object, settings: Settings, context: Context) -> list[int] | None:
        """User ids, names or e-mail addresses, as a list or parted by commas; each person once."""
        if isinstance(raw, list | tuple):
            found = [one_person(one, context).id for one in raw]
        elif isinstance(raw, str):
            found = [person.id for person in people_in(raw, context)]
        else:
            found = [] if raw is None else [one_person(raw, context).id]
        return list(dict.fromkeys(found)) or None

    def format(self, value: Sequence[int] | None, settings: Settings, context: Context) -> str:
        people = (context.people.get(user_id) for user_id in value or ())
        return ", ".join(person.name if person else FORMER.say(context.language) for person in people)

    def token(self, name: str, context: Context) -> list[int]:
        if context.user_id is None:
            raise Invalid(NOBODY)
        return [context.user_id]


def people_in(text: str, context: Context) -> list[Person]:
    """One person whose name may hold a comma, or several."""
    whole = one_line(text)
    if whole is None:
        return []
    if named := exactly(whole, context):
        return [only(named, whole)]
    return [one_person(part, context) for part in BETWEEN.split(text) if part.strip()]


def one_person(raw: object, context: Context) -> Person:
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise Invalid(NOT_PEOPLE)
    typed = str(raw).strip()
    by_id = context.people.get(int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None
    return by_id or only(exactly(typed, context) or partly(typed, context), typed)


def exactly(typed: str, context: Context) -> list[Person]:
    """Whose whole name or address it is, ignoring case and accents."""
    wanted = fold(typed)
    return [person for person in context.people.values() if wanted in (fold(person.name), fold(person.email))]


def partly(typed: str, context: Context) -> list[Person]:
    """Whose first or last name it is."""
    wanted = fold(typed)
    return [person for person in context.people.values() if wanted and wanted in fold(person.name).split()]


def only(found: Sequence[Person], typed: str) -> Person:
    if not found:
        raise Invalid(UNKNOWN, typed=excerpt(typed))
    if len(found) > 1:
        people = ", ".join(f"{person.name} <{person.email}>" for person in found[:5])
        raise Invalid(AMBIGUOUS, typed=excerpt(typed), people=people)
    return found[0]
