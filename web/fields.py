"""Parts of a form or an address, read so that a broken one gets a sentence."""

from __future__ import annotations

import re

from engine.errors import Invalid
from engine.text import Text
from web.request import Form

MISSING = Text(
    "This page sent no “{name}”. Reload it and try again.",
    "Cette page n’a pas envoyé « {name} ». Rechargez-la et réessayez.",
)
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
NOT_WHOLE = Text("“{typed}” is not a whole number.", "« {typed} » n’est pas un nombre entier.")


def text(form: Form, name: str) -> str:
    """Raises Invalid when the form has no such field."""
    found = form.get(name)
    if not isinstance(found, str):
        raise Invalid(MISSING, field=name, name=name)
    return found


def whole(typed: str) -> int:
    """Raises Invalid for what is not a whole number, or too long a one to be stored."""
    if not WHOLE.fullmatch(typed.strip()):
        raise Invalid(NOT_WHOLE, typed=typed[:40])
    return int(typed)


def whole_numbers(typed: str) -> list[int]:
    """`3,7` → [3, 7]; empty text is an empty list."""
    return [whole(part) for part in typed.split(",") if part]
