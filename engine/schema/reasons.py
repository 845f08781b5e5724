"""Checks what people and programs send against our own schemas, and says what is wrong in sentences.

`jsonschema` is the reference implementation, and says what is wrong; it is given an empty registry, so that no schema can
fetch another one. Whether anything is wrong `jsonschema-rs` says in a fiftieth of the time, with the same verdict.
A keyword of our own: `x-unique` names the entry that must differ between the members of a list.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import jsonschema_rs
import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry

from engine.columntext import excerpt
from engine.errors import Invalid
from engine.text import Text

Schema = Mapping[str, Any]
Path = Sequence[str | int]
LISTED = 8

KINDS: Mapping[str, Text] = {
    "array": Text("a list", "une liste"),
    "boolean": Text("true or false", "vrai ou faux"),
    "integer": Text("a whole number", "un nombre entier"),
    "number": Text("a number", "un nombre"),
    "object": Text("an object", "un objet"),
    "string": Text("text", "du texte"),
}
REASONS: Mapping[str, Text] = {
    "additionalProperties": Text(
        "{place}: there is no “{typed}” here. Remove it.", "{place} : « {typed} » n’existe pas ici. Retirez-le."
    ),
    "const": Text("{place}: write “{limit}”.", "{place} : écrivez « {limit} »."),
    "contains": Text("{place}: add “{limit}”.", "{place} : ajoutez « {limit} »."),
    "enum": Text(
        "{place}: “{typed}” is not one of the choices. Choose one of: {limit}",
        "{place} : « {typed} » n’est pas un des choix. Choisissez parmi : {limit}",
    ),
    "maximum": Text("{place}: write at most {limit}.", "{place} : écrivez {limit} au plus."),
    "maxItems": Text("{place}: keep at most {limit} of them.", "{place} : gardez-en {limit} au plus."),
    "maxLength": Text("{place}: write at most {limit} characters.", "{place} : écrivez {limit} caractères au plus."),
    "maxProperties": Text("{place}: keep at most {limit} of them.", "{place} : gardez-en {limit} au plus."),
    "minimum": Text("{place}: write at least {limit}.", "{place} : écrivez {limit} au moins."),
    "minItems": Text("{place}: this must not be empty.", "{place} : ce ne doit pas être vide."),
    "minLength": Text("{place}: this must not be empty.", "{place} : ce ne doit pas être vide."),
    "minProperties": Text("{place}: this must not be empty.", "{place} : ce ne doit pas être vide."),
    "required": Text("{place}: “{typed}” is missing. Add it.", "{place} : il manque « {typed} ». Ajoutez-le."),
    "type": Text("{place}: this must be {limit}.", "{place} : ce doit être {limit}."),
    "uniqueItems": Text("{place}: an entry stands there twice.", "{place} : une entrée y est deux fois."),
    "x-unique": Text(
        "{place}: “{typed}” stands there twice. Give each its own.",
        "{place} : « {typed} » y est deux fois. Donnez à chacun le sien.",
    ),
}
OTHER = Text("{place}: this is not in the right form.", "{place} : ce n’est pas la bonne forme.")
WHOLE = Text("The input", "L’entrée")
LINE = Text("line {number}", "ligne {number}")


def check(schema: Schema, value: Any, whole: Text = WHOLE) -> None:
    """Raise Invalid, its field the first step to the wrong place, unless the value fits the schema.

    `whole` is what the value is called when it is wrong as such.
    """
    error = first_error(schema, value)
    if error is not None:
        path = list(error.absolute_path)
        raise refusal(error, place_of(schema, path) or whole, str(path[0]) if path else None)


def refusal(error: ValidationError, place: Text, field: str | None) -> Invalid:
    keyword = str(error.validator)
    text = REASONS.get(keyword, OTHER)
    return Invalid(text, field=field or first_name(error), place=place, typed=typed(error), limit=limit_of(error))


def first_error(schema: Schema, value: Any) -> ValidationError | None:
    """The one that says most, of the reference implementation's; then those of our own keyword."""
    written = msgspec.json.encode(schema)
    found = None if fits(written, value) else best_match(compiled(written).iter_errors(value))
    return found or next(own_errors(schema, value), None)


def fits(schema: bytes, value: Any) -> bool:
    """False also for what is no JSON: the reference then has the word."""
    try:
        return quick(schema).is_valid(value)
    except ValueError:
        return False


@lru_cache(maxsize=200)
def quick(schema: bytes) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(msgspec.json.decode(schema), validate_formats=True)


@lru_cache(maxsize=200)
def compiled(schema: bytes) -> Draft202012Validator:
    return Draft202012Validator(
        msgspec.json.decode(schema), registry=Registry(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def own_errors(schema: Schema, value: Any) -> Iterator[ValidationError]:
    for name, part in schema.get("properties", {}).items():
        if name in value:
            yield from repeated(part, name, value[name])


def repeated(schema: Schema, name: str, entries: Any) -> Iterator[ValidationError]:
    if entry := schema.get("x-unique"):
        values = [one[entry] for one in entries]
        for twice in {one for one in values if values.count(one) > 1}:
            yield ValidationError("", validator="x-unique", path=[name], instance=twice, schema=schema)


def place_of(schema: Schema, path: Path) -> Text | None:
    """The labels on the way, `Options, line 3, Colour`; None for the whole."""
    steps: list[Text] = []
    for step in path:
        if isinstance(step, int):
            steps.append(Text(LINE.en.format(number=step + 1), LINE.fr.format(number=step + 1)))
            schema = schema.get("items", {})
        else:
            schema = schema.get("properties", {}).get(step, {})
            labels = schema.get("x-labels", {})
            steps.append(Text(labels.get("en", step), labels.get("fr", step)))
    return Text(", ".join(one.en for one in steps), ", ".join(one.fr for one in steps)) if steps else None


def first_name(error: ValidationError) -> str | None:
    return str(typed(error)) if error.validator in {"additionalProperties", "required"} else None


def typed(error: ValidationError) -> str:
    """What was sent, or the name of what is missing or too much."""
    sent: Any = error.instance
    wanted: Any = error.validator_value
    if error.validator == "required":
        return str(next(name for name in wanted if name not in sent))
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
        return excerpt(next((name for name in sent if name not in known), ""))
    return excerpt(sent)


def limit_of(error: ValidationError) -> object:
    """What the keyword asks for, as it reads in a sentence."""
    wanted: Any = error.validator_value
    if error.validator == "type":
        return KINDS[next(kind for kind in ([wanted] if isinstance(wanted, str) else wanted) if kind in KINDS)]
    if error.validator == "enum":
        return ", ".join(map(str, wanted[:LISTED])) + (", …" if len(wanted) > LISTED else "")
    if error.validator == "contains":
        return wanted.get("const", "")
    return wanted
