"""What two versions of a board's document say differently, name by name: what the history tells and what undo puts back."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.schema.document import Document

Changes = dict[str, list[Any]]
"""`{name: [before, after]}`; None is what is not there."""
NOT_TOLD = frozenset({"x-next-id"})


def difference(before: Document, after: Document) -> dict[str, Any]:
    """`{"board": Changes, "columns": {key: Changes}}`, both only where something differs.

    `order` of the board is told when columns that are in both stand in another order.
    """
    old, new = before["properties"], after["properties"]
    columns = {key: changes(said_of(before, key), said_of(after, key)) for key in {**old, **new}}
    board = changes(dict(said_of_board(before)), dict(said_of_board(after)))
    orders = [[key for key in some if key in others] for some, others in ((old, new), (new, old))]
    if orders[0] != orders[1]:
        board["order"] = orders
    told = {"board": board, "columns": {key: some for key, some in columns.items() if some}}
    return {name: some for name, some in told.items() if some}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    names = {**before, **after}
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}


def said_of_board(document: Document) -> Iterator[tuple[str, Any]]:
    yield "title", document["title"]
    for name, value in document.items():
        if name.startswith("x-") and name not in NOT_TOLD:
            yield from spelled_out(name.removeprefix("x-"), value)


def said_of(document: Document, key: str) -> dict[str, Any]:
    """Of one column, `labels/fr` and `settings/unit` each under a name of its own; nothing of one that is not there."""
    node = document["properties"].get(key)
    if node is None:
        return {}
    found = {"title": node["title"], "required": key in document["required"] or None}
    for name, value in node["x-column"].items():
        found.update(spelled_out(name, value))
    return found


def spelled_out(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from ((f"{name}/{inner}", one) for inner, one in value.items())
    else:
        yield name, value


def gathered(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The mapping that `spelled_out` took apart."""
    prefix = f"{name}/"
    return {inner.removeprefix(prefix): value for inner, value in said.items() if inner.startswith(prefix)}
