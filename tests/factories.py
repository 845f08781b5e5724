"""The same four people in every test: Alice owns, Bob works, Charlie looks, Dora is from elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.commands.boards import create_board
from engine.commands.items import create_item
from engine.commands.placing import import_items
from engine.db import Database
from engine.models import Board, BoardMember, Member, User, Workspace
from engine.outbox import make_no_step
from engine.permissions import Access, Actor, BoardRole, Role
from engine.queries.boards import board as load_board
from engine.queries.groups import groups
from engine.queries.items import BoardItem
from engine.schema.compiled import CompiledBoard
from engine.schema.document import new_document, with_column
from migrations import upgrade
from tests.canary import CANARY

STATUSES = [
    {"key": "ok", "labels": {"en": "In stock", "fr": "En stock"}, "color": "green", "done": True},
    {"key": "low", "labels": {"en": "Low", "fr": "Stock bas"}, "color": "amber"},
    {"key": "out", "labels": {"en": "Out", "fr": "Rupture"}, "color": "red"},
]
STOCK_COLUMNS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("text", "SKU", {}),
    ("status", "Status", {"options": STATUSES}),
    ("number", "Quantity", {"minimum": 0}),
    ("money", "Price", {"currency": "EUR"}),
    ("number", "Reorder level", {}),
    ("date", "Expected on", {}),
    ("people", "Owner", {}),
    ("checkbox", "Fragile", {}),
    ("percent", "Discount", {}),
    ("long_text", "Notes", {}),
)


@dataclass(frozen=True)
class Office:
    """A migrated database with two workspaces and four people."""

    database: Database
    alice: Actor
    bob: Actor
    charlie: Actor
    dora: Actor

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self.database.write() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self.database.read() as session:
            yield session

    def board(self, board_id: int) -> CompiledBoard:
        with self.read() as session:
            return load_board(session, self.alice, board_id)

    def stock(self, title: str = "Stock") -> CompiledBoard:
        """A board with one column of nearly every type."""
        document = new_document(title, name_labels={"en": "Name", "fr": "Nom"})
        for type_name, label, settings in STOCK_COLUMNS:
            document, _ = with_column(document, type_name, label, settings)
        with self.write() as session:
            return create_board(session, self.alice, title, document=document, groups=["Lyon", "Lille"])

    def joins(self, name: str, role: Role) -> Actor:
        """One more person in the workspace."""
        with self.write() as session:
            workspace = session.get_one(Workspace, self.alice.workspace_id)
            hire(session, workspace, name, role)
            return actor_named(session, name)

    def on_list(self, board: CompiledBoard, person: Actor, role: BoardRole) -> None:
        with self.write() as session:
            session.merge(BoardMember(board_id=board.id, user_id=person.user_id, role=role))

    def opened_to(self, board: CompiledBoard, access: Access, default_role: BoardRole = BoardRole.EDITOR) -> None:
        with self.write() as session:
            record = session.get_one(Board, board.id)
            record.access, record.default_role = access, default_role

    def seen(self, board: CompiledBoard, person: Actor) -> CompiledBoard:
        """The board as the person sees it."""
        with self.read() as session:
            return load_board(session, person, board.id)

    def fill(self, board: CompiledBoard, count: int) -> None:
        """So many items in the first group, in one import: seconds for 100,000."""
        with self.write() as session:
            make_no_step(session, board.id)
            cells: dict[str, list[Any]] = {
                "name": [f"Item {n:06}" for n in range(count)],
                "quantity": [n % 1000 for n in range(count)],
            }
            first = groups(session, board)[0].id
            import_items(session, self.alice, board, [first] * count, cells, run_rules=False, job_id=0)

    def item(self, board: CompiledBoard, **values: object) -> BoardItem:
        with self.write() as session:
            return create_item(session, self.alice, board, {"name": "Paper", **values})


def open_office(url: str) -> Office:
    """The office in this database; an empty database is migrated and furnished first."""
    database = Database(url)
    if not sa.inspect(database.writer).has_table("users"):
        upgrade(database)
        furnish(database)
    return enter_office(database)


def enter_office(database: Database) -> Office:
    """The office that is known to be there."""
    hired = sa.select(Member.workspace_id, Member.user_id, Member.role).order_by(Member.user_id).limit(4)
    with database.read() as session:
        four = [Actor(workspace_id=here, user_id=who, role=Role(role)) for here, who, role in session.execute(hired)]
    return Office(database, *four)


def furnish(database: Database) -> None:
    with database.write() as session:
        here, elsewhere = Workspace(name="Rouage"), Workspace(name=f"Elsewhere {CANARY}")
        session.add_all([here, elsewhere])
        session.flush()
        hire(session, here, "Alice Martin", Role.OWNER)
        hire(session, here, "Bob Durand", Role.MEMBER)
        hire(session, here, "Charlie Petit", Role.VIEWER)
        hire(session, elsewhere, "Dora Blanc", Role.OWNER)


def hire(session: Session, workspace: Workspace, name: str, role: Role) -> None:
    user = User(name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.com", password_hash="-")
    session.add(user)
    session.flush()
    session.add(Member(workspace_id=workspace.id, user_id=user.id, role=role))


def actor_named(session: Session, first_name: str) -> Actor:
    found = sa.select(Member).join(User, User.id == Member.user_id).where(User.name.startswith(first_name))
    member = session.scalars(found).one()
    return Actor(workspace_id=member.workspace_id, user_id=member.user_id, role=Role(member.role))
