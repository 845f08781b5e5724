"""Uploaded files: one door in. They are kept under random names in the data folder, and thrown away after a day.

`data` is the installation's data folder, which all its processes share.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import msgspec

from engine.errors import Invalid, NotFound
from engine.moment import from_iso, now, to_iso
from engine.permissions import Actor
from engine.secret import new_secret
from engine.text import Text

KEPT = timedelta(hours=24)
NAME = re.compile(r"[A-Za-z0-9_-]{43}")
MAX_NAME = 200

TOO_BIG = Text(
    "“{name}” is larger than {limit} MB. Split it into several files.",
    "« {name} » dépasse {limit} Mo. Divisez-le en plusieurs fichiers.",
)
GONE = Text(
    "This file is no longer here: uploaded files are kept for a day. Choose it again.",
    "Ce fichier n’est plus là : les fichiers envoyés sont gardés un jour. Choisissez-le de nouveau.",
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`id` is a secret of its own; `name` is what its owner calls it, for display only."""

    id: str
    name: str
    size: int
    workspace_id: int
    user_id: int
    expires_at: str

    def path(self, data: Path) -> Path:
        return folder(data) / self.id


def folder(data: Path) -> Path:
    return data / "files"


def keep_file(data: Path, actor: Actor, name: str, blocks: Iterable[bytes], *, limit: int) -> StoredFile:
    """Store a stream of bytes. Raises Invalid, and keeps nothing, as soon as it grows past `limit` bytes."""
    sweep_files(data)
    shown = Path(name.replace("\\", "/")).name[-MAX_NAME:] or "file"
    made = StoredFile(new_secret(), shown, 0, actor.workspace_id, actor.user_id, to_iso(now() + KEPT))
    path = made.path(data)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        size = write_blocks(path, shown, blocks, limit)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    about = replace(made, size=size)
    path.with_suffix(".json").write_bytes(msgspec.json.encode(about))
    return about


def write_blocks(path: Path, name: str, blocks: Iterable[bytes], limit: int) -> int:
    size = 0
    with path.open("xb") as output:
        for block in blocks:
            size += len(block)
            if size > limit:
                raise Invalid(TOO_BIG, field="file", name=name, limit=limit // 1024 // 1024)
            output.write(block)
    return size


def kept_file(data: Path, actor: Actor, file_id: str) -> StoredFile:
    """A file that this actor's user stored. Raises NotFound for everybody else's, and when its day is over."""
    found = about_file(data, file_id)
    if found is None or (found.workspace_id, found.user_id) != (actor.workspace_id, actor.user_id):
        raise NotFound(GONE)
    if from_iso(found.expires_at) < now() or not found.path(data).exists():
        raise NotFound(GONE)
    return found


def drop_file(data: Path, file_id: str) -> None:
    """With everything that was made of it."""
    if NAME.fullmatch(file_id):
        for path in folder(data).glob(f"{file_id}*"):
            path.unlink(missing_ok=True)


def sweep_files(data: Path) -> int:
    """Throw away what has been kept long enough; returns how many files that were."""
    found = [about_file(data, path.stem) for path in folder(data).glob("*.json")]
    over = [file.id for file in found if file is not None and from_iso(file.expires_at) < now()]
    for file_id in over:
        drop_file(data, file_id)
    return len(over)


def about_file(data: Path, file_id: str) -> StoredFile | None:
    if not NAME.fullmatch(file_id):
        return None
    try:
        return msgspec.json.decode((folder(data) / f"{file_id}.json").read_bytes(), type=StoredFile)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
