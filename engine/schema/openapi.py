"""Document → OpenAPI 3.1 page of one board's items: what a program may send and gets, column by column."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.schema.validator import compiled
from engine.text import Language, Text

Json = dict[str, Any]
PAGE_LIMIT = 500

TITLE = Text("Items of {board}", "Éléments de {board}")
DESCRIPTION = Text(
    "A value is sent as JSON or as typed text (“28/11/2026”, “12,5 %”), and always answered as JSON; null is the empty cell.",
    "Une valeur s’envoie en JSON ou comme on la tape (« 28/11/2026 », « 12,5 % ») et revient toujours en JSON ; null est la cellule vide.",
)
TYPED = Text("or typed text, such as “{typed}”", "ou du texte tapé, comme « {typed} »")
LIST = Text("List items", "Lister les éléments")
CREATE = Text("Create an item, or several", "Créer un élément, ou plusieurs")
READ = Text("Read an item", "Lire un élément")
CHANGE = Text("Change cells of an item", "Modifier des cellules d’un élément")
DELETE = Text("Delete an item", "Supprimer un élément")
PROBLEM = Text("Refused; `detail` says what to do.", "Refusé ; `detail` dit quoi faire.")
PARAMETERS: Mapping[str, tuple[Json, Text]] = {
    "filter": (
        {"type": "string", "contentMediaType": "application/json"},
        Text('Conditions as JSON: {"column", "op", "value"}, joined by {"and": […]} or {"or": […]}', 'Conditions en JSON : {"column", "op", "value"}, jointes par {"and": […]} ou {"or": […]}'),
    ),
    "sort": (
        {"type": "string"},
        Text("Column keys, parted by commas; “-” in front of one turns its order round", "Clés de colonnes, séparées par des virgules ; « - » devant l’une inverse son ordre"),
    ),
    "group": ({"type": "integer"}, Text("Id of a group", "Identifiant d’un groupe")),
    "search": ({"type": "string"}, Text("Words to look for", "Mots à chercher")),
    "limit": ({"type": "integer", "minimum": 1, "maximum": PAGE_LIMIT, "default": 100}, Text("Items in one answer", "Éléments dans une réponse")),
    "cursor": ({"type": "string"}, Text("`cursor` of the previous page", "`cursor` de la page précédente")),
}  # fmt: skip


def item_page(board: CompiledBoard, language: Language = "en") -> Json:
    """The page for the columns that the actor sees; labels and descriptions in one language."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE.say(language, board=board.title(language)),
            "version": str(board.version),
            "description": DESCRIPTION.say(language),
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": {f"/boards/{board.id}/items": many(language), "/items/{item}": single(language)},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas(board, language),
        },
    }


def many(language: Language) -> Json:
    new = {"oneOf": [reference("NewItem"), closed({"items": list_of("NewItem")}, ["items"])]}
    parameters = [
        {"name": name, "in": "query", "schema": schema, "description": text.say(language)}
        for name, (schema, text) in PARAMETERS.items()
    ]
    return {
        "get": operation("list_items", LIST, language, "200", reference("Items")) | {"parameters": parameters},
        "post": operation("create_items", CREATE, language, "201", {"oneOf": [reference("Item"), reference("Items")]})
        | {"requestBody": body(new)},
    }


def single(language: Language) -> Json:
    version = {"name": "If-Match", "in": "header", "schema": {"type": "string"}, "example": '"3"'}
    return {
        "parameters": [{"name": "item", "in": "path", "required": True, "schema": {"type": "integer"}}],
        "get": operation("read_item", READ, language, "200", reference("Item")),
        "patch": operation("change_item", CHANGE, language, "200", reference("Item"))
        | {"requestBody": body(reference("ItemChanges")), "parameters": [version]},
        "delete": operation("delete_item", DELETE, language, "204", None) | {"parameters": [version]},
    }


def operation(name: str, summary: Text, language: Language, status: str, answer: Json | None) -> Json:
    problem = {
        "description": PROBLEM.say(language),
        "content": {"application/problem+json": {"schema": reference("Problem")}},
    }
    content = {} if answer is None else {"content": {"application/json": {"schema": answer}}}
    said = summary.say(language)
    return {
        "operationId": name,
        "summary": said,
        "responses": {status: {"description": said, **content}, "default": problem},
    }


def schemas(board: CompiledBoard, language: Language) -> Json:
    shown = {key: shown_value(board, column, language) for key, column in board.columns.items()}
    written = {key: written_value(column, shown[key], language) for key, column in board.writable.items()}
    required = [key for key, column in board.writable.items() if column.required]
    ids: Json = {name: {"type": "integer"} for name in ("id", "board", "group", "version")}
    return {
        "Values": {"type": "object", "properties": shown},
        "NewValues": closed(written, required),
        "ChangedValues": closed(written, []),
        "NewItem": closed({"values": reference("NewValues"), "group": {"type": "integer"}}, ["values"]),
        "ItemChanges": closed(
            {"values": reference("ChangedValues"), "group": {"type": "integer"}, "base_version": {"type": "integer"}},
            [],
        ),
        "Item": {"type": "object", "properties": {**ids, "values": reference("Values")}, "required": [*ids, "values"]},
        "Items": {
            "type": "object",
            "properties": {"items": list_of("Item"), "cursor": {"type": ["string", "null"]}},
            "required": ["items"],
        },
        "Problem": {
            "type": "object",
            "properties": {"title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
        },
    }


def shown_value(board: CompiledBoard, column: Column, language: Language) -> Json:
    node = {name: part for name, part in board.document["properties"][column.key].items() if name != "x-column"}
    named = {**node, "title": column.label(language), "description": column.type.label.say(language)}
    example = example_of(column, node)
    return named if example is None else {**named, "examples": [example]}


def written_value(column: Column, shown: Json, language: Language) -> Json:
    """The same, or text as people type it."""
    typed = next(
        (example.typed for example in column.type.examples if example.language == language and example.typed.strip()),
        "",
    )
    if not typed or "string" in shown.get("type", ()):
        return shown
    text = {"type": "string", "description": TYPED.say(language, typed=typed)}
    about: Json = {name: shown[name] for name in ("title", "description", "examples") if name in shown}
    value: Json = {name: part for name, part in shown.items() if name not in about}
    return {**about, "anyOf": [value, text]}


def example_of(column: Column, node: Json) -> Any:
    """A value of the type's examples that this column takes, or its first option."""
    takes = compiled(node)
    options: Sequence[Any] = node.get("enum", ())
    values = [*(example.value for example in column.type.examples), *options]
    return next((value for value in values if value is not None and takes.is_valid(value)), None)


def closed(properties: Json, required: Sequence[str]) -> Json:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def reference(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(name: str) -> Json:
    return {"type": "array", "items": reference(name)}


def body(schema: Json) -> Json:
    return {"required": True, "content": {"application/json": {"schema": schema}}}
