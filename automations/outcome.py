"""What becomes of a rule that met an event: the sentences of the run log, and how far rules may run."""

import logging
from dataclasses import dataclass, field
from typing import Any

from engine.errors import EngineError, InvalidMany
from engine.queries.runs import RunState
from engine.text import LANGUAGES, Text
from engine.trouble import is_passing

log = logging.getLogger(__name__)

OWNER_LEFT = Text(
    "The rule’s owner is no longer a member of this workspace. Save the rule again to take it over.",
    "Le propriétaire de la règle n’est plus membre de cet espace. Enregistrez de nouveau la règle pour la reprendre.",
)
NOT_SHARED = Text(
    "The rule’s owner may no longer see this board, or one on which the rule acts. Share it with them, or save the rule again to take it over.",
    "Le propriétaire de la règle ne voit plus ce tableau, ou un tableau sur lequel elle agit. Partagez-le avec lui, ou enregistrez de nouveau la règle pour la reprendre.",
)
TOO_DEEP = Text(
    "Stopped: rules had set off one another {depth} times in a row.",
    "Arrêtée : des règles s’étaient déclenchées l’une l’autre {depth} fois de suite.",
)
CIRCLE = Text(
    "Stopped: this rule had already acted on this item in the same chain of rules.",
    "Arrêtée : cette règle avait déjà agi sur cet élément dans la même chaîne de règles.",
)
DELAYED = Text(
    "Waits: the rule ran {count} times within a minute.",
    "En attente : la règle s’est exécutée {count} fois en une minute.",
)
BROKEN = Text(
    "Something went wrong in Rouage itself: {error}.", "Une erreur s’est produite dans Rouage même : {error}."
)
NO_LONGER = Text(
    "Meanwhile the item was deleted, or the trigger no longer applies.",
    "Entre-temps, l’élément a été supprimé, ou le déclencheur ne s’applique plus.",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far rules may run: links in a chain, runs of a rule in a minute, dead runs in a row before it is paused."""

    depth: int = 10
    runs_per_minute: int = 600
    dead_runs: int = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `dead`: it counts among the failures in a row. `again`: seconds until another try."""

    state: RunState
    reason: dict[str, Any] | None = None
    effects: list[dict[str, str]] = field(default_factory=list)
    dead: bool = False
    again: float | None = None


def failure(error: Exception) -> Outcome:
    """An error becomes a failed run; only trouble of the database itself, which passes, undoes the whole transaction."""
    if is_passing(error):
        raise error
    if isinstance(error, EngineError):
        return Outcome(RunState.FAILED, refused(error))
    log.error("a rule failed", exc_info=error)
    return Outcome(RunState.FAILED, said("broken", BROKEN, error=type(error).__name__))


def refused(error: EngineError) -> dict[str, Any]:
    errors = error.errors if isinstance(error, InvalidMany) else [error]
    return {
        "code": error.code,
        "field": errors[0].field,
        **{language: " ".join(one.say(language) for one in errors) for language in LANGUAGES},
    }


def said(code: str, text: Text, **params: object) -> dict[str, Any]:
    return {"code": code, **{language: text.say(language, **params) for language in LANGUAGES}}
