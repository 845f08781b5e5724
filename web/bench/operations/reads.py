"""Pages of items, sorted, filtered, summed up and searched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from engine.commands.shortcuts import tend_shortcuts
from engine.errors import EngineError
from engine.queries.aggregate import aggregate
from engine.queries.forms import for_an_answer
from engine.queries.items import ItemQuery
from engine.queries.listing import page, page_and_total
from engine.queries.paging import encode_cursor
from engine.queries.shortcuts import MANY, is_short
from engine.queries.windows import window
from engine.session import Session
from engine.text import Text
from web.bench.bound import Bound, Measured
from web.bench.client import Ask
from web.bench.field import Field
from web.bench.operation import Line, Operations
from web.render import rows

INDEXED = {"column": "status", "op": "is", "value": "low"}, "quantity"
UNINDEXED = {"column": "reorder", "op": "lt", "value": 20}, "expected"
VIEWED = Text("a saved view filters and sorts so", "une vue enregistrée filtre et trie ainsi")
FEW = Text(
    "a board of up to {count} items has no index for a view",
    "un tableau de {count} éléments au plus n’a pas d’index pour une vue",
)
NO_INDEX = Text("The index of the saved view was not built.", "L’index de la vue enregistrée n’a pas été construit.")


class Reads(Operations):
    name = "reads"
    place = 1

    def lines(self) -> Iterator[Line]:
        yield Line(
            "floor",
            Text("the readiness probe (floor)", "la sonde de disponibilité (plancher)"),
            Bound(0),
            floor,
            promised=False,
        )
        yield Line("page_json", Text("first 100 as JSON", "les 100 premiers en JSON"), Bound(2, million=5), first_page)
        yield Line("page_html", Text("first 100 as HTML rows", "les 100 premiers en lignes HTML"), Bound(4), first_rows)
        yield Line(
            "page_deep", Text("100 behind the cursor at 90 %", "100 derrière le curseur à 90 %"), Bound(4), deep_page
        )
        yield Line("sorted", Text("filter + sort, indexed", "filtre + tri, indexés"), Bound(5, million=8), indexed)
        yield Line(
            "sorted_indexed",
            Text("filter + sort + total, indexed", "filtre + tri + total, indexés"),
            Bound(5),
            indexed_and_counted,
        )
        yield Line(
            "sorted_unindexed",
            Text("filter + sort + total, not indexed", "filtre + tri + total, sans index"),
            Bound(40),
            unindexed,
        )
        yield Line("grouped_sum", Text("grouped sums", "sommes par groupe"), Bound(100), grouped)
        yield Line("search", Text("search on the board", "recherche dans le tableau"), Bound(4), search)


def floor(field: Field) -> Measured:
    """What a request costs at all: the cheapest address that there is, through the same client."""
    timing = field.timed(lambda _: lambda: field.client.send(Ask("GET", "/readyz")), process=field.web)
    return Measured(median=timing.median, p95=timing.p95, cpu=timing.cpu)


def first_page(field: Field) -> Measured:
    return listed(field, {}, ItemQuery())


def deep_page(field: Field) -> Measured:
    cursor = encode_cursor([field.first + field.items * 9 // 10])
    return listed(field, {"cursor": cursor}, ItemQuery(cursor=cursor))


def listed(field: Field, asked: dict[str, str], query: ItemQuery) -> Measured:
    return field.exchange(lambda _: [listing(field, asked)], lambda _: lambda session: listed_in(field, session, query))


def listing(field: Field, asked: dict[str, str]) -> Ask:
    given = "".join(f"&{name}={quote(value)}" for name, value in asked.items())
    return Ask("GET", f"{field.path}/items?limit=100{given}")


def listed_in(field: Field, session: Session, query: ItemQuery) -> object:
    return page(session, field.board, query, field.context(session), for_an_answer(session))


def first_rows(field: Field) -> Measured:
    query = ItemQuery(group_id=field.group_id, limit=100)
    address = f"/boards/{field.board_id}/items?section=g{field.group_id}&limit=100"

    def work(session: Session) -> object:
        context = field.context(session)
        found = window(session, field.board, query, context, 0)
        return rows(field.board, list(field.board.columns.values()), found, context, {})

    return field.exchange(lambda _: [Ask("GET", address)], lambda _: work, client=field.browser)


def indexed(field: Field, *, counted: bool = False) -> Measured:
    note = made_short(field)
    return noted(sorted_page(field, *INDEXED, counted=counted), note)


def indexed_and_counted(field: Field) -> Measured:
    return indexed(field, counted=True)


def made_short(field: Field) -> Text:
    """Give the board the index of a saved view: as the worker builds it, now rather than at its next round."""
    tree, key = INDEXED
    if not has_shortcut(field, tree, key):
        settings = {"filter": {"and": [tree]}, "sort": [[key, False]]}
        view = {"type": "table", "title": "Low", "settings": settings}
        field.client.json("POST", f"/boards/{field.board_id}/views", view)
        tend_shortcuts(field.database)
    if has_shortcut(field, tree, key):
        return VIEWED
    if field.items > MANY:
        raise EngineError(NO_INDEX)
    return Text(*(text.format(count=MANY) for text in FEW))


def has_shortcut(field: Field, tree: dict[str, Any], key: str) -> bool:
    with field.database.read() as session:
        return is_short(session, field.board, tree, [(key, False)])


def unindexed(field: Field) -> Measured:
    """No view asks for this filter or order."""
    return sorted_page(field, *UNINDEXED, counted=True)


def sorted_page(field: Field, tree: dict[str, Any], key: str, *, counted: bool) -> Measured:
    query = ItemQuery(filter=tree, sort=[(key, False)])

    def work(session: Session) -> object:
        context = field.context(session)
        listed = page_and_total if counted else page
        return listed(session, field.board, query, context, for_an_answer(session))

    asked = {"filter": json.dumps(tree), "sort": key} | ({"total": "true"} if counted else {})
    return field.exchange(lambda _: [listing(field, asked)], lambda _: work)


def grouped(field: Field) -> Measured:
    """What is in stock is worth, by site."""
    measures = [("quantity*price", "sum")]
    wanted = [{"column": column, "function": function} for column, function in measures]
    asks = [aggregated(field, {"group_by": "site", "measures": wanted})]

    def work(session: Session) -> object:
        return aggregate(session, field.board, field.context(session), measures, group_by="site")

    return field.exchange(lambda _: asks, lambda _: work)


def aggregated(field: Field, body: dict[str, Any]) -> Ask:
    return Ask("POST", f"{field.path}/aggregate", body)


def search(field: Field) -> Measured:
    """The name of one item, another one each time."""

    def words(number: int) -> str:
        return f"{number * 37 % field.items:07}"

    def work(number: int) -> Callable[[Session], object]:
        return lambda session: listed_in(field, session, ItemQuery(search=words(number)))

    return field.exchange(lambda number: [listing(field, {"search": words(number)})], work)


def noted(measured: Measured, note: Text) -> Measured:
    return replace(measured, note=note)
