"""Plain functions → routes under `/api/v1`. The verb says what a function does: reads, creates, computes, changes, deletes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from litestar import Request, Response, delete, get, patch, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

from engine.sheets.source import MAX_BYTES
from engine.text import Text
from web.api.handling import run
from web.api.operation import Function, Operation, described
from web.api.uploads import Upload, receive
from web.policy import Policy
from web.request import database

VERBS: Mapping[str, Callable[..., Any]] = {"get": get, "post": post, "patch": patch, "delete": delete}
TAKES_A_FILE: Mapping[str, Any] = {
    "dependencies": {"upload": Provide(receive)},
    "request_max_body_size": MAX_BYTES + 1_000_000,
}
Handler = Callable[..., Response[Any]]
AsyncHandler = Callable[..., Awaitable[Response[Any]]]
Decorator = Callable[[Function], HTTPRouteHandler]


def reads(
    path: str, summary: Text, *, policy: Policy = Policy.TOKEN, brief: Callable[[Mapping[str, str]], bool] | None = None
) -> Decorator:
    return route("get", path, summary, writes=False, policy=policy, brief=brief)


def creates(path: str, summary: Text, *, status: int = 201, prepare: Function | None = None) -> Decorator:
    return route("post", path, summary, writes=True, status=status, prepare=prepare)


def computes(path: str, summary: Text) -> Decorator:
    """A question too long for an address: POST, but nothing is written."""
    return route("post", path, summary, writes=False)


def changes(path: str, summary: Text) -> Decorator:
    return route("patch", path, summary, writes=True)


def deletes(path: str, summary: Text, *, status: int = 204) -> Decorator:
    return route("delete", path, summary, writes=True, status=status)


def route(verb: str, path: str, summary: Text, **about: Any) -> Decorator:
    """`about` is the rest of what `described` asks for."""

    def decorate(function: Function) -> HTTPRouteHandler:
        operation = described(function, summary, verb, **about)
        named: dict[str, Any] = {"name": operation.name, "operation": operation, "policy": operation.policy}
        if operation.takes_a_file:
            made = VERBS[verb](path, **named, **TAKES_A_FILE, status_code=200, sync_to_thread=True)(
                take_file(operation)
            )
        elif verb == "get":
            made = get(path, **named, status_code=200)(take_nothing(operation))
        else:
            made = VERBS[verb](path, **named, status_code=200, sync_to_thread=True)(take_json(operation))
        return cast("HTTPRouteHandler", made)

    return decorate


def take_nothing(operation: Operation) -> AsyncHandler:
    """Waiting for the body of a request that has none is not free; nor is a thread, for what SQLite has at hand."""

    async def handle(request: Request[Any, Any, Any]) -> Response[Any]:
        if operation.brief and database(request).is_sqlite and operation.brief(request.query_params):
            return run(operation, request, b"")
        return await sync_to_thread(run, operation, request, b"")

    return handle


def take_json(operation: Operation) -> Handler:
    def handle(request: Request[Any, Any, Any], body: RawBody) -> Response[Any]:
        return run(operation, request, body)

    return handle


def take_file(operation: Operation) -> Handler:
    def handle(request: Request[Any, Any, Any], upload: NamedDependency[Upload]) -> Response[Any]:
        return run(operation, request, upload.digest.encode(), upload)

    return handle
