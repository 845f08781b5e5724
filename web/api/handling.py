"""How every operation runs: parameters read, one transaction, the answer encoded; a repeated POST or PATCH gets its first answer."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import IO, Any
from urllib.parse import quote, urlencode

import msgspec
from litestar import Request, Response
from litestar.response import Stream

from engine.commands.answers import Answer, claim_answer, keep_answer
from engine.errors import EngineError, Forbidden, Invalid, NotFound
from engine.permissions import Actor
from engine.queries.boards import board, board_of_any_item, board_of_automation
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.text import Text
from web.api.inputs import read_json, read_query
from web.api.operation import Function, Operation, parameters_of
from web.api.shapes import Download, Shown
from web.api.uploads import Upload
from web.downloads import pieces
from web.policy import Policy
from web.request import LARGEST_ID, actor, database, preferred, settings

WRONG_TYPE = Text(
    "Send this body as JSON, with the header Content-Type: application/json.",
    "Envoyez ce contenu en JSON, avec l’en-tête Content-Type: application/json.",
)
NO_ETAG = Text(
    'If-Match holds the ETag that the item was read with, such as "3".',
    'If-Match contient l’ETag reçu à la lecture de l’élément, par exemple "3".',
)
LONG_KEY = Text(
    "An Idempotency-Key has 1 to 255 visible characters.", "Une Idempotency-Key compte de 1 à 255 caractères visibles."
)
OTHER_RIGHTS = Text(
    "This was done, but your rights on the board have changed since. Read it again to see what you may see now.",
    "C’est fait, mais vos droits sur le tableau ont changé depuis. Relisez-le pour voir ce qui vous est ouvert.",
)
BOARDS: Mapping[str, Callable[[Session, Actor, int], CompiledBoard]] = {
    "board_id": board,
    "item_id": board_of_any_item,
    "automation_id": board_of_automation,
}
"""How the board is found that a parameter of the path leads to."""
REPEATED = ("POST", "PATCH")
"""Methods that would do something twice if they were sent twice."""
ETAG = re.compile(r'(?:W/)?"(\d{1,18})"')
KEY = re.compile(r"[\x21-\x7e]{1,255}")
Call = Request[Any, Any, Any]
Work = Callable[[Session | None], "Reply"]


class UnsupportedMedia(EngineError):
    """A body of another media type than the operation takes."""

    status = 415
    code = "unsupported_media_type"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it is sent; `kept` is its text as a repeated request gets it."""

    status: int
    body: bytes | IO[bytes]
    headers: Mapping[str, str]
    kept: bytes


def run(operation: Operation, request: Call, body: bytes, upload: Upload | None = None) -> Response[Any]:
    """Raises EngineError for everything that is refused; the application's handlers say it in problem+json."""
    if operation.policy is Policy.TOKEN:
        speaking(request)
    found = read_arguments(operation, request, body, upload)
    if operation.prepare is not None:
        found["prepared"] = operation.prepare(**wanted(operation.prepare, found))

    def work(session: Session | None) -> Reply:
        return reply(operation, request, operation.function(**wanted(operation.function, found, session=session)))

    return sent(request, answered(operation, request, body, work))


