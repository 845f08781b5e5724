"""Rouage as an installed app: its manifest, and what a browser shows while the server cannot be reached."""

from __future__ import annotations

import json

from litestar import Response, get

from engine.text import Text
from web.pages import render
from web.policy import Policy
from web.request import Page, language
from web.static_files import FOLDER, static

ABOUT = Text(
    "Boards and automations that an office builds for itself",
    "Des tableaux et des automatisations que le bureau construit lui-même",
)
MY_WORK = Text("My work", "Mon travail")
OFFLINE = "/offline"


@get("/manifest.webmanifest", policy=Policy.PUBLIC, sync_to_thread=False)
def manifest(request: Page) -> Response[str]:
    spoken = language(request)
    icon = {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    about = {
        "id": "/",
        "name": "Rouage",
        "short_name": "Rouage",
        "description": ABOUT.say(spoken),
        "lang": spoken,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f6f4",
        "theme_color": "#0b6b5d",
        "icons": [icon, {**icon, "src": static("icon-maskable.svg"), "purpose": "maskable"}],
        "shortcuts": [{"name": MY_WORK.say(spoken), "url": "/my-work"}],
    }
    return Response(json.dumps(about, ensure_ascii=False), media_type="application/manifest+json")


@get("/sw.js", policy=Policy.PUBLIC, sync_to_thread=False)
def worker() -> Response[str]:
    """At the root, because a service worker serves the pages beneath its own address."""
    return Response((FOLDER / "js" / "sw.js").read_text(encoding="utf-8"), media_type="text/javascript")


@get(OFFLINE, policy=Policy.PUBLIC, sync_to_thread=True)
def offline(request: Page) -> Response[str]:
    return render(request, "offline.html", bare=True)


routes = [manifest, worker, offline]
