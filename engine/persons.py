"""Members of the workspace, found by id, name or e-mail address."""

import re
from collections.abc import Sequence

from engine.columntext import excerpt, one_line
from engine.context import Context, Person
from engine.errors import Invalid
from engine.fold import fold
from engine.text import Text

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
