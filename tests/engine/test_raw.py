"""That the yardstick does what the product does, on both databases."""

from engine.commands.items import create_items
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.listing import count
from engine.raw import RawDriver, statements_of
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from tests.factories import Office


def test_a_write_that_was_taken_back_is_carried_out_raw(office: Office) -> None:
    board = office.stock()

    def work(session: Session) -> None:
        create_items(session, office.alice, board, [{"name": "Gloves"}, {"name": "Helmet", "quantity": 3}])

    statements = statements_of(office.database, work, write=True)
    kinds = {one.sql.split()[0] for one in statements}
    assert ("INSERT" if office.database.is_sqlite else "COPY") in kinds
    assert items(office, board) == 0
    driver = RawDriver(office.database)
    driver.run(statements, write=True)
    driver.close()
    assert items(office, board) == 2


def items(office: Office, board: CompiledBoard) -> int:
    with office.read() as session:
        return count(session, board, ItemQuery(), context_for(session, office.alice))
