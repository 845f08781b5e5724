"""Automations of a board: the list of its rules, a rule with its run log, switching on and off, deleting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Response, delete, get, post
from litestar.params import FromPath, FromQuery

from automations.pausing import REASONS
from automations.places import places_for
from automations.recipes import suggestions
from automations.sentences import sentence
from automations.slot import Part
from engine.commands.automations import delete_automation, enable_automation, pause_automation
from engine.errors import Invalid
from engine.models import Automation
from engine.queries.automations import automation, automations_on
from engine.queries.run_log import Tally, run_log, state_counts, tallies
from engine.queries.runs import RunState
from engine.text import Text
from web.opening import Opened, reading, writing
from web.pages import render, toast
from web.policy import Policy
from web.request import Page, QueryNumber, go, language
from web.rule_editor import draw_rule
from web.rule_form import Desk

DELETED = Text("The automation is deleted; its log stays.", "L’automatisation est supprimée ; son journal reste.")
UNREADABLE = Text("A rule that can no longer be read", "Une règle qui n’est plus lisible")
STATES: dict[RunState, tuple[str, Text]] = {
    RunState.DONE: ("green", Text("Done", "Réussie")),
    RunState.SKIPPED: ("amber", Text("Skipped", "Ignorée")),
    RunState.FAILED: ("red", Text("Failed", "Échec")),
    RunState.BLOCKED: ("violet", Text("Blocked", "Bloquée")),
    RunState.DELAYED: ("blue", Text("Waiting", "En attente")),
    RunState.CANCELLED: ("slate", Text("Cancelled", "Annulée")),
}
"""Colour of its dot, what a run in it is called."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in the list."""

    automation: Automation
    parts: list[Part]
    paused: str
    tally: Tally


@get("/b/{board_id:int}/automations", policy=Policy.MEMBER, sync_to_thread=True)
def automations_page(request: Page, board_id: FromPath[int]) -> Response[str]:
    with reading(request, board_id) as at:
        counted = tallies(at.session, at.board)
        rules = [rule_line(at, one, counted.get(one.id)) for one in automations_on(at.session, at.board)]
        ideas = [] if rules else suggested(at)
        return render(request, "automations/index.html", board=at.board, rules=rules, ideas=ideas, states=STATES)


@get("/b/{board_id:int}/automations/{automation_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def rule_page(
    request: Page, board_id: FromPath[int], automation_id: FromPath[int], outcome: FromQuery[str] = ""
) -> Response[str]:
    with reading(request, board_id) as at:
        found = automation(at.session, at.board, automation_id)
        desk = Desk(at.board, places_for(at.session, at.actor))
        owner = at.context.people.get(found.owner_id)
        return render(
            request,
            "automations/rule.html",
            **logged(at, found, outcome),
            line=rule_line(at, found),
            editor=draw_rule(dict(found.rule), desk, strict=True),
            owner=owner.name if owner else "",
            is_own=found.owner_id == at.actor.user_id,
        )


@get("/boards/{board_id:int}/automations/{automation_id:int}/runs", policy=Policy.MEMBER, sync_to_thread=True)
def runs(
    request: Page, board_id: FromPath[int], automation_id: FromPath[int], outcome: FromQuery[str] = ""
) -> Response[str]:
    """The log alone, drawn again while somebody watches it."""
    with reading(request, board_id) as at:
        return render(
            request, "automations/_log.html", **logged(at, automation(at.session, at.board, automation_id), outcome)
        )


@post("/boards/{board_id:int}/automations/{automation_id:int}/enabling", policy=Policy.MEMBER, sync_to_thread=True)
def enable(request: Page, board_id: FromPath[int], automation_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        line = rule_line(at, enable_automation(*at.all, automation_id))
        return render(request, "automations/_status.html", board=at.board, line=line)


@delete(
    "/boards/{board_id:int}/automations/{automation_id:int}/enabling",
    policy=Policy.MEMBER,
    sync_to_thread=True,
    status_code=200,
)
def pause(request: Page, board_id: FromPath[int], automation_id: FromPath[int]) -> Response[str]:
    with writing(request, board_id) as at:
        line = rule_line(at, pause_automation(*at.all, automation_id))
        return render(request, "automations/_status.html", board=at.board, line=line)


@delete(
    "/boards/{board_id:int}/automations/{automation_id:int}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200
)
def remove(
    request: Page, board_id: FromPath[int], automation_id: FromPath[int], leave: QueryNumber = 0
) -> Response[Any]:
    """`leave=1`: from the rule's own page, which ends with it."""
    with writing(request, board_id) as at:
        delete_automation(*at.all, automation_id)
    if leave:
        return go(request, f"/b/{board_id}/automations")
    return Response("", headers=toast(DELETED.say(language(request))), media_type="text/html")


def rule_line(at: Opened, one: Automation, tally: Tally | None = None) -> RuleLine:
    """A reason that is no key of Rouage's own is somebody's words."""
    reason = one.paused_reason or ""
    paused = REASONS[reason].say(at.context.language) if reason in REASONS else reason
    return RuleLine(one, told(at, dict(one.rule), one.owner_id), paused, tally or Tally())


def told(at: Opened, rule: dict[str, Any], owner_id: int) -> list[Part]:
    """The rule as a sentence, where its plug-ins are still there."""
    try:
        return sentence(rule, at.board, places_for(at.session, at.actor, owner_id), at.context.language)
    except Invalid:
        return [Part(UNREADABLE.say(at.context.language))]


def suggested(at: Opened) -> list[list[Part]]:
    ideas = suggestions(at.board, places_for(at.session, at.actor))
    return [told(at, dict(rule), at.actor.user_id) for rule in ideas]


def logged(at: Opened, found: Automation, outcome: str) -> dict[str, Any]:
    """What `automations/_log.html` asks for."""
    chosen = next((one for one in RunState if one == outcome), None)
    lines = run_log(at.session, at.board, found.id, state=chosen)
    counts = state_counts(at.session, found.id)
    return {"board": at.board, "automation": found, "runs": lines, "chosen": chosen, "counts": counts, "states": STATES}


routes = [automations_page, rule_page, runs, enable, pause, remove]
