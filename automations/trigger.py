"""The contract of a trigger: one file in `triggers/` adds one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol

from engine.events import EventKind
from engine.filters import Tree
from engine.registry import Plugin
from engine.text import Text

Settings = Mapping[str, Any]
CREATION, MOVE = "+", ">"
"""Stand for a new item and for a move to another group where columns are named by their keys."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What one event did to one item.

    `changes`: {column key: (before, after)}, empty unless cells changed. `groups`: (before, after) when it was moved.
    """

    kind: EventKind
    item_id: int
    changes: Mapping[str, tuple[Any, Any]]
    groups: tuple[int, int] | None = None


class State(Protocol):
    """An item as it was at one moment."""

    @property
    def values(self) -> Mapping[str, Any]: ...

    def satisfies(self, tree: Tree) -> bool:
        """Whether the item then met the filter, as the one filter compiler says."""


class Match(NamedTuple):
    """The trigger fired; `columns` are those whose change the run log shows."""

    columns: Sequence[str] = ()


class Example(NamedTuple):
    """An item before (None: just created) and after an event, and whether the trigger fires: test and documentation.

    `moved` is the group that the item was moved to, where that is what happened; it was in group 1.
    """

    settings: Settings
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    fires: bool
    moved: int | None = None


class Trigger(Plugin, root=True):
    """`sentence`: words with `{setting}` holes; `[…]` is left out while its hole is empty.

    `settings_schema` is a JSON Schema; each property says its hole with `x-slot` (a name in `slots/`) and its
    label with `x-labels`. `listens_to` lists the only event kinds that `matches` is asked about.
    """

    label: ClassVar[Text]
    sentence: ClassVar[Text]
    settings_schema: ClassVar[Mapping[str, Any]]
    listens_to: ClassVar[frozenset[EventKind]]
    examples: ClassVar[Sequence[Example]]

    def matches(self, happening: Happening, settings: Settings, before: State | None, after: State) -> Match | None:
        """Pure. `before` is None for an item that has just come to be."""
        raise NotImplementedError

    def watches(self, settings: Settings) -> frozenset[str]:
        """Columns whose change can set it off, CREATION where a new item can, MOVE where another group can.

        `matches` is not asked about changes of other columns; the warning of circles follows them, too.
        """
        raise NotImplementedError
