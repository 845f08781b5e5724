"""One choice from a list of the column's own."""

from engine.choices import Choice, are_choices, new_options, options_found, options_schema
from engine.column import Example
from engine.sample import Guess, Sample, Wishes
from engine.text import Text

REPEATED = 0.05
FEW_LINES, FEW_OPTIONS, FEW_REPEATED = 200, 6, 0.34
"""In a short file, six options that come three times each are choices."""
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

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        few = sample.filled < FEW_LINES and len(sample.values) <= FEW_OPTIONS
        likely = are_choices(sample, FEW_REPEATED if few else REPEATED)
        return Guess(0.5, {"options": options_found(sample)}) if likely else None
