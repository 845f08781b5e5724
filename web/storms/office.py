"""The office that a storm meets: its owner, a stock board, items on it, and a rule that counts."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import automations.rules  # noqa: F401 - what checks a rule before it is stored
from engine.commands.automations import create_automation
from engine.commands.boards import create_board
from engine.commands.items import create_items
from engine.commands.logins import create_token
from engine.commands.members import create_user
from engine.permissions import Actor, Role
from engine.schema.compiled import CompiledBoard
from engine.schema.document import new_document, with_column
from engine.session import Session
from web.command import prepare
from web.storms.ground import Installation

EMAIL = "storm@example.com"
COLUMNS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("number", "Quantity", {"minimum": 0}),
    ("number", "Moves", {}),
    ("people", "Owner", {}),
)
COUNTING = {
    "trigger": {"type": "column_changes", "columns": ["quantity"]},
    "actions": [
        {"type": "set_columns", "values": {"moves": {"increment": 1}}},
        {"type": "notify", "people": {"token": "owner"}, "message": "{name}: {quantity}"},
    ],
}
"""Each change of a quantity is counted in its item and told to the rule's owner."""


@dataclass(frozen=True)
class Office:
    """Who owns it, with a token of the API, and its board."""

    here: Installation
    owner: Actor
    token: str
    board: CompiledBoard

    def items(self, count: int, quantity: int = 0, board: CompiledBoard | None = None) -> list[int]:
        values = [{"name": f"Item {number}", "quantity": quantity, "moves": 0} for number in range(count)]
        with self.here.database.write() as session:
            return [one.id for one in create_items(session, self.owner, board or self.board, values)]

    def counts_moves(self) -> int:
        """Publish the rule that counts; returns its id."""
        with self.here.database.write() as session:
            return create_automation(session, self.owner, self.board, COUNTING).id

    def another_board(self, title: str) -> CompiledBoard:
        with self.here.database.write() as session:
            return stock(session, self.owner, title)


def open_office(here: Installation) -> Office:
    """Migrate the empty database and furnish it."""
    everybody = prepare(here.database)
    with here.database.write() as session:
        owner = create_user(session, everybody, EMAIL, "Sam Storm", password_hash=secrets.token_hex(), role=Role.OWNER)
        return Office(here, owner, create_token(session, owner, "storm"), stock(session, owner, "Stock"))


def stock(
    session: Session, owner: Actor, title: str, columns: Sequence[tuple[str, str, dict[str, object]]] = COLUMNS
) -> CompiledBoard:
    document = new_document(title, name_labels={"en": "Name", "fr": "Nom"})
    for type_name, label, settings in columns:
        document, _ = with_column(document, type_name, label, settings)
    return create_board(session, owner, title, document=document)
