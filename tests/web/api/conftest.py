"""Programs that hold one person's API token; every answer that they get is compared with the documentation."""

from collections.abc import Callable
from functools import cache, partialmethod
from typing import Any

import httpx
import msgspec
import pytest
from jsonschema import Draft202012Validator
from litestar import Litestar
from litestar.testing import TestClient

from engine.commands.logins import create_token
from engine.permissions import Actor
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from web.api.openapi import document


class Program:
    """`alice.get("/boards")`: paths are below `/api/v1`."""

    def __init__(self, client: TestClient[Litestar], secret: str | None) -> None:
        self.client = client
        self.headers = {"authorization": f"Bearer {secret}"} if secret else {}

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {**self.headers, **more.pop("headers", {})}
        answer = self.client.request(method, f"/api/v1{path}", headers=headers, **more)
        check_documented(method, path, answer)
        return answer

    get = partialmethod(send, "GET")
    post = partialmethod(send, "POST")
    patch = partialmethod(send, "PATCH")
    delete = partialmethod(send, "DELETE")


def check_documented(method: str, path: str, answer: httpx.Response) -> None:
    """The status and the shape of every answer are those that the documentation promises."""
    operation = operation_at(method, path.partition("?")[0])
    if operation is None or answer.status_code == 304:
        return
    promised = operation["responses"].get(str(answer.status_code))
    assert promised is not None, f"{method} {path}: {answer.status_code} is not documented: {answer.text}"
    content = resolved(promised).get("content")
    if content is None:
        assert answer.content == b""
        return
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in content
    if not media_type.endswith("json"):
        return
    schema = {**content[media_type]["schema"], "components": page()["components"]}
    Draft202012Validator(schema).validate(answer.json())


def operation_at(method: str, path: str) -> dict[str, Any] | None:
    steps = path.split("/")
    for template, operations in page()["paths"].items():
        parts = template.split("/")
        if len(parts) == len(steps) and all(
            part in (step, f"{{{part[1:-1]}}}") for part, step in zip(parts, steps, strict=True)
        ):
            found: dict[str, Any] | None = operations.get(method.lower())
            if found is not None:
                return found
    return None


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    found: Any = page()
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    assert isinstance(found, dict)
    return found


@cache
def page() -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(document("en"))
    return found


@pytest.fixture
def board(office: Office) -> CompiledBoard:
    return office.stock()


@pytest.fixture
def hold_token(open_client: Callable[[], TestClient[Litestar]], office: Office) -> Callable[[Actor], Program]:
    def held(actor: Actor) -> Program:
        with office.write() as session:
            secret = create_token(session, actor, "Tests")
        client = open_client()
        del client.headers["origin"]
        return Program(client, secret)

    return held


@pytest.fixture
def alice(hold_token: Callable[[Actor], Program], office: Office) -> Program:
    """The owner's program."""
    return hold_token(office.alice)


@pytest.fixture
def bob(hold_token: Callable[[Actor], Program], office: Office) -> Program:
    """A member's."""
    return hold_token(office.bob)


@pytest.fixture
def charlie(hold_token: Callable[[Actor], Program], office: Office) -> Program:
    """A viewer's."""
    return hold_token(office.charlie)


@pytest.fixture
def dora(hold_token: Callable[[Actor], Program], office: Office) -> Program:
    """The owner's of another workspace."""
    return hold_token(office.dora)


@pytest.fixture
def nobody(alice: Program) -> Program:
    """A program without a token."""
    return Program(alice.client, None)
