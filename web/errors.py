"""Refusals and crashes as the client can show them: a page, a message in the page, or problem+json."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from engine.errors import EngineError, InvalidMany
from engine.text import Language, Text
from web import i18n
from web.auth import SignedOut
from web.pages import render
from web.request import Page, language, request_id, wants_json

logger = logging.getLogger("rouage.web")

TITLES: Mapping[int, Text] = {
    400: Text("This cannot be done", "Impossible"),
    401: Text("Please log in", "Connexion nécessaire"),
    403: Text("You may not do this", "Action non autorisée"),
    404: Text("Not found", "Introuvable"),
    405: Text("Not possible here", "Impossible ici"),
    409: Text("Changed meanwhile", "Modifié entre-temps"),
    412: Text("Changed meanwhile", "Modifié entre-temps"),
    413: Text("Too large", "Trop volumineux"),
    415: Text("Wrong kind of content", "Type de contenu inattendu"),
    422: Text("Something needs correcting", "Une correction est nécessaire"),
    429: Text("A moment, please", "Un instant"),
    500: Text("Something went wrong", "Une erreur est survenue"),
    503: Text("Not available just now", "Indisponible pour l’instant"),
}
SENTENCES: Mapping[int, Text] = {
    400: Text(
        "This request cannot be read. Go back and try again.",
        "Cette demande est illisible. Revenez en arrière et réessayez.",
    ),
    404: Text(
        "This page or item does not exist, or is not shared with you.",
        "Cette page ou cet élément n’existe pas, ou n’est pas partagé avec vous.",
    ),
    405: Text("This address does not accept that kind of request.", "Cette adresse n’accepte pas ce type de demande."),
    413: Text(
        "This is larger than the server accepts. Send less at once.",
        "C’est plus volumineux que ce que le serveur accepte. Envoyez-en moins à la fois.",
    ),
    415: Text("This address accepts another kind of content.", "Cette adresse accepte un autre type de contenu."),
    500: Text(
        "The error was written to the log under the number {number}. Nothing was half-saved; try again, and tell your administrator this number if it happens again.",
        "L’erreur est consignée dans le journal sous le numéro {number}. Rien n’est enregistré à moitié ; réessayez et, si cela se reproduit, donnez ce numéro à votre administrateur.",
    ),
}


def refuse(request: Page, error: EngineError) -> Response[Any]:
    """What the engine refused, in the reader's language."""
    if (
        isinstance(error, SignedOut)
        and request.method == "GET"
        and "hx-request" not in request.headers
        and not wants_json(request)
    ):
        return Redirect(f"/login?next={quote(full_path(request))}", status_code=303)
    return answer(request, problem(error, language(request)))


def reject(request: Page, error: HTTPException) -> Response[Any]:
    """What the framework refused: an unknown address, a body that is too large."""
    known = error.status_code if error.status_code in SENTENCES else 400
    return answer(request, plain_problem(language(request), error.status_code, SENTENCES[known]), error.headers or {})


def crash(request: Page, error: Exception) -> Response[Any]:
    """A mistake of ours: the log has the traceback, the reader its number."""
    number = request_id(request)
    logger.error("request %s: %s %s failed", number, request.method, request.scope["path"], exc_info=error)
    return answer(request, plain_problem(language(request), 500, SENTENCES[500], number=number))


def problem(error: EngineError, language: Language) -> dict[str, Any]:
    """The members of a problem+json answer (RFC 9457) and of the browser's `problem` event."""
    members: dict[str, Any] = {
        "type": f"urn:rouage:problem:{error.code}",
        "title": title(error.status).say(language),
        "status": error.status,
        "code": error.code,
        "detail": error.say(language),
    }
    if error.field is not None:
        members["field"] = error.field
    if isinstance(error, InvalidMany):
        members["errors"] = [{"field": one.field, "detail": one.say(language)} for one in error.errors]
    return members | dict(error.details())


def plain_problem(language: Language, status: int, sentence: Text, **params: object) -> dict[str, Any]:
    detail = sentence.say(language, **params)
    return {"type": "about:blank", "title": title(status).say(language), "status": status, "detail": detail}


def title(status: int) -> Text:
    return TITLES.get(status, TITLES[500 if status >= 500 else 400])


def answer(request: Page, members: dict[str, Any], headers: Mapping[str, str] = {}) -> Response[Any]:
    """Choose the form by what the client can show; htmx keeps its target, so that nothing typed is lost."""
    extra = dict(headers) | ({"Retry-After": str(members["retry_after"])} if "retry_after" in members else {})
    status = members["status"]
    if wants_json(request):
        if status == 401:
            extra["WWW-Authenticate"] = "Bearer"
        body = json.dumps(for_programs(request, members), ensure_ascii=False).encode()
        return Response(body, status_code=status, headers=extra, media_type="application/problem+json")
    if "hx-request" in request.headers:
        told = {"HX-Reswap": "none", "HX-Trigger": json.dumps({"problem": members})}
        return Response(members["detail"], status_code=status, headers=extra | told, media_type="text/html")
    i18n.current.set(language(request))
    return render(request, "error.html", status=status, headers=extra, bare=True, problem=members)


def for_programs(request: Page, members: dict[str, Any]) -> dict[str, Any]:
    """The same with the address that was asked for, and `errors` however many there are."""
    one = [{"field": members["field"], "detail": members["detail"]}] if "field" in members else []
    return {**members, "instance": request.scope["path"], "errors": members.get("errors", one)}


def full_path(request: Page) -> str:
    query = request.scope["query_string"].decode("latin-1")
    return request.scope["path"] + (f"?{query}" if query else "")
