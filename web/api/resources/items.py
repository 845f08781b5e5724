"""Items: pages of a board, one item, creation of one or many, change, move, delete."""

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import UNSET, UnsetType

from engine.commands.blocks import Line, read_block, write_block
from engine.commands.items import change_item
from engine.commands.moving import move_items
from engine.commands.placing import delete_items, restore_items
from engine.commands.versions import check_version
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.boards import board_of_any_item, board_of_item
from engine.queries.context import context_for
from engine.queries.forms import for_an_answer
from engine.queries.items import BoardItem, ItemQuery, items_by_id
from engine.queries.items import item as load_item
from engine.queries.listing import page, page_and_total
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.text import Text
from web.api.creation import create_all
from web.api.inputs import read_inside
from web.api.refusals import Refusal, refusals, refuse_any
from web.api.routing import changes, creates, deletes, reads
from web.api.shapes import Id, Paging, Shown, Taken, Values, told
from web.request import number

FilterText = Annotated[
    str,
    told(
        'A filter tree as JSON: `{"and": […]}`, `{"or": […]}`, `{"column": key, "op": name, "value": …}`',
        'Un filtre en JSON : `{"and": […]}`, `{"or": […]}`, `{"column": clé, "op": nom, "value": …}`',
        max_length=100_000,
    ),
]
SortText = Annotated[
    str,
    told(
        "Column keys, `-` before the descending ones: `-due,name`",
        "Clés de colonnes, `-` devant les décroissantes : `-due,name`",
    ),
]
SearchText = Annotated[
    str, told("Words, each the beginning of one in the item", "Des mots, débuts de mots de l’élément", max_length=1000)
]
GroupId = Annotated[Id, told("Id of a group", "Identifiant d’un groupe")]


class Item(Shown):
    id: int
    board: int
    group: int
    version: Annotated[int, told("Also its ETag", "Aussi son ETag")]
    values: Values

    def headers(self) -> Mapping[str, str]:
        return {"ETag": f'"{self.version}"'}

    def location(self) -> str | None:
        return f"/api/v1/items/{self.id}"


class ItemPage(Shown):
    items: list[Item]
    cursor: Annotated[str, told("Fetches the next page", "Donne la page suivante")] | None
    total: (
        Annotated[int, told("How many there are, where asked for", "Combien il y en a, si c’est demandé")] | UnsetType
    ) = UNSET


class Items(Shown):
    items: list[Item]


class ItemListing(Paging):
    """Which items, in which order."""

    filter: FilterText | None = None
    sort: SortText = ""
    search: SearchText | None = None
    group: GroupId | None = None
    total: Annotated[bool, told("Count all of them, too", "Les compter tous, aussi")] = False

    def query(self) -> ItemQuery:
        return ItemQuery(
            filter=read_inside(self.filter, "filter", dict[str, Any]) if self.filter else None,
            sort=sorts(self.sort),
            group_id=self.group,
            search=self.search,
            limit=self.limit,
            cursor=self.cursor,
        )


class NewItem(Taken):
    values: Values
    group: GroupId | None = None


class NewItems(Taken):
    items: Annotated[
        list[NewItem], told("All are created, or none", "Tous sont créés, ou aucun", min_length=1, max_length=1000)
    ]


class ItemChange(Taken):
    """Cells that are left out stay. With `base_version`, only cells that changed since then conflict (409)."""

    values: Annotated[
        dict[str, Any],
        told(
            'Values by column key, as in an item; `{"increment": -1}` is added to the number that the cell holds when it is written, within the column’s bounds',
            'Valeurs par clé de colonne, comme dans un élément ; `{"increment": -1}` s’ajoute au nombre que contient la cellule au moment de l’écriture, dans les bornes de la colonne',
            examples=[{"name": "Paper", "quantity": {"increment": -1}}],
        ),
    ] = {}
    group: GroupId | UnsetType = UNSET
    base_version: Id | None = None


class ItemCells(Taken):
    """Cells of one item; those that are left out stay."""

    id: Id
    values: Values
    base_version: (
        Annotated[Id, told("Cells that changed since then conflict", "Les cellules modifiées depuis sont en conflit")]
        | None
    ) = None


class ItemChanges(Taken):
    items: Annotated[list[ItemCells], told("Each item once", "Chaque élément une fois", min_length=1, max_length=1000)]


class Accepting(Taken):
    """All cells are changed or none, unless `partial` is asked for."""

    partial: Annotated[
        bool,
        told(
            "Change what can be; the other cells keep their value and are listed in `refused`",
            "Modifier ce qui peut l’être ; les autres cellules gardent leur valeur et figurent dans `refused`",
        ),
    ] = False


