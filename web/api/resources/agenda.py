"""What the user has to do by when, and the boards that they keep at the top."""

from typing import Annotated

from engine.commands.favourites import keep_favourites
from engine.permissions import Actor
from engine.queries.agenda import When, agenda
from engine.queries.boards import boards_by_id
from engine.queries.favourites import favourite_ids
from engine.session import Session
from engine.text import Text
from web.api.routing import changes, reads
from web.api.shapes import Id, Shown, Taken, told


class Task(Shown):
    item: int
    board: int
    name: str
    version: int
    when: When
    due: Annotated[str | None, told("The day, in the board’s deadline column", "Le jour, dans la colonne d’échéance")]
    status: Annotated[str | None, told("Key of an option", "Clé d’une option")]
    done: bool


class Tasks(Shown):
    tasks: list[Task]
    more: Annotated[
        bool, told("There are more than 500: choose a board", "Il y en a plus de 500 : choisissez un tableau")
    ]


class AgendaListing(Taken):
    board: Id | None = None
    done: Annotated[bool, told("Also what is done", "Aussi ce qui est terminé")] = False


class Favourites(Shown):
    boards: Annotated[list[int], told("Ids in their order", "Identifiants dans leur ordre")]


class NewFavourites(Taken):
    boards: Annotated[list[Id], told("All of them, in their order", "Tous, dans leur ordre", max_length=500)]


@reads("/me/agenda", Text("List what I have to do, by date", "Lister ce que j’ai à faire, par date"))
def tasks(session: Session, actor: Actor, asked: AgendaListing) -> Tasks:
    found = agenda(session, actor, board_id=asked.board, with_done=asked.done)
    shown = [
        Task(
            item=task.id,
            board=task.board.id,
            name=task.name,
            version=task.version,
            when=when,
            due=task.due.isoformat() if task.due else None,
            status=task.status,
            done=task.done,
        )
        for when, some in found.tasks.items()
        for task in some
    ]
    return Tasks(tasks=shown, more=found.more)


@reads("/me/favourites", Text("List my favourite boards", "Lister mes tableaux favoris"))
def favourites(session: Session, actor: Actor) -> Favourites:
    return kept(session, actor)


@changes("/me/favourites", Text("Choose and order my favourite boards", "Choisir et ordonner mes tableaux favoris"))
def choose(session: Session, actor: Actor, given: NewFavourites) -> Favourites:
    keep_favourites(session, actor, list(boards_by_id(session, actor, given.boards).values()), given.boards)
    return kept(session, actor)


def kept(session: Session, actor: Actor) -> Favourites:
    ids = favourite_ids(session, actor)
    seen = boards_by_id(session, actor, ids)
    return Favourites(boards=[board_id for board_id in ids if board_id in seen])


routes = [tasks, favourites, choose]
