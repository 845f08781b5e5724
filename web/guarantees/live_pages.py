"""Open pages miss nothing and hear nothing twice: people write to two boards at once, and the server is started again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import audit
from engine.commands.logins import log_in
from engine.queries.live import last_seqs
from engine.text import Text
from web.promise import Promise
from web.servers import free_port
from web.storms.broken import check_same
from web.storms.clients import wait_for
from web.storms.editor import Editor
from web.storms.ground import Ground
from web.storms.mishaps import Mishap, Victim, moments, rage
from web.storms.office import Office, open_office
from web.storms.pages import Crowd, OpenPage

WRITERS = 3
"""Beside each other, on each board."""


class LivePages(Promise):
    """Every event is named in exactly one message to each page, in the order of the commits."""

    name = "live_pages"
    sentence = Text(
        "Open pages come back after a restart of the server, and miss no change.",
        "Les pages ouvertes reviennent après un redémarrage du serveur et ne manquent aucun changement.",
    )

    def keep(self, ground: Ground) -> Mapping[str, object]:
        count, edits, restarts = ground.size(40, 200), ground.size(20, 400), ground.size(1, 5)
        with ground.installation() as here:
            office, address = open_office(here), f"http://127.0.0.1:{free_port()}"
            show = Show(office, address, two_boards(office), count, edits)
            port = int(address.rpartition(":")[2])
            deaths = moments(ground.random, restarts, show.total)
            web = Victim(lambda: here.web(port), lambda: show.progress(web.killed), show.total, deaths)
            rage([web, Mishap(show.begin, lambda: 1, [1])], ground.random, ground.patience)
            show.crowd.leave()
            for page in show.pages:
                check_page(office, page)
            back = sum(page.connections == restarts + 1 for page in show.pages)
            check_same(back, count, "pages that came back after each restart")
            return {"pages": count, "events": show.total - 1, "restarts": restarts, "missed": 0, "double": 0}


@dataclass
class Show:
    """Pages that are open on two boards, and writers who begin when all of them are."""

    office: Office
    address: str
    boards: dict[int, list[int]]
    count: int
    edits: int

    def __post_init__(self) -> None:
        with self.office.here.database.write() as session:
            cookie = log_in(session, self.office.owner.user_id)
        known, ids = self.last(), list(self.boards)
        self.pages = [OpenPage(ids[n % 2], known[ids[n % 2]]) for n in range(self.count)]
        self.crowd = Crowd(self.address, cookie, self.pages)
        plan = [
            [(item, number) for number in range(1, self.edits + 1)] for items in self.boards.values() for item in items
        ]
        self.editors = [Editor(self.address, self.office.token, edits) for edits in plan]
        self.total = sum(map(len, plan)) + 1

    def last(self) -> dict[int, int]:
        """The number of each board's last event."""
        with self.office.here.database.read() as session:
            return last_seqs(session, list(self.boards))

    def begin(self) -> None:
        """Open the pages; the writers wait until all are in."""
        wait_for(self.address)
        self.crowd.start()
        self.crowd.wait_until_open()
        for editor in self.editors:
            editor.start()

    def progress(self, restarts: int) -> int:
        """Edits that were answered for, and one more when every page knows of the last.

        Nothing while a page is not back from the last restart: the server shall die under all of them.
        """
        if any(page.connections <= restarts for page in self.pages):
            return 0
        done = sum(editor.acknowledged for editor in self.editors)
        if done < self.total - 1:
            return done
        last = self.last()
        return done + all(page.seq == last[page.board_id] for page in self.pages)


def two_boards(office: Office) -> dict[int, list[int]]:
    """Items by board."""
    other = office.another_board("Orders")
    return {office.board.id: office.items(WRITERS), other.id: office.items(WRITERS, board=other)}


def check_page(office: Office, page: OpenPage) -> None:
    """Raises Broken when the page was not told of an event, or told of one twice."""
    with office.here.database.read() as session:
        stored = audit.changes(session, page.board_id, "token")
    heard = [(one.after, one.seq) for one in page.heard if one.seq <= one.after]
    check_same(heard, [], "messages about what the page knew already")
    told = {seq: one for one in page.heard for seq in range(one.after + 1, one.seq + 1)}
    missed = [
        one.seq
        for one in stored
        if one.seq not in told or not (told[one.seq].bulk or one.item_id in told[one.seq].items)
    ]
    check_same(missed, [], "events that a page was not told of")
    check_same([one.seq for one in stored], list(range(stored[0].seq, stored[-1].seq + 1)), "numbers of events")
