"""Files on their way out: always as an attachment, never drawn by the browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from litestar import Response
from litestar.response import Stream

PIECE = 256 * 1024


def attachment(name: str, content: bytes, media_type: str) -> Response[bytes]:
    """The name is shown as it is, whatever letters it holds."""
    return Response(content, media_type=media_type, headers=disposition(name))


def streamed(name: str, file: IO[bytes], media_type: str) -> Stream:
    """An open file piece by piece, closed at the end."""
    return Stream(pieces(file), media_type=media_type, headers=disposition(name))


def disposition(name: str) -> dict[str, str]:
    plain = "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\' else "_" for letter in name
    )
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
