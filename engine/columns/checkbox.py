"""A box that is checked or not; never empty."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, not_

from engine.column import BY_VALUE, ColumnType, Example, Settings
from engine.columntext import excerpt
from engine.context import Context
from engine.errors import Invalid
from engine.fold import fold
from engine.operator import Operand, Operator
from engine.sample import Guess, Sample, Wishes
from engine.sqltypes import Flag
from engine.text import Text

YES = Text("Yes", "Oui")
NO = Text("No", "Non")
WORDS = {
    **dict.fromkeys(("yes", "y", "oui", "o", "true", "vrai", "x", "1", "✓", "✔", "☑", "on"), True),
    **dict.fromkeys(("no", "n", "non", "false", "faux", "0", "", "✗", "✘", "☐", "-", "off"), False),
}
UNCLEAR = frozenset(["0", "1", "", "-"])
NOT_A_CHECK = Text(
    "“{typed}” is neither yes nor no. Write yes or no.", "« {typed} » n’est ni oui ni non. Écrivez oui ou non."
)


def checked(left: Operand, *_: Any) -> ColumnElement[bool]:
    """A cell that was never written is not checked."""
    return func.coalesce(left.value, False)


def same(left: Operand, right: Operand, _: Context) -> ColumnElement[bool]:
    return checked(left) == checked(right)


class Checkbox(ColumnType):
    name = "checkbox"
    label = Text("Checkbox", "Case à cocher")
    icon = "square-check"
    align = "center"
    width = 90
    cell = "value"
    operators = {
        "is_checked": Operator(
            Text("is checked", "est coché"), checked, "nothing", Text("is ticked", "vient d’être coché")
        ),
        "is_unchecked": Operator(
            Text("is not checked", "n’est pas coché"),
            lambda left, *_: not_(checked(left)),
            "nothing",
            Text("is unticked", "n’est plus coché"),
        ),
        "is": Operator(Text("is", "est"), same, becomes=Text("becomes", "devient")),
        "not": Operator(
            Text("is not", "n’est pas"), lambda *sides: not_(same(*sides)), becomes=Text("is no longer", "n’est plus")
        ),
    }
    aggregates = (BY_VALUE,)
    examples = (
        Example("x", True, "Yes"),
        Example("Oui", True, "Oui", "fr"),
        Example("no", False, "No"),
        Example("", False, "Non", "fr"),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["boolean", "null"]}

    def sql_type(self, settings: Settings) -> Flag:
        return Flag()

    def parse(self, raw: object, settings: Settings, context: Context) -> bool:
        """Yes, oui, true, x, 1, ✓ …; empty is False."""
        if raw is None or isinstance(raw, bool):
            return bool(raw)
        typed = fold(str(raw)[:20]).strip()
        if typed not in WORDS:
            raise Invalid(NOT_A_CHECK, typed=excerpt(raw))
        return WORDS[typed]

    def format(self, value: bool | None, settings: Settings, context: Context) -> str:  # noqa: FBT001 - a cell's value
        return (YES if value else NO).say(context.language)

    def order(self, operand: Operand, settings: Settings) -> ColumnElement[Any]:
        """Unchecked first, as a number: PostgreSQL takes no smallest of booleans."""
        return case((checked(operand), 1), else_=0)

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        known = sample.share(lambda cell: fold(str(cell)).strip() in WORDS.keys() - UNCLEAR)
        return Guess(0.95) if known else None
