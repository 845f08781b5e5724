"""Files for the browser under `/static/<version>/`: the version in the path lets them be cached for ever."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from pathlib import Path, PurePath

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from web.bundle import STAMP, sources_hash
from web.policy import Policy

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static"


@get(f"{PREFIX}/{{version_:str}}/{{file:path}}", policy=Policy.PUBLIC, name="static", sync_to_thread=False)
def static_file(file: FromPath[PurePath]) -> File:
    """Any version is served, so that a page from before an upgrade still finds its modules."""
    found = files().get(file.as_posix().lstrip("/"))
    if found is None:
        raise NotFoundException
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    return File(found, filename=found.name, content_disposition_type="inline", media_type=kind)


def static(path: str) -> str:
    """The address of `css/base.css`; modules that it imports by a relative path have the same version."""
    bundled = path.replace("js/", "dist/", 1)
    return f"{PREFIX}/{version()}/{bundled if is_bundled() and bundled in files() else path}"


@cache
def is_bundled() -> bool:
    """Whether the bundle is of our modules as they are; while somebody works on them, they are served themselves."""
    stamp = FOLDER / "dist" / STAMP
    return stamp.exists() and stamp.read_text(encoding="utf-8") == sources_hash(FOLDER / "js")


@cache
def version() -> str:
    """A hash over every file, so that one changed module renews all."""
    hashed = hashlib.sha256()
    for name, path in files().items():
        hashed.update(name.encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()[:12]


@cache
def files() -> dict[str, Path]:
    """All that may be asked for, by the path in the address: nothing else can be named."""
    found = sorted(path for path in FOLDER.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(FOLDER).as_posix(): path for path in found}


def is_current(path: str) -> bool:
    """Whether an address names today's version, the only one that may be cached for ever."""
    return path.startswith(f"{PREFIX}/{version()}/")
