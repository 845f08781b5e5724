"""How far the work is: one of the column's options, some of which mean that it is done."""

from engine.choices import Choice, are_choices, options_found, options_schema
from engine.column import Example
from engine.sample import HALF, Guess, Sample, Wishes, words_of
from engine.text import Text

OPTIONS = (
    {"key": "todo", "labels": {"en": "To do", "fr": "À faire"}, "color": "slate"},
    {"key": "doing", "labels": {"en": "In progress", "fr": "En cours"}, "color": "amber"},
    {"key": "stuck", "labels": {"en": "Stuck", "fr": "Bloqué"}, "color": "red"},
    {"key": "done", "labels": {"en": "Done", "fr": "Terminé"}, "color": "green", "done": True},
)
SETTINGS = {"options": list(OPTIONS)}
SPOKEN_OF = words_of("avancement etape etat phase progress stage state status statut")
"""Words of titles, folded, of a status."""


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

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        likely = sample.words & SPOKEN_OF and are_choices(sample, HALF)
        return Guess(0.6, {"options": options_found(sample)}) if likely else None
