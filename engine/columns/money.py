"""Amounts of money in the column's currency, exact."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from engine.column import TOTALS, ColumnType, Example, Settings, reads
from engine.context import Context
from engine.currencies import (
    currencies,
    currency_digits,
    currency_in,
    currency_names,
    format_money,
    parse_amount,
    plain_amounts,
)
from engine.numerals import decimal_format
from engine.operators import NUMBER
from engine.sample import Guess, Sample, Wishes, words_of
from engine.sqltypes import ExactMoney, plain
from engine.text import Text

DEFAULT = "EUR"
HAS_DECIMALS = re.compile(r"\d[.,]\d")
SPOKEN_OF = words_of(
    "affaires amount amounts balance benefice budget ca chiffre cost costs cout couts depense depenses expense expenses"
    " facture fee fees ht income loyer marge margin montant montants paiement paiements payment payments price prices"
    " prix profit profits recette recettes revenue revenues salaire salaires salary sale sales solde spend spending"
    " tarif tarifs ttc turnover vente ventes wage wages"
)
"""Words of titles, folded, whose decimals are amounts."""


class Money(ColumnType):
    name = "money"
    label = Text("Money", "Montant")
    icon = "banknote"
    align = "end"
    width = 120
    rounding = "decimals"
    operators = NUMBER
    aggregates = TOTALS
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "currency": {
                "enum": list(currencies()),
                "default": DEFAULT,
                "x-choices": currency_names(),
                "x-labels": {"en": "Currency", "fr": "Devise"},
                "x-widget": "currency",
            },
            "decimals": {
                "type": "integer",
                "minimum": 0,
                "maximum": 6,
                "x-labels": {"en": "Decimals shown", "fr": "Décimales affichées"},
            },
        },
    }
    examples = (
        Example("1,234.5", {"amount": "1234.50", "currency": "EUR"}, "€1,234.50"),
        Example("1 234,50 €", {"amount": "1234.50", "currency": "EUR"}, "1\u202f234,50\u00a0€", "fr"),
        Example("($12)", {"amount": "-12.00", "currency": "USD"}, "-$12.00", settings={"currency": "USD"}),
        Example("1500", {"amount": "1500", "currency": "JPY"}, "¥1,500", settings={"currency": "JPY"}),
        Example("0.125", {"amount": "0.125", "currency": "EUR"}, "€0.125"),
        Example("", None, ""),
    )

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {
            "type": ["object", "null"],
            "properties": {
                "amount": {"type": "string", "minLength": 1, "maxLength": 24},
                "currency": {"const": currency_of(settings)},
            },
            "required": ["amount", "currency"],
            "additionalProperties": False,
        }

    def sql_type(self, settings: Settings) -> ExactMoney:
        currency = currency_of(settings)
        return ExactMoney(currency, currency_digits(currency))

    def parse(self, raw: object, settings: Settings, context: Context) -> dict[str, str] | None:
        currency = currency_of(settings)
        amount = parse_amount(raw, context.language, currency)
        return None if amount is None else {"amount": plain(amount, currency_digits(currency)), "currency": currency}

    def parse_all(self, raws: Sequence[object], settings: Settings, context: Context) -> list[Any] | None:
        currency = currency_of(settings)
        amounts = plain_amounts(raws, currency)
        return amounts and [amount and {"amount": amount, "currency": currency} for amount in amounts]

    def format(self, value: dict[str, str] | None, settings: Settings, context: Context) -> str:
        if value is None:
            return ""
        return format_money(Decimal(value["amount"]), value["currency"], context.language, settings.get("decimals"))

    def number_format(self, value: dict[str, str], settings: Settings, context: Context) -> str:
        digits = settings.get("decimals", len(value["amount"].partition(".")[2]))
        return f"{decimal_format(0, digits)}\u00a0[${currency_of(settings)}]"

    def magnitude(self, value: dict[str, str]) -> Decimal:
        return Decimal(value["amount"])

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        """Named by a sign in the cells or the title, or by a title that speaks of money above figures with decimals."""
        currency = currency_in(sample.title.en) or next(filter(None, map(currency_in, sample.texts())), None)
        spoken_of = sample.words & SPOKEN_OF and any(HAS_DECIMALS.search(text) for text in sample.texts())
        if sample.holds_codes or not (currency or spoken_of):
            return None
        settings = {"currency": currency or wishes.currency}
        read = sample.share(lambda cell: reads(self, cell, settings, wishes.context))
        return Guess(0.8, settings) if read else None


def currency_of(settings: Settings) -> str:
    return str(settings.get("currency", DEFAULT))
