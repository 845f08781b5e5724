"""Exports: the items of a board as a file."""

from typing import Annotated

from engine.export import file_name, leaving, written
from engine.exports import format_named
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.session import Session
from engine.text import Text
from web.api.inputs import read_inside
from web.api.resources.items import FilterText, GroupId, SearchText, SortText, sorts
from web.api.routing import reads
from web.api.shapes import Download, Taken, told

Keys = Annotated[str, told("Column keys to leave out: `notes,price`", "Clés de colonnes à laisser : `notes,price`")]


class Export(Taken):
    """Which items and columns, in which order, as what."""

    format: Annotated[str, told("`csv`, `xlsx` or `json`", "`csv`, `xlsx` ou `json`", max_length=40)]
    filter: FilterText | None = None
    sort: SortText = ""
    search: SearchText | None = None
    group: GroupId | None = None
    hide: Keys = ""
    bom: Annotated[
        bool, told("Mark a CSV file so that Excel takes it for UTF-8", "Marquer un CSV pour qu’Excel le lise en UTF-8")
    ] = False


@reads("/boards/{board_id:int}/export", Text("Export items as a file", "Exporter des éléments dans un fichier"))
def export(session: Session, actor: Actor, board_id: int, asked: Export) -> Download:
    board, context = load_board(session, actor, board_id), context_for(session, actor)
    chosen = format_named(asked.format)
    query = ItemQuery(
        filter=read_inside(asked.filter, "filter", dict[str, object]) if asked.filter else None,
        sort=sorts(asked.sort),
        group_id=asked.group,
        search=asked.search,
    )
    hide = {key.strip() for key in asked.hide.split(",")}
    leaves = leaving(session, board, query, context, hide=hide, for_excel=asked.bom)
    return Download(file_name(leaves, chosen), chosen.media_type, written(chosen, leaves))


routes = [export]
