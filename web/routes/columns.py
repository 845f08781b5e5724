"""Columns of a board: add, rename, set up, change type, move, delete and restore."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from litestar import Response, delete, get, patch, post, put
from litestar.params import FromPath, FromQuery

from engine.choices import label_of
from engine.columns import column_types
from engine.commands.columns import add_column, change_column, check_type, hide_column, move_column, restore_column
from engine.commands.options import add_option
from engine.commands.retirement import InUseError
from engine.commands.retyping import change_type, preview_type_change
from engine.errors import Invalid
from engine.queries.promises import Unkept, unkept
from engine.schema.form import parse_form, settings_form
from engine.text import LANGUAGES, Language, Text
from web.fields import text
from web.opening import reading, writing
from web.pages import render
from web.policy import Policy
from web.request import Form, Page, language

FATE = "becomes."
ADDED = Text("Column “{title}” added.", "Colonne « {title} » ajoutée.")
CHANGED = Text("Column saved.", "Colonne enregistrée.")
RETYPED = Text("The column is now of the type “{type}”.", "La colonne est maintenant du type « {type} ».")
HIDDEN = Text(
    "Column “{title}” deleted. It stays in the trash for 30 days.",
    "Colonne « {title} » supprimée. Elle reste 30 jours dans la corbeille.",
)
BACK = Text("Column “{title}” is back.", "La colonne « {title} » est de retour.")
MOVED = Text("Column “{title}” moved.", "Colonne « {title} » déplacée.")
EMPTY_ONE = Text("1 item has no value there yet.", "1 élément n’y a pas encore de valeur.")
EMPTY_MANY = Text("{count} items have no value there yet.", "{count} éléments n’y ont pas encore de valeur.")
BEYOND_ONE = Text("1 item keeps a value beyond the limits.", "1 élément garde une valeur hors des limites.")
BEYOND_MANY = Text(
    "{count} items keep a value beyond the limits.", "{count} éléments gardent une valeur hors des limites."
)
NO_TITLE = Text("Give the column a name.", "Donnez un nom à la colonne.")


@get("/boards/{board_id:int}/column-types", policy=Policy.MEMBER, sync_to_thread=True)
def types(request: Page, board_id: FromPath[int], after: FromQuery[str] = "") -> Response[str]:
    """What can be added; to the right of the column `after`, else at the end."""
    with reading(request, board_id) as at:
        return render(request, "boards/_column_types.html", board=at.board, types=creatable(), column=None, after=after)


@get("/boards/{board_id:int}/column-types/{name:str}", policy=Policy.MEMBER, sync_to_thread=True)
def new(request: Page, board_id: FromPath[int], name: FromPath[str], after: FromQuery[str] = "") -> Response[str]:
    """The form of a new column of this type."""
    check_type(name)
    with reading(request, board_id) as at:
        kind = column_types[name]
        fields = settings_form(kind, {}, at.context)
        return render(
            request, "boards/_column_form.html", board=at.board, kind=kind, fields=fields, column=None, after=after
        )


@post("/boards/{board_id:int}/columns", policy=Policy.MEMBER, sync_to_thread=True)
def create(request: Page, board_id: FromPath[int], form: Form) -> Response[Any]:
    with writing(request, board_id) as at:
        type_name, (title, labels) = text(form, "type"), named(form, at.context.language)
        check_type(type_name)
        settings = parse_form(column_types[type_name], typed(form), at.context)
        required = bool(form.get("required"))
        board, key = add_column(*at.all, type_name, title, settings, labels=labels, required=required)
        if after := form.get("after"):
            move_column(at.session, at.actor, board, key, after=str(after))
    return changed(ADDED.say(language(request), title=title))


@get("/boards/{board_id:int}/columns/{key:str}", policy=Policy.MEMBER, sync_to_thread=True)
def menu(request: Page, board_id: FromPath[int], key: FromPath[str]) -> Response[str]:
    with reading(request, board_id) as at:
        column, keys = at.board.column(key), list(at.board.columns)
        place = keys.index(key)
        before = keys[place - 2] if place >= 2 else None
        after = keys[place + 1] if 0 < place < len(keys) - 1 else None
        return render(request, "boards/_column_menu.html", board=at.board, column=column, left=before, right=after)


@get("/boards/{board_id:int}/columns/{key:str}/settings", policy=Policy.MEMBER, sync_to_thread=True)
def settings(request: Page, board_id: FromPath[int], key: FromPath[str]) -> Response[str]:
    with reading(request, board_id) as at:
        column = at.board.column(key)
        fields = settings_form(column.type, column.settings, at.context)
        return render(
            request, "boards/_column_form.html", board=at.board, kind=column.type, fields=fields, column=column
        )


@patch("/boards/{board_id:int}/columns/{key:str}", policy=Policy.MEMBER, sync_to_thread=True)
def change(request: Page, board_id: FromPath[int], key: FromPath[str], form: Form) -> Response[Any]:
    """Where options leave that something holds, the answer asks what becomes of it, in the form."""
    try:
        with writing(request, board_id) as at:
            title, labels = named(form, at.context.language)
            settings = parse_form(at.board.column(key).type, typed(form), at.context)
            given: dict[str, Any] = {
                "title": title,
                "labels": labels,
                "settings": settings,
                "required": bool(form.get("required")),
            }
            board = change_column(*at.all, key, **given, becomes=becomes(form))
            told = sentences(unkept(at.session, board, board.column(key), at.context))
    except InUseError as error:
        there = {"HX-Retarget": "#fates", "HX-Reswap": "innerHTML"}
        return render(
            request, "boards/_fates.html", headers=there, uses=error.uses, kept=error.kept, column=error.column
        )
    return changed(" ".join(one.say(language(request)) for one in (CHANGED, *told)))


def becomes(form: Form) -> dict[str, str | None]:
    """`becomes.{key}` of each option that leaves: another one's key, or nothing."""
    return {name.removeprefix(FATE): str(form[name]) or None for name in form if name.startswith(FATE)}