def wanted(function: Function, found: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Of what there is, what the function names as a parameter."""
    there = {**found, **more}
    return {name: there[name] for name in parameters_of(function) if name in there}


def speaking(request: Call) -> None:
    """The language that the program asks for, where it does; else its user's own."""
    if (wanted := request.headers.get("accept-language", "*")).strip() not in ("", "*"):
        request.state.actor = replace(actor(request), language=preferred(wanted))


def read_arguments(operation: Operation, request: Call, body: bytes, upload: Upload | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "database": database(request),
        "data": settings(request).data,
        "upload": upload,
        "versions": versions(request),
        "asked": read_query({**request.query_params, **(upload.fields if upload else {})}, operation.asks),
        **path_of(request),
    }
    if operation.policy is Policy.TOKEN:
        found["actor"] = actor(request)
    if operation.takes is not None:
        check_media_type(request)
        found["given"] = read_json(body, operation.takes)
    return found


def path_of(request: Call) -> dict[str, Any]:
    """A number that no id can be is the id of nothing."""
    for value in request.path_params.values():
        if isinstance(value, int) and not 0 < value <= LARGEST_ID:
            raise NotFound
    return dict(request.path_params)


def versions(request: Call) -> frozenset[int] | None:
    """Of `If-Match: "3"`; None when there is no condition."""
    header = request.headers.get("if-match", "*").strip()
    if header == "*":
        return None
    found = [ETAG.fullmatch(part.strip()) for part in header.split(",")]
    if None in found:
        raise Invalid(NO_ETAG, field="If-Match")
    return frozenset(int(match[1]) for match in found if match)


def check_media_type(request: Call) -> None:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise UnsupportedMedia(WRONG_TYPE)


def answered(operation: Operation, request: Call, body: bytes, work: Work) -> Reply:
    if "session" not in operation.parameters:
        return work(None)
    if not operation.writes:
        with database(request).read() as session:
            return work(session)
    key = request.headers.get("idempotency-key") if request.method in REPEATED else None
    with database(request).write() as session:
        return work(session) if key is None else once(session, request, body, key, work)


def once(session: Session, request: Call, body: bytes, key: str, work: Work) -> Reply:
    """Do the work, or give the answer that it had the first time. A refusal rolls back with its key: nothing happened."""
    if not KEY.fullmatch(key):
        raise Invalid(LONG_KEY, field="Idempotency-Key")
    scope = scope_of(actor(request), request)
    sight = sight_of(session, request)
    first = claim_answer(session, scope, key, hashlib.sha256(request.scope["query_string"] + b"\n" + body).hexdigest())
    if first is not None:
        headers, kept, seen = msgspec.json.decode(first.text, type=tuple[dict[str, str], msgspec.Raw, list[str]])
        if seen != sight:
            raise Forbidden(OTHER_RIGHTS)
        return Reply(first.status, bytes(kept), {**headers, "Idempotency-Replayed": "true"}, b"")
    made = work(session)
    text = msgspec.json.encode((made.headers, msgspec.Raw(made.kept), sight)).decode()
    keep_answer(session, scope, key, Answer(made.status, text))
    return made


def sight_of(session: Session, request: Call) -> list[str]:
    """Columns that the caller does not see of the board that the path leads to. Raises NotFound for who does not see the board."""
    found = path_of(request)
    for name, load in BOARDS.items():
        if name in found:
            seen = load(session, actor(request), found[name])
            return sorted(seen.whole.columns.keys() - seen.columns.keys())
    return []


def scope_of(actor: Actor, request: Call) -> str:
    """A key means something to one principal on one route."""
    path = hashlib.sha256(f"{request.method} {request.scope['path']}".encode()).hexdigest()[:32]
    return f"{actor.kind}:{actor.own_id}:{path}"


def reply(operation: Operation, request: Call, result: Any) -> Reply:
    if result is None:
        return Reply(operation.status, b"", {}, b"null")
    if isinstance(result, Download):
        return Reply(operation.status, result.content, file_headers(result), b"null")
    body = msgspec.json.encode(result)
    if not isinstance(result, Shown):
        return Reply(operation.status, body, {}, body)
    headers = {**result.headers(), **paging(request, getattr(result, "cursor", None))}
    if request.method == "POST" and operation.writes and (location := result.location()):
        headers["Location"] = location
    remembered = result.remembered()
    return Reply(operation.status, body, headers, body if remembered is result else msgspec.json.encode(remembered))


def file_headers(file: Download) -> dict[str, str]:
    return {
        "Content-Type": file.media_type,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
    }


def paging(request: Call, cursor: str | None) -> dict[str, str]:
    if not cursor:
        return {}
    query = urlencode({**dict(request.query_params), "cursor": cursor})
    return {"Link": f'<{request.scope["path"]}?{query}>; rel="next"'}


def sent(request: Call, made: Reply) -> Response[Any]:
    etag = made.headers.get("ETag")
    if request.method == "GET" and etag and etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=made.headers, media_type="application/json")
    headers = dict(made.headers)
    media_type = headers.pop("Content-Type", None if made.status == 204 else "application/json")
    if not isinstance(made.body, bytes):
        return Stream(pieces(made.body), status_code=made.status, headers=headers, media_type=media_type)
    return Response(made.body, status_code=made.status, headers=headers, media_type=media_type)
