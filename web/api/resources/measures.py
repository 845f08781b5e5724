"""Sums, averages and distributions over many items, in one request."""

from typing import Annotated, Any

from engine.permissions import Actor
from engine.queries.aggregate import aggregate
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.session import Session
from engine.text import Text
from web.api.resources.items import GroupId, SearchText
from web.api.routing import computes
from web.api.shapes import Shown, Taken, told


class Measure(Taken):
    column: Annotated[
        str,
        told(
            "Key of a column; `quantity*price` sums up the products of two",
            "Clé d’une colonne ; `quantity*price` additionne les produits de deux",
        ),
    ]
    function: Annotated[
        str,
        told(
            "`sum`, `avg`, `min`, `max`, `filled`, `by_value`, as the column’s type offers",
            "`sum`, `avg`, `min`, `max`, `filled`, `by_value`, selon le type de la colonne",
        ),
    ]


class Measuring(Taken):
    filter: Annotated[dict[str, Any], told("A filter tree", "Un filtre")] | None = None
    search: SearchText | None = None
    group: GroupId | None = None
    group_by: (
        Annotated[
            str, told("Key of a column, or `group` for the groups", "Clé d’une colonne, ou `group` pour les groupes")
        ]
        | None
    ) = None
    measures: Annotated[list[Measure], told("What to compute", "Ce qu’il faut calculer", max_length=50)] = []


class MeasuredGroup(Shown):
    value: Annotated[
        Any, told("What its items have in common; null is empty", "Ce que ses éléments ont en commun ; null est vide")
    ]
    count: int
    measures: Annotated[
        dict[str, Any],
        told(
            "By `column.function`; distributions are lists", "Par `colonne.fonction` ; les répartitions sont des listes"
        ),
    ]


class Measured(Shown):
    groups: list[MeasuredGroup]


@computes("/boards/{board_id:int}/aggregate", Text("Sum up items, by group", "Résumer les éléments, par groupe"))
def measure(session: Session, actor: Actor, board_id: int, given: Measuring) -> Measured:
    board = load_board(session, actor, board_id)
    query = ItemQuery(filter=given.filter, search=given.search, group_id=given.group)
    wanted = [(one.column, one.function) for one in given.measures]
    found = aggregate(session, board, context_for(session, actor), wanted, group_by=given.group_by, query=query)
    return Measured(groups=[shown_group(group) for group in found])


def shown_group(found: dict[str, Any]) -> MeasuredGroup:
    measured = {name: as_json(value) for name, value in found.items() if name not in ("value", "count")}
    return MeasuredGroup(value=found["value"], count=found["count"], measures=measured)


def as_json(value: Any) -> Any:
    """A distribution's values need not be text, which is all that the names of JSON members can be."""
    if isinstance(value, dict) and "currency" not in value:
        return [{"value": one, "count": count} for one, count in value.items()]
    return value


routes = [measure]
