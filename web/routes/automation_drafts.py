"""The sentence editor: a new rule, its form drawn again after each change, and storing it."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post, put
from litestar.params import FromPath

from automations.circles import warnings
from automations.places import places_for
from automations.recipes import suggestions
from automations.rules import check_rule
from engine.commands.automations import change_automation, create_automation
from engine.models import Automation
from engine.permissions import Permission, require
from engine.queries.automations import all_rules, automation
from engine.text import Text
from web.opening import Opened, reading, writing
from web.pages import render
from web.policy import Policy
from web.request import Form, Page, QueryNumber, go, number
from web.rule_editor import Editor, draw_rule
from web.rule_form import Desk, Rule, problems, read_rule

BLANK: Rule = {"trigger": {}, "actions": []}
CHANGED = Text(
    "Somebody has changed this rule since you opened it. Saving replaces what they wrote.",
    "Quelqu’un a modifié cette règle depuis que vous l’avez ouverte. L’enregistrer remplace ce qui a été écrit.",
)


@get("/b/{board_id:int}/automations/new", policy=Policy.MEMBER, sync_to_thread=True)
def new_rule(request: Page, board_id: FromPath[int], suggestion: QueryNumber = 0) -> Response[str]:
    """`suggestion` counts the ready-made rules of the empty list from 1."""
    with reading(request, board_id) as at:
        require(at.actor, Permission.AUTOMATION_EDIT, at.board)
        at_hand = desk(at)
        ideas = suggestions(at.board, at_hand.places)
        rule = dict(ideas[suggestion - 1]) if 0 < suggestion <= len(ideas) else BLANK
        shown: dict[str, Any] = {"editor": draw_rule(rule, at_hand), "automation_id": "", "version": ""}
        return render(request, "automations/new.html", board=at.board, **shown)


@post("/boards/{board_id:int}/automations/draft", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def draft(request: Page, board_id: FromPath[int], form: Form) -> Response[str]:
    """The form as it is after what was chosen in it; nothing is stored."""
    with reading(request, board_id) as at:
        at_hand = desk(at)
        editor = draw_rule(read_rule(form, at_hand), at_hand, focus=focus_after(form))
        return again(request, at, editor, form.get("automation", ""), form.get("version", ""))


@post("/boards/{board_id:int}/automations", policy=Policy.MEMBER, sync_to_thread=True)
def create(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    return stored(request, board_id, form, None)


@put("/boards/{board_id:int}/automations/{automation_id:int}", policy=Policy.MEMBER, sync_to_thread=True)
def change(request: Page, board_id: FromPath[int], automation_id: FromPath[int], form: Form) -> Response[Any]:
    return stored(request, board_id, form, automation_id)


def stored(request: Page, board_id: int, form: Form, automation_id: int | None) -> Response[Any]:
    """Store the rule and show its page; where something is wrong, the same form with a sentence at each place."""
    with writing(request, board_id) as at:
        require(at.actor, Permission.AUTOMATION_EDIT, at.board)
        before = None if automation_id is None else automation(at.session, at.board, automation_id)
        at_hand = desk(at)
        rule, own = read_rule(form, at_hand), (before.id, before.version) if before else ("", "")
        if problems(rule, at_hand):
            return again(
                request, at, draw_rule(rule, at_hand, strict=True), own[0], form.get("version", ""), status=422
            )
        if "anyway" not in form and (found := warned(at, rule, at_hand, before, form.get("version", ""))):
            return again(request, at, draw_rule(rule, at_hand, warnings=found), *own, status=409)
        kept = change_automation(*at.all, before.id, rule) if before else create_automation(*at.all, rule)
        return go(request, f"/b/{board_id}/automations/{kept.id}")


def warned(at: Opened, rule: Rule, at_hand: Desk, before: Automation | None, version: str) -> list[str]:
    """What whoever stores the rule should know: somebody else's change, circles with itself or with others."""
    rules = all_rules(at.session, at.actor)
    others = [(board_id, one) for board_id, its_id, one in rules if before is None or its_id != before.id]
    changed = [CHANGED] if before and version and version != str(before.version) else []
    found = [*changed, *warnings(at.board, others, check_rule(at.board, rule, at_hand.places))]
    return [text.say(at.context.language) for text in found]


def again(
    request: Page, at: Opened, editor: Editor, automation_id: object, version: object, *, status: int = 200
) -> Response[str]:
    """The form alone, drawn anew."""
    shown: dict[str, Any] = {"board": at.board, "editor": editor, "automation_id": automation_id, "version": version}
    return render(request, "automations/_editor.html", status=status, **shown)


def desk(at: Opened) -> Desk:
    """Whoever stores the rule owns it, so that "me" is the reader."""
    return Desk(at.board, places_for(at.session, at.actor))


def focus_after(form: Form) -> str:
    """The id of the button that moved with its action."""
    for verb, step in (("up", -1), ("down", 1)):
        head, _, last = form.get(verb, "").rpartition(".")
        if (place := number(last)) is not None:
            return f"{head}.{place + step}.{verb}"
    return ""


routes = [new_rule, draft, create, change]
