"""What many operations have in common in the documentation: headers, and how a request is refused."""

from collections.abc import Mapping
from typing import Any

from engine.exports import export_formats
from engine.text import Text
from web.api.operation import Operation
from web.policy import Policy

Json = dict[str, Any]


def about(en: str, fr: str) -> Json:
    """A description in both languages; the page says one of them."""
    return {"x-labels": {"en": en, "fr": fr}}


def header(name: str, en: str, fr: str) -> Json:
    """Without an example: pages that try operations out would send it as it stands."""
    return {"name": name, "in": "header", "schema": {"type": "string"}, **about(en, fr)}


PARAMETERS: Mapping[str, Json] = {
    "Accept-Language": header(
        "Accept-Language",
        "Language of the sentences, and of typed values: `en` or `fr`; the user’s own when left out",
        "Langue des phrases, et des valeurs tapées : `en` ou `fr` ; celle de l’utilisateur si absente",
    ),
    "Idempotency-Key": header(
        "Idempotency-Key",
        "The same key on the same address within 24 hours gets the first answer; nothing is done twice",
        "La même clé à la même adresse sous 24 heures reçoit la première réponse ; rien n’est fait deux fois",
    ),
    "If-Match": header(
        "If-Match",
        'The ETag that was read, such as `"3"`: when the item has changed since, nothing is done (412)',
        'L’ETag lu, par exemple `"3"` : si l’élément a changé depuis, rien n’est fait (412)',
    ),
}
HEADERS: Mapping[str, Json] = {
    "ETag": {"schema": {"type": "string"}, **about("The item’s version", "La version de l’élément")},
    "Link": {
        "schema": {"type": "string"},
        **about('The next page, `rel="next"`', 'La page suivante, `rel="next"`'),
    },
    "Location": {"schema": {"type": "string"}, **about("Where it is now", "Où il se trouve désormais")},
}
BINARY: Json = {"type": "string", "contentMediaType": "application/octet-stream"}
FORM: Json = {"type": "object", "properties": {"file": BINARY}, "required": ["file"]}
FILES: Mapping[str, Json] = {
    "multipart/form-data": {"schema": FORM},
    "text/csv": {"schema": {"type": "string"}},
    "application/octet-stream": {"schema": BINARY},
}
"""A file is a part of a form, whose other parts may be the parameters of the address, or the whole body."""
DOWNLOADS: Mapping[str, Json] = {
    one.media_type.partition(";")[0]: {"schema": {"type": "string"} if "text" in one.media_type else {}}
    for one in export_formats.values()
}
PROBLEMS: Mapping[int, Text] = {
    400: Text("What was sent cannot be read", "Ce qui a été envoyé est illisible"),
    401: Text("No valid API token", "Pas de jeton d’API valide"),
    403: Text("The token’s user may not do this", "L’utilisateur du jeton ne peut pas faire cela"),
    404: Text("It does not exist, or is not shared with the user", "N’existe pas, ou n’est pas partagé avec l’utilisateur"),
    409: Text("Changed meanwhile; both values are in the answer", "Modifié entre-temps ; la réponse porte les deux valeurs"),
    412: Text("Another version than If-Match; both values are in the answer", "Autre version qu’If-Match ; la réponse porte les deux valeurs"),
    413: Text("Larger than is accepted", "Plus volumineux que ce qui est accepté"),
    415: Text("Another media type is needed", "Un autre type de contenu est nécessaire"),
    422: Text("A value cannot be accepted; `errors` names each", "Une valeur est refusée ; `errors` les nomme toutes"),
}  # fmt: skip


def refusals(operation: Operation, *, in_workspace: bool) -> list[int]:
    """The statuses of problems that the operation can answer with. `in_workspace`: its address names something."""
    found = {422} if operation.policy is Policy.PUBLIC else {401, 403, 422}
    found |= {404} if in_workspace else set()
    found |= {400, 413, 415} if operation.takes is not None or "upload" in operation.parameters else set()
    found |= {409} if operation.writes else set()
    return sorted(found | ({412} if "versions" in operation.parameters else set()))


def problem_schema() -> Json:
    """RFC 9457, and what we add."""
    text: Json = {"type": "string"}
    one: Json = {
        "type": "object",
        "properties": {"field": {"type": ["string", "null"]}, "detail": text},
        "required": ["field", "detail"],
    }
    members: Json = {
        "type": text,
        "title": text,
        "status": {"type": "integer"},
        "detail": {**text, **about("What is wrong and what to do", "Ce qui ne va pas et que faire")},
        "instance": text,
        "code": text,
        "field": {**text, **about("What the detail is about", "Ce dont parle le détail")},
        "errors": {"type": "array", "items": one},
        "yours": about("At a conflict, the value sent", "En cas de conflit, la valeur envoyée"),
        "theirs": about("At a conflict, the value stored", "En cas de conflit, la valeur enregistrée"),
        "version": {"type": "integer"},
    }
    required = ["type", "title", "status", "detail", "instance", "errors"]
    return {"type": "object", "properties": members, "required": required}
