"""What open pages are told about a board: which items, or that more than items changed."""

from engine.commands.columns import change_column
from engine.commands.items import change_item, create_items
from engine.commands.placing import delete_items, import_items
from engine.queries.live import MANY, Signal, last_seqs, signal_after
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


def seq_of(office: Office, board: CompiledBoard) -> int:
    with office.read() as session:
        return last_seqs(session, [board.id])[board.id]


def signal(office: Office, board: CompiledBoard, after: int) -> Signal:
    with office.read() as session:
        return signal_after(session, board.id, after)


def test_changed_items_are_named_once(office: Office) -> None:
    board = office.stock()
    item, start = office.item(board), seq_of(office, board)
    with office.write() as session:
        for quantity in (1, 2):
            change_item(session, office.bob, board, item.id, {"quantity": quantity})
    assert signal(office, board, start) == Signal(start + 2, (item.id,))


def test_nothing_new_is_no_news(office: Office) -> None:
    board = office.stock()
    start = seq_of(office, board)
    assert signal(office, board, start) == Signal(start)


def test_columns_are_structure(office: Office) -> None:
    board = office.stock()
    start = seq_of(office, board)
    with office.write() as session:
        change_column(session, office.alice, board, "sku", title="Code")
    assert signal(office, board, start) == Signal(start + 1, structure=True)


def test_deleting_several_names_them_all(office: Office) -> None:
    board = office.stock()
    ids, start = [office.item(board).id, office.item(board).id], seq_of(office, board)
    with office.write() as session:
        delete_items(session, office.alice, board, ids)
    assert signal(office, board, start - 2).items == tuple(ids)


def test_more_events_than_a_page_wants_to_hear_of_are_one_signal_up_to_the_last(office: Office) -> None:
    board = office.stock()
    start = seq_of(office, board)
    with office.write() as session:
        create_items(session, office.alice, board, [{"name": "A"}] * (MANY + 50))
    assert signal(office, board, start) == Signal(start + MANY + 50, bulk=True)


def test_an_import_is_bulk(office: Office) -> None:
    board = office.stock()
    item, start = office.item(board), seq_of(office, board)
    with office.write() as session:
        cells = [{**item.values, "name": "Imported"}]
        import_items(session, office.alice, board, [item.group_id], cells, run_rules=False, job_id=1)
    assert signal(office, board, start) == Signal(start + 1, bulk=True)
