"""Options: how they are typed, made from labels and refused."""

from datetime import date

import pytest

from engine.choices import COLORS, MAX_OPTIONS, new_options
from engine.columns import column_types
from engine.context import Context
from engine.errors import Invalid
from engine.schema.meta import check_settings
from engine.text import Language

SETTINGS = {
    "options": [
        {"key": "low", "labels": {"en": "Low", "fr": "Stock bas"}, "color": "amber"},
        {"key": "ok", "labels": {"en": "In stock", "fr": "Élevé"}, "color": "green"},
        {"key": "old", "labels": {"en": "Ok"}, "color": "slate"},
        *({"key": f"more_{place}", "labels": {"en": f"More {place}"}, "color": "blue"} for place in range(4)),
    ]
}


def parse(raw: object, language: Language = "en") -> object:
    return column_types["drop"].parse(raw, SETTINGS, Context(language, date(2026, 11, 24)))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("low", "low"),
        ("LOW", "low"),
        (" stock  bas ", "low"),
        ("eleve", "ok"),
        ("ok", "ok"),
        ("Ok", "old"),
        ("OK", "old"),
        ("", None),
    ],
)
def test_an_option_is_found_by_key_or_label_without_case_or_accents(typed: str, key: str | None) -> None:
    assert parse(typed) == key


def test_an_unknown_option_is_refused_with_the_first_options_in_the_readers_language() -> None:
    with pytest.raises(Invalid) as refused:
        parse("Rupture", "fr")
    assert refused.value.say("fr") == (
        "«\u00a0Rupture\u00a0» n’est pas une option de cette colonne. Choisissez parmi\u00a0: Stock bas, Élevé, Ok, More 0, More 1, …"
    )


@pytest.mark.parametrize("raw", [3.5, True, {"key": "low"}, ["low"]])
def test_other_json_is_refused(raw: object) -> None:
    with pytest.raises(Invalid):
        parse(raw)


def test_a_column_without_options_says_where_to_add_some() -> None:
    with pytest.raises(Invalid, match="settings"):
        column_types["drop"].parse("x", {}, Context("en", date(2026, 11, 24)))


def test_the_key_of_a_deleted_option_is_still_shown() -> None:
    assert column_types["status"].format("gone", SETTINGS, Context("fr", date(2026, 11, 24))) == "gone"


def test_labels_make_options_with_readable_keys_and_colours_in_turn() -> None:
    options = new_options(["Lyon", "  ", "Été", "lyon", "100 %", "日本"])
    assert [option["key"] for option in options] == ["lyon", "ete", "100", "option"]
    assert [option["labels"]["fr"] for option in options] == ["Lyon", "Été", "100 %", "日本"]
    assert [option["color"] for option in options] == list(COLORS)[:4]


def test_labels_with_the_same_letters_get_keys_of_their_own() -> None:
    assert [option["key"] for option in new_options(["A-B", "A B", "a_b"])] == ["a_b", "a_b_2", "a_b_3"]


def test_as_many_options_as_there_may_be_are_accepted() -> None:
    check_settings(
        "drop",
        {
            "options": new_options(
                f"{'x' * 90} {number}" if number == 3 else str(number) for number in range(MAX_OPTIONS)
            )
        },
    )
