"""Numbers as they are typed and read; all decimals are exact."""

from contextlib import suppress
from decimal import Decimal, InvalidOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Invalid
from engine.exact import LIMIT, UNIT, to_micros, to_number
from engine.numerals import format_number, format_percent, parse_number, parse_percent
from engine.text import LANGUAGES, Language

BOTH = [
    ("12,5", 12.5),
    ("12.5", 12.5),
    ("1 234,50", 1234.5),
    ("1\u202f234,50", 1234.5),
    ("1\u00a0234\u00a0567", 1234567),
    ("1,234.50", 1234.5),
    ("1.234,50", 1234.5),
    ("1.234", 1.234),
    ("0,123", 0.123),
    ("1,234,567", 1234567),
    ("1.234.567,8", 1234567.8),
    ("1234,567", 1234.567),
    ("1 234,567", 1234.567),
    ("1'234.5", 1234.5),
    ("1’234", 1234),
    (".5", 0.5),
    ("5.", 5),
    ("+5", 5),
    ("-7", -7),
    ("−7", -7),
    ("- 7", -7),
    ("12.50-", -12.5),
    ("(12.50)", -12.5),
    ("-0", 0),
    ("1,5E+3", 1500),
    ("  ", None),
    ("9 000 000 000 000", 9_000_000_000_000),
]
NO_NUMBERS = [
    "abc", ".", "-", "1 23", "12 34 56", "1,23,4", "1,234.5.6", "--3", "(-3)", "1_000", "0x10", "NaN", "inf", "١٢",
    "12 kg", "1e999", "1/2", "9" * 500, "\0",
]  # fmt: skip
micros = st.integers(-(10**15), 10**15).map(to_number)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("typed", "number"), BOTH)
def test_one_reading_is_the_same_in_both_languages(typed: str, number: float | None, language: Language) -> None:
    assert parse_number(typed, language) == number


@pytest.mark.parametrize(("language", "number"), [("en", 1234), ("fr", 1.234)])
def test_one_comma_before_three_digits_is_read_in_the_language(language: Language, number: float) -> None:
    assert parse_number("1,234", language) == number


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused(typed: str, language: Language) -> None:
    with pytest.raises(Invalid):
        parse_number(typed, language)


def test_a_refusal_quotes_what_was_typed_and_shows_how_to_write_it() -> None:
    with pytest.raises(Invalid) as refused:
        parse_number("douze", "fr")
    assert refused.value.say("fr").startswith("«\u00a0douze\u00a0» n’est pas un nombre.")
    assert "1,234.5" in refused.value.say("en")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("1.2345678", "6 decimals"), ("9000000000001", "too large"), ("123456789012.123456", "15 digits")],
)
def test_what_cannot_be_kept_exactly_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        parse_number(typed, "en")


@pytest.mark.parametrize("typed", ["12 kg", "12kg", "12 KG", "kg 12", "12"])
def test_the_unit_may_be_typed(typed: str) -> None:
    assert parse_number(typed, "en", "kg") == 12


def test_a_unit_with_a_digit_does_not_eat_the_number() -> None:
    assert [parse_number(typed, "en", "m2") for typed in ("12", "12 m2", "2")] == [12, 12, 2]


@pytest.mark.parametrize("raw", [5, 2.5, -1, 0, 9_000_000_000_000])
def test_json_numbers_pass(raw: float) -> None:
    assert parse_number(raw, "fr") == raw


@pytest.mark.parametrize("raw", [True, False, float("nan"), float("inf"), 1e20, 10**30, [1], {"a": 1}])
def test_other_json_is_refused(raw: object) -> None:
    with pytest.raises(Invalid):
        parse_number(raw, "en")


def test_a_calculated_float_counts_to_its_sixth_decimal() -> None:
    assert [parse_number(raw, "en") for raw in (0.1 + 0.2, 1 / 3, 12.0)] == [0.3, 0.333333, 12]


@given(micros, st.sampled_from(LANGUAGES))
def test_what_is_shown_is_read_back(number: float, language: Language) -> None:
    assert parse_number(format_number(number, language), language) == number


@given(micros, st.sampled_from(LANGUAGES))
def test_what_is_shown_as_a_percentage_is_read_back(number: float, language: Language) -> None:
    fraction = to_number(to_micros(Decimal(repr(number)).quantize(Decimal("0.000001"))))
    assert parse_percent(format_percent(fraction, language), language) == fraction


@given(micros, st.sampled_from(LANGUAGES))
def test_the_json_of_a_number_is_read_back_as_text(number: float, language: Language) -> None:
    assert parse_number(f"{Decimal(repr(number)):f}", language) == number


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_is_a_number_within_limits_or_refused(typed: str, language: Language) -> None:
    with suppress(Invalid):
        assert abs(to_micros(parse_number(typed, language, "kg") or 0)) <= LIMIT * UNIT


@pytest.mark.parametrize(
    ("number", "decimals", "en", "fr"),
    [
        (1234.5, None, "1,234.5", "1\u202f234,5"),
        (1234.5, 2, "1,234.50", "1\u202f234,50"),
        (1234567, None, "1,234,567", "1\u202f234\u202f567"),
        (2.675, 2, "2.68", "2,68"),
        (-0.001, 2, "0.00", "0,00"),
        (1e-06, None, "0.000001", "0,000001"),
        (3.0, None, "3", "3"),
    ],
)
def test_numbers_are_shown_exactly(number: float, decimals: int | None, en: str, fr: str) -> None:
    assert (format_number(number, "en", decimals), format_number(number, "fr", decimals)) == (en, fr)


@pytest.mark.parametrize(
    ("raw", "fraction"),
    [("12.5", 0.125), ("12,5 %", 0.125), ("12.5%", 0.125), (0.5, 0.5), ("0.0001%", 0.000001), ("", None)],
)
def test_typed_percentages_are_fractions(raw: object, fraction: float | None) -> None:
    assert parse_percent(raw, "fr") == fraction


def test_a_percentage_has_at_most_four_decimals() -> None:
    with pytest.raises(Invalid, match="more than 4 decimals"):
        parse_percent("12.34567 %", "en")


@given(st.decimals(-LIMIT, LIMIT, places=6).map(str) | st.from_regex(r"-?[0-9]{0,14}\.?[0-9]{0,8}", fullmatch=True))
def test_an_amount_that_is_written_plainly_counts_as_its_decimal(text: str) -> None:
    def micros(value: Decimal | str) -> int | None:
        try:
            return to_micros(value)
        except (ValueError, InvalidOperation):
            return None

    with suppress(InvalidOperation):
        assert micros(text) == micros(Decimal(text))
    assert (micros("12.5"), micros(".5"), micros("7"), micros("-0.25"), micros("1.0000001")) == (
        *(12_500_000, 500_000, 7_000_000, -250_000),
        None,
    )
