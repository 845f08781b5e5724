"""One rule meets one event and item: what comes of it, written to the run log in the same transaction."""

import logging
import time
from dataclasses import dataclass, field
from typing import Any

from automations.action import Effect, Site, in_both
from automations.actions import actions
from automations.clock import retry_in
from automations.evaluation import Scene, first_false, happening_of, matched, reason_of, scene_of
from automations.pausing import count_dead_run
from automations.triggers import triggers
from engine.commands.automations import forget_failures
from engine.commands.runs import begin_run, end_run, repeat_run
from engine.errors import EngineError, Forbidden, InvalidMany, NotFound
from engine.models import Run
from engine.permissions import Cause
from engine.queries.automations import RuleInForce, rule_of_run
from engine.queries.runs import Happened, RunState, chain_of, delay_of, event_by_id
from engine.session import Session
from engine.text import LANGUAGES, Text
from engine.trouble import is_passing

log = logging.getLogger(__name__)

OWNER_LEFT = Text(
    "The rule’s owner is no longer a member of this workspace. Save the rule again to take it over.",
    "Le propriétaire de la règle n’est plus membre de cet espace. Enregistrez de nouveau la règle pour la reprendre.",
)
TOO_DEEP = Text(
    "Stopped: rules had set off one another {depth} times in a row.",
    "Arrêtée : des règles s’étaient déclenchées l’une l’autre {depth} fois de suite.",
)
CIRCLE = Text(
    "Stopped: this rule had already acted on this item in the same chain of rules.",
    "Arrêtée : cette règle avait déjà agi sur cet élément dans la même chaîne de règles.",
)
DELAYED = Text(
    "Waits: the rule ran {count} times within a minute.",
    "En attente : la règle s’est exécutée {count} fois en une minute.",
)
BROKEN = Text(
    "Something went wrong in Rouage itself: {error}.", "Une erreur s’est produite dans Rouage même : {error}."
)
NO_LONGER = Text(
    "Meanwhile the item was deleted, or the trigger no longer applies.",
    "Entre-temps, l’élément a été supprimé, ou le déclencheur ne s’applique plus.",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far rules may run: links in a chain, runs of a rule in a minute, dead runs in a row before it is paused."""

    depth: int = 10
    runs_per_minute: int = 600
    dead_runs: int = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `dead`: it counts among the failures in a row. `again`: seconds until another try."""

    state: RunState
    reason: dict[str, Any] | None = None
    effects: list[dict[str, str]] = field(default_factory=list)
    dead: bool = False
    again: float | None = None


def meet(session: Session, board_id: int, rule: RuleInForce, event: Happened, item_id: int, limits: Limits) -> bool:
    """Evaluate and carry out; False when the trigger did not fire, and nothing was written."""
    started, happening = time.perf_counter(), happening_of(event, item_id)
    trigger = triggers.get(rule.rule["trigger"]["type"])
    if trigger is None or happening.kind not in trigger.listens_to:
        return False
    scene = look(session, board_id, rule, event, item_id)
    if scene is None:
        return False
    line = {
        "automation_id": rule.automation_id,
        "rule_version": rule.version,
        "board_id": board_id,
        "event_id": event.id,
        "item_id": item_id,
    }
    run_id = begin_run(session, line)
    if run_id is not None:
        outcome = scene if isinstance(scene, Outcome) else act(session, rule, event, scene, run_id, limits)
        conclude(session, board_id, rule, (run_id, 1), outcome, started, limits)
    return True


def repeat(session: Session, run: Run, limits: Limits) -> None:
    """Try a run again that failed or was delayed, by the version of its rule and the state of its item at the event."""
    started, event = time.perf_counter(), event_by_id(session, run.event_id)
    rule = rule_of_run(session, run.automation_id, run.rule_version)
    if rule is None:
        end_run(session, run.id, RunState.CANCELLED)
        return
    run_id, board_id, delayed, attempts = run.id, run.board_id, run.state == RunState.DELAYED, run.attempts
    if not delayed:
        attempts = repeat_run(session, run_id)
    scene = look(session, board_id, rule, event, run.item_id)
    if isinstance(scene, Scene):
        outcome = act(session, rule, event, scene, run_id, limits, delayed=delayed)
    else:
        outcome = scene or Outcome(RunState.SKIPPED, said("gone", NO_LONGER))
    conclude(session, board_id, rule, (run_id, attempts), outcome, started, limits)


def look(session: Session, board_id: int, rule: RuleInForce, event: Happened, item_id: int) -> Scene | Outcome | None:
    """The scene when the trigger fires; None when it does not, or the item is gone; a failure when that cannot be told."""
    actor = rule.actor(Cause(event.id, event.depth + 1))
    try:
        with session.begin_nested():
            scene = scene_of(session, actor, board_id, event, happening_of(event, item_id))
            return scene if matched(scene, rule.rule["trigger"]) else None
    except NotFound:
        return None
    except Exception as error:  # noqa: BLE001 - whatever a rule runs into is its own failure, never the board's
        return failure(error)


def act(
    session: Session,
    rule: RuleInForce,
    event: Happened,
    scene: Scene,
    run_id: int,
    limits: Limits,
    *,
    delayed: bool = False,
) -> Outcome:
    """Condition, guards, effects. What fails takes all its effects back and nothing else."""
    try:
        with session.begin_nested():
            if found := first_false(scene.after, rule.rule.get("condition")):
                return Outcome(RunState.SKIPPED, reason_of(scene, *found))
            stop = guard(session, rule, event, scene, limits) or (None if delayed else brake(session, rule, limits))
            return stop or Outcome(RunState.DONE, effects=carried_out(session, rule, scene, run_id))
    except Forbidden as error:
        return Outcome(RunState.BLOCKED, refused(error), dead=True)
    except Exception as error:  # noqa: BLE001 - whatever a rule runs into is its own failure, never the board's
        return failure(error)


def guard(session: Session, rule: RuleInForce, event: Happened, scene: Scene, limits: Limits) -> Outcome | None:
    """Nobody to act for, or a chain of rules that has to end."""
    if rule.role_now is None:
        return Outcome(RunState.BLOCKED, said("owner", OWNER_LEFT), dead=True)
    if event.depth >= limits.depth:
        return Outcome(RunState.BLOCKED, said("depth", TOO_DEEP, depth=limits.depth))
    if event.depth and (rule.automation_id, scene.after.item_id) in chain_of(session, event):
        return Outcome(RunState.BLOCKED, said("circle", CIRCLE))
    return None


def brake(session: Session, rule: RuleInForce, limits: Limits) -> Outcome | None:
    wait = delay_of(session, rule.automation_id, limits.runs_per_minute)
    return (
        None
        if wait is None
        else Outcome(RunState.DELAYED, said("rate", DELAYED, count=limits.runs_per_minute), again=wait)
    )


def carried_out(session: Session, rule: RuleInForce, scene: Scene, run_id: int) -> list[dict[str, str]]:
    """Apply the effects in their order; what each did, in both languages."""
    site, told = Site(session, scene.actor, scene.places, scene.subject, run_id), []
    for effect in planned(scene, rule):
        effect.apply(site)
        told.append(in_both(effect, scene.places))
    return told


def planned(scene: Scene, rule: RuleInForce) -> list[Effect]:
    """Everything that the rule would do; the same for a run, a simulation and an explanation."""
    plans = [
        actions[settings["type"]].plan(scene.happening, scene.subject, settings, scene.places.context)
        for settings in rule.rule["actions"]
    ]
    return [effect for plan in plans for effect in plan]


def failure(error: Exception) -> Outcome:
    """An error becomes a failed run; only trouble of the database itself, which passes, undoes the whole transaction."""
    if is_passing(error):
        raise error
    if isinstance(error, EngineError):
        return Outcome(RunState.FAILED, refused(error))
    log.error("a rule failed", exc_info=error)
    return Outcome(RunState.FAILED, said("broken", BROKEN, error=type(error).__name__))


def refused(error: EngineError) -> dict[str, Any]:
    errors = error.errors if isinstance(error, InvalidMany) else [error]
    return {
        "code": error.code,
        "field": errors[0].field,
        **{language: " ".join(one.say(language) for one in errors) for language in LANGUAGES},
    }


def said(code: str, text: Text, **params: object) -> dict[str, Any]:
    return {"code": code, **{language: text.say(language, **params) for language in LANGUAGES}}


def conclude(
    session: Session,
    board_id: int,
    rule: RuleInForce,
    run: tuple[int, int],
    outcome: Outcome,
    started: float,
    limits: Limits,
) -> None:
    """Write the outcome of the run (its id, its attempts); a rule whose runs keep dying is paused."""
    run_id, attempts = run
    again = retry_in(attempts) if outcome.state == RunState.FAILED else outcome.again
    milliseconds = round((time.perf_counter() - started) * 1000)
    end_run(
        session,
        run_id,
        outcome.state,
        reason=outcome.reason,
        effects=outcome.effects,
        milliseconds=milliseconds,
        retry_in=again,
    )
    if outcome.state == RunState.DONE and rule.failures:
        forget_failures(session, rule.automation_id)
    elif outcome.dead or (outcome.state == RunState.FAILED and again is None):
        count_dead_run(session, board_id, rule, limits.dead_runs)