def sentences(found: Unkept) -> list[Text]:
    """Whoever asks for more than the board holds is told how much is missing."""
    counted = [(found.empty, EMPTY_ONE, EMPTY_MANY), (found.beyond, BEYOND_ONE, BEYOND_MANY)]
    return [
        Text(*(text.format(count=number) for text in (one if number == 1 else many)))
        for number, one, many in counted
        if number
    ]


@post("/boards/{board_id:int}/columns/{key:str}/options", policy=Policy.MEMBER, sync_to_thread=True)
def extend(request: Page, board_id: FromPath[int], key: FromPath[str], form: Form) -> Response[str]:
    """One more option, called `label`; answers with it as a choice of a list."""
    with writing(request, board_id) as at:
        _, option = add_option(*at.all, key, text(form, "label"))
        return render(request, "boards/_new_option.html", option=option, label=label_of(option, at.context))


@put("/boards/{board_id:int}/columns/{key:str}/place", policy=Policy.MEMBER, sync_to_thread=True)
def move(request: Page, board_id: FromPath[int], key: FromPath[str], form: Form) -> Response[Any]:
    """Behind the column `after`; nothing is said where `quiet` is asked for."""
    with writing(request, board_id) as at:
        move_column(*at.all, key, after=text(form, "after"))
        title, undo = at.board.column(key).label(at.context.language), None if form.get("quiet") else at.undo()
    return changed(MOVED.say(language(request), title=title) if undo else "", undo=undo)


@get("/boards/{board_id:int}/columns/{key:str}/type", policy=Policy.MEMBER, sync_to_thread=True)
def preview(request: Page, board_id: FromPath[int], key: FromPath[str], to: FromQuery[str] = "") -> Response[str]:
    """The types that the column can become; with `to`, what would be kept and lost."""
    with reading(request, board_id) as at:
        column = at.board.column(key)
        if not to:
            others = [kind for kind in creatable() if kind is not column.type and not kind.read_only]
            return render(request, "boards/_column_types.html", board=at.board, types=others, column=column)
        change = preview_type_change(*at.all, key, to, {})
        return render(
            request, "boards/_type_change.html", board=at.board, column=column, kind=column_types[to], change=change
        )


@put("/boards/{board_id:int}/columns/{key:str}/type", policy=Policy.MEMBER, sync_to_thread=True)
def retype(request: Page, board_id: FromPath[int], key: FromPath[str], form: Form) -> Response[Any]:
    with writing(request, board_id) as at:
        change_type(*at.all, key, text(form, "type"), {})
        undo = at.undo()
    return changed(RETYPED.say(language(request), type=column_types[text(form, "type")].label), undo=undo)


@delete("/boards/{board_id:int}/columns/{key:str}", policy=Policy.MEMBER, sync_to_thread=True, status_code=200)
def remove(request: Page, board_id: FromPath[int], key: FromPath[str]) -> Response[Any]:
    with writing(request, board_id) as at:
        title = at.board.column(key).label(at.context.language)
        hide_column(*at.all, key)
        undo = at.undo()
    return changed(HIDDEN.say(language(request), title=title), undo=undo)


@post("/boards/{board_id:int}/columns/{key:str}/restoration", policy=Policy.MEMBER, sync_to_thread=True)
def restore(request: Page, board_id: FromPath[int], key: FromPath[str]) -> Response[Any]:
    with writing(request, board_id) as at:
        title = restore_column(*at.all, key).column(key).label(at.context.language)
        undo = at.undo()
    return changed(BACK.say(language(request), title=title), undo=undo)


def creatable() -> list[Any]:
    return [kind for kind in column_types.values() if kind.creatable]


def named(form: Form, spoken: Language) -> tuple[str, dict[str, str]]:
    """Title and labels: a name in one language only stands for both. Raises Invalid without any name."""
    labels: dict[str, str] = {one: str(form.get(f"title.{one}", "")).strip() for one in LANGUAGES}
    filled = {one: label for one, label in labels.items() if label}
    if not filled:
        raise Invalid(NO_TITLE, field=f"title.{spoken}")
    title = filled.get("en") or next(iter(filled.values()))
    return title, filled if len(filled) > 1 else {}


def typed(form: Form) -> Mapping[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def changed(message: str = "", *, undo: str | None = None) -> Response[Any]:
    """Close what is open, show the board anew, and say what happened."""
    events: dict[str, Any] = {"done": {}, "board:outdated": {}}
    if message:
        events["toast"] = {"message": message, "undo": undo}
    return Response(None, status_code=204, headers={"HX-Trigger": json.dumps(events)})


routes = [types, new, create, menu, settings, change, extend, move, preview, retype, remove, restore]
