"""Creation of many items at once: all or none, and a refusal names the place in the list."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from engine.commands.items import checked, create_items
from engine.errors import Invalid, InvalidMany, NotFound
from engine.permissions import Actor
from engine.queries.context import context_for
from engine.queries.groups import group as load_group
from engine.queries.items import BoardItem
from engine.schema.compiled import CompiledBoard
from engine.session import Session

New = tuple[int | None, Mapping[str, Any]]
"""The group (None is the first one) and the values of an item to create."""
MAX_ERRORS = 50


def create_all(
    session: Session, actor: Actor, board: CompiledBoard, wanted: Sequence[New], name: str | None = None
) -> list[BoardItem]:
    """In the order given. `name` is what the list is called where errors are told; None for a single item."""
    made: list[BoardItem] = []
    try:
        for group_id, run in groupby(wanted, key=lambda one: one[0]):
            made += create_items(session, actor, board, [values for _, values in run], group_id=group_id)
    except (Invalid, InvalidMany, NotFound):
        if name is None:
            raise
        raise InvalidMany(list(refusals(session, actor, board, wanted, name))) from None
    return made


def refusals(session: Session, actor: Actor, board: CompiledBoard, wanted: Sequence[New], name: str) -> list[Invalid]:
    """What is wrong with each item of the list, `items[3].quantity` being its place."""
    context, found = context_for(session, actor), list[Invalid]()
    for number, (group_id, values) in enumerate(wanted):
        try:
            checked(board, values, context)
            if group_id is not None:
                load_group(session, board, group_id)
        except InvalidMany as many:
            found += [placed(one, f"{name}[{number}].{one.field}") for one in many.errors]
        except Invalid as one:
            found.append(placed(one, f"{name}[{number}].{one.field}"))
        except NotFound as gone:
            found.append(Invalid(gone.text, field=f"{name}[{number}].group"))
    return found[:MAX_ERRORS]


def placed(error: Invalid, field: str) -> Invalid:
    return Invalid(error.text, field=field, **error.params)
