"""A rating of one to five stars."""

from typing import Any

from engine.column import AVERAGE, FILLED, MAXIMUM, MINIMUM, ColumnType, Example, Settings
from engine.columntext import excerpt, one_line
from engine.context import Context
from engine.errors import Invalid
from engine.numerals import format_number
from engine.operators import NUMBER
from engine.sqltypes import Exact
from engine.text import Text

STARS = 5
FULL, OPEN = "★", "☆"
NOT_STARS = Text(
    "“{typed}” is not a rating. Give one to five stars, for example 4.",
    "« {typed} » n’est pas une note. Donnez d’une à cinq étoiles, par exemple 4.",
)


class Rating(ColumnType):
    name = "rating"
    label = Text("Rating", "Note")
    icon = "star"
    align = "center"
    width = 120
    cell = "value"
    operators = NUMBER
    aggregates = (AVERAGE, MINIMUM, MAXIMUM, FILLED)
    examples = (
        Example("4", 4, "★★★★☆"),
        Example("★★", 2, "★★☆☆☆", "fr"),
        Example("3/5", 3, "★★★☆☆"),
        Example("0", None, ""),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["integer", "null"], "minimum": 1, "maximum": STARS}

    def sql_type(self, settings: Settings) -> Exact:
        return Exact()

    def parse(self, raw: object, settings: Settings, context: Context) -> int | None:
        """A digit, the stars themselves, or `3/5`; none is no rating."""
        text = (one_line(raw) or "0").removesuffix(f"/{STARS}").strip()
        stars = text.count(FULL) if set(text) <= {FULL, OPEN} else text
        if str(stars) not in map(str, range(STARS + 1)):
            raise Invalid(NOT_STARS, typed=excerpt(text))
        return int(stars) or None

    def format(self, value: float | None, settings: Settings, context: Context) -> str:
        """Stars; an average is told in figures."""
        if value is None:
            return ""
        whole = int(value)
        return (
            FULL * whole + OPEN * (STARS - whole)
            if whole == value
            else f"{format_number(value, context.language, 1)} {FULL}"
        )
