"""The contract of a control: how one kind of slot is drawn in the sentence editor and read from its form.

One file in `controls/` and one partial in `templates/controls/` for each kind in `automations/slots/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from automations.slot import Hole
from engine.registry import Plugin
from web.choices import Choice
from web.operand import MISSING
from web.request import Form, number

Errors = Mapping[str, str]
"""A sentence by the path in the rule that it is about."""


class Control(Plugin, root=True):
    """`draw` returns what the partial asks for; together with `read` it loses nothing of a rule that was stored.

    `tells`: the partial shows the errors of its parts itself.
    """

    tells: ClassVar[bool] = False

    def draw(self, hole: Hole, errors: Errors) -> Any:
        raise NotImplementedError

    def read(self, fields: Form, hole: Hole) -> Any:
        """MISSING when nothing was chosen; typed text that cannot be read stays text, for the check to say why."""
        raise NotImplementedError

    def gaps(self, hole: Hole) -> Sequence[str]:
        """Keys of the value whose content is still to be chosen."""
        return ()


def name_of(hole: Hole) -> str:
    """Of the control in the form: the path of the setting in the rule."""
    return ".".join(map(str, hole.path))


def given(hole: Hole) -> Any:
    """What fills the hole; MISSING while nothing does (None is a value: the empty cell)."""
    return hole.settings.get(str(hole.path[-1]), MISSING)


def label_of(hole: Hole) -> str:
    """What the setting is called while it is empty: "a column"."""
    return str(hole.node.get("x-labels", {}).get(hole.language, "…"))


@dataclass(frozen=True, slots=True)
class Quote:
    """A column that a message can name in braces."""

    key: str
    label: str
    icon: str


def quotable(hole: Hole) -> list[Quote]:
    return [Quote(key, column.label(hole.language), column.type.icon) for key, column in hole.home.columns.items()]


def one_of(choices: list[Choice], hole: Hole, gone: str) -> list[Choice]:
    """The choices of a select: first the name of the setting, last the value that is no longer there."""
    held = given(hole)
    unknown = held is not MISSING and not any(choice.chosen for choice in choices)
    behind = [Choice(str(held), gone, chosen=True)] if unknown else []
    return [Choice("", f"{label_of(hole)}…", held is MISSING), *choices, *behind]


def chosen_id(fields: Form, hole: Hole) -> Any:
    """The id that a select holds."""
    found = number(fields.get(name_of(hole), ""))
    return MISSING if found is None else found
