"""The runner: reads a board's events in order and carries out its rules, each event with all its effects in one transaction."""

import random
import time
from collections.abc import Callable, Sequence
from enum import Enum
from itertools import islice, takewhile
from uuid import uuid4

from automations.evaluation import concerns, happening_of
from automations.execution import Met, meet, repeat
from automations.outcome import Limits
from automations.sitting import CarelessError, Sitting
from engine.commands.runs import hold_board, hold_items, leave_board
from engine.db import Database
from engine.events import EventKind
from engine.outbox import touched
from engine.queries.automations import RuleInForce, rules_in_force
from engine.queries.runs import Happened, board_seq, due_run, events_behind, imported_items
from engine.queries.waiting import board_waits
from engine.session import Session
from engine.trouble import is_passing

QUIET_EVENTS = 100
"""Events that set off nothing are read on in one transaction, up to so many."""
AT_A_TIME = 0.03
"""Seconds for which one transaction goes on to the next event: what it costs by itself is shared."""
HELD_ITEMS = 20
"""At most so many items are held by one transaction on PostgreSQL."""
BREATH = 0.005
"""Seconds between two such transactions: whoever waits to write on SQLite looks only now and then whether they may."""
IMPORTED_ITEMS = 50
"""Items of an import are met so many to a transaction: others want to write as well."""
TRIES = 3
STANDARD = Limits()


class Step(Enum):
    """What one transaction came to: more events wait, none does, or another worker has the board."""

    MORE = "more"
    LAST = "last"
    HELD = "held"


def never() -> bool:
    return False


def drain(db: Database, board_id: int, limits: Limits = STANDARD, stopping: Callable[[], bool] = never) -> None:
    """Do all that waits on the board; nothing when another worker is at it. Ends early, between two events, when stopping."""
    Reader(db, board_id, limits).drain(stopping)


class Reader:
    """One worker at one board; `careful` once a rule has failed. `met` is the last item it met of an import in several transactions.

    A reader that dies forgets `met`: the next one meets the import's first items again, and `begin_run` knows them.
    """

    def __init__(self, db: Database, board_id: int, limits: Limits) -> None:
        self.db, self.board_id, self.limits = db, board_id, limits
        self.name, self.met, self.careful = uuid4().hex, 0, False
        self.ahead: list[Happened] = []

    def drain(self, stopping: Callable[[], bool]) -> None:
        """Looks again after the last step: a bell that rang meanwhile, and found the board held, is not lost."""
        while self.waits():
            step = Step.MORE
            while step is Step.MORE and not stopping():
                step = self.patiently()
                if step is Step.MORE and self.db.is_sqlite:
                    time.sleep(BREATH)
            if step is Step.MORE:
                self.release()
            if step is not Step.LAST:
                return

    def waits(self) -> bool:
        with self.db.read() as session:
            return board_waits(session, self.board_id)

    def release(self) -> None:
        """Leave the rest to another worker, who need not wait until the lease ends."""
        with self.db.write() as session:
            seq = hold_board(session, self.board_id, self.name)
            if seq is not None:
                leave_board(session, self.board_id, seq, more=False)

    def patiently(self) -> Step:
        """A step; after a deadlock, or when the database is busy, another one at once. The next tick comes back to the rest."""
        for left in reversed(range(TRIES)):
            try:
                return self.step()
            except CarelessError:
                self.careful = True
                return self.patiently()
            except Exception as error:
                if not left or not is_passing(error):
                    raise
                time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - jitter, not a secret
        return Step.HELD

    def step(self) -> Step:
        """One transaction: a due run, or the next events with all their effects, and the cursor."""
        with self.db.write() as session:
            seq = hold_board(session, self.board_id, self.name)
            if seq is None:
                return Step.HELD
            rules, met = rules_in_force(session, self.board_id, seq), self.met
            sitting = Sitting(session, self.board_id, self.limits, self.careful)
            if run := due_run(session, self.board_id):
                repeat(sitting, run)
            else:
                seq, met = self.read_on(sitting, seq, rules)
            more = bool(rules) and self.goes_on(session, seq)
            leave_board(session, self.board_id, seq, more=more)
        self.met = met
        return Step.MORE if more else Step.LAST

    def read_on(self, sitting: Sitting, seq: int, rules: Sequence[RuleInForce]) -> tuple[int, int]:
        """Read on for a while; the seq of the last event that is finished, and the last item met of the next.

        What reaches another board ends it: the locks of two boards are not held any longer than they must be.
        """
        session = sitting.session
        if not rules:
            return board_seq(session, self.board_id), 0
        seq = max(seq, min(rule.since_seq for rule in rules))
        end = time.monotonic() + AT_A_TIME
        for event in self.held(session, self.next_events(session, seq), rules):
            items = self.items_of(session, event)
            met = self.meet_all(sitting, event, items, rules)
            if len(items) == IMPORTED_ITEMS:
                return seq, items[-1]
            seq = event.seq
            late = met is Met.WELL and time.monotonic() >= end
            if late or met is Met.BADLY or touched(session) - {self.board_id}:
                break
        return seq, 0

    def held(self, session: Session, events: Sequence[Happened], rules: Sequence[RuleInForce]) -> Sequence[Happened]:
        """Those of the events that one transaction can take on, the first of them in any case.

        Whoever writes holds items first and then their board. The first effect holds the board; to wait for another item
        then, while its writer waits for the board, would be a deadlock. So all items are held before, and none is waited
        for but the first: what somebody else is at is for the next transaction. SQLite has one writer at a time.
        """
        if self.db.is_sqlite or not events:
            return events
        concerned = (event.item_id for event in events if event.item_id and sets_off(event, rules))
        wanted = list(dict.fromkeys(islice(concerned, HELD_ITEMS)))
        hold_items(session, self.board_id, wanted[:1])
        mine = hold_items(session, self.board_id, wanted, free=True) if wanted[1:] else set(wanted)
        return [events[0], *takewhile(lambda event: event.item_id in mine or not sets_off(event, rules), events[1:])]

    def goes_on(self, session: Session, seq: int) -> bool:
        """Whether there are events behind this one."""
        return any(event.seq > seq for event in self.ahead[-1:]) or board_seq(session, self.board_id) > seq

    def next_events(self, session: Session, seq: int) -> Sequence[Happened]:
        """Events never change, so that those read ahead serve several transactions."""
        self.ahead = [event for event in self.ahead if event.seq > seq]
        self.ahead = self.ahead or events_behind(session, self.board_id, seq, QUIET_EVENTS)
        return self.ahead

    def items_of(self, session: Session, event: Happened) -> list[int]:
        """The item, or the next items of an import for which rules were asked to run."""
        if event.kind == EventKind.ITEMS_IMPORTED and event.payload["run_rules"]:
            first = max(event.payload["first"], self.met + 1)
            return imported_items(session, self.board_id, first, event.payload["last"], IMPORTED_ITEMS)
        return [event.item_id] if event.item_id else []

    def meet_all(self, sitting: Sitting, event: Happened, items: Sequence[int], rules: Sequence[RuleInForce]) -> Met:
        covering, met = [rule for rule in rules if rule.covers(event.seq)], Met.NOTHING
        for item_id in items:
            for rule in covering:
                met = max(met, meet(sitting, rule, event, item_id))
        return met


def sets_off(event: Happened, rules: Sequence[RuleInForce]) -> bool:
    """Whether one of the rules has to look at the event."""
    happening = happening_of(event, event.item_id or 0)
    return any(rule.covers(event.seq) and concerns(rule.rule["trigger"], happening) for rule in rules)
