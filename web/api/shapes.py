"""The two kinds of JSON object that the API knows: what it takes (closed) and what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Annotated, Any, Protocol, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType

from engine.errors import Invalid
from engine.queries.paging import decode_cursor, encode_cursor
from engine.text import Text
from web.request import LARGEST_ID

PAGE_LIMIT = 500

BAD_CURSOR = Text(
    "This cursor does not fit this list. Start again without a cursor.",
    "Ce curseur ne correspond pas à cette liste. Recommencez sans curseur.",
)


class HasId(Protocol):
    @property
    def id(self) -> int: ...


Line = TypeVar("Line", bound=HasId)


def told(en: str, fr: str, **limits: Any) -> Meta:
    """What a member means, for the API's page in both languages, and the limits that are checked."""
    return Meta(extra_json_schema={"x-labels": {"en": en, "fr": fr}}, **limits)


Id = Annotated[int, Meta(ge=1, le=LARGEST_ID)]
LabelsOut = Annotated[dict[str, str], told("Names by language", "Noms par langue")]
Moment = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
Values = Annotated[
    dict[str, Any],
    told(
        "Values by column key: text, number, `{amount, currency}`, option key, ISO date, list of user ids; null is empty",
        "Valeurs par clé de colonne : texte, nombre, `{amount, currency}`, clé d’option, date ISO, liste d’utilisateurs ; null est vide",
        examples=[{"name": "Paper", "quantity": 12, "price": {"amount": "12.50", "currency": "EUR"}}],
    ),
]
Limit = Annotated[int, told("At most so many in one answer", "Au plus autant dans une réponse", ge=1, le=PAGE_LIMIT)]
CursorText = Annotated[str, told("`cursor` of the previous page", "`cursor` de la page précédente", max_length=20_000)]


class Taken(Struct, forbid_unknown_fields=True, kw_only=True):
    """An object that a program sends: a member that it does not declare is refused by name."""


class Shown(Struct, kw_only=True):
    """An object that the API answers with."""

    def headers(self) -> Mapping[str, str]:
        return {}

    def location(self) -> str | None:
        """Where this object can be asked for again; sent when it was just made."""
        return None

    def remembered(self) -> "Shown":
        """What is kept to answer a repeated request: without secrets."""
        return self


@dataclass(frozen=True, slots=True)
class Download:
    """A file as an answer; one that is open is sent piece by piece, and closed."""

    name: str
    media_type: str
    content: bytes | IO[bytes]


class Nothing(Taken):
    """A request that takes no parameters."""


class Paging(Taken):
    """The parameters of a list."""

    limit: Limit = 100
    cursor: CursorText | None = None


class Labels(Taken):
    """Names by language; the title stands in where one is missing."""

    en: Annotated[str, Meta(max_length=120)] | UnsetType = UNSET
    fr: Annotated[str, Meta(max_length=120)] | UnsetType = UNSET

    def by_language(self) -> dict[str, str]:
        return {name: text for name, text in (("en", self.en), ("fr", self.fr)) if text is not UNSET}


def sliced(lines: Sequence[Line], asked: Paging) -> tuple[list[Line], str | None]:
    """A page of a list that is in memory anyway, in the order of ids, and the cursor of the next one."""
    last = last_id(asked.cursor)
    behind = [line for line in lines if line.id > last]
    shown = behind[: asked.limit]
    return shown, encode_cursor([shown[-1].id]) if len(behind) > asked.limit else None


def last_id(cursor: str | None) -> int:
    """The id that a page of a list in the order of ids begins behind."""
    last = decode_cursor(cursor, 1)[0] if cursor else 0
    if not isinstance(last, int) or last > LARGEST_ID:
        raise Invalid(BAD_CURSOR, field="cursor")
    return last
