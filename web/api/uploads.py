"""Uploaded files: a multipart form or the bare body, received block by block and never wholly in memory."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from litestar import Request
from litestar.datastructures import UploadFile

from engine.errors import Invalid
from engine.text import Text

BLOCK = 256 * 1024
NO_FILE = Text(
    "Send the file as the form part “file”, or as the whole body of the request.",
    "Envoyez le fichier dans la partie « file » du formulaire, ou comme corps entier de la demande.",
)


@dataclass(frozen=True, slots=True)
class Upload:
    """`fields` are the form's other parts; `digest` tells two uploads apart."""

    name: str | None
    file: IO[bytes]
    fields: Mapping[str, str]
    digest: str

    def blocks(self) -> Iterator[bytes]:
        self.file.seek(0)
        while block := self.file.read(BLOCK):
            yield block


async def receive(request: Request[Any, Any, Any]) -> Upload:
    """Dependency of the operations that take a file. Raises Invalid when there is none."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await from_form(request)
    file: IO[bytes] = SpooledTemporaryFile(max_size=BLOCK)  # noqa: SIM115 - it lives as long as the request
    hashed = hashlib.sha256()
    async for block in request.stream():
        file.write(block)
        hashed.update(block)
    if not file.tell():
        raise Invalid(NO_FILE, field="file")
    return Upload(None, file, {}, hashed.hexdigest())


async def from_form(request: Request[Any, Any, Any]) -> Upload:
    form = await request.form()
    sent = form.get("file")
    if not isinstance(sent, UploadFile):
        raise Invalid(NO_FILE, field="file")
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    hashed = hashlib.sha256(repr(sorted(fields.items())).encode())
    while block := await sent.read(BLOCK):
        hashed.update(block)
    return Upload(sent.filename, sent.file, fields, hashed.hexdigest())
