"""Imports on both databases: all or nothing, once, undoable, and as exact as the file."""

from __future__ import annotations

import csv
import lzma
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from engine.commands.columns import add_column
from engine.commands.imports import redo_import, start_import, undo_import
from engine.commands.jobs import cancel_job, claim, work
from engine.commands.placing import delete_items
from engine.errors import Forbidden, Invalid, NotFound
from engine.files import keep_file, kept_file
from engine.jobs import import_file
from engine.models import Board, Event, Item, Job
from engine.moment import now
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.queries.items import BoardItem, ItemQuery
from engine.queries.jobs import job as load_job
from engine.queries.jobs import waiting_jobs
from engine.queries.listing import count, page
from engine.schema.compiled import CompiledBoard
from engine.sheets.opening import open_sheet
from engine.sheets.plan import Plan, Target
from engine.sheets.source import MAX_BYTES, Options
from engine.sheets.suggestion import suggest
from tests.factories import Office

SUPERSTORE = Path(__file__).parents[1] / "data" / "superstore-orders.csv.xz"
ORDERS = "Name,Day,Price,Zone\nBolt,2024-01-31,1.5,North\nNut,2024-02-30,x,South\nWasher,2024-03-01,2.25,North\n"
PLAN = (
    Target(0, key="name", title="Name"),
    Target(1, type="date", title="Day"),
    Target(2, type="money", title="Price", settings={"currency": "EUR"}),
    Target(3, type="text", title="Zone"),
)


@pytest.fixture
def data(office: Office, tmp_path: Path) -> Path:
    """The office's data folder."""
    office.database.folder = tmp_path
    return tmp_path


@pytest.fixture
def upload(office: Office, data: Path) -> Callable[..., str]:
    def uploaded(text: str = ORDERS, name: str = "orders.csv", actor: Actor = office.alice) -> str:
        return keep_file(data, actor, name, [text.encode()], limit=MAX_BYTES).id

    return uploaded


@pytest.fixture
def start(office: Office, data: Path, upload: Callable[..., str]) -> Callable[..., int]:
    """Queue an import of ORDERS into a new board; keywords change the plan."""

    def started(board: CompiledBoard | None = None, actor: Actor = office.alice, **changes: Any) -> int:
        plan = Plan(
            file=changes.pop("file", "") or upload(actor=actor), mapping=PLAN, title=None if board else "Orders"
        )
        with office.write() as session:
            return start_import(session, actor, board, msgspec.structs.replace(plan, **changes), data).id

    return started


def finished(office: Office, job_id: int) -> Job:
    work(office.database, job_id)
    with office.read() as session:
        return load_job(session, office.alice, job_id)


def items(office: Office, board: CompiledBoard) -> list[BoardItem]:
    with office.read() as session:
        return page(session, board, ItemQuery(limit=500), context_for(session, office.alice)).items


def names(office: Office, board: CompiledBoard) -> list[str]:
    return [item.name for item in items(office, board)]


def events(office: Office, board_id: int) -> list[str]:
    with office.read() as session:
        return list(session.scalars(sa.select(Event.kind).where(Event.board_id == board_id).order_by(Event.seq)))


def test_the_real_file_is_exact_and_quick(office: Office, data: Path, upload: Callable[..., str]) -> None:
    text = lzma.decompress(SUPERSTORE.read_bytes()).decode()
    file = kept_file(data, office.alice, upload(text))
    with office.read() as session:
        plan = suggest(open_sheet(file.path(data), file.name), file.id, context_for(session, office.alice))
    started = time.monotonic()
    with office.write() as session:
        job_id = start_import(session, office.alice, None, plan, data).id
    job = finished(office, job_id)
    seconds = time.monotonic() - started
    board = office.board(job.result["board"])
    assert (job.state, job.result["items"], job.result["refused"]) == ("done", 9_994, 0)
    assert sums(office, board) == file_sums(text)
    assert seconds < 60  # 2 on a quiet machine: this only catches what has gone badly wrong


def file_sums(text: str) -> dict[str, tuple[Decimal, Decimal]]:
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for line in csv.DictReader(text.splitlines()):
        sales, profit = found.get(line["Category"], (Decimal(0), Decimal(0)))
        found[line["Category"]] = sales + Decimal(line["Sales"]), profit + Decimal(line["Profit"])
    return found


