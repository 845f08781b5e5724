"""OpenAPI 3.1 of the whole API, made from the operations themselves: nothing is described twice."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import version
from typing import Any, get_args

import msgspec
from msgspec import Struct

from engine.text import Language, Text
from web.api.documented import DOWNLOADS, FILES, HEADERS, PARAMETERS, PROBLEMS, problem_schema, refusals
from web.api.handling import REPEATED
from web.api.operation import Operation
from web.api.resources import all_operations
from web.api.shapes import Download
from web.policy import Policy

Json = dict[str, Any]
REF = "#/components/schemas/{name}"
PLACE = re.compile(r"\{(\w+):(\w+)\}")
ABOUT = Text(
    "Boards, items and automations as JSON. Every request carries an API token: `Authorization: Bearer rouage_…`. "
    "Values of items are typed by their board: see its own page at `/api/v1/boards/{board_id}/openapi.json`.",
    "Tableaux, éléments et automatisations en JSON. Chaque demande porte un jeton d’API : `Authorization: Bearer rouage_…`. "
    "Les valeurs des éléments sont typées par leur tableau : voyez sa page `/api/v1/boards/{board_id}/openapi.json`.",
)


@lru_cache(maxsize=2)
def document(language: Language) -> bytes:
    """The page as JSON, said in one language."""
    operations = list(routed())
    shapes = {shape for _, operation in operations for shape in shapes_of(operation)}
    components = components_of(shapes)
    paths: dict[str, Json] = {}
    for path, operation in operations:
        paths.setdefault(PLACE.sub(r"{\1}", path), {})[operation.verb] = described(
            path, operation, components, language
        )
    for operation in {operation.asks for _, operation in operations}:
        components.pop(operation.__name__, None)
    page = {
        "openapi": "3.1.0",
        "info": {"title": "Rouage", "version": version("rouage"), "description": ABOUT.say(language)},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "tags": [{"name": topic} for topic in sorted({operation.topic for _, operation in operations})],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**components, "Problem": problem_schema()},
            "parameters": PARAMETERS,
            "headers": HEADERS,
            "responses": {str(status): problem(text) for status, text in PROBLEMS.items()},
        },
    }
    return msgspec.json.encode(spoken(page, language))


def routed() -> Iterable[tuple[str, Operation]]:
    for handler in all_operations():
        for path in handler.paths:
            yield path, handler.opt["operation"]


def shapes_of(operation: Operation) -> list[Any]:
    """Every type that the operation names, unions taken apart."""
    named = [operation.takes, operation.gives, operation.asks]
    return [part for shape in named for part in parts(shape) if isinstance(part, type) and issubclass(part, Struct)]


def components_of(shapes: Iterable[type[Struct]]) -> dict[str, Json]:
    in_order = sorted(shapes, key=lambda shape: shape.__name__)
    _, components = msgspec.json.schema_components(in_order, ref_template=REF)
    return {name: without_docstring(component) for name, component in sorted(components.items())}


def without_docstring(component: Json) -> Json:
    """It is for those who read the code, in one language."""
    return {name: part for name, part in component.items() if name != "description"}


def described(path: str, operation: Operation, components: Mapping[str, Json], language: Language) -> Json:
    found: Json = {
        "operationId": operation.name,
        "tags": [operation.topic],
        "summary": operation.summary.say(language),
        "parameters": [*in_path(path), *in_query(operation, components), *in_headers(operation)],
        "responses": {str(operation.status): answer(operation), **refused(path, operation)},
    }
    if operation.takes is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema(operation.takes)}}}
    if operation.takes_a_file:
        found["requestBody"] = {"required": True, "content": FILES}
    if operation.policy is Policy.PUBLIC:
        found["security"] = []
    return found


def in_path(path: str) -> list[Json]:
    kinds: Mapping[str, Json] = {"int": {"type": "integer", "minimum": 1}, "str": {"type": "string"}}
    return [{"name": name, "in": "path", "required": True, "schema": kinds[kind]} for name, kind in PLACE.findall(path)]


def in_query(operation: Operation, components: Mapping[str, Json]) -> list[Json]:
    members = components[operation.asks.__name__]
    required = members.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, **in_an_address(member)}
        for name, member in members["properties"].items()
    ]


def in_an_address(member: Json) -> Json:
    """Null cannot be said in an address: leaving the parameter out says it."""
    sent = next((one for one in member.get("anyOf", ()) if one != {"type": "null"}), member)
    about = {name: sent[name] for name in ("x-labels",) if name in sent}
    return {**about, "schema": {name: part for name, part in sent.items() if name not in about}}


def in_headers(operation: Operation) -> list[Json]:
    names = ["Idempotency-Key"] if operation.verb.upper() in REPEATED and operation.writes else []
    names += ["If-Match"] if "versions" in operation.parameters else []
    return [{"$ref": f"#/components/parameters/{name}"} for name in [*names, "Accept-Language"]]


def answer(operation: Operation) -> Json:
    said: Json = {"x-labels": operation.summary._asdict()}
    if operation.gives is type(None):
        return said
    if operation.gives is Download:
        return {**said, "content": DOWNLOADS}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in sent_headers(operation)}
    return {**said, "content": {"application/json": {"schema": schema(operation.gives)}}, "headers": headers}


def sent_headers(operation: Operation) -> list[str]:
    fields = {field for part in parts(operation.gives) for field in getattr(part, "__struct_fields__", ())}
    names = ["ETag"] if "version" in fields and "values" in fields else []
    names += ["Link"] if "cursor" in fields else []
    return [*names, "Location"] if operation.status in (201, 202) else names


def refused(path: str, operation: Operation) -> Json:
    statuses = refusals(operation, in_workspace="{" in path)
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}


def problem(text: Text) -> Json:
    content = {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}}
    return {"x-labels": text._asdict(), "content": content}


def schema(shape: Any) -> Json:
    found = [reference(part) for part in parts(shape)]
    return found[0] if len(found) == 1 else {"oneOf": found}


def reference(part: Any) -> Json:
    if isinstance(part, type) and issubclass(part, Struct):
        return {"$ref": REF.format(name=part.__name__)}
    return {"type": "object"}


def parts(shape: Any) -> tuple[Any, ...]:
    """The members of a union of Structs; anything else is its own only part."""
    members = get_args(shape)
    return (
        members if members and all(isinstance(one, type) and issubclass(one, Struct) for one in members) else (shape,)
    )


def spoken(node: Any, language: Language) -> Any:
    """The page with every `x-labels` said as a description, in one language."""
    if isinstance(node, list):
        return [spoken(one, language) for one in node]
    if not isinstance(node, dict):
        return node
    found = {name: spoken(one, language) for name, one in node.items() if name != "x-labels"}
    return {**found, "description": node["x-labels"][language]} if "x-labels" in node else found
