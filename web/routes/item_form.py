"""The form of a new item: asked when the board wants more of it than the name that was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from web.opening import reading
from web.pages import render
from web.policy import Policy
from web.request import Form, Page

PREFIX = "cell."


@get("/boards/{board_id:int}/item-form", policy=Policy.MEMBER, sync_to_thread=True)
def form(request: Page, board_id: FromPath[int], name: FromQuery[str] = "") -> Response[str]:
    """The name, and every column that needs a value and starts with none."""
    with reading(request, board_id) as at:
        wanted = [column for column in at.board.columns.values() if column.must_be_given and column.type.creatable]
        columns = [replace(column, required=False) for column in wanted]  # so that their lists begin with nothing
        given: dict[str, Any] = {"columns": columns, "name": name, "context": at.context, "prefix": PREFIX}
        return render(request, "boards/_item_form.html", board=at.board, **given)


def typed_cells(form: Form) -> dict[str, object]:
    """The typed cells by column key; several values under one name are a list."""
    found: dict[str, object] = {"name": form.get("name")}
    for name in form:
        if name.startswith(PREFIX):
            values = form.getall(name, [])
            found[name.removeprefix(PREFIX)] = values[0] if len(values) == 1 else [*values]
    return found


routes = [form]
