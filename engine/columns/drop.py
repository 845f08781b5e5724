"""One choice from a list of the column's own."""

from engine.choices import Choice, new_options, options_schema
from engine.column import Example
from engine.text import Text

SETTINGS = {"options": new_options(["Lyon", "Lille", "Nîmes"])}


class Drop(Choice):
    name = "drop"
    label = Text("Choice", "Choix")
    icon = "list"
    width = 135
    settings_schema = {"type": "object", "additionalProperties": False, "properties": {"options": options_schema()}}
    examples = (
        Example("lyon", "lyon", "Lyon", settings=SETTINGS),
        Example("NIMES", "nimes", "Nîmes", "fr", SETTINGS),
        Example("", None, "", settings=SETTINGS),
    )
