"""When one of some columns really changes, from anything to anything or between given values."""

from typing import Any

from automations.trigger import Example, Happening, Match, Settings, State, Trigger
from engine.events import EventKind
from engine.text import Text

ANY_VALUE: Any = object()


class ColumnChanges(Trigger):
    name = "column_changes"
    label = Text("A column changes", "Une colonne change")
    sentence = Text(
        "When {columns} changes[ from {from}][ to {to}]", "Quand {columns} change[ depuis {from}][ vers {to}]"
    )
    settings_schema = {
        "type": "object",
        "required": ["columns"],
        "additionalProperties": False,
        "properties": {
            "columns": {
                "type": "array",
                "items": {"type": "string"},
                "minItems": 1,
                "uniqueItems": True,
                "x-slot": "columns",
                "x-labels": {"en": "a column", "fr": "une colonne"},
            },
            "from": {"x-slot": "value_of:columns", "x-labels": {"en": "any value", "fr": "toute valeur"}},
            "to": {"x-slot": "value_of:columns", "x-labels": {"en": "any value", "fr": "toute valeur"}},
        },
    }
    listens_to = frozenset({EventKind.ITEM_CHANGED})
    examples = (
        Example({"columns": ["quantity"]}, {"quantity": 3}, {"quantity": 2}, fires=True),
        Example({"columns": ["quantity", "status"]}, {"name": "Gloves"}, {"name": "Gloves L"}, fires=False),
        Example({"columns": ["status"], "to": "low"}, {"status": "ok"}, {"status": "low"}, fires=True),
        Example({"columns": ["status"], "from": "low", "to": "ok"}, {"status": "out"}, {"status": "ok"}, fires=False),
        Example({"columns": ["status"], "from": None}, {"status": None}, {"status": "ok"}, fires=True),
    )

    def matches(self, happening: Happening, settings: Settings, before: State | None, after: State) -> Match | None:
        wanted = settings.get("from", ANY_VALUE), settings.get("to", ANY_VALUE)
        changes = happening.changes
        changed = [key for key in settings["columns"] if key in changes and fits(changes[key], wanted)]
        return Match(changed) if changed else None

    def watches(self, settings: Settings) -> frozenset[str]:
        return frozenset(settings["columns"])


def fits(change: tuple[Any, Any], wanted: tuple[Any, Any]) -> bool:
    return all(expected is ANY_VALUE or value == expected for value, expected in zip(change, wanted, strict=True))
