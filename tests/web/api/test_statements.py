"""What the busiest requests cost: statements per request, the token's included."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from litestar import Litestar

from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program

FREE = ("BEGIN", "PRAGMA")


@contextmanager
def counted(app: Litestar) -> Iterator[list[str]]:
    seen: list[str] = []

    def see(connection: object, cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(FREE):
            seen.append(statement)

    engines = {app.state.database.reader, app.state.database.writer}
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", see)
    yield seen
    for engine in engines:
        sa.event.remove(engine, "before_cursor_execute", see)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "&sort=-quantity",
        "&search=paper",
        "&filter=%7B%22column%22%3A%22status%22%2C%22op%22%3A%22is%22%2C%22value%22%3A%22low%22%7D",
    ],
)
def test_a_page_of_items_takes_four(
    alice: Program, board: CompiledBoard, office: Office, app: Litestar, query: str
) -> None:
    office.item(board, status="low")
    with counted(app) as seen:
        assert len(alice.get(f"/boards/{board.id}/items?limit=100{query}").json()["items"]) == 1
    assert len(seen) <= 4, seen


@pytest.mark.parametrize("values", [{"quantity": 7}, {"status": "out"}, {"name": "Pen"}])
def test_a_change_of_a_cell_takes_eight(
    alice: Program, board: CompiledBoard, office: Office, app: Litestar, values: dict[str, object]
) -> None:
    item = office.item(board, quantity=1)
    with counted(app) as seen:
        assert alice.patch(f"/items/{item.id}", json={"values": values}).status_code == 200
    assert len(seen) <= 8, seen


def test_an_item_takes_three(alice: Program, board: CompiledBoard, office: Office, app: Litestar) -> None:
    item = office.item(board)
    with counted(app) as seen:
        alice.get(f"/items/{item.id}")
    assert len(seen) <= 3, seen