class ChangedItems(Shown):
    items: Annotated[list[Item], told("Those that changed", "Ceux qui ont changé")]
    refused: Annotated[list[Refusal], told("Cells that keep their value", "Cellules qui gardent leur valeur")]


def in_order(asked: Mapping[str, str]) -> bool:
    """A page of no more than usual, as an index gives it."""
    return not asked.keys() & {"filter", "sort", "search"} and (number(asked.get("limit", "")) or 0) <= 100


@reads("/boards/{board_id:int}/items", Text("List items", "Lister les éléments"), brief=in_order)
def listing(session: Session, actor: Actor, board_id: int, asked: ItemListing) -> ItemPage:
    board = load_board(session, actor, board_id)
    listed = page_and_total if asked.total else page
    found = listed(session, board, asked.query(), context_for(session, actor), for_an_answer(session))
    items = [shown_item(board, one) for one in found.items]
    return ItemPage(items=items, cursor=found.cursor, total=UNSET if found.total is None else found.total)


@creates("/boards/{board_id:int}/items", Text("Create one item, or up to 1,000", "Créer un élément, ou jusqu’à 1 000"))
def create(session: Session, actor: Actor, board_id: int, given: NewItem | NewItems) -> Item | Items:
    board = load_board(session, actor, board_id)
    if isinstance(given, NewItem):
        return shown_item(board, create_all(session, actor, board, [(given.group, given.values)])[0])
    wanted = [(one.group, one.values) for one in given.items]
    return Items(items=[shown_item(board, one) for one in create_all(session, actor, board, wanted, name="items")])


@changes(
    "/boards/{board_id:int}/items",
    Text("Change cells of up to 1,000 items at once", "Modifier les cellules d’au plus 1 000 éléments"),
)
def change_several(session: Session, actor: Actor, board_id: int, given: ItemChanges, asked: Accepting) -> ChangedItems:
    board = load_board(session, actor, board_id)
    draft = read_block(session, actor, board, [Line(one.values, one.id, one.base_version) for one in given.items])
    refused = refusals(draft, given.items, actor.language)
    if not asked.partial:
        refuse_any(board, draft, given.items)
    changed = write_block(session, actor, board, draft).changed
    return ChangedItems(items=[shown_item(board, one) for one in items_by_id(session, board, changed)], refused=refused)


@reads("/items/{item_id:int}", Text("Read an item", "Lire un élément"), brief=lambda _: True)
def read(session: Session, actor: Actor, item_id: int) -> Item:
    board = board_of_item(session, actor, item_id)
    return shown_item(board, load_item(session, board, item_id))


@changes(
    "/items/{item_id:int}", Text("Change cells of an item, or move it", "Modifier des cellules, ou déplacer l’élément")
)
def change(session: Session, actor: Actor, item_id: int, given: ItemChange, versions: frozenset[int] | None) -> Item:
    board = board_of_item(session, actor, item_id)
    if versions is not None:
        check_version(session, actor, board, item_id, versions, given.values)
    changed = change_item(session, actor, board, item_id, given.values, base_version=given.base_version)
    if given.group is not UNSET and given.group != changed.group_id:
        move_items(session, actor, board, [item_id], given.group)
        changed = load_item(session, board, item_id)
    return shown_item(board, changed)


@deletes("/items/{item_id:int}", Text("Move an item to the trash", "Mettre un élément à la corbeille"))
def remove(session: Session, actor: Actor, item_id: int, versions: frozenset[int] | None) -> None:
    board = board_of_item(session, actor, item_id)
    if versions is not None:
        check_version(session, actor, board, item_id, versions, {})
    delete_items(session, actor, board, [item_id])


@creates("/items/{item_id:int}/restoration", Text("Restore a deleted item", "Restaurer un élément supprimé"))
def restore(session: Session, actor: Actor, item_id: int) -> Item:
    board = board_of_any_item(session, actor, item_id)
    restore_items(session, actor, board, [item_id])
    return shown_item(board, load_item(session, board, item_id))


def shown_item(board: CompiledBoard, one: BoardItem) -> Item:
    return Item(id=one.id, board=board.id, group=one.group_id, version=one.version, values=one.values)


def sorts(text: str) -> list[tuple[str, bool]]:
    """`-due,name` → (("due", True), ("name", False))."""
    keys = [key.strip() for key in text.split(",") if key.strip()]
    return [(key.removeprefix("-"), key.startswith("-")) for key in keys]


routes = [listing, create, change_several, read, change, remove, restore]