def sums(office: Office, board: CompiledBoard) -> dict[str, tuple[Decimal, Decimal]]:
    found: dict[str, tuple[Decimal, Decimal]] = {}
    labels = {option["key"]: option["labels"]["en"] for option in board.columns["category"].settings["options"]}
    with office.read() as session:
        context, cursor = context_for(session, office.alice), None
        while True:
            one = page(session, board, ItemQuery(limit=500, cursor=cursor), context)
            for item in one.items:
                category = labels[item.values["category"]]
                sales, profit = found.get(category, (Decimal(0), Decimal(0)))
                amounts = (Decimal(item.values[key]["amount"]) for key in ("sales", "profit"))
                found[category] = sales + next(amounts), profit + next(amounts)
            cursor = one.cursor
            if cursor is None:
                return found


def test_a_new_board_gets_columns_and_items_in_order(office: Office, start: Callable[..., int]) -> None:
    job = finished(office, start())
    board = office.board(job.result["board"])
    assert list(board.columns) == ["name", "day", "price", "zone"]
    assert names(office, board) == ["Bolt", "Nut", "Washer"]
    assert items(office, board)[2].values["price"] == {"amount": "2.25", "currency": "EUR"}
    assert events(office, board.id) == ["board_created", "items_imported"]


def test_refused_cells_stay_empty_and_are_listed(office: Office, data: Path, start: Callable[..., int]) -> None:
    job = finished(office, start())
    nut = items(office, office.board(job.result["board"]))[1]
    assert (nut.values["day"], nut.values["price"]) == (None, None)
    first, second = job.result["errors"]
    assert (first["line"], first["column"]["en"], first["typed"]) == (3, "Day", "2024-02-30")
    assert "February 2024 has no day 30" in first["problem"]["en"]
    assert "«\u00a0x\u00a0» n’est pas un montant" in second["problem"]["fr"]
    listed = kept_file(data, office.alice, job.result["errors_file"]).path(data).read_text("utf-8-sig")
    assert [line[:3] for line in csv.reader(listed.splitlines())] == [
        ["Line", "Column", "Typed", "Problem"][:3],
        ["3", "Day", "2024-02-30"],
        ["3", "Price", "x"],
    ]


def test_refused_lines_can_be_left_out(office: Office, start: Callable[..., int]) -> None:
    job = finished(office, start(refused="skip"))
    assert names(office, office.board(job.result["board"])) == ["Bolt", "Washer"]
    assert (job.result["items"], job.result["skipped"], job.result["refused"]) == (2, 1, 2)


def test_an_item_without_a_name_is_called_by_its_line(
    office: Office, start: Callable[..., int], upload: Callable[..., str]
) -> None:
    file = upload(f"Name,Day,Price,Zone\n,2024-01-31,1,a\n{'n' * 300},2024-01-31,2,b\n")
    job = finished(office, start(file=file))
    assert names(office, office.board(job.result["board"])) == ["Line 2", "n" * 254 + "…"]
    assert job.result["refused"] == 2


def test_the_list_of_refusals_cannot_run_formulas(
    office: Office, data: Path, start: Callable[..., int], upload: Callable[..., str]
) -> None:
    file = upload("Name,Day,Price,Zone\na,=cmd(),+1+x,-\n")
    job = finished(office, start(file=file))
    listed = kept_file(data, office.alice, job.result["errors_file"]).path(data).read_text("utf-8-sig")
    assert [line[2] for line in csv.reader(listed.splitlines())][1:] == ["'=cmd()", "'+1+x"]


def test_one_group_for_each_value(office: Office, start: Callable[..., int]) -> None:
    job = finished(office, start(group_by=3))
    board = office.board(job.result["board"])
    with office.read() as session:
        titles = {group.id: group.title for group in groups(session, board)}
    assert list(titles.values()) == ["North", "South"]
    assert Counter(titles[item.group_id] for item in items(office, board)) == {"North": 2, "South": 1}


def test_groups_that_are_there_are_used(office: Office, start: Callable[..., int], upload: Callable[..., str]) -> None:
    board = office.stock()
    file = upload("Name,Site\nBolt,lyon\nNut,Nice\n")
    finished(office, start(board, file=file, mapping=[Target(0, key="name")], group_by=1))
    with office.read() as session:
        assert [group.title for group in groups(session, board)] == ["Lyon", "Lille", "Nice"]


def test_too_many_groups_are_refused(office: Office, start: Callable[..., int], upload: Callable[..., str]) -> None:
    file = upload("Name\n" + "\n".join(f"item {number}" for number in range(101)))
    job = finished(office, start(file=file, mapping=[Target(0, key="name")], group_by=0))
    assert job.state == "failed"
    assert job.error is not None
    assert "101 different values" in job.error["en"]


