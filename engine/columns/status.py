"""How far the work is: one of the column's options, some of which mean that it is done."""

from engine.choices import Choice, options_schema
from engine.column import Example
from engine.text import Text

OPTIONS = (
    {"key": "todo", "labels": {"en": "To do", "fr": "À faire"}, "color": "slate"},
    {"key": "doing", "labels": {"en": "In progress", "fr": "En cours"}, "color": "amber"},
    {"key": "stuck", "labels": {"en": "Stuck", "fr": "Bloqué"}, "color": "red"},
    {"key": "done", "labels": {"en": "Done", "fr": "Terminé"}, "color": "green", "done": True},
)
SETTINGS = {"options": list(OPTIONS)}


class Status(Choice):
    name = "status"
    label = Text("Status", "Statut")
    icon = "circle-dot"
    align = "center"
    width = 135
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"options": options_schema(OPTIONS, done=True)},
    }
    examples = (
        Example("In progress", "doing", "In progress", settings=SETTINGS),
        Example("termine", "done", "Terminé", "fr", SETTINGS),
        Example("todo", "todo", "To do", settings=SETTINGS),
        Example("", None, "", settings=SETTINGS),
    )
