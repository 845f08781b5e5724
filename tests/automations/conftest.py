"""An office whose stock board has rules, on a fresh database of each kind."""

from dataclasses import dataclass
from typing import Any

import pytest

from automations.outcome import Limits
from automations.runner import STANDARD, drain
from engine.commands.automations import create_automation
from engine.commands.items import change_item
from engine.commands.moving import move_items
from engine.models import Automation, Run
from engine.permissions import Actor
from engine.queries.items import BoardItem, item
from engine.queries.runs import runs
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


@dataclass
class Shop:
    """A stock board, and short words for what the tests do with it."""

    office: Office
    board: CompiledBoard

    @property
    def url(self) -> str:
        return self.office.database.url.render_as_string(hide_password=False)

    def rule(
        self, trigger: dict[str, Any], *actions: dict[str, Any], condition: Any = None, by: Actor | None = None
    ) -> Automation:
        rule = {"trigger": trigger, "actions": list(actions), **({"condition": condition} if condition else {})}
        with self.office.write() as session:
            return create_automation(session, by or self.office.alice, self.board, rule)

    def item(self, **values: object) -> BoardItem:
        return self.office.item(self.board, **values)

    def change(self, item_id: int, **values: object) -> None:
        with self.office.write() as session:
            change_item(session, self.office.alice, self.board, item_id, values)

    def move(self, item_id: int, group_id: int) -> None:
        with self.office.write() as session:
            move_items(session, self.office.alice, self.board, [item_id], group_id)

    def drain(self, limits: Limits = STANDARD) -> None:
        drain(self.office.database, self.board.id, limits)

    def values(self, item_id: int) -> dict[str, Any]:
        with self.office.read() as session:
            return item(session, self.board, item_id).values

    def runs(self, automation: Automation) -> list[Run]:
        """Oldest first."""
        with self.office.read() as session:
            return list(runs(session, automation.id, 1000))[::-1]

    def states(self, automation: Automation) -> list[str]:
        return [run.state for run in self.runs(automation)]


@pytest.fixture
def shop(office: Office) -> Shop:
    return Shop(office, office.stock())