def test_a_board_takes_items_new_columns_and_new_options(
    office: Office, start: Callable[..., int], upload: Callable[..., str]
) -> None:
    board = office.stock()
    file = upload("Item,Status,Colour\nBolt,low,red\nNut,Lost,blue\n")
    mapping = [Target(0, key="name"), Target(1, key="status", add_options=True), Target(2, type="text", title="Colour")]
    job = finished(office, start(board, file=file, mapping=mapping))
    board = office.board(board.id)
    assert [option["key"] for option in board.columns["status"].settings["options"]] == ["ok", "low", "out", "lost"]
    assert [(item.name, item.values["status"], item.values["colour"]) for item in items(office, board)] == [
        ("Bolt", "low", "red"),
        ("Nut", "lost", "blue"),
    ]
    assert job.result["refused"] == 0


def test_unknown_options_are_refused_unless_asked_for(
    office: Office, start: Callable[..., int], upload: Callable[..., str]
) -> None:
    board = office.stock()
    file = upload("Item,Status\nBolt,low\nNut,Lost\n")
    job = finished(office, start(board, file=file, mapping=[Target(0, key="name"), Target(1, key="status")]))
    assert [item.values["status"] for item in items(office, board)] == ["low", None]
    assert "Choose one of: In stock, Low, Out" in job.result["errors"][0]["problem"]["en"]


def test_a_key_in_the_trash_is_not_taken(office: Office, start: Callable[..., int], upload: Callable[..., str]) -> None:
    from engine.commands.columns import hide_column

    board = office.stock()
    with office.write() as session:
        board = hide_column(session, office.alice, board, "notes")
    file = upload("Item,Notes\nBolt,hello\n")
    finished(office, start(board, file=file, mapping=[Target(0, key="name"), Target(1, type="text", title="Notes")]))
    assert items(office, office.board(board.id))[0].values["notes_2"] == "hello"


