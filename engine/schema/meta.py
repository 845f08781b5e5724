"""What a board document must be: the published meta-schema, composed of `board.schema.json` and the column types."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from engine.columns import column_types
from engine.constraints import check_promises, keywords, settings_schema
from engine.errors import Invalid
from engine.schema.document import RESERVED, Document, to_node
from engine.schema.reasons import check, first_error, place_of, refusal
from engine.text import Text

BASE = Path(__file__).with_name("board.schema.json")

THE_BOARD = Text("The board document", "Le document du tableau")
SETTINGS = Text("The settings", "Les réglages")
COLUMN_PLACE = Text("Column “{key}”, {place}", "Colonne « {key} », {place}")

WRONG_KEY = Text(
    "A column cannot be called “{key}” in a board document. Begin with a letter and use a-z, 0-9 and _ only.",
    "Une colonne ne peut pas s’appeler « {key} » dans un document. Commencez par une lettre, puis a-z, 0-9 et _ seulement.",
)
WRONG_ID = Text(
    "Column “{key}” needs an id of its own, below x-next-id.",
    "La colonne « {key} » demande un identifiant à elle, inférieur à x-next-id.",
)
WRONG_TYPE = Text(
    "Only the column “name” may be of the type “{type}”. Choose another type for “{key}”.",
    "Seule la colonne « name » peut être du type « {type} ». Choisissez un autre type pour « {key} ».",
)
WRONG_REQUIRED = Text(
    "“{key}” is required, but there is no such column. Add the column, or take it out of “required”.",
    "« {key} » est obligatoire, mais cette colonne n’existe pas. Ajoutez la colonne, ou retirez-la de « required ».",
)
WRONG_KEYWORDS = Text(
    "Column “{key}” has keywords that do not follow from its settings. Write {keywords}.",
    "La colonne « {key} » a des mots-clés qui ne découlent pas de ses réglages. Écrivez {keywords}.",
)


def board_schema() -> dict[str, Any]:
    """The meta-schema that is published: `board.schema.json` with each type's settings."""
    return deepcopy(composed())


@lru_cache(maxsize=1)
def composed() -> dict[str, Any]:
    schema: dict[str, Any] = msgspec.json.decode(BASE.read_bytes())
    about = schema["$defs"]["column"]["properties"]["x-column"]
    about["properties"]["type"] = {"enum": list(column_types)}
    about["allOf"] = [when_type(name) for name in column_types]
    for name, kind in column_types.items():
        schema["$defs"][f"settings-{name}"] = settings_schema(kind)
    return schema


def when_type(name: str) -> dict[str, Any]:
    return {
        "if": {"properties": {"type": {"const": name}}},
        "then": {"properties": {"settings": {"$ref": f"#/$defs/settings-{name}"}}},
    }


def check_settings(type_name: str, settings: Mapping[str, Any]) -> None:
    """Raise Invalid, its field the setting's name, unless the type takes these settings."""
    kind = column_types[type_name]
    check(settings_schema(kind), settings, SETTINGS)
    check_promises(kind, settings)


def check_document(document: Document) -> None:
    """Raise Invalid, its field the column's key where it is about one, unless this is a board document."""
    error = first_error(composed(), document)
    if error is not None:
        path = list(error.absolute_path)
        key = str(path[1]) if path[:1] == ["properties"] and len(path) > 1 else None
        raise refusal(error, place_in(document, path), key)
    for refused in contradictions(document):
        raise refused


def place_in(document: Document, path: list[str | int]) -> Text:
    """Where in a document: the column and its setting by label, else the steps as they are written."""
    if path[:1] != ["properties"] or len(path) < 3:
        steps = ".".join(map(str, path))
        return Text(steps, steps) if path else THE_BOARD
    key, inside = str(path[1]), path[2:]
    place = None
    if inside[:2] == ["x-column", "settings"]:
        kind = column_types[document["properties"][key]["x-column"]["type"]]
        place = place_of(settings_schema(kind), inside[2:])
    steps = ".".join(map(str, inside))
    place = place or Text(steps, steps)
    return Text(COLUMN_PLACE.en.format(key=key, place=place.en), COLUMN_PLACE.fr.format(key=key, place=place.fr))


def contradictions(document: Document) -> Iterator[Invalid]:
    """What a schema cannot say: keys, ids, required columns, and keywords that say what the settings say."""
    properties, ids = document["properties"], set[int]()
    for key, node in properties.items():
        about = node["x-column"]
        if not is_slug(key):
            yield Invalid(WRONG_KEY, field=key, key=key)
        if about["id"] in ids or about["id"] >= document["x-next-id"]:
            yield Invalid(WRONG_ID, field=key, key=key)
        ids.add(about["id"])
        yield from wrong_kind(key, node)
    for key in document["required"]:
        if key not in properties:
            yield Invalid(WRONG_REQUIRED, field=key, key=key)


def wrong_kind(key: str, node: Mapping[str, Any]) -> Iterator[Invalid]:
    about = node["x-column"]
    kind = column_types[about["type"]]
    if not kind.creatable and key != "name":
        yield Invalid(WRONG_TYPE, field=key, key=key, type=about["type"])
    check_settings(about["type"], about.get("settings", {}))
    if node != to_node(about["type"], node["title"], about):
        settings = about.get("settings", {})
        standard = {**kind.value_schema(settings), **keywords(kind, settings)}
        yield Invalid(WRONG_KEYWORDS, field=key, key=key, keywords=msgspec.json.encode(standard).decode())


def is_slug(key: str) -> bool:
    letters = key.replace("_", "a")
    return key[:1].isalpha() and letters.isascii() and letters.isalnum() and key == key.lower() and key not in RESERVED
