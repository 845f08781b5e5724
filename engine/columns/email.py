"""E-mail addresses."""

from typing import Any

from sqlalchemy import String

from engine.addresses import MAX_EMAIL, read_email
from engine.column import Example, Settings, reads
from engine.columntext import one_line
from engine.context import Context
from engine.operators import EMPTY, EQUAL, TEXT
from engine.sample import Guess, Sample, Wishes
from engine.text import Text
from engine.texts import OwnText


class Email(OwnText):
    name = "email"
    label = Text("E-mail", "E-mail")
    icon = "mail"
    width = 200
    operators = {**TEXT, **EQUAL, **EMPTY}
    examples = (
        Example("alice@example.com", "alice@example.com", "alice@example.com"),
        Example("Élise Roux <Elise.Roux@Exemple.FR>", "Elise.Roux@exemple.fr", "Elise.Roux@exemple.fr", "fr"),
        Example("mailto:sales@bücher.example", "sales@bücher.example", "sales@bücher.example"),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["string", "null"], "maxLength": MAX_EMAIL}

    def sql_type(self, settings: Settings) -> String:
        return String(MAX_EMAIL)

    def parse(self, raw: object, settings: Settings, context: Context) -> str | None:
        typed = one_line(raw)
        return None if typed is None else read_email(typed)

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        return Guess(0.97) if sample.share(lambda cell: reads(self, cell, {}, wishes.context)) else None
