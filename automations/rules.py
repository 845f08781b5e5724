"""Rules: their JSON Schema, composed from the plug-ins, and the check that each rule passes before it is stored.

{"trigger": {"type": …}, "condition": filter tree, "actions": [{"type": …}, …]}
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from referencing import Registry

from automations.action import Action
from automations.actions import actions
from automations.places import places_for
from automations.slot import Hole, Path, Places, Rule
from automations.slots import slots
from automations.trigger import Trigger
from automations.triggers import triggers
from engine.errors import Invalid
from engine.permissions import Actor
from engine.rulebook import checks
from engine.schema.compiled import CompiledBoard
from engine.schema.document import DRAFT
from engine.session import Session
from engine.text import LANGUAGES, Text

Plugin = Trigger | Action
MAX_ACTIONS = 20
FILTER: dict[str, Any] = {
    "type": "object",
    "oneOf": [
        {
            "required": ["and"],
            "properties": {"and": {"type": "array", "items": {"$ref": "#/$defs/filter"}}},
            "additionalProperties": False,
        },
        {
            "required": ["or"],
            "properties": {"or": {"type": "array", "items": {"$ref": "#/$defs/filter"}}},
            "additionalProperties": False,
        },
        {
            "required": ["column", "op"],
            "properties": {"column": {"type": "string"}, "op": {"type": "string"}, "value": {}},
            "additionalProperties": False,
        },
    ],
}
CONDITION: dict[str, Any] = {"x-slot": "filter", "x-labels": {"en": "a condition", "fr": "une condition"}}

TRIGGER_NAME = Text("Trigger", "Déclencheur")
CONDITION_NAME = Text("Condition", "Condition")
NOT_A_RULE = Text(
    "A rule needs a trigger and at least one action.", "Une règle demande un déclencheur et au moins une action."
)
NO_ACTION = Text(
    "Add an action: a rule needs at least one thing to do.",
    "Ajoutez une action : une règle doit avoir au moins une chose à faire.",
)
TOO_MANY = Text(
    "A rule holds at most {limit} actions. Split it into two rules.",
    "Une règle contient au plus {limit} actions. Séparez-la en deux règles.",
)
UNKNOWN_KEY = Text(
    "A rule has no part “{key}”. It has a trigger, a condition and actions.",
    "Une règle n’a pas de partie « {key} ». Elle a un déclencheur, une condition et des actions.",
)
UNKNOWN_TYPE = Text("{part}: choose one of {names}.", "{part} : choisissez l’un de {names}.")
MISSING = Text("{part}: fill in “{setting}”.", "{part} : remplissez « {setting} ».")
WRONG_SHAPE = Text(
    "{part}: “{setting}” is not written as it should be. Choose it again.",
    "{part} : « {setting} » n’est pas écrit comme il faut. Choisissez de nouveau.",
)
NO_SETTING = Text(
    "{part}: there is no setting “{setting}” here. Remove it.",
    "{part} : il n’y a pas de réglage « {setting} » ici. Retirez-le.",
)


class Section(NamedTuple):
    """The trigger or one action of a rule: its plug-in, its settings, where it stands, what people call it."""

    plugin: Plugin
    settings: Mapping[str, Any]
    path: Path
    title: Text


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of a rule."""
    return {
        "$schema": DRAFT,
        "type": "object",
        "required": ["trigger", "actions"],
        "additionalProperties": False,
        "properties": {
            "trigger": {"oneOf": [schema_of(plugin) for plugin in triggers.values()]},
            "condition": {"$ref": "#/$defs/filter"},
            "actions": {
                "type": "array",
                "minItems": 1,
                "maxItems": MAX_ACTIONS,
                "items": {"oneOf": [schema_of(plugin) for plugin in actions.values()]},
            },
        },
        "$defs": {"filter": FILTER},
    }


def schema_of(plugin: Plugin) -> dict[str, Any]:
    """The plug-in's settings with the `type` that names it."""
    own = plugin.settings_schema
    return {
        **own,
        "required": ["type", *own.get("required", ())],
        "properties": {"type": {"const": plugin.name}, **own["properties"]},
    }


def check_rule(board: CompiledBoard, rule: Any, places: Places) -> Rule:
    """The rule as it is stored: typed text made into values. Raises Invalid that names the part and the fix."""
    check_parts(rule)
    kept: dict[str, Any] = {"trigger": read_section(board, section("trigger", rule["trigger"], triggers), places)}
    if rule.get("condition"):
        kept["condition"] = read_condition(board, rule["condition"], places)
    kept["actions"] = [read_section(board, one, places) for one in action_sections(rule)]
    return kept


