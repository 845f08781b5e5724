"""An installation in one file: its database, its uploaded files, and a manifest that tells whether it is whole.

The same format for every database: a zip with `manifest.json`, `rouage.db` (SQLite, whatever the source was) and
`files/`. The secret key is not in it.
"""

import hashlib
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from engine.db import Database
from engine.errors import EngineError
from engine.files import folder
from engine.moment import now, to_iso
from engine.stored import snapshot
from engine.text import Text
from engine.transfer import transfer

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "rouage.db"
FILE = re.compile(r"files/[A-Za-z0-9_][A-Za-z0-9_.-]*")
BLOCK = 1024 * 1024
Migrate = Callable[[Database], None]

NO_ARCHIVE = Text(
    "“{path}” is no backup of Rouage, or it is damaged: {why}.",
    "« {path} » n’est pas une sauvegarde de Rouage, ou elle est abîmée : {why}.",
)
NEWER = Text(
    "This backup was made by a newer version (database {theirs}, this program knows {ours}). Update Rouage first.",
    "Cette sauvegarde vient d’une version plus récente (base {theirs}, ce programme connaît {ours}). Mettez Rouage à jour d’abord.",
)
ALTERED = Text(
    "The backup is damaged: {name} is not what was put in.",
    "La sauvegarde est abîmée : {name} n’est pas ce qui y a été mis.",
)


class Member(msgspec.Struct, frozen=True):
    """A file of the archive."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """`migration` is the database's, `tables` its fingerprint."""

    format: int
    version: str
    migration: str
    made_at: str
    tables: dict[str, str]
    members: dict[str, Member]


def back_up(source: Database, path: Path, *, version: str, migration: str, migrate: Migrate) -> Manifest:
    """Everything as it was at one moment, while others write; `path` appears when it is whole and on the disk."""
    part = path.with_name(f"{path.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".rouage-backup-") as scratch:
            copy = Path(scratch) / DATABASE
            tables = copied(source, copy, migrate)
            with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as output:
                with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                    members = dict(packed(archive, copy, source.data))
                    manifest = Manifest(FORMAT, version, migration, to_iso(now()), tables, members)
                    archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
                output.flush()
                os.fsync(output.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return manifest


def copied(source: Database, path: Path, migrate: Migrate) -> dict[str, str]:
    target = Database(f"sqlite:///{path}")
    try:
        migrate(target)
        with snapshot(source) as there, target.write() as here:
            return transfer(there, here)
    finally:
        target.close()


def packed(archive: zipfile.ZipFile, database: Path, data: Path) -> Iterator[tuple[str, Member]]:
    """An uploaded file whose day ends meanwhile is left out."""
    yield DATABASE, put(archive, DATABASE, database)
    for path in sorted(folder(data).glob("*")):
        name = f"files/{path.name}"
        if FILE.fullmatch(name) and path.is_file():
            with suppress(FileNotFoundError):
                yield name, put(archive, name, path)


def put(archive: zipfile.ZipFile, name: str, path: Path) -> Member:
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return poured(source, target)


def poured(source: IO[bytes], target: IO[bytes]) -> Member:
    size, made = 0, hashlib.sha256()
    while block := source.read(BLOCK):
        size += len(block)
        made.update(block)
        target.write(block)
    return Member(size, made.hexdigest())


def restore(path: Path, target: Database, *, migration: str, migrate: Migrate) -> Manifest:
    """Into an empty installation: its database in one transaction, proved by the fingerprint, then its uploaded files.

    Raises EngineError for a damaged archive, for one of a newer version, and for a target that holds something.
    """
    with tempfile.TemporaryDirectory(dir=target.data, prefix=".rouage-restore-") as scratch:
        manifest = unpacked(path, Path(scratch), migration)
        copy = Database(f"sqlite:///{scratch}/{DATABASE}")
        try:
            migrate(copy)
            migrate(target)
            with snapshot(copy) as there, target.write() as here:
                arrived = transfer(there, here)
                if manifest.migration == migration and arrived != manifest.tables:
                    raise EngineError(ALTERED, name=DATABASE)
        finally:
            copy.close()
        put_files(Path(scratch) / "files", folder(target.data))
    return manifest


def verify(path: Path, *, migration: str, migrate: Migrate) -> Manifest:
    """Restore it into a place that is thrown away: what the backup promises is there."""
    with tempfile.TemporaryDirectory(prefix="rouage-verify-") as scratch:
        target = Database(f"sqlite:///{scratch}/restored.db", Path(scratch))
        try:
            return restore(path, target, migration=migration, migrate=migrate)
        finally:
            target.close()


def proved(source: Database, *, version: str, migration: str, migrate: Migrate) -> Manifest:
    """Back up and restore, both into a place that is thrown away. Raises EngineError where a backup would not come back."""
    with tempfile.TemporaryDirectory(prefix="rouage-proof-") as scratch:
        path = Path(scratch) / "backup.zip"
        made = back_up(source, path, version=version, migration=migration, migrate=migrate)
        verify(path, migration=migration, migrate=migrate)
        return made


def unpacked(path: Path, scratch: Path, migration: str) -> Manifest:
    """Only names that the manifest tells and that the format knows are written, each compared with its digits."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
            if manifest.format > FORMAT or manifest.migration > migration:
                raise EngineError(NEWER, theirs=manifest.migration, ours=migration)
            (scratch / "files").mkdir()
            for name, member in manifest.members.items():
                take(archive, name, member, scratch)
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error, msgspec.DecodeError) as error:
        raise EngineError(NO_ARCHIVE, path=path, why=str(error) or type(error).__name__) from error
    return manifest


def take(archive: zipfile.ZipFile, name: str, member: Member, scratch: Path) -> None:
    if name != DATABASE and not FILE.fullmatch(name):
        raise EngineError(ALTERED, name=name)
    if archive.getinfo(name).file_size != member.size:
        raise EngineError(ALTERED, name=name)
    with archive.open(name) as source, (scratch / name).open("xb") as target:
        if poured(source, target) != member:
            raise EngineError(ALTERED, name=name)


def put_files(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in source.iterdir():
        path.replace(target / path.name)
