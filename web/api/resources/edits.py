"""One edit of many items at once: done with the answer for a few, a job for more."""

from typing import Annotated, Any

from engine.commands.edit import Edit
from engine.commands.edits import Chosen, edit_items
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.items import ItemQuery
from engine.session import Session
from engine.text import Text
from web.api.resources.imports import Job, shown_job
from web.api.resources.items import GroupId, SearchText
from web.api.routing import creates
from web.api.shapes import Id, Shown, Taken, told


class NewEdit(Taken):
    """Which items: `items`, or all that meet `filter`, `search` and `group`. What: `set`, `move_to` or `delete`."""

    items: (
        Annotated[list[Id], told("Ids of the items", "Identifiants des éléments", min_length=1, max_length=100_000)]
        | None
    ) = None
    filter: Annotated[dict[str, Any], told("A filter tree", "Un filtre")] | None = None
    search: SearchText | None = None
    group: GroupId | None = None
    set: (
        Annotated[dict[str, Any], told("New values, by column key", "Nouvelles valeurs, par clé de colonne")] | None
    ) = None
    move_to: GroupId | None = None
    delete: bool = False

    def chosen(self) -> Chosen:
        if self.items is not None:
            return Chosen(ids=self.items)
        return Chosen(query=ItemQuery(filter=self.filter, search=self.search, group_id=self.group))

    def edit(self) -> Edit:
        return Edit(values=self.set or {}, group=self.move_to, delete=self.delete)


class MadeEdit(Shown):
    items: Annotated[int, told("How many items it is about", "Combien d’éléments sont concernés")]
    job: Annotated[Job, told("Where more than 500 are changed", "Au-delà de 500 éléments")] | None


@creates(
    "/boards/{board_id:int}/edits",
    Text("Set columns of many items, move or delete them", "Remplir des colonnes, déplacer ou supprimer en nombre"),
    status=202,
)
def create(session: Session, actor: Actor, board_id: int, given: NewEdit) -> MadeEdit:
    made = edit_items(session, actor, load_board(session, actor, board_id), given.chosen(), given.edit())
    if isinstance(made, int):
        return MadeEdit(items=made, job=None)
    return MadeEdit(items=made.total, job=shown_job(made, actor))


routes = [create]
