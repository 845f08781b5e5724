"""What open pages are told about a board: which items, or that more than items changed."""

import pytest

from engine.commands.columns import change_column
from engine.commands.edit import Edit
from engine.commands.edits import AT_ONCE, Chosen, edit_items
from engine.commands.items import change_item, create_items
from engine.commands.jobs import work
from engine.commands.placing import delete_items, import_items
from engine.jobs import edit_items as kind
from engine.models import Job
from engine.queries.items import ItemQuery
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
        cells = {"name": ["Imported"]}
        import_items(session, office.alice, board, [item.group_id], cells, run_rules=False, job_id=1)
    assert signal(office, board, start) == Signal(start + 1, bulk=True)


def test_each_part_of_a_long_edit_is_bulk_and_all_of_it_is_one_signal(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind, "PART", 100)
    board, total = office.stock(), AT_ONCE + 1
    office.fill(board, total)
    start = seq_of(office, board)
    with office.write() as session:
        job = edit_items(session, office.alice, board, Chosen(query=ItemQuery()), Edit(values={"status": "ok"}))
    assert isinstance(job, Job)
    work(office.database, job.id)
    assert signal(office, board, start) == Signal(start + total, bulk=True)
    assert signal(office, board, start + total - 1) == Signal(start + total, bulk=True), "its last part is one item"
