"""How somebody looks at a board: filter, sort, grouping, hidden columns and search, all kept in the address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from engine.filters import Tree
from engine.queries.items import ItemQuery
from engine.queries.levels import Level, read_levels
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """`?filter={…}&sort=-price,name&group=category,due:month&hide=a,b&q=…`; `sort` holds (column key, descending) pairs."""

    filter: Tree | None = None
    sort: tuple[tuple[str, bool], ...] = ()
    group: tuple[Level, ...] = ()
    hide: frozenset[str] = frozenset()
    search: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Whether the filter is one, and the columns exist, shows when the board is asked."""
        return cls(
            filter=read_tree(query.get("filter", "")),
            sort=tuple((part.lstrip("-"), part.startswith("-")) for part in split(query.get("sort", ""))),
            group=tuple(read_levels(split(query.get("group", "")))),
            hide=frozenset(split(query.get("hide", ""))),
            search=query.get("q", "").strip(),
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
        )

    def query(self, **changes: Any) -> str:
        """The query string of this state with some parts changed; empty when nothing is special."""
        state = replace(self, **changes)
        parts = {
            "filter": json.dumps(state.filter, ensure_ascii=False, separators=(",", ":")) if state.filter else "",
            "sort": ",".join(f"-{key}" if descending else key for key, descending in state.sort),
            "group": ",".join(map(str, state.group)),
            "hide": ",".join(sorted(state.hide)),
            "q": state.search,
        }
        return urlencode({name: part for name, part in parts.items() if part})

    @property
    def settings(self) -> dict[str, Any]:
        """The same as the settings of a table view."""
        return {
            "filter": self.filter,
            "sort": self.sort,
            "group_by": [str(level) for level in self.group],
            "hide": self.hide,
            "search": self.search,
        }

    def items(self) -> ItemQuery:
        return ItemQuery(filter=self.filter, sort=self.sort, search=self.search, limit=PAGE)

    def columns(self, board: CompiledBoard) -> list[Column]:
        """The columns to show, in their order; the name always."""
        return [column for column in board.columns.values() if column.key not in self.hide or not column.type.creatable]

    @property
    def conditions(self) -> list[Tree]:
        """The parts of the filter that all must hold: one chip each."""
        if not self.filter:
            return []
        return list(self.filter["and"]) if "and" in self.filter else [self.filter]

    def without(self, place: int) -> str:
        """The query string without the condition at this place."""
        rest = [tree for n, tree in enumerate(self.conditions) if n != place]
        return self.query(filter={"and": rest} if rest else None)


def read_tree(text: str) -> Tree | None:
    """Text that is no filter stays a filter: one that the board refuses with a sentence."""
    try:
        tree = json.loads(text) if text else None
    except ValueError:
        tree = text
    return tree if isinstance(tree, dict) or tree is None else {"unreadable": text}


def split(text: str) -> list[str]:
    return [part for part in text.split(",") if part]
