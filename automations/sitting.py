"""What the events of one transaction share, so that it is asked for once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from automations.outcome import Limits
from automations.places import places_of_rule
from automations.slot import Places
from engine.queries.automations import RuleInForce
from engine.queries.runs import delay_of
from engine.session import Session
from engine.trouble import is_passing

AHEAD = 20
"""Runs for which it is asked at once whether a rule may go on."""


class CarelessError(Exception):
    """A rule failed in a sitting that has no savepoints: all of it has to be taken back and done again with them."""


@dataclass
class Sitting:
    """One transaction of a worker at one board: nobody else lets its rules run meanwhile.

    Few rules fail, and a savepoint costs as much as an effect: only a `careful` sitting has them.
    """

    session: Session
    board_id: int
    limits: Limits
    careful: bool = False
    seen: dict[tuple[int, int], Places] = field(default_factory=dict)
    free: dict[int, int] = field(default_factory=dict)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails in it is taken back."""
        if self.careful:
            with self.session.begin_nested():
                yield
            return
        try:
            yield
        except Exception as error:
            if is_passing(error):
                raise
            raise CarelessError from error

    def places_of(self, rule: RuleInForce) -> Places:
        """As the rule's owner may see them now."""
        key = rule.automation_id, rule.version
        if key not in self.seen:
            self.seen[key] = places_of_rule(self.session, rule.actor())
        return self.seen[key]

    def delay_of(self, rule: RuleInForce) -> float | None:
        """Seconds that the rule's next run has to wait; None when it need not."""
        free, per_minute = self.free.get(rule.automation_id, 0), self.limits.runs_per_minute
        if not free and per_minute > AHEAD:
            wait = delay_of(self.session, rule.automation_id, per_minute, AHEAD)
            free = AHEAD if wait is None else 0
        self.free[rule.automation_id] = max(0, free - 1)
        return None if free else delay_of(self.session, rule.automation_id, per_minute)
