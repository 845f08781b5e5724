"""One rule meets one event and item: what comes of it, written to the run log in the same transaction."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

from automations.action import Effect, Site, in_both
from automations.actions import actions
from automations.clock import retry_in
from automations.evaluation import Scene, concerns, first_false, happening_of, matched, reason_of, scene_of
from automations.outcome import (
    CIRCLE,
    DELAYED,
    NO_LONGER,
    NOT_SHARED,
    OWNER_LEFT,
    TOO_DEEP,
    Limits,
    Outcome,
    failure,
    refused,
    said,
)
from automations.pausing import count_dead_run
from automations.places import NoBoard
from automations.sitting import CarelessError, Sitting
from automations.slot import Rule
from automations.trigger import Happening
from engine.commands.automations import forget_failures
from engine.commands.runs import RunResult, end_run, enter_run, repeat_run
from engine.errors import Forbidden, Locked, NotFound
from engine.events import EventKind
from engine.models import Run
from engine.permissions import Role
from engine.queries.automations import RuleInForce, rule_of_run
from engine.queries.boards import boards_by_id
from engine.queries.runs import Happened, RunState, chain_of, event_by_id, was_met
from engine.session import Session

GONE_WELL = (RunState.DONE, RunState.SKIPPED)


class Met(IntEnum):
    """What came of a rule and an event: NOTHING was written, all is WELL, or what stands of the rule may have changed."""

    NOTHING = 0
    WELL = 1
    BADLY = 2


@dataclass
class Encounter:
    """A rule, an event and an item of it. `run_id` is None until the encounter stands in the log.

    `repeats`: the run stood there before, having failed or been delayed.
    """

    sitting: Sitting
    rule: RuleInForce
    event: Happened
    item_id: int
    run_id: int | None = None
    repeats: bool = False
    attempts: int = 1
    delayed: bool = False
    started: float = field(default_factory=time.perf_counter)

    @property
    def session(self) -> Session:
        return self.sitting.session

    @property
    def board_id(self) -> int:
        return self.sitting.board_id

    @property
    def limits(self) -> Limits:
        return self.sitting.limits

    @property
    def happening(self) -> Happening:
        return happening_of(self.event, self.item_id)

    @property
    def line(self) -> Mapping[str, Any]:
        rule = {"automation_id": self.rule.automation_id, "rule_version": self.rule.version}
        return {**rule, "board_id": self.board_id, "event_id": self.event.id, "item_id": self.item_id}

    def enter(self) -> int:
        """The run's id, for effects that refer to it."""
        if self.run_id is None:
            self.run_id = enter_run(self.session, self.line, RunResult(RunState.DONE))
        return self.run_id

    def taken_back(self) -> None:
        """What was written since the encounter began is not there any more."""
        self.run_id = self.run_id if self.repeats else None

    def write(self, result: RunResult) -> None:
        if self.run_id is None:
            self.run_id = enter_run(self.session, self.line, result)
        else:
            end_run(self.session, self.run_id, result)


def meet(sitting: Sitting, rule: RuleInForce, event: Happened, item_id: int) -> Met:
    """Evaluate and carry out."""
    encounter = Encounter(sitting, rule, event, item_id)
    if not concerns(rule.rule["trigger"], encounter.happening):
        return Met.NOTHING
    if event.kind == EventKind.ITEMS_IMPORTED and was_met(sitting.session, rule.automation_id, event.id, item_id):
        return Met.WELL
    outcome = outcome_of(encounter)
    if outcome is None:
        return Met.NOTHING
    conclude(encounter, outcome)
    return Met.WELL if outcome.state in GONE_WELL else Met.BADLY


def repeat(sitting: Sitting, run: Run) -> None:
    """Try a run again that failed or was delayed, by the version of its rule and the state of its item at the event."""
    session = sitting.session
    event, rule = event_by_id(session, run.event_id), rule_of_run(session, run.automation_id, run.rule_version)
    if rule is None:
        end_run(session, run.id, RunResult(RunState.CANCELLED))
        return
    encounter = Encounter(sitting, rule, event, run.item_id, run.id, repeats=True)
    encounter.delayed = run.state == RunState.DELAYED
    encounter.attempts = run.attempts if encounter.delayed else repeat_run(session, run.id)
    conclude(encounter, outcome_of(encounter) or Outcome(RunState.SKIPPED, said("gone", NO_LONGER)))


