"""How somebody looks at a board: a saved view, and in the address whatever is different from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from engine.filters import MAX_NODES, Tree
from engine.queries.items import ItemQuery
from engine.queries.levels import MAX_LEVELS, Level, read_levels
from engine.queries.paging import MAX_SORTS
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.view import MAX_COLORS

PAGE = 100
PARTS = ("filter", "sort", "group", "hide", "q", "colors", "sums", "density")
"""Names of the parts in the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """`?filter={…}&sort=-price,name&group=category,due:month&hide=a,b&q=…&colors=[…]&sums=price:avg&density=tall&view=12`

    A part that is in the address counts instead of the view's own, even when it is empty. `sort` holds (column key,
    descending) pairs; `sums` names an aggregate, or "none", by column; `saved` are the parts of the view as it is saved.
    """

    filter: Tree | None = None
    sort: tuple[tuple[str, bool], ...] = ()
    group: tuple[Level, ...] = ()
    hide: frozenset[str] = frozenset()
    search: str = ""
    colors: Sequence[Mapping[str, Any]] = ()
    sums: Mapping[str, str] = field(default_factory=dict)
    density: str = ""
    view_id: int | None = None
    saved: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(
        cls, query: Mapping[str, str], settings: Mapping[str, Any] | None = None, view_id: int | None = None
    ) -> Self:
        """The settings of a saved view under what the address says. What the board knows of it shows when it is asked.

        Of too many columns, one too many is kept, which the board refuses.
        """
        saved = cls.of(settings or {}).parts
        parts = {name: query.get(name, saved[name]) for name in PARTS}
        return cls(
            filter=read_tree(parts["filter"]),
            sort=tuple((part.lstrip("-"), part.startswith("-")) for part in split(parts["sort"])[: MAX_SORTS + 1]),
            group=tuple(read_levels(split(parts["group"])[: MAX_LEVELS + 1])),
            hide=frozenset(split(parts["hide"])),
            search=parts["q"].strip(),
            colors=read_list(parts["colors"])[:MAX_COLORS],
            sums=dict(part.split(":", 1) for part in split(parts["sums"]) if ":" in part),
            density=parts["density"],
            view_id=view_id,
            saved=saved,
        )

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """The state that a saved table view opens."""
        return cls(
            filter=settings.get("filter"),
            sort=tuple((key, bool(descending)) for key, descending in settings.get("sort", ())),
            group=tuple(read_levels(settings.get("group_by", ()))),
            hide=frozenset(settings.get("hide", ())),
            search=settings.get("search") or "",
            colors=settings.get("colors", ()),
            sums=settings.get("sums", {}),
            density=settings.get("density", ""),
        )

    @property
    def parts(self) -> dict[str, str]:
        """Each part as the address writes it."""
        return {
            "filter": as_json(self.filter),
            "sort": ",".join(f"-{key}" if descending else key for key, descending in self.sort),
            "group": ",".join(map(str, self.group)),
            "hide": ",".join(sorted(self.hide)),
            "q": self.search,
            "colors": as_json(list(self.colors)),
            "sums": ",".join(f"{key}:{name}" for key, name in sorted(self.sums.items())),
            "density": self.density,
        }

    @property
    def differs(self) -> bool:
        """From the view as it is saved."""
        return any(part != self.saved.get(name, "") for name, part in self.parts.items())

    def query(self, **changes: Any) -> str:
        """The query string of this state with some parts changed: what differs from the view, and the view."""
        parts = replace(self, **changes).parts
        told = {name: part for name, part in parts.items() if part != self.saved.get(name, "")}
        return urlencode(told | ({"view": str(self.view_id)} if self.view_id else {}))

    @property
    def settings(self) -> dict[str, Any]:
        """The same as the settings of a table view, as JSON; parts that say nothing are left out."""
        found = {
            "filter": self.filter,
            "sort": [[key, descending] for key, descending in self.sort],
            "group_by": [str(level) for level in self.group],
            "hide": sorted(self.hide),
            "search": self.search,
            "colors": [dict(one) for one in self.colors],
            "sums": dict(self.sums),
            "density": self.density,
        }
        return {name: part for name, part in found.items() if part}

    def items(self) -> ItemQuery:
        return ItemQuery(filter=self.filter, sort=self.sort, search=self.search, limit=PAGE)

    def columns(self, board: CompiledBoard) -> list[Column]:
        """The columns to show, in their order; the name always."""
        return [column for column in board.columns.values() if column.key not in self.hide or not column.type.creatable]

    @property
    def conditions(self) -> list[Tree]:
        """The parts of the filter that all must hold: one chip each. What is no filter, for its size or shape, is one part."""
        if not self.filter:
            return []
        parts = self.filter.get("and")
        return parts if isinstance(parts, list) and len(parts) <= MAX_NODES else [self.filter]

    def without(self, place: int) -> str:
        """The query string without the condition at this place."""
        rest = [tree for n, tree in enumerate(self.conditions) if n != place]
        return self.query(filter={"and": rest} if rest else None)


def read_tree(text: str) -> Tree | None:
    """Text that is no filter stays a filter: one that the board refuses with a sentence."""
    tree = read_json(text)
    return tree if isinstance(tree, dict) or tree is None else {"unreadable": text}


def read_list(text: str) -> list[Any]:
    """What is no list of objects is left out."""
    found = read_json(text)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def read_json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return text


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""


def split(text: str) -> list[str]:
    return [part for part in text.split(",") if part]
