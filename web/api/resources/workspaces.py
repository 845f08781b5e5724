"""Workspaces: a token belongs to one."""

from engine.permissions import Actor, Role
from engine.queries.workspaces import workspace
from engine.session import Session
from engine.text import Text
from web.api.routing import reads
from web.api.shapes import Shown


class Workspace(Shown):
    id: int
    name: str
    role: Role


class Workspaces(Shown):
    workspaces: list[Workspace]


@reads("/workspaces", Text("List the workspaces of the token", "Lister les espaces du jeton"))
def listing(session: Session, actor: Actor) -> Workspaces:
    return Workspaces(workspaces=[shown_workspace(session, actor)])


def shown_workspace(session: Session, actor: Actor) -> Workspace:
    found = workspace(session, actor)
    return Workspace(id=found.id, name=found.name, role=actor.role)


routes = [listing]
