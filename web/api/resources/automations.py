"""Automations of a board: list, create, read, change, switch on and off, delete, and what they did."""

from typing import Annotated, Any

from msgspec import UNSET, UnsetType

from automations.places import places_for
from automations.sentences import plain_sentence
from engine.commands.automations import (
    change_automation,
    create_automation,
    delete_automation,
    enable_automation,
    pause_automation,
)
from engine.errors import Invalid, NotFound
from engine.models import Automation as StoredAutomation
from engine.models import Run as StoredRun
from engine.moment import to_iso
from engine.permissions import Actor
from engine.queries.automations import automation, automations_on
from engine.queries.boards import board as load_board
from engine.queries.boards import board_of_automation
from engine.queries.paging import encode_cursor
from engine.queries.runs import runs
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.text import Text
from web.api.routing import changes, creates, deletes, reads
from web.api.shapes import Moment, Paging, Shown, Taken, last_id, told

Rule = Annotated[
    dict[str, Any],
    told(
        '`{"trigger": {"type": …}, "condition": filter tree, "actions": [{"type": …}]}`',
        '`{"trigger": {"type": …}, "condition": filtre, "actions": [{"type": …}]}`',
        examples=[
            {
                "trigger": {"type": "column_changes", "columns": ["quantity"]},
                "condition": {"column": "quantity", "op": "lt", "value": {"column": "reorder_level"}},
                "actions": [{"type": "set_columns", "values": {"status": "low"}}],
            }
        ],
    ),
]
Enabled = Annotated[bool, told("Whether it acts", "Si elle agit")]


class Automation(Shown):
    id: int
    board: int
    rule: Rule
    sentence: Annotated[str, told("The rule as people read it", "La règle telle qu’on la lit")] | None
    enabled: Enabled
    paused_reason: str | None
    version: int
    owner: Annotated[int, told("The user whose rights it has", "L’utilisateur dont elle a les droits")]
    created_at: Moment

    def location(self) -> str | None:
        return f"/api/v1/automations/{self.id}"


class Automations(Shown):
    automations: list[Automation]


class NewAutomation(Taken):
    rule: Rule
    enabled: Enabled = True


class AutomationChange(Taken):
    """What is left out stays."""

    rule: Rule | UnsetType = UNSET
    enabled: Enabled | UnsetType = UNSET


class Run(Shown):
    id: int
    state: Annotated[
        str,
        told(
            "`done`, `skipped`, `failed`, `delayed`, `blocked`, `cancelled`",
            "`done`, `skipped`, `failed`, `delayed`, `blocked`, `cancelled`",
        ),
    ]
    item: int | None
    event: int
    rule_version: int
    reason: Annotated[dict[str, Any], told("Why it did not, or failed", "Pourquoi rien, ou l’échec")] | None
    effects: Annotated[list[Any], told("What it did", "Ce qu’elle a fait")]
    attempts: int
    next_at: Moment | None
    milliseconds: int
    created_at: Moment


class Runs(Shown):
    runs: list[Run]
    cursor: str | None


@reads(
    "/boards/{board_id:int}/automations", Text("List a board’s automations", "Lister les automatisations d’un tableau")
)
def listing(session: Session, actor: Actor, board_id: int) -> Automations:
    board = load_board(session, actor, board_id)
    found = automations_on(session, board)
    return Automations(automations=[shown_automation(session, actor, board, one) for one in found])


@creates("/boards/{board_id:int}/automations", Text("Create an automation", "Créer une automatisation"))
def create(session: Session, actor: Actor, board_id: int, given: NewAutomation) -> Automation:
    board = load_board(session, actor, board_id)
    made = create_automation(session, actor, board, given.rule, enabled=given.enabled)
    return shown_automation(session, actor, board, made)


@reads("/automations/{automation_id:int}", Text("Read an automation", "Lire une automatisation"))
def read(session: Session, actor: Actor, automation_id: int) -> Automation:
    board = board_of_automation(session, actor, automation_id)
    return shown_automation(session, actor, board, automation(session, board, automation_id))


@changes(
    "/automations/{automation_id:int}",
    Text("Change an automation, or switch it on or off", "Modifier une automatisation, ou l’activer ou la suspendre"),
)
def change(session: Session, actor: Actor, automation_id: int, given: AutomationChange) -> Automation:
    board = board_of_automation(session, actor, automation_id)
    if given.rule is not UNSET:
        change_automation(session, actor, board, automation_id, given.rule)
    if given.enabled is not UNSET:
        switch = enable_automation if given.enabled else pause_automation
        switch(session, actor, board, automation_id)
    return shown_automation(session, actor, board, automation(session, board, automation_id))


@deletes("/automations/{automation_id:int}", Text("Delete an automation", "Supprimer une automatisation"))
def remove(session: Session, actor: Actor, automation_id: int) -> None:
    delete_automation(session, actor, board_of_automation(session, actor, automation_id), automation_id)


@reads(
    "/automations/{automation_id:int}/runs", Text("Read what an automation did", "Lire ce qu’une automatisation a fait")
)
def run_log(session: Session, actor: Actor, automation_id: int, asked: Paging) -> Runs:
    automation(session, board_of_automation(session, actor, automation_id), automation_id)
    before = last_id(asked.cursor) if asked.cursor else None
    found = runs(session, automation_id, limit=asked.limit + 1, before=before)
    shown = [shown_run(one) for one in found[: asked.limit]]
    return Runs(runs=shown, cursor=encode_cursor([shown[-1].id]) if len(found) > asked.limit else None)


def shown_automation(session: Session, actor: Actor, board: CompiledBoard, one: StoredAutomation) -> Automation:
    return Automation(
        id=one.id,
        board=one.board_id,
        rule=one.rule,
        sentence=sentence_of(session, actor, board, one),
        enabled=one.enabled,
        paused_reason=one.paused_reason,
        version=one.version,
        owner=one.owner_id,
        created_at=to_iso(one.created_at),
    )


def sentence_of(session: Session, actor: Actor, board: CompiledBoard, one: StoredAutomation) -> str | None:
    """None for a rule that names what is no longer there."""
    try:
        return plain_sentence(one.rule, board, places_for(session, actor, one.owner_id), actor.language)
    except (Invalid, NotFound):
        return None


def shown_run(one: StoredRun) -> Run:
    return Run(
        id=one.id,
        state=one.state,
        item=one.item_id,
        event=one.event_id,
        rule_version=one.rule_version,
        reason=one.reason,
        effects=one.effects,
        attempts=one.attempts,
        next_at=to_iso(one.next_at) if one.next_at else None,
        milliseconds=one.milliseconds,
        created_at=to_iso(one.created_at),
    )


routes = [listing, create, read, change, remove, run_log]
