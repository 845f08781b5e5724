"""A backup is whole or not there, and what comes back is what went in."""

import threading
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from engine import archive as archiving
from engine.archive import Manifest, back_up, proved, restore, verify
from engine.commands.items import create_item
from engine.db import Database
from engine.errors import EngineError
from engine.files import keep_file, kept_file
from engine.fingerprint import fingerprint
from engine.models import Board, Event
from engine.stored import snapshot
from migrations import newest, upgrade
from tests.engine.installation import full_installation
from tests.factories import Office

KNOWN: dict[str, Any] = {"migration": newest(), "migrate": upgrade}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "installation").mkdir()
    return tmp_path


def backed_up(office: Office, place: Path) -> tuple[Path, Manifest]:
    source = office.database
    source.folder = place / "installation"
    return place / "backup.zip", back_up(source, place / "backup.zip", version="1", **KNOWN)


def emptied(place: Path) -> Database:
    (place / "restored").mkdir()
    return Database(f"sqlite:///{place}/restored/rouage.db")


def test_a_backup_comes_back_with_its_files(office: Office, place: Path) -> None:
    full_installation(office)
    file = keep_file(place / "installation", office.alice, "list.csv", [b"a;b\n", b"1;2\n"], limit=100)
    path, made = backed_up(office, place)
    target = emptied(place)
    assert restore(path, target, **KNOWN) == made == verify(path, **KNOWN)
    with snapshot(target) as session:
        assert fingerprint(session) == made.tables
    assert kept_file(target.data, office.alice, file.id).path(target.data).read_bytes() == b"a;b\n1;2\n"
    with pytest.raises(EngineError, match="is not empty"):
        restore(path, target, **KNOWN)
    assert [one.name for one in place.iterdir() if "backup" in one.name] == ["backup.zip"]
    target.close()


def test_a_backup_is_one_moment_while_people_write(office: Office, place: Path) -> None:
    board, over, written = office.stock(), threading.Event(), list[int]()

    def work() -> None:
        while not over.is_set():
            with office.write() as session:
                written.append(create_item(session, office.alice, board, {"name": "Paper"}).id)

    hand = threading.Thread(target=work)
    hand.start()
    try:
        while len(written) < 5:
            over.wait(0.01)
        path, made = backed_up(office, place)
        enough = len(written) + 1
        while len(written) < enough:
            over.wait(0.01)
    finally:
        over.set()
        hand.join()
    target = emptied(place)
    restore(path, target, **KNOWN)
    with snapshot(target) as session:
        assert fingerprint(session) == made.tables
        seqs = session.scalars(sa.select(Event.seq).where(Event.board_id == board.id).order_by(Event.seq)).all()
        assert seqs == list(range(1, len(seqs) + 1))
        record = session.get_one(Board, board.id)
        items = session.scalar(sa.select(sa.func.count()).select_from(sa.table(f"board_{board.id}")))
        assert (record.seq, record.item_count) == (len(seqs), items)
        assert 5 <= (items or 0) < len(written)
    target.close()


def test_that_backups_come_back_is_proved_in_one_call(sqlite_office_url: str, place: Path) -> None:
    database = Database(sqlite_office_url, place / "installation")
    made = proved(database, version="1", **KNOWN)
    with snapshot(database) as session:
        assert fingerprint(session) == made.tables
    database.close()


def test_one_that_is_interrupted_leaves_no_file(
    sqlite_office_url: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(archiving.zipfile.ZipFile, "writestr", interrupted)
    database = Database(sqlite_office_url, place / "installation")
    with pytest.raises(KeyboardInterrupt):
        back_up(database, place / "backup.zip", version="1", **KNOWN)
    assert [one.name for one in place.iterdir() if "backup" in one.name] == []
    database.close()


@pytest.fixture
def archive(sqlite_office_url: str, place: Path) -> Path:
    database = Database(sqlite_office_url, place / "installation")
    back_up(database, place / "backup.zip", version="1", **KNOWN)
    database.close()
    return place / "backup.zip"


def remade(archive: Path, content: bytes | None = None, **changes: Any) -> Path:
    """The archive with another manifest, and perhaps another database."""
    path = archive.with_name("remade.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        manifest = {**msgspec.json.decode(old.read("manifest.json")), **changes}
        new.writestr("manifest.json", msgspec.json.encode(manifest))
        new.writestr("rouage.db", old.read("rouage.db") if content is None else content)
        for name in manifest["members"]:
            if name != "rouage.db":
                new.writestr(name, b"x")
    return path


def test_what_is_damaged_is_refused(archive: Path) -> None:
    size = len(zipfile.ZipFile(archive).read("rouage.db"))
    for content in (b"short", b"\0" * size):
        with pytest.raises(EngineError, match=r"rouage\.db is not what was put in"):
            verify(remade(archive, content), **KNOWN)
    whole = archive.read_bytes()
    for bad in (whole[: len(whole) // 2], b"no zip", whole[:200] + b"\xff" * 200 + whole[400:]):
        archive.write_bytes(bad)
        with pytest.raises(EngineError, match="damaged"):
            verify(archive, **KNOWN)


def test_tables_that_differ_are_refused(archive: Path) -> None:
    tables = {**msgspec.json.decode(zipfile.ZipFile(archive).read("manifest.json"))["tables"], "users": "0"}
    with pytest.raises(EngineError, match="damaged"):
        verify(remade(archive, tables=tables), **KNOWN)


def test_a_newer_one_is_refused(archive: Path) -> None:
    with pytest.raises(EngineError, match="newer version"):
        verify(remade(archive, migration="9999"), **KNOWN)


@pytest.mark.parametrize("name", ["../evil", "files/../../evil", "/evil", "files/", "files/..", "other"])
def test_no_name_leads_out_of_the_folder(archive: Path, name: str) -> None:
    members = msgspec.json.decode(zipfile.ZipFile(archive).read("manifest.json"))["members"]
    evil = {"size": 1, "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
    with pytest.raises(EngineError, match="damaged"):
        verify(remade(archive, members={**members, name: evil}), **KNOWN)
