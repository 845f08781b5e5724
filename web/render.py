"""The prepared renderer: a board's items, made from pieces that the templates drew once. Only this module joins markup.

Jinja draws one row per (board version, language, shown columns) with marks in place of values; the row is cut at the
marks, and each item is the pieces joined around its values. A cell of a "text" type is its partial's markup around the
escaped text; a cell of a "value" type is drawn by its partial once per distinct value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, tzinfo
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from engine.context import Context, Person
from engine.queries.items import BoardItem
from engine.richtext import MENTION
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column
from engine.text import Language, Text
from web import i18n
from web.pages import environment
from web.painting import Paint

ID, VERSION, RANK, CELL, TEXT, VALUE, COUNT, PAINT = (chr(0xE000 + place) for place in range(8))
"""Private-use characters that stand for values while a row is drawn."""

ROW_CUT = re.compile(f"([{ID}{VERSION}{RANK}{CELL}{COUNT}{PAINT}])")
CELL_CUT = re.compile(f"([{TEXT}{VALUE}])")
HOSTILE = re.compile("[&<>\"']").search
ELSEWHERE = 'target="_blank" rel="noopener noreferrer nofollow"'
FORMER = Text("former member", "ancien membre")
REMEMBERED = 4000
EMPTY = ">"

Fill = Callable[[Any, Context], str]
"""A value → the rest of its `<td`: ` data-value="…">…`."""


def rows(
    board: CompiledBoard,
    columns: Sequence[Column],
    items: Iterable[BoardItem],
    context: Context,
    paints: Mapping[int, Paint],
) -> Markup:
    """One `<tr>` per item."""
    row = prepared(board, tuple(column.key for column in columns), context.language, context.today, context.zone)
    return Markup("".join([row(item, context, paints.get(item.id)) for item in items]))  # noqa: S704 - every value in it was escaped


def cells(board: CompiledBoard, columns: Sequence[Column], item: BoardItem, context: Context) -> dict[str, Markup]:
    """The item's cells by column, each from behind its tag's name: ` data-value="…">…`."""
    fills = prepared_cells(
        board, tuple(column.key for column in columns), context.language, context.today, context.zone
    )
    return {key: Markup(fill(item.values[key], context)) for key, fill in fills.items()}  # noqa: S704 - escaped


@lru_cache(maxsize=128)
def prepared_cells(
    board: CompiledBoard, keys: tuple[str, ...], language: Language, today: date, zone: tzinfo
) -> dict[str, Fill]:
    context = Context(language, today, zone=zone)
    return {key: fill_of(board.columns[key], context) for key in keys}


@lru_cache(maxsize=128)
def prepared(
    board: CompiledBoard, keys: tuple[str, ...], language: Language, today: date, zone: tzinfo
) -> Callable[[BoardItem, Context, Paint | None], str]:
    """The function that draws an item; made once per board version, language, choice of columns, day and time zone."""
    columns = [board.columns[key] for key in keys]
    marks = {"id": ID, "version": VERSION, "rank": RANK, "count": COUNT, "paint": PAINT, "cell": CELL}
    pieces = ROW_CUT.split(str(macros("boards/_row.html").row(board, columns, marks)))
    facts = [(place, piece) for place, piece in enumerate(pieces) if piece in (ID, VERSION, RANK, COUNT)]
    paint_places, places = ([n for n, piece in enumerate(pieces) if piece == mark] for mark in (PAINT, CELL))
    for place in paint_places:
        pieces[place] = ""
    drawn_by = prepared_cells(board, keys, language, today, zone)
    fills = [(place, key, drawn_by[key]) for place, key in zip(places, keys, strict=True)]

    def row(item: BoardItem, context: Context, paint: Paint | None) -> str:
        drawn, values, known = pieces.copy(), item.values, facts_of(item)
        for place, mark in facts:
            drawn[place] = known[mark]
        for place, key, fill in fills:
            drawn[place] = fill(values[key], context)
        if paint is not None:
            for place in paint_places:
                drawn[place] = of_item(paint)
            for place, key, _ in fills:
                drawn[place] = of_cell(paint, key) + drawn[place]
        return "".join(drawn)

    return row


def facts_of(item: BoardItem) -> Mapping[str, str]:
    """What stands for each mark that is no cell's."""
    return {ID: str(item.id), VERSION: str(item.version), RANK: item.position, COUNT: str(item.updates or "")}


