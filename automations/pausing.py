"""A rule that keeps failing is paused, and its owner is told."""

from dataclasses import replace

from engine.commands.automations import count_failure, switch_off
from engine.commands.notifications import notify
from engine.permissions import Actor, Role
from engine.queries.automations import RuleInForce
from engine.queries.board_members import editors
from engine.queries.boards import board as load_board
from engine.queries.notifications import Recipient, recipients
from engine.session import Session
from engine.text import Text

FAILURES = "failures"
REASONS = {
    FAILURES: Text(
        "Paused by Rouage: it failed too often in a row. Read its last runs, mend it, then switch it on again.",
        "Mise en pause par Rouage : elle a échoué trop souvent de suite. Lisez ses dernières exécutions, corrigez-la, puis réactivez-la.",
    )
}
"""What an automation's `paused_reason` means."""
TOLD = Text(
    "An automation on “{board}” is paused: it failed {count} times in a row. Open it to see why.",
    "Une automatisation de « {board} » est en pause : elle a échoué {count} fois de suite. Ouvrez-la pour voir pourquoi.",
)


def count_dead_run(session: Session, board_id: int, rule: RuleInForce, limit: int) -> None:
    """One more dead run in a row; at the limit the rule is switched off and somebody told: the house acts, whatever the owner may."""
    count = count_failure(session, rule.automation_id)
    if count < limit:
        return
    actor = replace(rule.actor(), role=Role.OWNER)
    board = load_board(session, actor, board_id)
    switch_off(session, actor, board, rule.automation_id, FAILURES)
    for person in told(session, actor, rule.owner_id, board_id):
        message = TOLD.say(person.language, board=board.title(person.language), count=count)
        notify(session, actor, [person.id], message, board_id, automation_id=rule.automation_id)


def told(session: Session, actor: Actor, owner_id: int, board_id: int) -> list[Recipient]:
    """The rule's owner; the board's editors when the owner may not see it any more."""
    return recipients(session, actor, [owner_id], board_id) or recipients(
        session, actor, editors(session, board_id), board_id
    )
