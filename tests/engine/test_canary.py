"""No value stands in a statement: the same question about other values is the same SQL.

ROUAGE_TREES asks more often than the 150 times of every run; ROUAGE_SEED asks the same questions again.
"""

import os
import random
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from engine.columns import column_types
from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import create_item
from engine.commands.placing import import_items
from engine.errors import Invalid
from engine.outbox import make_no_step
from engine.queries.aggregate import aggregate
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import ItemQuery
from engine.queries.listing import page, page_and_total
from engine.queries.matching import matches
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from tests.canary import CANARY, look, statements, sung
from tests.factories import Office

TREES = int(os.environ.get("ROUAGE_TREES", "150"))
SEED = int(os.environ.get("ROUAGE_SEED", random.SystemRandom().randrange(10**6)))
Draw = tuple[Any, Any, Any]
"""What a question looks like, and the question with two fillings."""


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    """A column of each type, called by the canary where a person may choose the name, and items that hold it."""
    with office.write() as session:
        board = create_board(session, office.alice, f"Stock {CANARY}", groups=[CANARY])
        for kind in column_types.values():
            if kind.creatable:
                settings = kind.examples[0].settings
                board, _ = add_column(session, office.alice, board, kind.name, f"{CANARY} {kind.name}", settings)
        for number in range(3):
            create_item(session, office.alice, board, {"name": f"{CANARY} {number}"})
    return board


def test_a_statement_that_holds_a_value_is_caught(office: Office) -> None:
    held = sa.text(f"SELECT '{CANARY.lower()}'")
    with office.read() as session, pytest.raises(AssertionError, match="a value in SQL"):
        session.execute(held)
    with pytest.raises(AssertionError, match="a value in SQL"):
        look(f'COPY "{CANARY}" FROM STDIN')
    assert len(sung) == 2
    sung.clear()


def test_many_lines_at_once_are_bound_too(office: Office, board: CompiledBoard) -> None:
    with office.write() as session, statements() as seen:
        make_no_step(session, board.id)
        first = groups(session, board)[0].id
        cells = {"name": [f"{CANARY} {number}" for number in range(20)]}
        import_items(session, office.alice, board, [first] * 20, cells, run_rules=False, job_id=0)
        assert any(one.startswith(("COPY", "INSERT INTO board")) for one in seen)


def test_the_words_of_a_search_and_the_last_item_of_a_page_are_bound(office: Office, board: CompiledBoard) -> None:
    with office.read() as session:
        context = context_for(session, office.alice)
        query = ItemQuery(search=CANARY, sort=[("name", False)], limit=1)
        first = page(session, board, query, context)
        behind = page(session, board, ItemQuery(sort=query.sort, limit=1, cursor=first.cursor), context)
        assert [one.name for one in (*first.items, *behind.items)] == [f"{CANARY} 0", f"{CANARY} 1"]


def test_sql_depends_on_the_shape_of_a_question_alone(office: Office, board: CompiledBoard) -> None:
    chance, known = random.Random(SEED), dict[str, list[str]]()  # noqa: S311
    for number in range(TREES):
        shape, *fillings = tree(chance, board, office)
        sort = [(one.key, chance.random() < 0.5) for one in chance.sample(list(board.columns.values()), 2)]
        for filling in fillings:
            asked = asked_sql(office, board, filling, sort)
            told = f"seed {SEED}, tree {number}: {filling}"
            assert known.setdefault(repr((shape, sort)), asked) == asked, told
            assert not any(trace in one for trace in traces(filling) for one in asked), told
    assert len(known) > TREES / 2


def asked_sql(office: Office, board: CompiledBoard, asked: Any, sort: Sequence[tuple[str, bool]]) -> list[str]:
    with office.read() as session, statements() as seen:
        context = context_for(session, office.alice)
        page_and_total(session, board, ItemQuery(filter=asked, sort=sort), context)
        aggregate(session, board, context, group_by="group", query=ItemQuery(filter=asked))
        matches(session, board, 1, asked, context)
    return [one for one in seen if f"board_{board.id}" in one]


def tree(chance: random.Random, board: CompiledBoard, office: Office, depth: int = 0) -> Draw:
    if depth < 3 and chance.random() < 0.5:
        word = chance.choice(["and", "or"])
        below = [tree(chance, board, office, depth + 1) for _ in range(chance.randrange(1, 4))]
        shape, one, other = (list(part) for part in zip(*below, strict=True))
        return (word, shape), {word: one}, {word: other}
    column = chance.choice(list(board.columns.values()))
    name, operator = chance.choice(sorted(column.type.operators.items()))
    count, one, other = values(chance, board, column, operator.asks, office)
    leaf = {"column": column.key, "op": name}
    return (column.key, name, count), {**leaf, "value": one}, {**leaf, "value": other}


def values(chance: random.Random, board: CompiledBoard, column: Column, asks: str, office: Office) -> Draw:
    """How many members they have, and two that have as many."""
    if asks == "nothing":
        return 0, None, None
    if asks == "text":
        return 1, f"{CANARY} {chance.random()}", f"{CANARY} {chance.random()}"
    if asks == "days":
        return 1, chance.randrange(10_000, 30_000), chance.randrange(10_000, 30_000)
    with office.read() as session:
        context = context_for(session, office.alice)
        found = [one for one in offered(chance, column, office) if reads(column, one, context)]
    size = members(first := chance.choice(found))
    alike = [one for one in found if members(one) == size]
    if asks == "value":
        return size, first, chance.choice(alike)
    wide = chance.randrange(1, 4)
    return (size, wide), *([chance.choice(alike) for _ in range(wide)] for _ in range(2))


def offered(chance: random.Random, column: Column, office: Office) -> list[Any]:
    rare = [f"{CANARY} {chance.random()}", chance.randrange(10**6, 10**7), f"19{chance.randrange(10, 99)}-06-05"]
    people = [[office.alice.user_id], [office.bob.user_id], [office.alice.user_id, office.bob.user_id]]
    options = [option["key"] for option in column.settings.get("options", [])]
    examples = [one.value for one in column.type.examples if one.settings == column.type.examples[0].settings]
    return [*rare, *(people if column.type.names_people else []), *options, *examples]


def reads(column: Column, value: Any, context: Any) -> bool:
    try:
        return column.parse(value, context) not in (None, "", [])
    except Invalid:
        return False


def members(value: Any) -> int:
    return len(value) if isinstance(value, list) else 1


def traces(filling: Any) -> set[str]:
    """What of the values would be known again: texts and numbers too rare to stand in a statement by chance."""
    if isinstance(filling, dict):
        below = [one for word in ("and", "or") for one in filling.get(word, ())]
        return set().union(*map(traces, [*below, filling.get("value")]))
    if isinstance(filling, list):
        return set().union(*map(traces, filling))
    return {str(filling)} if isinstance(filling, str | int | float) and len(str(filling)) > 4 else set()
