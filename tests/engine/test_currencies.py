"""Amounts of money as they are typed and read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.currencies import currencies, currency_names, format_money, parse_amount
from engine.errors import Invalid
from engine.text import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,50 €", "1234.50"),
        ("€1,234.50", "1234.50"),
        ("1234.5", "1234.5"),
        ("EUR 5", "5"),
        ("5 eur", "5"),
        ("-€12.50", "-12.50"),
        ("€-12.50", "-12.50"),
        ("(12,50 €)", "-12.50"),
        ("−12,50\u00a0€", "-12.50"),
        (7, "7"),
        (0.1 + 0.2, "0.3"),
        ({"amount": "12.50", "currency": "EUR"}, "12.50"),
        ({"amount": 12.5, "currency": "EUR"}, "12.5"),
    ],
)
def test_amounts_are_read(typed: object, amount: str, language: Language) -> None:
    assert parse_amount(typed, language, "EUR") == Decimal(amount)


@pytest.mark.parametrize(
    ("currency", "typed"), [("USD", "$5"), ("CAD", "$5"), ("CAD", "CA$5"), ("CHF", "CHF 5"), ("XOF", "5 F CFA")]
)
def test_a_currency_is_known_by_its_signs(currency: str, typed: str) -> None:
    assert parse_amount(typed, "fr", currency) == 5


@pytest.mark.parametrize("typed", ["$5", "5 USD", {"amount": "5", "currency": "USD"}])
def test_another_currency_is_refused(typed: object) -> None:
    with pytest.raises(Invalid, match="This column holds EUR, not"):
        parse_amount(typed, "en", "EUR")


@pytest.mark.parametrize(
    "typed",
    [
        "abc", "€", "5 bananas", "12€50", "1€500", "1 23 €", "5 EUR 5", "1" * 100, True, [5],
        {"amount": "5"}, {"amount": "x", "currency": "EUR"}, {"amount": "NaN", "currency": "EUR"},
        {"amount": None, "currency": "EUR"}, {"amount": "5", "currency": "EUR", "more": 1}, {"amount": "5", "currency": 1},
        "1.1234567", "9000000000001", {"amount": "1e30", "currency": "EUR"},
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(typed: object) -> None:
    with pytest.raises(Invalid) as refused:
        parse_amount(typed, "fr", "EUR")
    assert refused.value.say("fr")


@given(
    st.integers(-(10**15), 10**15).map(lambda micros: Decimal(micros).scaleb(-6)),
    st.sampled_from(currencies()),
    st.sampled_from(LANGUAGES),
)
def test_what_is_shown_is_read_back(amount: Decimal, currency: str, language: Language) -> None:
    assert parse_amount(format_money(amount, currency, language), language, currency) == amount


@pytest.mark.parametrize(
    ("currency", "en", "fr"),
    [
        ("EUR", "-€1,234.50", "-1\u202f234,50\u00a0€"),
        ("CHF", "-CHF\u00a01,234.50", "-1\u202f234,50\u00a0CHF"),
        ("BHD", "-BHD\u00a01,234.500", "-1\u202f234,500\u00a0BHD"),
    ],
)
def test_amounts_are_shown_with_the_digits_of_their_currency(currency: str, en: str, fr: str) -> None:
    assert [format_money(Decimal("-1234.5"), currency, language) for language in LANGUAGES] == [en, fr]


def test_every_currency_has_a_name_in_both_languages() -> None:
    assert {"EUR", "USD", "CHF"} <= set(currencies())
    assert currency_names()["EUR"] == {"en": "EUR · Euro", "fr": "EUR · euro"}
