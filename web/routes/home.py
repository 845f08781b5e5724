"""Home: every board as a card."""

from __future__ import annotations

from litestar import Response, get

from web.pages import render
from web.policy import Policy
from web.request import Page


@get("/", policy=Policy.MEMBER, sync_to_thread=True)
def home(request: Page) -> Response[str]:
    return render(request, "home.html")


routes = [home]
