"""Which sources the browser's bundle was made from: it is served only while they are still these."""

import hashlib
from pathlib import Path

STAMP = ".sources"


def sources_hash(folder: Path) -> str:
    """One hash over every module of the folder. Nothing but the standard library: the build asks, too."""
    hashed = hashlib.sha256()
    for path in sorted(folder.rglob("*.js")):
        hashed.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()