def outcome_of(encounter: Encounter) -> Outcome | None:
    """None when the trigger did not fire, or the item is gone. What fails takes all its effects back, and nothing else."""
    try:
        with encounter.sitting.savepoint():
            return attempt(encounter)
    except CarelessError:
        raise
    except (Forbidden, Locked) as error:
        outcome = Outcome(RunState.BLOCKED, refused(error), dead=True)
    except NoBoard:
        outcome = Outcome(RunState.BLOCKED, said("board", NOT_SHARED), dead=True)
    except Exception as error:  # noqa: BLE001 - whatever a rule runs into is its own failure, never the board's
        outcome = failure(error)
    encounter.taken_back()
    return outcome


def attempt(encounter: Encounter) -> Outcome | None:
    """Trigger, condition, guards, effects."""
    rule, event = encounter.rule, encounter.event
    try:
        scene = scene_of(encounter.sitting, rule, event, encounter.happening)
    except NoBoard:
        return shut_out(encounter)
    except NotFound:
        return None
    if not matched(scene, rule.rule["trigger"]):
        return None
    if found := first_false(scene.after, rule.rule.get("condition")):
        return Outcome(RunState.SKIPPED, reason_of(scene, *found))
    return guard(encounter) or brake(encounter) or Outcome(RunState.DONE, effects=carried_out(encounter, scene))


def shut_out(encounter: Encounter) -> Outcome | None:
    """The owner may not see the rule's own board; None when it is deleted, and nobody does."""
    house = replace(encounter.rule.actor(), role=Role.OWNER)
    if encounter.board_id not in boards_by_id(encounter.session, house, [encounter.board_id]):
        return None
    return guard(encounter) or Outcome(RunState.BLOCKED, said("board", NOT_SHARED), dead=True)


def guard(encounter: Encounter) -> Outcome | None:
    """Nobody to act for, or a chain of rules that has to end."""
    event, rule, depth = encounter.event, encounter.rule, encounter.limits.depth
    if rule.role_now is None:
        return Outcome(RunState.BLOCKED, said("owner", OWNER_LEFT), dead=True)
    if event.depth >= depth:
        return Outcome(RunState.BLOCKED, said("depth", TOO_DEEP, depth=depth))
    if event.depth and (rule.automation_id, encounter.item_id) in chain_of(encounter.session, event):
        return Outcome(RunState.BLOCKED, said("circle", CIRCLE))
    return None


def brake(encounter: Encounter) -> Outcome | None:
    """A rule that runs too often waits; one that has waited goes."""
    per_minute = encounter.limits.runs_per_minute
    wait = None if encounter.delayed else encounter.sitting.delay_of(encounter.rule)
    return None if wait is None else Outcome(RunState.DELAYED, said("rate", DELAYED, count=per_minute), again=wait)


def carried_out(encounter: Encounter, scene: Scene) -> list[dict[str, str]]:
    """Apply the effects in their order; what each did, in both languages."""
    site, told = Site(encounter.session, scene.actor, scene.places, scene.subject, encounter.enter), []
    for effect in planned(scene, encounter.rule.rule):
        effect.apply(site)
        told.append(in_both(effect, scene.places))
    return told


def planned(scene: Scene, rule: Rule) -> list[Effect]:
    """Everything that the rule would do; the same for a run, a simulation and an explanation."""
    plans = [
        actions[settings["type"]].plan(scene.happening, scene.subject, settings, scene.places.context)
        for settings in rule["actions"]
    ]
    return [effect for plan in plans for effect in plan]


def conclude(encounter: Encounter, outcome: Outcome) -> None:
    """Write the outcome to the log; a rule whose runs keep dying is paused."""
    again = retry_in(encounter.attempts) if outcome.state == RunState.FAILED else outcome.again
    milliseconds = round((time.perf_counter() - encounter.started) * 1000)
    encounter.write(RunResult(outcome.state, outcome.reason, outcome.effects, milliseconds, again))
    if outcome.state == RunState.DONE and encounter.rule.failures:
        forget_failures(encounter.session, encounter.rule.automation_id)
    elif outcome.dead or (outcome.state == RunState.FAILED and again is None):
        count_dead_run(encounter.session, encounter.board_id, encounter.rule, encounter.limits.dead_runs)
