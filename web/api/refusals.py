"""Many cells at once: what could not be changed, told by item and column, or refused as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Protocol

from engine.commands.blocks import Draft
from engine.errors import EngineError, Invalid, InvalidMany
from engine.queries.items import GONE
from engine.schema.compiled import CompiledBoard
from engine.text import Language, Text
from web.api.creation import MAX_ERRORS
from web.api.shapes import Shown, told

TWICE = Text(
    "Item {item} stands twice in this list. Name each item once.",
    "L’élément {item} figure deux fois dans cette liste. Nommez chaque élément une fois.",
)
CHANGED = Text(
    "Somebody changed this cell after the version that you sent. Read it again, then decide.",
    "Cette cellule a été modifiée après la version que vous avez envoyée. Relisez-la, puis décidez.",
)


class HasId(Protocol):
    @property
    def id(self) -> int: ...


class Refusal(Shown):
    """A cell that keeps its value."""

    id: int
    field: Annotated[
        str, told("The column’s key; `id` for an item that is gone", "La clé de la colonne ; `id` si disparu")
    ]
    detail: Annotated[str, told("Why, and what to do", "Pourquoi, et que faire")]


class Conflicts(EngineError):
    """Cells that somebody changed after the versions that were sent."""

    status = 409
    code = "conflict"

    def __init__(self, board: CompiledBoard, draft: Draft) -> None:
        super().__init__(CHANGED, field=draft.clashes[0].key)
        self.conflicts = [
            {"id": one.item.id, "field": one.key, "yours": one.yours, "theirs": one.theirs, "version": one.item.version}
            for one in draft.clashes
        ]

    def details(self) -> Mapping[str, object]:
        return {"conflicts": self.conflicts}


def refusals(draft: Draft, items: Sequence[HasId], language: Language) -> list[Refusal]:
    """Every cell that would not be written. Raises Invalid when an item is named twice."""
    check_once(items)
    told_cells = [
        Refusal(id=items[one.line].id, field=one.key, detail=one.error.say(language)) for one in draft.refused
    ]
    told_clashes = [Refusal(id=one.item.id, field=one.key, detail=CHANGED.say(language)) for one in draft.clashes]
    told_gone = [Refusal(id=item_id, field="id", detail=GONE.say(language)) for item_id in draft.gone]
    return [*told_cells, *told_clashes, *told_gone]


def check_once(items: Sequence[HasId]) -> None:
    known: set[int] = set()
    for place, one in enumerate(items):
        if one.id in known:
            raise Invalid(TWICE, field=f"items[{place}].id", item=one.id)
        known.add(one.id)


def refuse_any(board: CompiledBoard, draft: Draft, items: Sequence[HasId]) -> None:
    """Raise InvalidMany or Conflicts unless every cell can be written."""
    if errors := list(placed(draft, items)):
        raise InvalidMany(errors[:MAX_ERRORS])
    if draft.clashes:
        raise Conflicts(board, draft)


def placed(draft: Draft, items: Sequence[HasId]) -> Iterator[Invalid]:
    """`items[3].quantity` is the place of a refused cell."""
    for one in draft.refused:
        params: Mapping[str, Any] = one.error.params
        yield Invalid(one.error.text, field=f"items[{one.line}].{one.key}", **params)
    gone = set(draft.gone)
    for place, item in enumerate(items):
        if item.id in gone:
            yield Invalid(GONE, field=f"items[{place}].id")
