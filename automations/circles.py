"""Rules that set one another off in a circle: told when a rule is saved. The runner stops them anyway, after one round."""

from collections.abc import Iterable, Iterator

from automations.actions import actions
from automations.slot import Rule
from automations.triggers import triggers
from engine.schema.compiled import CompiledBoard
from engine.text import Text

Placed = tuple[int, Rule]
"""A rule and the id of its board."""
ITSELF = Text(
    "This rule changes what sets it off. It will act once for each change made by a person, not again for its own.",
    "Cette règle modifie ce qui la déclenche. Elle agira une fois pour chaque modification faite par une personne, pas pour les siennes.",
)
CIRCLE = Text(
    "This rule and another one set each other off. Each will act once for each change made by a person, then stop.",
    "Cette règle et une autre se déclenchent mutuellement. Chacune agira une fois pour chaque modification faite par une personne, puis s’arrêtera.",
)


def warnings(board: CompiledBoard, rules: Iterable[Placed], rule: Rule) -> list[Text]:
    """What to tell whoever saves the rule. `rules` are those of the workspace that are on, without an older version of this one."""
    own, others = (board.id, rule), list(rules)
    if own in followers(own, [own]):
        return [ITSELF]
    reached, ahead = [], [own]
    while ahead:
        for follower in followers(ahead.pop(), [other for other in others if other not in reached]):
            reached.append(follower)
            ahead.append(follower)
    return [CIRCLE] if any(own in followers(other, [own]) for other in reached) else []


def followers(placed: Placed, among: Iterable[Placed]) -> list[Placed]:
    """The rules that what this one does can set off."""
    done = set(effects(placed))
    return [other for other in among if done & set(causes(other))]


def effects(placed: Placed) -> Iterator[tuple[int, str]]:
    """(board id, column key, CREATION or MOVE) pairs."""
    board_id, rule = placed
    for settings in rule["actions"]:
        if settings["type"] in actions:
            for target, keys in actions[settings["type"]].changes(settings, board_id).items():
                yield from ((target, key) for key in keys)


def causes(placed: Placed) -> Iterator[tuple[int, str]]:
    board_id, rule = placed
    trigger = triggers.get(rule["trigger"]["type"])
    yield from ((board_id, key) for key in (trigger.watches(rule["trigger"]) if trigger else ()))
