"""The kill storm: somebody edits, a rule counts each edit, and web and workers die meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from engine import audit
from engine.errors import Unavailable
from web.servers import free_port
from web.storms.broken import check_same
from web.storms.editor import Editor
from web.storms.ground import Ground, Installation
from web.storms.mishaps import Trouble, Victim, moments, rage
from web.storms.office import Office, open_office

ITEMS = 20


@dataclass
class Work:
    """What is being done while the storm rages, and how far it is."""

    office: Office
    rule: int
    items: list[int]
    edits: list[tuple[int, int]]
    editor: Editor
    seen: int = 0

    def acknowledged(self) -> int:
        """Edits that the server has answered for."""
        return self.editor.acknowledged

    def runs(self) -> int:
        """Runs of the rule that are done, as last seen while the database does not answer."""
        with suppress(Unavailable), self.office.here.database.read() as session:
            self.seen = audit.run_states(session)["done"]
        return self.seen


Others = Callable[[Work], Sequence[Trouble]]


def kill_storm(
    ground: Ground, here: Installation, *, edits: int, kills: int, workers: int, others: Others = lambda _: ()
) -> Mapping[str, object]:
    """Every edit that was answered for is stored once, and has had its effect exactly once."""
    port = free_port()
    work = begin(ground, here, f"http://127.0.0.1:{port}", edits)
    web = Victim(lambda: here.web(port), work.acknowledged, edits, moments(ground.random, kills, edits))
    hands = [
        Victim(here.worker, work.runs, edits, moments(ground.random, share, edits)) for share in shares(kills, workers)
    ]
    work.editor.start()
    rage([web, *hands, *others(work)], ground.random, ground.patience)
    killed = sum(hand.killed for hand in hands)
    check_same((killed, web.killed), (kills, kills), "kills of workers and web")
    check_work(work)
    return {"edits": edits, "worker kills": killed, "web kills": web.killed, "lost": 0, "double": 0}


def quiet_storm(ground: Ground, here: Installation, edits: int, others: Others = lambda _: ()) -> Work:
    """The same work without a kill of ours: `others` are what goes wrong. Returns what was done, after checking it."""
    port = free_port()
    work = begin(ground, here, f"http://127.0.0.1:{port}", edits)
    web, hand = Victim(lambda: here.web(port), work.acknowledged, edits, []), Victim(here.worker, work.runs, edits, [])
    work.editor.start()
    rage([web, hand, *others(work)], ground.random, ground.patience)
    check_work(work)
    return work


def begin(ground: Ground, here: Installation, address: str, count: int) -> Work:
    office = open_office(here)
    rule, items = office.counts_moves(), office.items(ITEMS)
    edits = [(ground.random.choice(items), number) for number in range(1, count + 1)]
    return Work(office, rule, items, edits, Editor(address, office.token, edits))


def shares(kills: int, workers: int) -> list[int]:
    return [kills // workers + (place < kills % workers) for place in range(workers)]


def check_work(work: Work) -> None:
    """Raises Broken with what was lost or doubled."""
    board, count = work.office.board, len(work.edits)
    with work.office.here.database.read() as session:
        edits = audit.changes(session, board.id, "token")
        effects = audit.changes(session, board.id, "rule")
        runs, told = audit.run_states(session), audit.notified(session)
        moved = sum(audit.cells(session, board, work.items, "moves"))
    check_same(work.editor.refused, [], "refused edits")
    stored = Counter((one.item_id, one.cells["quantity"][1]) for one in edits)
    check_same(stored - Counter(work.edits), Counter(), "edits stored twice")
    check_same(Counter(work.edits) - stored, Counter(), "acknowledged edits that are missing")
    acts = Counter(one.cause_id for one in effects)
    check_same({one.id: acts[one.id] for one in edits if acts[one.id] != 1}, {}, "effects that are not exactly one")
    check_same(len(effects), count, "effects")
    check_same(dict(runs), {"done": count}, "runs")
    check_same(moved, count, "the sum of what the rule has added")
    check_same(told, count, "notifications")
