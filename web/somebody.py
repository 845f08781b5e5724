"""In whose name the command line imports and installs: boards and jobs belong to people."""

from engine.errors import NotFound
from engine.permissions import Actor, Role
from engine.queries.members import actor_by_email, members
from engine.session import Session
from engine.text import Text

NOBODY = Text(
    "Nobody has an account yet. Make one with: rouage user create EMAIL --name NAME --owner",
    "Personne n’a encore de compte. Créez-en un avec : rouage user create E-MAIL --name NOM --owner",
)


def somebody(session: Session, installation: Actor, email: str | None) -> Actor:
    """The user with this address, or the first owner. Raises NotFound."""
    if email is not None:
        return actor_by_email(session, email)
    owner = next((one for one in members(session, installation) if one.role == Role.OWNER), None)
    if owner is None:
        raise NotFound(NOBODY)
    return actor_by_email(session, owner.email)
