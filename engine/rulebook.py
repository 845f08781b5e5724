"""The check that a rule passes before it is stored.

The engine keeps rules but does not know triggers and actions; `automations/rules.py` hands its check in. Without one
nothing is stored.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine.permissions import Actor
from engine.schema.compiled import CompiledBoard

Check = Callable[[Session, Actor, CompiledBoard, Any], Mapping[str, Any]]
checks: list[Check] = []
"""Each takes the rule as it was given and returns it as it is kept, or raises Invalid."""


def checked(session: Session, actor: Actor, board: CompiledBoard, rule: Any) -> dict[str, Any]:
    if not checks:
        raise RuntimeError("no check of rules is installed: import automations.rules")
    for check in checks:
        rule = check(session, actor, board, rule)
    return dict(rule)
