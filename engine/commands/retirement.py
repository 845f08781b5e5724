"""Options that leave a column: what cells, views and rules hold of them becomes another option first, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.choices import Option, options_of
from engine.column import Settings
from engine.commands.automations import change_automation
from engine.commands.bulk import change_many
from engine.commands.views import record_view, told
from engine.errors import Invalid
from engine.models import View
from engine.permissions import Actor
from engine.queries.automations import automations_on
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Text

Becomes = Mapping[str, str | None]
"""By the key of an option that leaves: the key of the one that takes its place, None for the empty cell."""

IN_USE = Text(
    "“{option}” is still used. Say what becomes of the {items} items, {rules} automations and {views} views that hold it.",
    "« {option} » est encore utilisée. Dites ce que deviennent les {items} éléments, {rules} automatisations et {views} vues concernés.",
)


@dataclass(frozen=True, slots=True)
class Use:
    """How much holds an option."""

    option: Option
    items: int
    rules: int
    views: int


class InUseError(Invalid):
    """Options that are to leave are held by something, and nobody said what becomes of it. `kept`: those that stay."""

    code = "option_in_use"

    def __init__(self, column: Column, uses: Sequence[Use], kept: Sequence[Option]) -> None:
        first = uses[0]
        labels = first.option["labels"]
        label = Text(*(labels.get(language) or next(iter(labels.values())) for language in ("en", "fr")))
        super().__init__(IN_USE, field="options", option=label, items=first.items, rules=first.rules, views=first.views)
        self.column, self.uses, self.kept = column, list(uses), list(kept)

    def details(self) -> Mapping[str, object]:
        return {
            "uses": {
                one.option["key"]: {"items": one.items, "automations": one.rules, "views": one.views}
                for one in self.uses
            }
        }


def retire_options(
    session: Session, actor: Actor, board: CompiledBoard, column: Column, settings: Settings, becomes: Becomes
) -> None:
    """Before the column gets these settings. Raises InUseError for what `becomes` does not answer.

    A rule must get another option: without one it would do something else, or nothing.
    """
    kept = options_of(settings)
    stay = {option["key"] for option in kept}
    leaving = {option["key"]: option for option in options_of(column.settings) if option["key"] not in stay}
    if not leaving:
        return
    held = holders(session, board, column, leaving)
    uses = [use(session, board, column, option, held) for option in leaving.values()]
    open_questions = [one for one in uses if not answered(one, stay, becomes)]
    if open_questions:
        raise InUseError(column, open_questions, kept)
    chosen = {key: becomes.get(key) for key in leaving}
    wanted = {item_id: {column.key: swapped(value, chosen)} for item_id, value in held.items()}
    change_many(session, actor, board, wanted)
    for automation in automations_on(session, board):
        rule = mapped(automation.rule, column.key, chosen)
        if rule != automation.rule:
            change_automation(session, actor, board, automation.id, rule)
    for view in views_of(session, board):
        shown: dict[str, Any] = mapped(view.settings, column.key, chosen)
        if shown != view.settings:
            before = told(view)
            view.settings = shown
            record_view(session, actor, board, view.id, before, told(view))


def answered(one: Use, stay: set[str], becomes: Becomes) -> bool:
    key = one.option["key"]
    if not (one.items or one.rules or one.views):
        return True
    return key in becomes and (becomes[key] in stay or (becomes[key] is None and not one.rules))


def holders(session: Session, board: CompiledBoard, column: Column, leaving: Mapping[str, Option]) -> dict[int, Any]:
    """The cells that hold one of the options, by item."""
    table = board.table.c
    value = board.operand(column).value
    lines = session.execute(sa.select(table.id, value).where(table.deleted_at.is_(None), value.is_not(None)))
    return {item_id: cell for item_id, cell in lines if not leaving.keys().isdisjoint(keys_in(cell))}


def keys_in(cell: Any) -> list[str]:
    return cell if isinstance(cell, list) else [cell]


def use(session: Session, board: CompiledBoard, column: Column, option: Option, held: Mapping[int, Any]) -> Use:
    one = {option["key"]: None}
    rules = [one_rule.rule for one_rule in automations_on(session, board)]
    settings = [view.settings for view in views_of(session, board)]
    return Use(
        option,
        sum(option["key"] in keys_in(cell) for cell in held.values()),
        sum(mapped(rule, column.key, one) != rule for rule in rules),
        sum(mapped(some, column.key, one) != some for some in settings),
    )


def views_of(session: Session, board: CompiledBoard) -> Sequence[View]:
    """Everybody's."""
    return session.scalars(sa.select(View).where(View.board_id == board.id, View.deleted_at.is_(None))).all()


def swapped(value: Any, becomes: Becomes) -> Any:
    """A key, or a list of keys each of which stands once; empty is None."""
    if isinstance(value, list):
        keys = [becomes.get(key, key) if isinstance(key, str) else key for key in value]
        return list(dict.fromkeys(key for key in keys if key is not None)) or None
    return becomes.get(value, value) if isinstance(value, str) else value


def mapped(node: Any, key: str, becomes: Becomes) -> Any:
    """A rule, filter or setting in which the column's options are swapped; a condition without any left is gone."""
    if isinstance(node, list):
        return [found for found in (mapped(one, key, becomes) for one in node) if found is not GONE]
    if not isinstance(node, Mapping):
        return node
    found = {name: mapped(part, key, becomes) for name, part in node.items()}
    if node.get("column") == key and "value" in node:
        found["value"] = swapped(node["value"], becomes)
        if found["value"] is None and node["value"] is not None:
            return GONE
    if isinstance(node.get("columns"), list) and key in node["columns"]:
        found |= {name: swapped(node[name], becomes) for name in ("from", "to") if name in node}
    values = node.get("values")
    if isinstance(values, Mapping) and key in values:
        found["values"] = {**found["values"], key: swapped(values[key], becomes)}
    return {name: part for name, part in found.items() if part is not GONE}


GONE = object()
