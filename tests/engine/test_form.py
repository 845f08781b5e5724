"""Settings as a form, and back."""

from datetime import date
from typing import Any

import pytest

from engine.columns import column_types
from engine.context import Context, Person
from engine.errors import Invalid
from engine.schema.form import FormField, parse_form, settings_form
from engine.schema.meta import check_settings
from engine.text import LANGUAGES, Language


def context(language: Language) -> Context:
    return Context(language, date(2026, 11, 24), 1, {1: Person(1, "Alice Martin", "alice@example.com")})


def field(type_name: str, name: str, settings: dict[str, Any], language: Any = "en") -> FormField:
    return next(one for one in settings_form(column_types[type_name], settings, context(language)) if one.name == name)


def test_a_number_is_drawn_with_its_limits_and_value() -> None:
    drawn = field("number", "decimals", {"decimals": 2}, "fr")
    assert (drawn.label, drawn.widget, drawn.value) == ("Décimales affichées", "number", 2)
    assert (drawn.minimum, drawn.maximum) == (0, 6)


def test_a_currency_is_chosen_by_name_and_has_a_default() -> None:
    drawn = field("money", "currency", {}, "fr")
    assert (drawn.widget, drawn.value) == ("currency", "EUR")
    assert ("CHF", "CHF · franc suisse") in drawn.choices


def test_options_are_drawn_with_their_colours_and_entries() -> None:
    drawn = field("status", "options", {"options": []}, "fr")
    assert (drawn.widget, drawn.value, drawn.parts) == ("options", [], ("key", "labels", "color", "done"))
    assert ("red", "Rouge") in drawn.choices


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", column_types)
def test_the_defaults_of_every_type_are_settings_that_it_takes(name: str, language: Any) -> None:
    drawn = settings_form(column_types[name], {}, context(language))
    check_settings(name, {one.name: one.value for one in drawn if one.value is not None})


def test_typed_text_becomes_json_and_empty_entries_are_left_out() -> None:
    typed = {"unit": " kg ", "decimals": "2", "minimum": "1,5", "maximum": " ", "csrf": "x"}
    assert parse_form(column_types["number"], typed, context("fr")) == {
        "unit": "kg",
        "decimals": 2,
        "minimum": 1.5,
        "grouped": False,
    }


@pytest.mark.parametrize(
    ("type_name", "typed", "name"),
    [
        ("number", {"decimals": "two"}, "decimals"),
        ("number", {"decimals": "2.5"}, "decimals"),
        ("number", {"minimum": "5", "maximum": "1"}, "maximum"),
        ("number", {"unit": "kilogrammes par heure"}, "unit"),
        ("money", {"currency": "gold"}, "currency"),
        ("drop", {"options.0.en": "A", "options.0.color": "mauve"}, "options"),
        ("drop", {"options.0.en": "A" * 99}, "options"),
        ("status", {"options.0.key": "a", "options.0.en": "A", "options.1.key": "a", "options.1.en": "B"}, "options"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(type_name: str, typed: dict[str, str], name: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_form(column_types[type_name], typed, context("en"))
    assert refused.value.field == name


def test_options_come_back_in_order_with_keys_and_colours_for_the_new_ones() -> None:
    typed = {
        "options.10.fr": "Zoé",
        "options.0.key": "a",
        "options.0.en": "A",
        "options.0.fr": "",
        "options.0.color": "red",
        "options.0.done": "on",
        "options.2.key": "",
        "options.2.en": "A",
        "options.3.en": "  ",
    }
    assert parse_form(column_types["status"], typed, context("en"))["options"] == [
        {"key": "a", "labels": {"en": "A"}, "color": "red", "done": True},
        {"key": "a_2", "labels": {"en": "A"}, "color": "amber"},
        {"key": "zoe", "labels": {"fr": "Zoé"}, "color": "red"},
    ]


def test_a_label_a_line_makes_options() -> None:
    options = parse_form(column_types["drop"], {"options": "Lyon\r\n\r\nLille"}, context("en"))["options"]
    assert [option["key"] for option in options] == ["lyon", "lille"]


def test_a_default_is_drawn_as_it_is_typed_with_the_words_of_its_type() -> None:
    drawn = field("date", "default", {"default": {"token": "today"}}, "fr")
    assert (drawn.widget, drawn.value) == ("value", "aujourd’hui")
    assert [choice.label for choice in drawn.choices] == ["aujourd’hui", "demain", "hier"]


@pytest.mark.parametrize(
    ("type_name", "typed", "language", "name", "value"),
    [
        ("date", "Aujourd’hui", "fr", "default", {"token": "today"}),
        ("date", "today", "fr", "default", {"token": "today"}),
        ("date", "28/11", "fr", "minimum", "2026-11-28"),
        ("people", "moi", "en", "default", {"token": "me"}),
        ("people", "Alice", "en", "default", [1]),
        ("percent", "12,5 %", "fr", "maximum", 0.125),
        ("money", "1 234,50 €", "fr", "minimum", {"amount": "1234.50", "currency": "EUR"}),
        ("rating", "★★", "en", "minimum", 2),
        ("checkbox", "1", "en", "default", True),
        ("text", " Lyon ", "en", "default", "Lyon"),
        ("number", "", "en", "default", None),
    ],
)
def test_a_promise_is_read_as_a_value_of_the_column(
    type_name: str, typed: str, language: Language, name: str, value: Any
) -> None:
    assert parse_form(column_types[type_name], {name: typed}, context(language)).get(name) == value


@pytest.mark.parametrize(
    ("type_name", "typed", "name"),
    [
        ("date", {"minimum": "soon"}, "minimum"),
        ("date", {"minimum": "2026-02-01", "maximum": "2026-01-01"}, "maximum"),
        ("money", {"minimum": "10", "maximum": "9"}, "maximum"),
        ("number", {"minimum": "5", "default": "4"}, "default"),
        ("date", {"minimum": "2026-02-01", "default": "2026-01-01"}, "default"),
        ("text", {"max_length": "3", "default": "Lyon"}, "default"),
        ("text", {"max_length": "0"}, "max_length"),
        ("rating", {"maximum": "7"}, "maximum"),
    ],
)
def test_a_promise_that_the_column_would_not_keep_is_refused(type_name: str, typed: dict[str, str], name: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_form(column_types[type_name], typed, context("en"))
    assert refused.value.field == name
