"""The workspace that an actor acts in."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.models import Workspace
from engine.permissions import Actor


def workspace(session: Session, actor: Actor) -> Workspace:
    found = session.scalar(sa.select(Workspace).where(Workspace.id == actor.workspace_id))
    if found is None:
        raise NotFound
    return found
