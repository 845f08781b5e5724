"""Members of the workspace."""

from collections.abc import Sequence
from typing import Any

from engine.column import FILLED, ColumnType, Example, Settings
from engine.context import Context
from engine.errors import Invalid
from engine.operators import EMPTY, PEOPLE
from engine.persons import NOBODY, one_person, people_in
from engine.sqltypes import IdList
from engine.text import Text

MAX_PEOPLE = 50

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
