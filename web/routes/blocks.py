"""Blocks of cells: pasted, filled and summed up. A block that is not plain is answered with what would become of it."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from litestar import Response, post
from litestar.params import FromPath

from engine.commands.blocks import Line, read_block, write_block
from engine.commands.filling import Fill, filled_lines
from engine.errors import Invalid
from engine.queries.items import ItemQuery
from engine.queries.levels import cells_of
from engine.text import Text
from web.block_preview import preview
from web.block_sums import sums
from web.board_area import section_query
from web.fields import text
from web.looking import looking
from web.opening import Opened, reading, writing
from web.pages import render, toast
from web.policy import Policy
from web.request import Form, Page, language

UNREADABLE = Text(
    "This page sent a block that cannot be read. Reload it and try again.",
    "Cette page a envoyé un bloc illisible. Rechargez-la et réessayez.",
)
CHANGED_ONE = Text("1 item changed.", "1 élément modifié.")
CHANGED_MANY = Text("{count} items changed.", "{count} éléments modifiés.")
ADDED_ONE = Text("1 item added.", "1 élément ajouté.")
ADDED_MANY = Text("{count} items added.", "{count} éléments ajoutés.")


Kind = TypeVar("Kind")


class Block(msgspec.Struct):
    """`texts[line][place]` goes into the column `keys[place]` of the item `items[line]` (id and version), null nowhere.

    Lines behind the last item become new items of the section. `dropped` columns stood right of the table's last one.
    """

    keys: list[str]
    items: list[tuple[int, int]]
    texts: list[list[str | None]]
    section: str = ""
    dropped: int = 0

    def lines(self, more: dict[str, Any]) -> list[Line]:
        found = []
        for place, texts in enumerate(self.texts):
            values = {key: typed for key, typed in zip(self.keys, texts, strict=False) if typed is not None}
            known = self.items[place] if place < len(self.items) else None
            found.append(Line(values, *known) if known else Line({**more, **values}))
        return found


@post("/boards/{board_id:int}/blocks", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def write(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    """`block` is written at once where it is plain, else with `accept`; `overwrite` also where others changed a cell."""
    given = decoded(text(form, "block"), Block)
    with writing(request, board_id) as at:
        section = section_of(request, at, given)
        more = cells_of(at.board, section.holds, at.context)
        return settled(request, at, form, given.lines(more), section.group_id, dropped=given.dropped)


@post("/boards/{board_id:int}/fills", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def fill(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    """`block` says which cells go on into which others."""
    given = decoded(text(form, "block"), Fill)
    with writing(request, board_id) as at:
        return settled(request, at, form, filled_lines(*at.all, given), None)


@post("/boards/{board_id:int}/sums", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def sum_up(request: Page, board_id: FromPath[int], form: Form) -> Response[str]:
    """Sum and average of each of the block's columns that has them, over its items."""
    given = decoded(text(form, "block"), Block)
    with reading(request, board_id) as at:
        found = sums(at, given.keys, ItemQuery(ids=[item_id for item_id, _ in given.items]))
        return render(request, "boards/_sums.html", sums=found)


def settled(
    request: Page, at: Opened, form: Form, lines: list[Line], group_id: int | None, *, dropped: int = 0
) -> Response[Any]:
    draft = read_block(*at.all, lines)
    if not form.get("accept") and (dropped or not draft.is_plain):
        return render(request, "boards/_block.html", shown=preview(at, draft, lines, dropped))
    written = write_block(*at.all, draft, group_id=group_id, overwrite=bool(form.get("overwrite")))
    sentence = told(request, len(written.changed), len(written.created))
    return Response("", headers=toast(sentence, undo=at.undo()) if sentence else None, media_type="text/html")


def told(request: Page, changed: int, created: int) -> str:
    pairs = ((changed, CHANGED_ONE, CHANGED_MANY), (created, ADDED_ONE, ADDED_MANY))
    return " ".join(
        (one if count == 1 else many).say(language(request), count=count) for count, one, many in pairs if count
    )


def section_of(request: Page, at: Opened, given: Block) -> ItemQuery:
    return section_query(at, looking(at, request.query_params), given.section) if given.section else ItemQuery()


def decoded(typed: str, kind: type[Kind]) -> Kind:
    try:
        return msgspec.json.decode(typed, type=kind)
    except msgspec.DecodeError:
        raise Invalid(UNREADABLE, field="block") from None


routes = [write, fill, sum_up]
