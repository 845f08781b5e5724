"""The API's documentation: OpenAPI, and a page that shows it with files of our own."""

from litestar import Response, get

from web.api.openapi import document
from web.pages import render
from web.policy import Policy
from web.request import Page, language


@get("/docs", policy=Policy.PUBLIC, sync_to_thread=True)
def docs_page(request: Page) -> Response[str]:
    return render(request, "docs.html", bare=True)


@get("/docs/openapi.json", policy=Policy.PUBLIC, sync_to_thread=True)
def openapi(request: Page) -> Response[bytes]:
    return Response(document(language(request)), media_type="application/json")


routes = [docs_page, openapi]
