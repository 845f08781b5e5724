"""Everybody who may knock at a route, and what they carry."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from engine.commands.logins import create_token, log_in
from engine.models import User
from engine.permissions import Actor, BoardRole, Role
from engine.queries.members import actor_by_login
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.conftest import HOST
from tests.web.matrix.requests import PASSWORD
from web.passwords import hash_password

WHO = (
    "anonymous", "departed", "elsewhere", "outsider", "guest", "viewer", "contributor", "editor", "admin", "owner",
    "seated", "wrong_door", "missing", "crossed",
)  # fmt: skip
"""Beside roles: whose access has ended, another workspace's owner, a member who is not on the board's list, the owner
who looks as a viewer does, the owner's cookie at the API and token at the pages, the owner who asks for what is not
there, and an editor who names things of a board that they do not see."""
ROLES = {"guest": Role.GUEST, "viewer": Role.VIEWER, "admin": Role.ADMIN}
LISTED = {
    "guest": BoardRole.CONTRIBUTOR,
    "viewer": BoardRole.EDITOR,
    "contributor": BoardRole.CONTRIBUTOR,
    "editor": BoardRole.EDITOR,
}


@dataclass(frozen=True)
class Credentials:
    """Headers for pages and for the API."""

    page: Mapping[str, str]
    api: Mapping[str, str]

    def at(self, path: str) -> Mapping[str, str]:
        return self.api if path.startswith("/api/") else {**self.page, "origin": HOST}

    def swapped(self) -> "Credentials":
        return Credentials(self.api, self.page)


def hire(office: Office) -> dict[str, Actor]:
    names = ("departed", "outsider", "guest", "viewer", "contributor", "editor", "admin")
    hired = {name: office.joins(f"{name.title()} Person", ROLES.get(name, Role.MEMBER)) for name in names}
    with office.write() as session:
        session.execute(sa.update(User).values(password_hash=hash_password(PASSWORD)))
    return {**hired, "elsewhere": office.dora, "owner": office.alice}


def list_them(office: Office, board: CompiledBoard, people: Mapping[str, Actor]) -> None:
    for name, role in LISTED.items():
        office.on_list(board, people[name], role)


def credentials(office: Office, actor: Actor) -> Credentials:
    with office.write() as session:
        secret, token = log_in(session, actor.user_id), create_token(session, actor, "Tests")
    with office.read() as session:
        visitor = actor_by_login(session, secret)
    assert visitor is not None
    page = {"cookie": f"rouage={secret}", "x-csrf-token": visitor.csrf_token}
    return Credentials(page, {"authorization": f"Bearer {token}"})


def all_credentials(office: Office, people: Mapping[str, Actor], seat: int) -> dict[str, Credentials]:
    found = {name: credentials(office, actor) for name, actor in people.items()}
    owner = found["owner"]
    looking = {**owner.page, "cookie": f"{owner.page['cookie']}; seat={seat}-viewer"}
    return {
        **found,
        "anonymous": Credentials({}, {}),
        "seated": Credentials(looking, owner.api),
        "wrong_door": owner.swapped(),
        "missing": owner,
        "crossed": found["editor"],
    }