def test_a_board_that_changes_in_between_is_read_again(
    office: Office, start: Callable[..., int], upload: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    board = office.stock()
    job_id = start(
        board,
        file=upload("Item,Colour\nBolt,red\n"),
        mapping=[Target(0, key="name"), Target(1, type="text", title="Colour")],
    )
    load = import_file.load

    def load_and_change(*arguments: Any) -> Any:
        monkeypatch.setattr(import_file, "load", load)
        with office.write() as session:
            add_column(session, office.bob, load_board(session, office.bob, board.id), "text", "Colour")
        return load(*arguments)

    monkeypatch.setattr(import_file, "load", load_and_change)
    assert finished(office, job_id).state == "done"
    assert items(office, office.board(board.id))[0].values["colour_2"] == "red"


@pytest.mark.parametrize("run_rules", [False, True])
def test_rules_run_only_if_asked(office: Office, start: Callable[..., int], *, run_rules: bool) -> None:
    job = finished(office, start(**({"run_rules": True} if run_rules else {})))
    with office.read() as session:
        payload = session.get_one(Event, job.result["event"]).payload
    assert (payload["run_rules"], payload["count"], payload["job"]) == (run_rules, 3, job.id)


# undo


def test_undo_deletes_exactly_its_items_and_redo_brings_them_back(
    office: Office, start: Callable[..., int], upload: Callable[..., str]
) -> None:
    board = office.stock()
    office.item(board, name="Before")
    job = finished(office, start(board, file=upload("Item\nOne\nTwo\nThree\n"), mapping=[Target(0, key="name")]))
    office.item(board, name="After")
    with office.write() as session:
        delete_items(session, office.bob, board, [items(office, board)[1].id])
    with office.write() as session:
        assert len(undo_import(session, office.alice, board, job.id)) == 2
    assert names(office, board) == ["Before", "After"]
    with office.write() as session:
        assert len(redo_import(session, office.alice, board, job.id)) == 2
    assert names(office, board) == ["Before", "Two", "Three", "After"]
    assert events(office, board.id)[-2:] == ["items_deleted", "items_restored"]


def test_undo_twice_is_harmless(office: Office, start: Callable[..., int]) -> None:
    job = finished(office, start())
    board = office.board(job.result["board"])
    with office.write() as session:
        undo_import(session, office.alice, board, job.id)
    with office.write() as session:
        assert undo_import(session, office.alice, board, job.id) == []
    with office.write() as session:
        assert len(redo_import(session, office.alice, board, job.id)) == 3


def test_undo_of_an_import_into_another_board_is_refused(office: Office, start: Callable[..., int]) -> None:
    job, other = finished(office, start()), office.stock()
    with office.write() as session, pytest.raises(Invalid):
        undo_import(session, office.alice, other, job.id)


# who may


def test_a_viewer_may_not_import(office: Office, start: Callable[..., int]) -> None:
    with pytest.raises(Forbidden):
        start(actor=office.charlie)


def test_nobody_imports_another_persons_file(
    office: Office, start: Callable[..., int], upload: Callable[..., str]
) -> None:
    with pytest.raises(NotFound):
        start(actor=office.bob, file=upload())


def test_a_plan_is_refused_before_it_is_queued(office: Office, start: Callable[..., int]) -> None:
    for mapping, field in [
        ([Target(1, type="date", title="Day")], "name"),
        ([*PLAN[:2], Target(2, type="nothing", title="Price")], "column-2"),
        ([*PLAN[:2], Target(2, type="money", title="Price", settings={"currency": "XXX"})], "column-2"),
        ([*PLAN[:2], Target(2, type="text", title=" ")], "column-2"),
        ([Target(0, key="name"), Target(1, key="name")], "column-1"),
        ([Target(0, key="name"), Target(9, type="text", title="x")], "mapping"),
        ([Target(0, key="name"), Target(1, key="unknown")], "column-1"),
    ]:
        with pytest.raises(Invalid) as error:
            start(mapping=mapping)
        assert error.value.field == field
        assert error.value.say("fr") != error.value.say("en")


def test_the_importers_rights_are_those_at_the_time_of_the_run(office: Office, start: Callable[..., int]) -> None:
    from engine.models import Member

    job_id = start(actor=office.bob)
    with office.write() as session:
        session.execute(sa.update(Member).where(Member.user_id == office.bob.user_id).values(role="viewer"))
    work(office.database, job_id)
    with office.read() as session:
        assert session.get_one(Job, job_id).state == "failed"
        assert session.scalars(sa.select(Board)).all() == []


# jobs


def test_a_waiting_import_is_cancelled_at_once(office: Office, start: Callable[..., int]) -> None:
    job_id = start()
    with office.write() as session:
        assert cancel_job(session, office.alice, job_id).state == "cancelled"
    assert finished(office, job_id).state == "cancelled"
    with office.read() as session:
        assert (waiting_jobs(session), session.scalars(sa.select(Board)).all()) == ([], [])


def test_a_running_import_is_cancelled_between_chunks(
    office: Office, start: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = start()
    intake = import_file.Intake.batches

    def cancelled(self: Any) -> Any:
        with office.write() as session:
            assert cancel_job(session, office.alice, job_id).state == "cancelling"
        return intake(self)

    monkeypatch.setattr(import_file.Intake, "batches", cancelled)
    assert finished(office, job_id).state == "cancelled"
    with office.read() as session:
        assert session.scalars(sa.select(Item)).all() == []


def test_a_cancelled_import_keeps_its_file(
    office: Office, data: Path, start: Callable[..., int], upload: Callable[..., str]
) -> None:
    file = upload()
    job_id = start(file=file)
    with office.write() as session:
        cancel_job(session, office.alice, job_id)
    assert kept_file(data, office.alice, file).name == "orders.csv"


def test_a_finished_import_throws_its_file_away(
    office: Office, data: Path, start: Callable[..., int], upload: Callable[..., str]
) -> None:
    file = upload()
    finished(office, start(file=file))
    with pytest.raises(NotFound):
        kept_file(data, office.alice, file)


def test_an_import_runs_once_however_often_it_is_called(office: Office, start: Callable[..., int]) -> None:
    job_id = start()
    for _ in range(3):
        job = finished(office, job_id)
    assert len(items(office, office.board(job.result["board"]))) == 3
    with office.read() as session:
        assert len(session.scalars(sa.select(Board)).all()) == 1


def test_a_job_whose_worker_died_runs_again_from_the_start(office: Office, start: Callable[..., int]) -> None:
    job_id = start()
    assert claim(office.database, job_id) is not None
    with office.read() as session:
        assert waiting_jobs(session) == []
    assert claim(office.database, job_id) is None
    with office.write() as session:
        session.get_one(Job, job_id).lease_until = now()
    with office.read() as session:
        assert list(waiting_jobs(session)) == [job_id]
    assert finished(office, job_id).state == "done"


def test_a_worker_that_has_lost_its_lease_writes_nothing(
    office: Office, start: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = start()
    store = import_file.store

    def late(*arguments: Any) -> Any:
        raise AssertionError("the job was written without its lease")

    load = import_file.load

    def slow(*arguments: Any) -> Any:
        monkeypatch.setattr(import_file, "load", load)
        with office.write() as session:
            session.get_one(Job, job_id).lease_until = now()
        monkeypatch.setattr(import_file, "store", store)
        work(office.database, job_id)  # another worker, from beginning to end
        monkeypatch.setattr(import_file, "store", late)
        return load(*arguments)

    monkeypatch.setattr(import_file, "load", slow)
    job = finished(office, job_id)
    assert (job.state, len(items(office, office.board(job.result["board"])))) == ("done", 3)


def test_a_crash_while_writing_leaves_nothing(
    office: Office, data: Path, start: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = start()

    def crash(*arguments: Any, **keywords: Any) -> Any:
        raise SystemExit

    monkeypatch.setattr(import_file, "import_items", crash)
    with pytest.raises(SystemExit):
        work(office.database, job_id)
    monkeypatch.undo()
    with office.read() as session:
        assert session.scalars(sa.select(Board)).all() == []
        assert load_job(session, office.alice, job_id).state == "running"
    with office.write() as session:
        session.get_one(Job, job_id).lease_until = now()
    assert finished(office, job_id).state == "done"


def test_a_job_that_kills_every_worker_is_given_up(office: Office, start: Callable[..., int]) -> None:
    job_id = start()
    for _ in range(3):
        assert claim(office.database, job_id) is not None
        with office.write() as session:
            session.get_one(Job, job_id).lease_until = now()
    job = finished(office, job_id)
    assert job.state == "failed"
    assert job.error is not None
    assert "3 times" in job.error["en"]


def test_an_unexpected_error_is_told_without_its_details(
    office: Office, start: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: Any, **keywords: Any) -> Any:
        raise RuntimeError("secret detail")

    job_id = start()
    monkeypatch.setattr(import_file, "import_items", broken)
    job = finished(office, job_id)
    assert job.state == "failed"
    assert job.error is not None
    assert "secret" not in str(job.error)


def test_files_of_yesterday_are_swept(office: Office, data: Path, upload: Callable[..., str]) -> None:
    from engine import files

    file_id = upload()
    about = files.about_file(data, file_id)
    assert about is not None
    path = about.path(data).with_suffix(".json")
    path.write_bytes(msgspec.json.encode(replace(about, expires_at="2020-01-01T00:00:00.000Z")))
    assert files.sweep_files(data) == 1
    assert list((data / "files").iterdir()) == []


def test_a_file_that_grows_too_large_is_not_kept(office: Office, data: Path) -> None:
    with pytest.raises(Invalid):
        keep_file(data, office.alice, "big.csv", [b"x" * 600, b"x" * 600], limit=1_000)
    assert list((data / "files").iterdir()) == []


def test_the_count_is_the_boards(office: Office, start: Callable[..., int]) -> None:
    job = finished(office, start())
    with office.read() as session:
        board = load_board(session, office.alice, job.result["board"])
        stored = session.get_one(Board, board.id)
        assert stored.item_count == count(session, board, ItemQuery(), context_for(session, office.alice)) == 3


def test_options_of_the_file_are_kept_with_the_job(office: Office, start: Callable[..., int]) -> None:
    job_id = start(options=Options(separator=",", language="en"))
    with office.read() as session:
        settings = load_job(session, office.alice, job_id).settings
    assert settings["plan"]["options"]["separator"] == ","
    assert settings["name"] == "orders.csv"


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seconds", [0.3, 0.9, 1.4])
def test_a_worker_killed_at_any_moment_leaves_all_or_nothing(
    office: Office, data: Path, upload: Callable[..., str], seconds: float
) -> None:
    """SIGKILL, wherever it is; whoever takes over brings each line exactly once."""
    file = kept_file(data, office.alice, upload(lzma.decompress(SUPERSTORE.read_bytes()).decode()))
    with office.read() as session:
        plan = suggest(open_sheet(file.path(data), file.name), file.id, context_for(session, office.alice))
    with office.write() as session:
        job_id = start_import(session, office.alice, None, plan, data).id
    program = "import sys; from engine.commands.jobs import work; from engine.db import Database; print(flush=True); "
    program += "work(Database(sys.argv[1]), int(sys.argv[2]))"
    url = office.database.url.render_as_string(hide_password=False)
    worker = subprocess.Popen([sys.executable, "-c", program, url, str(job_id)], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    worker.stdout.readline()
    time.sleep(seconds)
    worker.kill()
    worker.wait()
    with office.write() as session:
        stored, boards = session.get_one(Job, job_id), session.scalars(sa.select(Board)).all()
        assert len(boards) == (1 if stored.state == "done" else 0)
        stored.lease_until = now() if stored.state == "running" else stored.lease_until
    job = finished(office, job_id)
    with office.read() as session:
        (board,) = session.scalars(sa.select(Board)).all()
        assert (job.state, board.item_count) == ("done", 9_994)
        assert session.scalar(sa.select(sa.func.count()).select_from(Item)) == 9_994
