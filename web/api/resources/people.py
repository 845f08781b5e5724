"""People: the user behind the token, their work, and everybody in the workspace."""

from engine.permissions import Actor, Role
from engine.queries.paging import encode_cursor
from engine.queries.people import people
from engine.queries.work import work
from engine.session import Session
from engine.text import Language, Text
from web.api.resources.items import ItemPage, shown_item
from web.api.resources.workspaces import Workspace, shown_workspace
from web.api.routing import reads
from web.api.shapes import Paging, Shown, last_id, sliced


class User(Shown):
    id: int
    name: str
    email: str


class Users(Shown):
    users: list[User]
    cursor: str | None


class Me(Shown):
    id: int
    name: str
    email: str
    language: Language
    role: Role
    workspace: Workspace


@reads("/me", Text("Read who the token stands for", "Lire qui le jeton représente"))
def read(session: Session, actor: Actor) -> Me:
    person = people(session, actor)[actor.user_id]
    return Me(
        id=person.id,
        name=person.name,
        email=person.email,
        language=actor.language,
        role=actor.role,
        workspace=shown_workspace(session, actor),
    )


@reads("/me/work", Text("List the items assigned to me", "Lister les éléments qui me sont attribués"))
def assigned(session: Session, actor: Actor, asked: Paging) -> ItemPage:
    found = work(session, actor, limit=asked.limit, after=last_id(asked.cursor))
    items = [shown_item(line.board, line.item) for line in found.lines]
    return ItemPage(items=items, cursor=encode_cursor([found.after]) if found.after else None)


@reads("/users", Text("List the people of the workspace", "Lister les personnes de l’espace"))
def listing(session: Session, actor: Actor, asked: Paging) -> Users:
    found = sorted(people(session, actor).values(), key=lambda person: person.id)
    shown, cursor = sliced([User(id=one.id, name=one.name, email=one.email) for one in found], asked)
    return Users(users=shown, cursor=cursor)


routes = [read, assigned, listing]
