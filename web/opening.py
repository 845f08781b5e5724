"""A board opened for one request: its transaction, who acts, the board as they may see it, how values read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.context import Context
from engine.errors import Forbidden
from engine.outbox import standing_step_id
from engine.permissions import Actor
from engine.queries.boards import board_and_seq
from engine.queries.context import context_for
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from web.request import Connection, actor, database
from web.seat import ONLY_LOOKING, look, look_of


@dataclass(frozen=True, slots=True)
class Opened:
    """What a handler needs to call one command or query."""

    session: Session
    actor: Actor
    board: CompiledBoard
    context: Context
    seq: int
    """Number of the board's last event when it was opened."""

    @property
    def all(self) -> tuple[Session, Actor, CompiledBoard]:
        """The first three parameters of every command."""
        return self.session, self.actor, self.board

    def undo(self) -> str | None:
        """Where a POST takes back what this transaction has done so far; None where it has done nothing."""
        step_id = standing_step_id(self.session, self.board.id)
        return f"/boards/{self.board.id}/undoings?step={step_id}" if step_id else None


@contextmanager
def reading(request: Connection, board_id: int) -> Iterator[Opened]:
    """Raises NotFound unless the visitor may see the board."""
    with database(request).read() as session:
        yield opened(request, session, board_id)


@contextmanager
def writing(request: Connection, board_id: int) -> Iterator[Opened]:
    """The same in a transaction that commits at the end of the block. Raises Forbidden for who looks as somebody else."""
    with database(request).write() as session:
        found = opened(request, session, board_id)
        if looking := look_of(request):
            raise Forbidden(ONLY_LOOKING, who=looking.name)
        yield found


def opened(request: Connection, session: Session, board_id: int) -> Opened:
    who = actor(request)
    if looking := look(request, session, who, board_id):
        who = looking.actor
    board, seq = board_and_seq(session, who, board_id)
    return Opened(session, who, board, context_for(session, who), seq)
