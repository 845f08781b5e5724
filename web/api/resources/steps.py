"""One's own steps on a board: what can be undone, undoing one, doing it again. Programs of one user share their steps."""

from typing import Annotated

from engine.commands.undo import Undone
from engine.commands.undoings import redo as redo_step
from engine.commands.undoings import undo as undo_step
from engine.models import Job as StoredJob
from engine.moment import to_iso
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.steps import steps
from engine.session import Session
from engine.text import Text
from web.api.resources.imports import Job, shown_job
from web.api.routing import creates, reads
from web.api.shapes import Id, Moment, Shown, Taken, told

Name = Annotated[str, told("What it did, in words", "Ce qu’elle a fait, en mots")]


class Step(Shown):
    id: int
    name: Name
    first_seq: Annotated[int, told("`seq` of its first event", "`seq` de son premier événement")]
    last_seq: Annotated[int, told("`seq` of its last event", "`seq` de son dernier événement")]
    created_at: Moment


class Steps(Shown):
    steps: Annotated[list[Step], told("The next one to undo first", "La prochaine à annuler d’abord")]


class LeftAsItIs(Shown):
    item: int | None
    column: str | None
    reason: Annotated[str, told("Why it was not put back", "Pourquoi elle n’a pas été rétablie")]


class Taking(Shown):
    """What became of a step."""

    step: int
    name: Name
    items: Annotated[list[int], told("Items that are as they were", "Éléments redevenus ce qu’ils étaient")]
    columns: Annotated[list[str], told("Columns that changed there", "Colonnes qui y ont changé")]
    left: Annotated[list[LeftAsItIs], told("What others changed since", "Ce que d’autres ont modifié depuis")]
    job: Annotated[Job, told("Where it is about more than 2,000 items", "Au-delà de 2 000 éléments")] | None


class Chosen(Taken):
    step: Annotated[Id, told("Without it the last one", "Sans elle, la dernière")] | None = None


@reads("/boards/{board_id:int}/steps", Text("List what can be undone", "Lister ce qui peut être annulé"))
def listing(session: Session, actor: Actor, board_id: int) -> Steps:
    found = steps(session, actor, load_board(session, actor, board_id))
    return Steps(
        steps=[
            Step(
                id=step.id,
                name=name.say(actor.language),
                first_seq=step.first_seq,
                last_seq=step.last_seq,
                created_at=to_iso(step.created_at),
            )
            for step, name in found
        ]
    )


@creates("/boards/{board_id:int}/undoings", Text("Undo a step", "Annuler une étape"))
def undo(session: Session, actor: Actor, board_id: int, given: Chosen) -> Taking:
    return taken(actor, undo_step(session, actor, load_board(session, actor, board_id), given.step))


@creates("/boards/{board_id:int}/redoings", Text("Redo what was undone last", "Rétablir ce qui vient d’être annulé"))
def redo(session: Session, actor: Actor, board_id: int) -> Taking:
    return taken(actor, redo_step(session, actor, load_board(session, actor, board_id)))


def taken(actor: Actor, undone: StoredJob | Undone) -> Taking:
    if isinstance(undone, StoredJob):
        step, name = undone.settings["step"], undone.settings["name"][actor.language]
        return Taking(step=step, name=name, items=[], columns=[], left=[], job=shown_job(undone, actor))
    return Taking(
        step=undone.step_id,
        name=undone.name.say(actor.language),
        items=list(undone.items),
        columns=list(undone.columns),
        job=None,
        left=[LeftAsItIs(item=one.item_id, column=one.key, reason=one.say(actor.language)) for one in undone.left],
    )


routes = [listing, undo, redo]
