"""Telephone numbers, national and international."""

from typing import Any

from sqlalchemy import ColumnElement, String, false, not_, or_

from engine.column import FILLED, ColumnType, Example, Settings, reads
from engine.columntext import one_line
from engine.context import Context
from engine.operator import Operand, Operator
from engine.operators import EMPTY, EQUAL, TEXT
from engine.phones import COUNTRIES, NOT_DIGITS, format_phone, read_phone
from engine.sample import Cell, Guess, Sample, Wishes, words_of
from engine.text import Text

HOME: dict[str, str] = {"en": "US", "fr": "FR"}
SPOKEN_OF = words_of("cell fax gsm mobile phone phones portable portables tel telephone telephones")
"""Words of titles, folded, of columns of telephone numbers."""
LIKELY = 8


def has_digits(left: Operand, right: str, _: Context) -> ColumnElement[bool]:
    """`06 12` is in `+33612…`: spaces do not count, nor does the 0 that is dialled at home only."""
    digits = NOT_DIGITS.sub("", right)
    parts = {digits, digits.removeprefix("0")} - {""}
    return or_(false(), *(left.value.contains(part, autoescape=True) for part in parts))


class Phone(ColumnType):
    name = "phone"
    label = Text("Phone", "Téléphone")
    icon = "phone"
    width = 160
    searchable = True
    operators = {
        "contains": Operator(TEXT["contains"].label, has_digits, "text", TEXT["contains"].becomes),
        "lacks": Operator(
            TEXT["lacks"].label,
            lambda left, right, context: or_(left.value.is_(None), not_(has_digits(left, right, context))),
            "text",
            TEXT["lacks"].becomes,
        ),
        **EQUAL,
        **EMPTY,
    }
    aggregates = (FILLED,)
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "country": {
                "enum": list(COUNTRIES),
                "default": "FR",
                "x-choices": {code: country.name._asdict() for code, country in COUNTRIES.items()},
                "x-labels": {"en": "Country of numbers without +", "fr": "Pays des numéros sans +"},
            }
        },
    }
    examples = (
        Example("06.12.34.56.78", "+33612345678", "06 12 34 56 78", "fr"),
        Example("+32 (0)475 12 34 56", "+32475123456", "+32 475 12 34 56", "fr"),
        Example("415-555-2671 ext 12", "+14155552671;ext=12", "(415) 555-2671 ext. 12", settings={"country": "US"}),
        Example("3949", "3949", "39 49", "fr"),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["string", "null"], "description": "E.164, RFC 3966: +33612345678;ext=12"}

    def sql_type(self, settings: Settings) -> String:
        return String(32)

    def parse(self, raw: object, settings: Settings, context: Context) -> str | None:
        typed = one_line(raw)
        return None if typed is None else read_phone(typed, home(settings))

    def format(self, value: str | None, settings: Settings, context: Context) -> str:
        return "" if value is None else format_phone(value, home(settings))

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        """Where the title says so, or all numbers begin with a +."""
        settings = {"country": HOME[wishes.context.language]}

        def is_phone(cell: Cell) -> bool:
            text = str(cell).strip()
            begun = bool(sample.words & SPOKEN_OF) or text.startswith("+")
            return begun and len(NOT_DIGITS.sub("", text)) >= LIKELY and reads(self, cell, settings, wishes.context)

        return Guess(0.85, settings) if sample.share(is_phone) else None


def home(settings: Settings) -> str:
    return str(settings.get("country", "FR"))
