"""Notifications in words: who did what where, by the names of today and as far as the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.context import Person
from engine.notices import AN_AUTOMATION, AN_ITEM, NOTICES, SOMEBODY, NoticeKind
from engine.permissions import Actor
from engine.queries.boards import boards_by_id
from engine.queries.names import item_names
from engine.queries.notifications import NotificationLine
from engine.queries.people import people
from engine.schema.compiled import CompiledBoard
from engine.text import Language


@dataclass(frozen=True, slots=True)
class Notice:
    """A line with what it is about. `item` is empty for several items and for one that is gone."""

    line: NotificationLine
    author: Person | None
    board: CompiledBoard | None
    item: str

    @property
    def icon(self) -> str:
        return NOTICES[NoticeKind(self.line.kind)].icon

    @property
    def count(self) -> int:
        return int(self.line.message) if self.line.kind == NoticeKind.ASSIGNED else 1

    def sentence(self, language: Language) -> str:
        kind = NOTICES[NoticeKind(self.line.kind)]
        nobody = AN_AUTOMATION if self.line.automation_id else SOMEBODY
        text = kind.many if kind.many is not None and self.count > 1 else kind.sentence
        return text.say(
            language,
            author=self.author.name if self.author else nobody.say(language),
            item=self.item or AN_ITEM.say(language),
            board=self.board.title(language) if self.board else "",
            count=self.count,
            message=self.line.message,
        )

    @property
    def path(self) -> str:
        """Where a click leads: to the update, the item, one's work on the board, the board, else the page of notifications."""
        line = self.line
        if line.board_id is None:
            return "/notifications"
        if line.item_id is not None:
            return f"/b/{line.board_id}/i/{line.item_id}" + (f"#update-{line.update_id}" if line.update_id else "")
        return f"/my-work?board={line.board_id}" if line.kind == NoticeKind.ASSIGNED else f"/b/{line.board_id}"


def notices(session: Session, actor: Actor, lines: Sequence[NotificationLine]) -> list[Notice]:
    """Three statements, whatever the number of lines and boards."""
    if not lines:
        return []
    known = people(session, actor)
    boards = boards_by_id(session, actor, {line.board_id for line in lines if line.board_id is not None})
    names = item_names(session, boards, ((line.board_id, line.item_id) for line in lines))
    return [
        Notice(line, known.get(line.author_id or 0), boards.get(line.board_id or 0), names.get(line.item_id or 0, ""))
        for line in lines
    ]
