"""Files on their way out: always as an attachment, never drawn by the browser."""

from __future__ import annotations

from urllib.parse import quote

from litestar import Response


def attachment(name: str, content: bytes, media_type: str) -> Response[bytes]:
    """The name is shown as it is, whatever letters it holds."""
    plain = "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\' else "_" for letter in name
    )
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
