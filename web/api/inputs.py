"""JSON and query parameters → closed input types, with sentences that name the place instead of a library's messages."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

import msgspec
from msgspec import Struct

from engine.errors import Invalid
from engine.text import Text

Shape = TypeVar("Shape", bound=Struct)

EMPTY = Text("Send a JSON object in the body of the request.", "Envoyez un objet JSON dans le corps de la demande.")
MALFORMED = Text(
    "The body is not JSON: it cannot be read from byte {byte} on. Correct it and send it again.",
    "Le corps n’est pas du JSON : il est illisible à partir de l’octet {byte}. Corrigez-le et renvoyez-le.",
)
CUT = Text(
    "The body is not JSON: it is cut off or badly encoded. Send valid JSON in UTF-8.",
    "Le corps n’est pas du JSON : il est tronqué ou mal encodé. Envoyez du JSON valide en UTF-8.",
)
NOT_JSON = Text("“{name}” must be JSON.", "« {name} » doit être du JSON.")
TOO_DEEP = Text("This JSON is nested too deeply.", "Ce JSON est imbriqué trop profondément.")
NO_NUL = Text(
    "Text must not hold the character U+0000. Take it out.",
    "Un texte ne peut pas contenir le caractère U+0000. Retirez-le.",
)
UNKNOWN = Text(
    "“{name}” is not known here. Take it out, or check its spelling.",
    "« {name} » n’est pas connu ici. Retirez-le, ou vérifiez son orthographe.",
)
MISSING = Text("“{name}” is missing. Give it a value.", "« {name} » manque. Donnez-lui une valeur.")
NOT_THIS = Text("“{name}” must be {wanted}, not {got}.", "« {name} » doit être {wanted}, et non {got}.")
NO_SUCH = Text("“{name}” cannot be “{value}”.", "« {name} » ne peut pas être « {value} ».")
OTHER = Text("“{name}” cannot be read.", "« {name} » est illisible.")
THE_WHOLE = Text("The body", "Le corps")

KINDS: Mapping[str, Text] = {
    "str": Text("text", "un texte"),
    "int": Text("a whole number", "un nombre entier"),
    "float": Text("a number", "un nombre"),
    "bool": Text("true or false", "true ou false"),
    "array": Text("a list", "une liste"),
    "object": Text("an object", "un objet"),
    "null": Text("null", "null"),
}
BOUNDS: Mapping[str, Text] = {
    ">=": Text("“{name}” must be at least {limit}.", "« {name} » doit valoir au moins {limit}."),
    "<=": Text("“{name}” must be at most {limit}.", "« {name} » doit valoir au plus {limit}."),
    "of length >=": Text("“{name}” must not be empty.", "« {name} » ne doit pas être vide."),
    "str of length <=": Text(
        "“{name}” holds at most {limit} characters.", "« {name} » contient au plus {limit} caractères."
    ),
    "of length <=": Text("“{name}” holds at most {limit} entries.", "« {name} » contient au plus {limit} entrées."),
}
WRITTEN_NUL = b"\\u0000"
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""Slow where there are many backslashes or none: asked only of what holds `WRITTEN_NUL`."""
WHERE = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?\$\.?(?P<place>.*)`)?$", re.DOTALL)


class Malformed(Invalid):
    """What was sent is not JSON at all."""

    status = 400
    code = "malformed"


def read_json(body: bytes, shape: Any) -> Any:
    """The body as the Struct, or as one of a union of Structs. Raises Invalid with the place and the fix."""
    if not body.strip():
        raise Malformed(EMPTY)
    if WRITTEN_NUL in body and NUL.search(body):
        raise Invalid(NO_NUL)
    return checked(lambda: msgspec.json.decode(body, type=chosen(body, shape)))


def read_query(parameters: Mapping[str, str], shape: type[Shape]) -> Shape:
    """Query parameters as the Struct: text that reads as a number or truth value is one where that is wanted."""
    for name, value in parameters.items():
        if "\0" in value or NUL.search(value.encode()):
            raise Invalid(NO_NUL, field=name)
    read: Shape = checked(lambda: msgspec.convert(dict(parameters), shape, strict=False))
    return read


def read_inside(text: str, name: str, shape: Any) -> Any:
    """JSON inside the parameter `name`, as the shape."""
    try:
        return checked(lambda: msgspec.json.decode(text, type=shape))
    except Malformed:
        raise Invalid(NOT_JSON, field=name, name=name) from None
    except Invalid as error:
        place = error.field or ""
        whole = f"{name}{place}" if place.startswith("[") or not place else f"{name}.{place}"
        raise Invalid(error.text, field=whole, **{**error.params, "name": whole}) from None


def chosen(body: bytes, shape: Any) -> Any:
    """Of a union, the shape that requires a member which was sent; else the first."""
    shapes = get_args(shape)
    if not shapes:
        return shape
    sent = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    return next((one for one in shapes if any(field.encode_name in sent for field in required(one))), shapes[0])


def required(shape: type[Struct]) -> list[msgspec.structs.FieldInfo]:
    return [field for field in msgspec.structs.fields(shape) if field.required]


def checked(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except msgspec.ValidationError as error:
        raise explained(str(error)) from None
    except msgspec.DecodeError as error:
        byte = re.search(r"\(byte (\d+)\)", str(error))
        raise (Malformed(MALFORMED, byte=int(byte[1]) + 1) if byte else Malformed(CUT)) from None
    except UnicodeDecodeError:
        raise Malformed(CUT) from None
    except RecursionError:
        raise Malformed(TOO_DEEP) from None


def explained(message: str) -> Invalid:
    """`Expected `int` <= 500 - at `$.limit`` → limit must be at most 500, in both languages."""
    found = WHERE.match(message)
    what, place = (found["what"], found["place"] or "") if found else (message, "")
    if named := re.match(r"Object (contains unknown|missing required) field `(.*)`", what, re.DOTALL):
        member = f"{place}.{named[2]}".lstrip(".")
        return Invalid(UNKNOWN if "unknown" in named[1] else MISSING, field=member, name=member)
    name = place or THE_WHOLE
    if unlike := re.match(r"Expected `(.*)`, got `(.*)`", what):
        return Invalid(NOT_THIS, field=place or None, name=name, wanted=kinds(unlike[1]), got=kinds(unlike[2]))
    if bound := re.match(r"Expected `(\w+)` (of length )?(>=|<=) (\S+)", what):
        return Invalid(bounds(*bound.groups()[:3]), field=place or None, name=name, limit=bound[4])
    if value := re.match(r"Invalid enum value (.*)", what, re.DOTALL):
        return Invalid(NO_SUCH, field=place or None, name=name, value=value[1].strip("'"))
    return Invalid(OTHER, field=place or None, name=name)


def kinds(names: str) -> Text:
    """`int | null` → a whole number or null."""
    known = [KINDS.get(name, Text(name, name)) for name in names.split(" | ")]
    return Text(" or ".join(one.en for one in known), " ou ".join(one.fr for one in known))


def bounds(kind: str, length: str | None, sign: str) -> Text:
    general = f"{length or ''}{sign}"
    return BOUNDS.get(f"{kind} {general}", BOUNDS[general])
