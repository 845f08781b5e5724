"""What is a board document, and what is said when something is not."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import reduce
from random import Random
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from engine.columns import column_types
from engine.errors import Invalid
from engine.schema.document import Document, new_document, with_column
from engine.schema.meta import board_schema, check_document, check_settings, composed
from engine.schema.reasons import compiled, fits

JUNK = (None, True, 0, 1.0, 1.5, -1, "", "x", "2026-02-30", [], [1, 1], {}, {"en": "x"})


def whole() -> Document:
    """A document with a column of each type."""
    document = new_document("Stock", {"fr": "Stock"})
    for name, kind in column_types.items():
        if kind.creatable:
            settings = next((example.settings for example in kind.examples if example.settings), {})
            document, _ = with_column(document, name, kind.label.en, settings, key=name)
    return document


def about(document: Document, key: str) -> dict[str, Any]:
    found: dict[str, Any] = document["properties"][key]["x-column"]
    return found


def test_a_document_with_every_type_is_accepted() -> None:
    check_document(whole())


def test_the_published_schema_is_a_schema_without_patterns() -> None:
    Draft202012Validator.check_schema(board_schema())
    assert "pattern" not in str(board_schema())


def test_every_reference_stays_inside() -> None:
    def references(schema: Any) -> list[str]:
        parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
        own = [schema["$ref"]] if isinstance(schema, dict) and "$ref" in schema else []
        return own + [one for part in parts for one in references(part)]

    assert all(one.startswith("#/$defs/") for one in references(board_schema()))


@pytest.mark.parametrize(
    ("spoil", "field", "said"),
    [
        (lambda one: one.pop("title"), "title", "The board document: “title” is missing. Add it."),
        (lambda one: one.update(extra=1), "extra", "there is no “extra” here"),
        (lambda one: one.update(title=""), None, "title: this must not be empty"),
        (lambda one: one["properties"].pop("name"), "name", "“name” is missing"),
        (lambda one: one["required"].append("gone"), "gone", "there is no such column"),
        (lambda one: one["properties"].update({"Bad key": one["properties"]["text"]}), "Bad key", "cannot be called"),
        (lambda one: one["properties"].update(id=one["properties"]["text"]), "id", "cannot be called"),
        (lambda one: about(one, "money").update(type="gold"), "money", "“gold” is not one of the choices"),
        (lambda one: about(one, "text").update(type="name"), "text", "Only the column “name”"),
        (lambda one: about(one, "name").update(type="text"), "name", "write “name”"),
        (lambda one: about(one, "text").update(id=1), "text", "needs an id of its own"),
        (lambda one: about(one, "text").update(id=10**6), "text", "below x-next-id"),
        (lambda one: about(one, "money")["settings"].update(currency="XXX"), "money", "Currency: “XXX”"),
        (lambda one: about(one, "number")["settings"].update(decimals=9), "number", "Decimals shown: write at most 6"),
        (lambda one: about(one, "status")["settings"]["options"][1].update(color="mauve"), "status", "line 2, Colour"),
        (lambda one: one["properties"]["text"].update(pattern="^(a+)+$"), "text", "do not follow from its settings"),
        (lambda one: one["properties"]["text"].update({"$ref": "http://x.test/"}), "text", "do not follow"),
        (lambda one: one["properties"]["number"].update(minimum=3), "number", "do not follow"),
        (lambda one: one["properties"]["text"].pop("x-column"), "text", "“x-column” is missing"),
    ],
)
def test_a_wrong_document_is_refused_with_its_place(
    spoil: Callable[[Document], Any], field: str | None, said: str
) -> None:
    document = deepcopy(whole())
    spoil(document)
    with pytest.raises(Invalid) as refused:
        check_document(document)
    assert said in refused.value.say("en")
    assert refused.value.say("fr")
    assert refused.value.field == field


@pytest.mark.parametrize("document", [[], "x", None, {}])
def test_other_json_is_no_document(document: Any) -> None:
    with pytest.raises(Invalid, match="The board document"):
        check_document(document)


@pytest.mark.parametrize(
    ("type_name", "settings", "field", "dit"),
    [
        ("number", {"decimals": "2"}, "decimals", "Décimales affichées\u00a0: ce doit être un nombre entier."),
        ("number", {"minimum": 5, "maximum": 1}, "maximum", "Maximum autorisé\u00a0: écrivez au moins ce que dit «\u00a0Minimum autorisé\u00a0»."),
        ("number", {"colour": "red"}, "colour", "Les réglages\u00a0: «\u00a0colour\u00a0» n’existe pas ici. Retirez-le."),
        ("money", {"currency": None}, "currency", "Devise\u00a0: «\u00a0None\u00a0» n’est pas un des choix."),
        ("drop", {"options": [{"key": "a", "labels": {}, "color": "red"}]}, "options", "Options, ligne 1, Libellé\u00a0: ce ne doit pas être vide."),
        ("drop", {"options": [{"key": "a", "labels": {"en": "A"}, "color": "red"}] * 2}, "options", "«\u00a0a\u00a0» y est deux fois"),
        ("drop", {"options": [{"key": "a", "labels": {"en": "A"}, "color": "red", "done": True}]}, "options", "«\u00a0done\u00a0» n’existe pas"),
        ("text", {"pattern": "^(a+)+$"}, "pattern", "«\u00a0pattern\u00a0» n’existe pas ici"),
    ],
)  # fmt: skip
def test_wrong_settings_are_refused_by_their_label(
    type_name: str, settings: dict[str, Any], field: str, dit: str
) -> None:
    with pytest.raises(Invalid) as refused:
        check_settings(type_name, settings)
    assert dit in refused.value.say("fr")
    assert refused.value.field == field


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to each part of a document."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in steps:
        yield (*path, step)
        yield from places(part, (*path, step))


def test_the_quick_verdict_is_that_of_the_reference() -> None:
    schema, document, random = msgspec.json.encode(composed()), whole(), Random(7)  # noqa: S311 - repeatable
    found = set()
    for path in random.sample([*places(document)], 150):
        spoilt = deepcopy(document)
        *way, last = path
        reduce(lambda part, step: part[step], way, spoilt)[last] = random.choice(JUNK)
        verdict = not any(compiled(schema).iter_errors(spoilt))
        assert fits(schema, spoilt) == verdict, path
        found.add(verdict)
    assert found == {True, False}
