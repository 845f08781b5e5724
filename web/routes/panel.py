"""One item: its fields, what was said about it and its history, as a panel beside the board or as a page of its own."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from engine.queries.groups import group
from engine.queries.items import BoardItem, item
from engine.queries.sections import neighbours
from engine.queries.updates import threads
from web.history import lines
from web.opening import Opened, reading
from web.pages import render
from web.policy import Policy
from web.render import cells, rich
from web.request import Page, wants_fragment


@get("/b/{board_id:int}/i/{item_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def item_page(request: Page, board_id: FromPath[int], item_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        template = "boards/_panel.html" if wants_fragment(request) else "boards/item.html"
        return drawn(request, at, item(at.session, at.board, item_id), template)


def drawn(
    request: Page,
    at: Opened,
    one: BoardItem,
    template: str = "boards/_panel.html",
    *,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    before, behind = neighbours(at.session, at.board, one)
    shown: dict[str, Any] = {
        "board": at.board,
        "item": one,
        "group": group(at.session, at.board, one.group_id),
        "cells": cells(at.board, list(at.board.columns.values()), one, at.context),
        "talk": threads(at.session, at.board, one.id),
        "rich": rich,
        "lines": lines(at, one.id),
        "context": at.context,
        "before": before,
        "behind": behind,
        "seq": at.seq,
    }
    return render(request, template, headers=headers, **shown)


routes = [item_page]
