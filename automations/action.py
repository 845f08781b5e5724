"""The contract of an action: one file in `actions/` adds one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from automations.slot import Places
from automations.trigger import Happening
from engine.context import Context
from engine.permissions import RuleActor
from engine.registry import Plugin
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.text import LANGUAGES, Text

Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The item that set a rule off, as it was just after the event."""

    id: int
    board: CompiledBoard
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """Where effects are carried out: one transaction, with the rights of the rule's owner.

    `places.boards` are boards as the owner may see them; asking for another one raises NotFound.
    """

    session: Session
    actor: RuleActor
    places: Places
    subject: Subject
    enter: Callable[[], int]

    @property
    def run_id(self) -> int:
        """The run's id in the log, where it is entered when it is first asked for."""
        return self.enter()

    @property
    def context(self) -> Context:
        return self.places.context


class Effect(ABC):
    """One thing to be done: a frozen value that does it through the commands a person uses."""

    @abstractmethod
    def apply(self, site: Site) -> None:
        """Raises EngineError when the owner may not, or the board does not accept it."""

    @abstractmethod
    def told(self, places: Places) -> str:
        """What it does, for the run log, in the language of the places."""


class Example(NamedTuple):
    """Settings, the item that set the rule off, and what is then told in English: test and documentation."""

    settings: Settings
    item: Mapping[str, Any]
    told: Sequence[str]


class Action(Plugin, root=True):
    """`sentence` and `settings_schema` as in `trigger.py`."""

    label: ClassVar[Text]
    sentence: ClassVar[Text]
    settings_schema: ClassVar[Mapping[str, Any]]
    examples: ClassVar[Sequence[Example]]

    def plan(self, happening: Happening, subject: Subject, settings: Settings, context: Context) -> list[Effect]:
        """Pure: the same event, item and settings plan the same effects, whether they are applied, simulated or explained."""
        raise NotImplementedError

    def changes(self, settings: Settings, board_id: int) -> Mapping[int, frozenset[str]]:
        """Columns that it may change, CREATION or MOVE, by board id: for the warning of circles."""
        return {}


def in_both(effect: Effect, places: Places) -> dict[str, str]:
    """`{"en": …, "fr": …}`, as the run log keeps it."""
    return {language: effect.told(places.in_language(language)) for language in LANGUAGES}


PEOPLE_FORMS: list[dict[str, Any]] = [
    {"properties": {"column": {"type": "string"}}, "required": ["column"], "additionalProperties": False},
    {
        "properties": {"users": {"type": "array", "items": {"type": "integer"}, "minItems": 1}},
        "required": ["users"],
        "additionalProperties": False,
    },
    {"properties": {"token": {"enum": ["owner", "me"]}}, "required": ["token"], "additionalProperties": False},
]
"""Whom to tell: people of a column, members by id, or the rule's owner."""
