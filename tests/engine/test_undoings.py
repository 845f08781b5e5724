"""Undo and redo of many items as a job: in parts, exactly once, one step; what is cancelled half-way can be gone on with."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from engine.commands import undoings
from engine.commands.edit import Edit
from engine.commands.edits import Chosen, edit_items
from engine.commands.items import change_item
from engine.commands.jobs import cancel_job, work
from engine.commands.undo import Undone, redo_step, undo_step
from engine.commands.undoings import StillGoing, redo, undo
from engine.errors import NotFound
from engine.jobs import edit_items as editing
from engine.jobs import take_step as kind
from engine.models import Event, Job, Step
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import ItemQuery
from engine.queries.listing import count
from engine.queries.steps import steps
from engine.schema.compiled import CompiledBoard
from tests.factories import Office

MANY = 620
OUT = Edit(values={"status": "out"})


@pytest.fixture
def board(office: Office, monkeypatch: pytest.MonkeyPatch) -> CompiledBoard:
    monkeypatch.setattr(editing, "PART", 100)
    monkeypatch.setattr(kind, "PART", 100)
    monkeypatch.setattr(undoings, "AT_ONCE", 150)
    board = office.stock()
    office.fill(board, MANY)
    return board


def edit(office: Office, board: CompiledBoard, change: Edit = OUT) -> None:
    with office.write() as session:
        job = edit_items(session, office.alice, board, Chosen(query=ItemQuery()), change)
    assert isinstance(job, Job)
    work(office.database, job.id)


def start(office: Office, board: CompiledBoard, way: Callable[..., Job | Undone]) -> Job:
    with office.write() as session:
        job = way(session, office.alice, board)
    assert isinstance(job, Job), "the step is long enough for a job"
    return job


def ended(office: Office, board: CompiledBoard, way: Callable[..., Job | Undone]) -> Job:
    job = start(office, board, way)
    work(office.database, job.id)
    with office.read() as session:
        return session.get_one(Job, job.id)


def out(office: Office, board: CompiledBoard) -> int:
    return how_many(office, board, filter={"column": "status", "op": "is", "value": "out"})


def how_many(office: Office, board: CompiledBoard, **query: object) -> int:
    with office.read() as session:
        return count(session, board, ItemQuery(**query), context_for(session, office.alice))  # type: ignore[arg-type]


def names(office: Office, board: CompiledBoard) -> list[str]:
    with office.read() as session:
        return [step.name.say("en") for step in steps(session, office.alice, board)]


def after_parts(monkeypatch: pytest.MonkeyPatch, parts: int, act: Callable[..., object]) -> None:
    """`act` is called with the session at the end of one of the parts."""
    take_part, times = kind.take_part, []

    def then(session: object, *rest: object) -> None:
        take_part(session, *rest)  # type: ignore[arg-type]
        times.append(1)
        if len(times) == parts:
            act(session)

    monkeypatch.setattr(kind, "take_part", then)


def test_a_long_step_is_taken_back_and_done_again_in_parts_as_one_step(office: Office, board: CompiledBoard) -> None:
    edit(office, board)
    before = names(office, board)
    for _ in range(2):
        job = ended(office, board, undo)
        assert (job.state, job.done, job.total, job.result["left"]) == ("done", MANY, MANY, 0)
        assert out(office, board) == 0
        assert names(office, board) == []
        job = ended(office, board, redo)
        assert (job.state, job.done, job.total) == ("done", MANY, MANY)
        assert out(office, board) == MANY
        assert names(office, board) == before == [f"change Status of {MANY} items"]
    with office.write() as session, pytest.raises(NotFound):
        redo(session, office.alice, board)


def test_it_writes_in_parts(office: Office, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(office, board)
    seen: list[int] = []
    after_parts(
        monkeypatch, 3, lambda session: seen.append(session.scalar(sa.select(Job.done).order_by(Job.id.desc())))
    )
    ended(office, board, undo)
    assert seen == [200]


def test_a_short_step_is_taken_back_at_once(office: Office, board: CompiledBoard) -> None:
    item = office.item(board, name="One")
    with office.write() as session:
        change_item(session, office.alice, board, item.id, {"status": "out"})
    with office.write() as session:
        assert isinstance(undo(session, office.alice, board), Undone)
    with office.write() as session:
        assert isinstance(redo(session, office.alice, board), Undone)


def test_what_others_changed_meanwhile_stays(
    office: Office, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(office, board)
    with office.read() as session:
        first = session.scalar(sa.select(sa.func.min(board.table.c.id)))
    after_parts(
        monkeypatch,
        2,
        lambda session: change_item(session, office.bob, board, first or 0, {"status": "ok", "sku": "Bob"}),
    )
    assert ended(office, board, undo).result["left"] == 1
    assert out(office, board) == 0
    assert how_many(office, board, filter={"column": "status", "op": "is", "value": "ok"}) == 1
    ended(office, board, redo)
    assert out(office, board) == MANY - 1
    assert how_many(office, board, search="Bob") == 1


def test_a_run_that_dies_goes_on_where_it_was(
    office: Office, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dead(BaseException):
        pass

    def die(_: object) -> None:
        raise Dead

    edit(office, board)
    after_parts(monkeypatch, 3, die)
    job = start(office, board, undo)
    with pytest.raises(Dead):
        work(office.database, job.id)
    with office.write() as session:
        session.execute(sa.update(Job).values(lease_until=Job.created_at))
    work(office.database, job.id)
    assert out(office, board) == 0
    with office.read() as session:
        changed = sa.select(sa.func.count()).select_from(Event).where(Event.kind == "item_changed")
        assert session.scalar(changed) == 2 * MANY
        assert session.scalar(sa.select(sa.func.count()).select_from(Step)) == 2


def test_a_cancelled_undo_can_be_gone_on_with(
    office: Office, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(office, board)
    job = start(office, board, undo)
    after_parts(monkeypatch, 2, lambda session: cancel_job(session, office.alice, job.id))
    work(office.database, job.id)
    assert out(office, board) == MANY - 200
    with office.write() as session, pytest.raises(NotFound):
        redo_step(session, office.alice, board)
    assert names(office, board) == [f"change Status of {MANY - 200} items"]
    ended(office, board, undo)
    assert out(office, board) == 0
    assert names(office, board) == []


def test_a_cancelled_redo_is_a_step_to_undo(
    office: Office, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(office, board)
    ended(office, board, undo)
    job = start(office, board, redo)
    after_parts(monkeypatch, 2, lambda session: cancel_job(session, office.alice, job.id))
    work(office.database, job.id)
    assert out(office, board) == 200
    assert names(office, board) == ["change Status of 200 items"]
    with office.write() as session:
        undo_step(session, office.alice, board)
    assert out(office, board) == 0


@pytest.mark.parametrize("parts", [0, 2])
def test_a_step_that_is_being_taken_back_is_not_taken_back_twice(
    office: Office, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    def again(session: object) -> None:
        with pytest.raises(StillGoing):
            undo(session, office.alice, board)  # type: ignore[arg-type]

    edit(office, board)
    job = start(office, board, undo)
    if parts:
        after_parts(monkeypatch, parts, again)
    else:
        with office.write() as session:
            again(session)
    work(office.database, job.id)
    assert out(office, board) == 0


def test_one_s_own_small_edits_can_be_undone_meanwhile(
    office: Office, board: CompiledBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(office, board)
    job = start(office, board, undo)
    item = office.item(board, name="Meanwhile")
    with office.write() as session:
        change_item(session, office.alice, board, item.id, {"quantity": 7})
    with office.write() as session:
        assert isinstance(undo(session, office.alice, board), Undone)
    work(office.database, job.id)
    assert out(office, board) == 0


def test_moves_and_deletions_come_back_as_they_were(office: Office, board: CompiledBoard) -> None:
    with office.read() as session:
        other = groups(session, board)[-1]
        order = sa.select(board.table.c.id, board.table.c.group_id).order_by(
            board.table.c.group_id, board.table.c.position
        )
        before = session.execute(order).all()
    edit(office, board, Edit(group=other.id))
    ended(office, board, undo)
    edit(office, board, Edit(delete=True))
    assert how_many(office, board) == 0
    ended(office, board, undo)
    assert how_many(office, board) == MANY
    with office.read() as session:
        assert session.execute(order).all() == before