def check_parts(rule: Any) -> None:
    if (
        not isinstance(rule, Mapping)
        or not isinstance(rule.get("trigger"), Mapping)
        or not isinstance(rule.get("actions", []), list)
    ):
        raise Invalid(NOT_A_RULE, field="trigger")
    if unknown := next((key for key in rule if key not in schema()["properties"]), None):
        raise Invalid(UNKNOWN_KEY, field=unknown, key=unknown)
    if not rule.get("actions"):
        raise Invalid(NO_ACTION, field="actions")
    if len(rule["actions"]) > MAX_ACTIONS:
        raise Invalid(TOO_MANY, field="actions", limit=MAX_ACTIONS)


def sections(rule: Rule) -> list[Section]:
    """The trigger, then the actions in order. Raises Invalid for a type that no plug-in has."""
    return [section("trigger", rule["trigger"], triggers), *action_sections(rule)]


def action_sections(rule: Rule) -> list[Section]:
    return [section(place, settings, actions) for place, settings in enumerate(rule.get("actions", ()))]


def section(place: int | str, settings: Any, registry: Mapping[str, Any]) -> Section:
    """`place` is "trigger" or the index of an action."""
    path: Path = ("actions", place) if isinstance(place, int) else (place,)
    title = Text(f"Action {place + 1}", f"Action {place + 1}") if isinstance(place, int) else TRIGGER_NAME
    plugin = registry.get(str(settings.get("type"))) if isinstance(settings, Mapping) else None
    if plugin is None:
        english, french = (
            ", ".join(other.label.say(language) for other in registry.values()) for language in LANGUAGES
        )
        raise Invalid(UNKNOWN_TYPE, field=".".join(map(str, (*path, "type"))), part=title, names=Text(english, french))
    return Section(plugin, {key: value for key, value in settings.items() if key != "type"}, path, title)


def read_section(board: CompiledBoard, one: Section, places: Places) -> dict[str, Any]:
    check_shape(one)
    read = {hole.path[-1]: slots[kind].read(hole) for kind, hole in holes(board, one, places)}
    return {"type": one.plugin.name, **{key: read.get(key, value) for key, value in one.settings.items()}}


def check_shape(one: Section) -> None:
    """The settings against the plug-in's own schema; the registry is explicit, so that nothing is ever fetched."""
    for error in validator(one.plugin).iter_errors(one.settings):
        if error.validator == "required":
            raise refusal(
                one,
                MISSING,
                next(key for key in error.validator_value if key not in error.instance),
                error.absolute_path,
            )
        if error.validator == "additionalProperties" and not error.absolute_path:
            raise refusal(
                one,
                NO_SETTING,
                next(key for key in one.settings if key not in one.plugin.settings_schema["properties"]),
                (),
            )
        empty = error.validator in ("minLength", "minItems", "minProperties")
        raise refusal(
            one, MISSING if empty else WRONG_SHAPE, str(next(iter(error.absolute_path))), list(error.absolute_path)[1:]
        )


def refusal(one: Section, text: Text, key: str, within: Any) -> Invalid:
    labels = one.plugin.settings_schema["properties"].get(key, {}).get("x-labels", {})
    setting = Text(labels.get("en", key), labels.get("fr", key))
    return Invalid(text, field=".".join(map(str, (*one.path, key, *within))), part=one.title, setting=setting)


@cache
def validator(plugin: Plugin) -> Draft202012Validator:
    return Draft202012Validator({**plugin.settings_schema, "$defs": {"filter": FILTER}}, registry=Registry())


def read_condition(board: CompiledBoard, tree: Any, places: Places) -> Any:
    return slots["filter"].read(condition_hole(board, tree, places))


def condition_hole(board: CompiledBoard, tree: Any, places: Places, path: Path = ("condition",)) -> Hole:
    return Hole(path, tree, CONDITION, "", {}, board, board, places, CONDITION_NAME)


def holes(board: CompiledBoard, one: Section, places: Places) -> Iterator[tuple[str, Hole]]:
    """The settings that are filled in, with the kind of their slot, in the order of the schema."""
    for key in one.plugin.settings_schema["properties"]:
        if key in one.settings:
            yield hole(board, one, places, key)


def hole(board: CompiledBoard, one: Section, places: Places, key: str) -> tuple[str, Hole]:
    node = one.plugin.settings_schema["properties"][key]
    kind, _, argument = node["x-slot"].partition(":")
    target = places.boards.get(one.settings.get(board_key(one.plugin), board.id), board)
    return kind, Hole(
        (*one.path, key), one.settings.get(key), node, argument, one.settings, board, target, places, one.title
    )


def board_key(plugin: Plugin) -> str:
    """The setting that names the board of the plug-in's other settings, if it has one."""
    return next((key for key, node in plugin.settings_schema["properties"].items() if node["x-slot"] == "board"), "")


def check_stored(session: Session, actor: Actor, board: CompiledBoard, rule: Any) -> Rule:
    """The engine's door to this check: nothing gets past it into the table."""
    return check_rule(board, rule, places_for(session, actor))


checks.append(check_stored)
