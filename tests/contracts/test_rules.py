"""Every trigger, action and slot keeps its contract, and a rule and its sentence hold the same things."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from automations.actions import actions
from automations.rules import Plugin, check_rule, schema
from automations.sentences import PIECE, plain_sentence, rule_of, sentence
from automations.slots import slots
from automations.triggers import triggers
from engine.text import LANGUAGES, Language
from tests.automations.inventory import low_stock, places, stock

BOARD = stock()
PLACES = places(BOARD)
PLUGINS = [*triggers.values(), *actions.values()]
ANY_TRIGGER = {"type": "item_created"}
ANY_ACTION = {"type": "set_columns", "values": {"fragile": True}}


def example_rules() -> Iterator[Any]:
    """A rule around each example's settings."""
    for trigger in triggers.values():
        for place, example in enumerate(trigger.examples):
            yield pytest.param(
                {"trigger": {"type": trigger.name, **example.settings}, "actions": [ANY_ACTION]},
                id=f"{trigger.name}-{place}",
            )
    for action in actions.values():
        for place, example in enumerate(action.examples):
            yield pytest.param(
                {"trigger": ANY_TRIGGER, "actions": [{"type": action.name, **example.settings}]},
                id=f"{action.name}-{place}",
            )
    yield pytest.param(low_stock(), id="low stock")
    yield pytest.param(
        low_stock(
            condition={
                "or": [
                    {"and": [{"column": "status", "op": "is", "value": "ok"}]},
                    {"column": "owner", "op": "is_empty"},
                ]
            }
        ),
        id="nested",
    )


every_plugin = pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
every_rule = pytest.mark.parametrize("rule", list(example_rules()))
every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_plugin
def test_settings_schema_is_valid(plugin: Plugin) -> None:
    Draft202012Validator.check_schema(dict(plugin.settings_schema))
    assert plugin.settings_schema["additionalProperties"] is False


@every_plugin
def test_every_setting_has_a_slot_and_labels(plugin: Plugin) -> None:
    for key, node in plugin.settings_schema["properties"].items():
        assert node["x-slot"].partition(":")[0] in slots, key
        assert set(node["x-labels"]) == set(LANGUAGES), key


@every_plugin
def test_sentence_has_every_setting_in_both_languages(plugin: Plugin) -> None:
    for language in LANGUAGES:
        assert set(PIECE.findall(plugin.sentence.say(language))) == set(plugin.settings_schema["properties"])


@every_plugin
def test_settings_that_may_stay_empty_are_in_brackets(plugin: Plugin) -> None:
    for language in LANGUAGES:
        bare = re.sub(r"\[[^\]]*\]", "", plugin.sentence.say(language))
        assert set(PIECE.findall(bare)) == set(plugin.settings_schema.get("required", ()))


@every_plugin
def test_has_examples(plugin: Plugin) -> None:
    assert plugin.examples


def test_schema_of_rules_is_valid() -> None:
    Draft202012Validator.check_schema(schema())


@every_rule
def test_example_passes_the_published_schema(rule: dict[str, Any]) -> None:
    assert list(Draft202012Validator(schema()).iter_errors(rule)) == []


@every_rule
def test_check_keeps_what_is_values_already(rule: dict[str, Any]) -> None:
    assert check_rule(BOARD, rule, PLACES) == rule


@every_language
@every_rule
def test_sentence_holds_the_whole_rule(rule: dict[str, Any], language: Language) -> None:
    parts = sentence(rule, BOARD, PLACES, language)
    assert rule_of(parts) == rule
    assert not any(part.broken for part in parts)


@every_rule
def test_sentence_with_blanks_holds_the_whole_rule(rule: dict[str, Any]) -> None:
    assert rule_of(sentence(rule, BOARD, PLACES, "en", blanks=True)) == rule


@every_rule
def test_sentence_differs_by_language(rule: dict[str, Any]) -> None:
    assert plain_sentence(rule, BOARD, PLACES, "en") != plain_sentence(rule, BOARD, PLACES, "fr")


@pytest.mark.parametrize("action", actions.values(), ids=lambda action: action.name)
def test_action_plans_and_tells_its_examples(action: Any) -> None:
    from automations.action import Subject
    from automations.trigger import Happening
    from engine.events import EventKind

    for example in action.examples:
        subject = Subject(1, BOARD, example.item)
        happening = Happening(EventKind.ITEM_CHANGED, 1, {})
        effects = action.plan(happening, subject, example.settings, PLACES.context)
        assert [effect.told(PLACES) for effect in effects] == list(example.told)
        assert effects == action.plan(happening, subject, example.settings, PLACES.context)
        hash_of_type = {type(effect).__dataclass_params__.frozen for effect in effects}
        assert hash_of_type <= {True}