def of_item(paint: Paint) -> str:
    return attribute("paint", paint.item) + attribute("edge", paint.edge)


def of_cell(paint: Paint, key: str) -> str:
    return attribute("paint", paint.cells.get(key, ""))


def attribute(name: str, color: str) -> str:
    return f' data-{name}="{escaped(color)}"' if color else ""


def macros(template: str) -> Any:
    return environment().get_template(template).module


def fill_of(column: Column, context: Context) -> Fill:
    partial = macros(f"columns/{column.type.name}.html")
    if column.type.cell == "value":
        return once_per_value(partial, column)
    fill = around_text(column, CELL_CUT.split(str(partial.cell(VALUE, TEXT, column, context))))
    if column.type.rounding in column.settings:
        fill = with_exact_text(column, fill)
    names_people_or_is_plain = bool(column.type.stamps) or column.type.searchable
    return fill if names_people_or_is_plain else remembering(fill)


def once_per_value(partial: Any, column: Column) -> Fill:
    """The partial's markup for each value; where it names people with its text, so that a new name draws it anew."""
    typed = "string" in column.type.value_schema(column.settings).get("type", ())

    def draw(value: Any, context: Context) -> str:
        markup = partial.cell(value, column.format(value, context), column, context)
        edited = column.exact(value, context) if typed else edit_text(value)
        same = edited == Markup(markup).striptags()  # noqa: S704 - the partial escaped it
        return f">{markup}" if same else f' data-value="{escaped(edited)}">{markup}'

    return remembering(draw, column.format if column.type.names_people else None)


def around_text(column: Column, pieces: list[str]) -> Fill:
    """The escaped text, and where the partial wants it the value, between the pieces of the partial's markup."""
    shown = column.format
    if pieces[1::2] == [TEXT]:
        before, _, after = pieces

        def fill(value: Any, context: Context) -> str:
            return EMPTY if value is None else f">{before}{escaped(shown(value, context))}{after}"
    else:

        def fill(value: Any, context: Context) -> str:
            if value is None:
                return EMPTY
            filled = {TEXT: escaped(shown(value, context)), VALUE: escaped(edit_text(value))}
            return ">" + "".join([filled.get(piece, piece) for piece in pieces])

    return fill


def with_exact_text(column: Column, fill: Fill) -> Fill:
    """Beside a rounded text, the whole one: whoever edits the cell starts from that."""

    def fill_exactly(value: Any, context: Context) -> str:
        text = column.exact(value, context)
        drawn = fill(value, context)
        return drawn if text == column.format(value, context) else f' data-value="{escaped(text)}"{drawn}'

    return fill_exactly


def remembering(fill: Fill, also: Fill | None = None) -> Fill:
    """Numbers and days come back often; formatting them is what a page of items costs most.

    `also`: what the cell depends on besides its value.
    """
    known: dict[Hashable, str] = {}

    def fill_once(value: Any, context: Context) -> str:
        key = frozen(value) if also is None else (frozen(value), also(value, context))
        drawn = known.get(key)
        if drawn is None:
            forget(known)
            drawn = known[key] = fill(value, context)
        return drawn

    return fill_once


def forget(known: dict[Hashable, str]) -> None:
    if len(known) >= REMEMBERED:
        known.clear()


def frozen(value: Any) -> Hashable:
    kind = type(value)
    if kind is list:
        return tuple(value)
    return tuple(value.items()) if kind is dict else value


def rich(clean: str, people: Mapping[int, Person], reader_id: int | None = None) -> Markup:
    """HTML that `engine.richtext` cleaned: links open elsewhere and tell nobody whence, mentions show names of today."""

    def named(found: re.Match[str]) -> str:
        person = people.get(int(found[1]))
        name = person.name if person else FORMER.say(i18n.current.get())
        mine = " me" if person and person.id == reader_id else ""
        return f'<span class="mention{mine}" data-mention="{found[1]}">@{escaped(name)}</span>'

    return Markup(MENTION.sub(named, clean.replace("<a href=", f"<a {ELSEWHERE} href=")))  # noqa: S704 - cleaned


def edit_text(value: Any) -> str:
    """What an editor starts from and a form sends: `low`, `3,7`, `true`."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value)


def escaped(text: str) -> str:
    return str(escape(text)) if HOSTILE(text) else text
