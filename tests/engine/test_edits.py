"""One edit of many items: at once or as a job, in parts, exactly once, one step to undo."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from engine.commands.edit import Edit, listed, ranges
from engine.commands.edits import Chosen, edit_items
from engine.commands.items import change_item
from engine.commands.jobs import cancel_job, work
from engine.commands.undo import undo_step
from engine.errors import Forbidden, Invalid, InvalidMany, NotFound
from engine.jobs import edit_items as kind
from engine.models import Event, Job, Step
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import ItemQuery
from engine.queries.listing import count, page
from engine.schema.compiled import CompiledBoard
from tests.factories import Office

MANY = 620


@pytest.fixture
def board(office: Office, monkeypatch: pytest.MonkeyPatch) -> CompiledBoard:
    monkeypatch.setattr(kind, "PART", 100)
    board = office.stock()
    office.fill(board, MANY)
    return board


def start(office: Office, board: CompiledBoard, edit: Edit, query: ItemQuery | None = None) -> Job:
    with office.write() as session:
        job = edit_items(session, office.alice, board, Chosen(query=query or ItemQuery()), edit)
    assert isinstance(job, Job)
    return job


def how_many(office: Office, board: CompiledBoard, **query: object) -> int:
    with office.read() as session:
        return count(session, board, ItemQuery(**query), context_for(session, office.alice))  # type: ignore[arg-type]


def out(status: str = "out") -> dict[str, str]:
    return {"column": "status", "op": "is", "value": status}


def first_ids(office: Office, board: CompiledBoard, limit: int) -> list[int]:
    with office.read() as session:
        found = page(session, board, ItemQuery(limit=limit), context_for(session, office.alice))
        return [one.id for one in found.items]


def state(office: Office, job: Job) -> Job:
    with office.read() as session:
        return session.get_one(Job, job.id)


def test_few_items_are_edited_at_once(office: Office, board: CompiledBoard) -> None:
    ids = first_ids(office, board, 30)
    with office.write() as session:
        assert edit_items(session, office.alice, board, Chosen(ids=ids), Edit(values={"status": "Out"})) == 30
    assert how_many(office, board, filter=out()) == 30


def test_many_items_are_a_job_in_parts_and_one_step(office: Office, board: CompiledBoard) -> None:
    job = start(office, board, Edit(values={"quantity": "4 000"}))
    assert how_many(office, board, filter={"column": "quantity", "op": "is", "value": 4000}) == 0
    work(office.database, job.id)
    ended = state(office, job)
    assert (ended.state, ended.done, ended.total) == ("done", MANY, MANY)
    assert how_many(office, board, filter={"column": "quantity", "op": "is", "value": 4000}) == MANY
    with office.write() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Step)) == 1
        assert len(undo_step(session, office.alice, board).items) == MANY
    assert how_many(office, board, filter={"column": "quantity", "op": "is", "value": 4000}) == 0


def test_undoing_leaves_alone_what_others_did_between_two_parts(
    office: Office, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = first_ids(office, board, 1)
    job, apply, times = start(office, board, Edit(values={"status": "out"})), kind.apply, []

    def meanwhile(session: object, *rest: object) -> None:
        apply(session, *rest)  # type: ignore[arg-type]
        times.append(1)
        if len(times) == 2:
            change_item(session, office.bob, board, first, {"name": "Bob's"})  # type: ignore[arg-type]

    monkeypatch.setattr(kind, "apply", meanwhile)
    work(office.database, job.id)
    with office.write() as session:
        undo_step(session, office.alice, board)
    assert how_many(office, board, filter=out()) == 0
    assert how_many(office, board, search="Bob") == 1


def test_what_meets_the_filter_later_stays_as_it_is(office: Office, board: CompiledBoard) -> None:
    with office.write() as session:
        few = first_ids(office, board, 10)
        edit_items(session, office.alice, board, Chosen(ids=few), Edit(values={"status": "ok"}))
    job = start(
        office, board, Edit(values={"quantity": 4242}), ItemQuery(filter={"column": "status", "op": "is_empty"})
    )
    late = office.item(board, name="Late")
    work(office.database, job.id)
    assert how_many(office, board, filter={"column": "quantity", "op": "is", "value": 4242}) == MANY - 10
    with office.read() as session:
        quantity = board.table.c[board.columns["quantity"].physical]
        assert session.scalar(sa.select(quantity).where(board.table.c.id == late.id)) is None


def test_a_run_that_dies_goes_on_where_it_was(
    office: Office, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, apply, times = start(office, board, Edit(values={"status": "out"})), kind.apply, []

    class Dead(BaseException):
        pass

    def dies(*given: object) -> None:
        apply(*given)  # type: ignore[arg-type]
        times.append(1)
        if len(times) == 3:
            raise Dead

    monkeypatch.setattr(kind, "apply", dies)
    with pytest.raises(Dead):
        work(office.database, job.id)
    assert state(office, job).done == 200
    with office.write() as session:
        session.execute(sa.update(Job).values(lease_until=sa.func.coalesce(Job.created_at, Job.created_at)))
    work(office.database, job.id)
    assert how_many(office, board, filter=out()) == MANY
    with office.read() as session:
        changed = sa.select(sa.func.count()).select_from(Event).where(Event.kind == "item_changed")
        assert session.scalar(changed) == MANY
        assert session.scalar(sa.select(sa.func.count()).select_from(Step)) == 1


def test_a_cancelled_job_keeps_and_undoes_what_it_has_done(
    office: Office, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, apply, times = start(office, board, Edit(values={"status": "out"})), kind.apply, []

    def cancelled(session: object, *rest: object) -> None:
        apply(session, *rest)  # type: ignore[arg-type]
        times.append(1)
        if len(times) == 2:
            cancel_job(session, office.alice, job.id)  # type: ignore[arg-type]

    monkeypatch.setattr(kind, "apply", cancelled)
    work(office.database, job.id)
    assert state(office, job).state == "cancelled"
    assert how_many(office, board, filter=out()) == 200
    with office.write() as session:
        assert len(undo_step(session, office.alice, board).items) == 200


def test_moving_keeps_the_order_and_deleting_is_restored_by_undo(office: Office, board: CompiledBoard) -> None:
    with office.read() as session:
        _, other = groups(session, board)
    by_name = ItemQuery(sort=[("name", True)])
    work(office.database, start(office, board, Edit(group=other.id), by_name).id)
    with office.read() as session:
        found = page(session, board, ItemQuery(group_id=other.id, limit=3), context_for(session, office.alice)).items
    assert [one.name for one in found] == ["Item 000619", "Item 000618", "Item 000617"]
    work(office.database, start(office, board, Edit(delete=True)).id)
    assert how_many(office, board) == 0
    with office.write() as session:
        undo_step(session, office.alice, board)
    assert how_many(office, board) == MANY


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (Edit(), Invalid),
        (Edit(values={"status": "ok"}, delete=True), Invalid),
        (Edit(values={"quantity": "many"}), InvalidMany),
        (Edit(values={"nowhere": 1}), Invalid),
        (Edit(group=10_000), NotFound),
    ],
)
def test_what_cannot_be_done_is_refused_before_a_job_begins(
    office: Office, board: CompiledBoard, edit: Edit, error: type[Exception]
) -> None:
    with pytest.raises(error):
        start(office, board, edit)


def test_a_viewer_edits_nothing(office: Office, board: CompiledBoard) -> None:
    with pytest.raises(Forbidden), office.write() as session:
        edit_items(session, office.charlie, board, Chosen(query=ItemQuery()), Edit(values={"status": "ok"}))


@pytest.mark.parametrize("ids", [[], [5], [1, 2, 3], [9, 3, 4, 2, 1, 7]])
def test_ranges_keep_the_order(ids: Sequence[int]) -> None:
    assert list(listed(ranges(ids))) == list(ids)
