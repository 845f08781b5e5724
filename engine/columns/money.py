"""Amounts of money in the column's currency, exact."""

from decimal import Decimal
from typing import Any

from engine.column import TOTALS, ColumnType, Example, Settings
from engine.context import Context
from engine.currencies import currencies, currency_digits, currency_names, format_money, parse_amount
from engine.operators import NUMBER
from engine.sqltypes import ExactMoney, plain
from engine.text import Text

DEFAULT = "EUR"


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

    def format(self, value: dict[str, str] | None, settings: Settings, context: Context) -> str:
        if value is None:
            return ""
        return format_money(Decimal(value["amount"]), value["currency"], context.language, settings.get("decimals"))

    def magnitude(self, value: dict[str, str]) -> Decimal:
        return Decimal(value["amount"])


def currency_of(settings: Settings) -> str:
    return str(settings.get("currency", DEFAULT))
