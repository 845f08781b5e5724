"""The contract of a slot, one hole in a rule's sentence: one file in `slots/` adds a kind of hole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from engine.context import Context
from engine.errors import EngineError, Invalid
from engine.registry import Plugin
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Language, Text

Path = tuple[str | int, ...]
Rule = Mapping[str, Any]

NO_COLUMN = Text(
    "this board has no column “{key}” any more. Choose another one.",
    "ce tableau n’a plus de colonne « {key} ». Choisissez-en une autre.",
)
AND = Text("and", "et")
OR = Text("or", "ou")
NOTHING_YET = Text("…", "…")


class Part(NamedTuple):
    """A piece of a sentence. Words have no `kind`; a slot shows the `value` that stands at `path` in the rule.

    Words that open the sentence of a trigger or action carry its type in `value`, so that no part of a rule is lost.
    `filled` is false for a hole that waits for its value, `broken` is true for a value that the board no longer accepts.
    """

    text: str
    path: Path = ()
    kind: str | None = None
    value: Any = None
    filled: bool = True
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """What a rule may name outside its board: boards, their groups (id → title, by board id), people; and its owner's name."""

    context: Context
    boards: Mapping[int, CompiledBoard]
    groups: Mapping[int, Mapping[int, str]]
    owner: str = ""

    def in_language(self, language: Language) -> "Places":
        return replace(self, context=replace(self.context, language=language))


@dataclass(frozen=True, slots=True)
class Hole:
    """One setting of a trigger or action at its place in the rule, with everything that reading and saying it needs.

    `home` is the rule's board; `board` the one that the same plug-in's "board" setting names, else `home`.
    `argument` is what follows the colon in `"x-slot": "value_of:columns"`. `owner` names the part for people: "Action 2".
    """

    path: Path
    value: Any
    node: Mapping[str, Any]
    argument: str
    settings: Mapping[str, Any]
    home: CompiledBoard
    board: CompiledBoard
    places: Places
    owner: Text

    @property
    def context(self) -> Context:
        return self.places.context

    @property
    def language(self) -> Language:
        return self.places.context.language

    def column(self, key: object, *within: str | int, board: CompiledBoard | None = None) -> Column:
        """The board's column; raises Invalid that names the part and the key."""
        found = (board or self.board).columns.get(str(key))
        if found is None:
            raise self.refusal(NO_COLUMN, *within, key=key)
        return found

    def refusal(self, text: Text, *within: str | int, **params: object) -> Invalid:
        """The error whose sentence begins with the part and whose field is the path of the wrong value."""
        sentence = Text(f"{{part}}: {text.en}", f"{{part}} : {text.fr}")
        return Invalid(sentence, field=".".join(map(str, (*self.path, *within))), part=self.owner, **params)

    def repeated(self, error: EngineError, *within: str | int) -> Invalid:
        """An error of the engine, told of this part of the rule."""
        return self.refusal(error.text, *within, **error.params)


class Slot(Plugin, root=True):
    """`read` checks what fills the hole; `say` puts a value that was read into words."""

    def read(self, hole: Hole) -> Any:
        """The value as the rule keeps it: typed text becomes a value. Raises Invalid that names the place and the fix."""
        raise NotImplementedError

    def say(self, hole: Hole) -> list[Part]:
        """In the language of `hole.places`; together the parts hold the whole value."""
        raise NotImplementedError

    def empty(self, hole: Hole) -> Part:
        """The hole that waits for its value; it shows what the setting is called."""
        labels = hole.node.get("x-labels", {})
        return Part(labels.get(hole.language, NOTHING_YET.say(hole.language)), hole.path, self.name, None, filled=False)

    def whole(self, hole: Hole, text: str) -> list[Part]:
        """A hole that is one slot."""
        return [Part(text, hole.path, self.name, hole.value)]


def listed(words: Sequence[str], language: Language, last: Text = AND) -> str:
    """`a, b and c`."""
    return f" {last.say(language)} ".join([part for part in (", ".join(words[:-1]), *words[-1:]) if part])


def quoted(text: str, language: Language) -> str:
    return f"« {text} »" if language == "fr" else f"“{text}”"
