"""What a rule may name, loaded when it is named."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from automations.slot import Places
from engine.errors import NotFound
from engine.permissions import Actor
from engine.queries.boards import board, boards
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.schema.compiled import CompiledBoard
from engine.session import Session


def places_for(session: Session, actor: Actor, owner_id: int | None = None) -> Places:
    """As the actor may see them; the owner is the actor unless another user is named."""
    context = context_for(session, actor)
    person = context.people.get(actor.user_id if owner_id is None else owner_id)
    return replace(places_of_rule(session, actor), owner=person.name if person else "")


def places_of_rule(session: Session, actor: Actor) -> Places:
    """For a rule at work, which needs no name for its owner: nothing is read yet."""
    found = LazyBoards(session, actor)
    return Places(context_for(session, actor), found, LazyGroups(session, found))


class NoBoard(NotFound, KeyError):
    """A board that the actor may not see: a mapping's missing key, and an error that a person can read."""


class LazyBoards(Mapping[int, CompiledBoard]):
    """Boards by id; raises NoBoard."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session, self.actor = session, actor
        self.loaded: dict[int, CompiledBoard] = {}

    def __getitem__(self, board_id: int) -> CompiledBoard:
        if board_id not in self.loaded:
            try:
                self.loaded[board_id] = board(self.session, self.actor, board_id)
            except NotFound as error:
                raise NoBoard(error.text) from None
        return self.loaded[board_id]

    def __iter__(self) -> Iterator[int]:
        return iter([line.id for line in boards(self.session, self.actor)])

    def __len__(self) -> int:
        return len(boards(self.session, self.actor))


class LazyGroups(Mapping[int, Mapping[int, str]]):
    """Titles of groups by board id and group id."""

    def __init__(self, session: Session, found: LazyBoards) -> None:
        self.session, self.boards = session, found

    def __getitem__(self, board_id: int) -> Mapping[int, str]:
        return {group.id: group.title for group in groups(self.session, self.boards[board_id])}

    def __iter__(self) -> Iterator[int]:
        return iter(self.boards)

    def __len__(self) -> int:
        return len(self.boards)
