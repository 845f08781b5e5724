"""What is found across boards: by word, by the person in charge, by an id alone."""

import pytest

from engine.commands.boards import create_board, delete_board
from engine.commands.columns import add_column, hide_column
from engine.commands.items import change_item, create_item
from engine.commands.placing import delete_items
from engine.errors import NotFound
from engine.permissions import Actor
from engine.queries.boards import board_of_item, boards_by_id
from engine.queries.search import search_everywhere
from engine.queries.work import work
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


@pytest.fixture
def clients(office: Office) -> CompiledBoard:
    with office.write() as session:
        board = create_board(session, office.alice, "Clients")
        return add_column(session, office.alice, board, "people", "Seller")[0]


def found(office: Office, actor: Actor, text: str, limit: int = 20) -> list[str]:
    with office.read() as session:
        return [hit.name for hit in search_everywhere(session, actor, text, limit)]


def mine(office: Office, actor: Actor, limit: int = 100, after: int = 0) -> list[str]:
    with office.read() as session:
        return [line.item.name for line in work(session, actor, limit=limit, after=after).lines]


def test_every_word_is_found_on_every_board_newest_first(office: Office, clients: CompiledBoard) -> None:
    stock = office.stock()
    office.item(stock, name="Ramette Élan")
    office.item(clients, name="Elan Ramettes SA")
    office.item(clients, name="Élan seul")
    assert found(office, office.bob, "ram elan") == ["Elan Ramettes SA", "Ramette Élan"]
    assert found(office, office.bob, "élan", limit=1) == ["Élan seul"]


def test_without_words_nothing_is_found(office: Office) -> None:
    office.item(office.stock(), name="Paper")
    assert found(office, office.bob, "  *\"'() ") == []


def test_what_is_deleted_or_elsewhere_is_not_found(office: Office, clients: CompiledBoard) -> None:
    gone = office.item(office.stock(), name="Paper")
    office.item(clients, name="Papeterie")
    with office.write() as session:
        elsewhere = create_board(session, office.dora, "Theirs")
        create_item(session, office.dora, elsewhere, {"name": "Papier"})
        delete_items(session, office.alice, office.board(board_of_item(session, office.alice, gone.id).id), [gone.id])
        delete_board(session, office.alice, clients)
    assert found(office, office.alice, "pap") == []
    assert found(office, office.dora, "pap") == ["Papier"]


def test_work_is_what_names_me_on_any_board(office: Office, clients: CompiledBoard) -> None:
    stock = office.stock()
    office.item(stock, name="Mine", owner=[office.bob.user_id])
    office.item(stock, name="Hers", owner=[office.alice.user_id])
    office.item(clients, name="Ours", seller=[office.alice.user_id, office.bob.user_id])
    assert mine(office, office.bob) == ["Mine", "Ours"]
    assert mine(office, office.charlie) == []


def test_an_item_that_names_me_twice_comes_once(office: Office) -> None:
    stock = office.stock()
    with office.write() as session:
        stock, key = add_column(session, office.alice, stock, "people", "Deputy")
    office.item(stock, name="Mine", owner=[office.bob.user_id], **{key: [office.bob.user_id]})
    assert mine(office, office.bob) == ["Mine"]


def test_work_follows_the_cell_and_the_column(office: Office) -> None:
    stock = office.stock()
    item = office.item(stock, name="Handed on", owner=[office.bob.user_id])
    office.item(stock, name="Kept", owner=[office.bob.user_id])
    with office.write() as session:
        change_item(session, office.alice, stock, item.id, {"owner": [office.alice.user_id]})
    assert mine(office, office.bob) == ["Kept"]
    with office.write() as session:
        hide_column(session, office.alice, stock, "owner")
    assert mine(office, office.bob) == []


def test_work_comes_page_by_page(office: Office) -> None:
    stock = office.stock()
    for number in range(3):
        office.item(stock, name=f"Item {number}", owner=[office.bob.user_id])
    with office.read() as session:
        first = work(session, office.bob, limit=2)
    assert first.after is not None
    assert mine(office, office.bob, after=first.after) == ["Item 2"]


def test_an_items_board_is_found_by_its_id(office: Office) -> None:
    stock = office.stock()
    item = office.item(stock)
    with office.read() as session:
        assert board_of_item(session, office.alice, item.id) is office.board(stock.id)
        for actor, item_id in [(office.dora, item.id), (office.bob, 999)]:
            with pytest.raises(NotFound):
                board_of_item(session, actor, item_id)


def test_only_boards_of_ones_own_are_loaded(office: Office, clients: CompiledBoard) -> None:
    with office.read() as session:
        assert set(boards_by_id(session, office.bob, [clients.id, 999])) == {clients.id}
        assert boards_by_id(session, office.dora, [clients.id]) == {}
