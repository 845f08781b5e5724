"""The prepared renderer: a board's items, made from pieces that the templates drew once. Only this module joins markup.

Jinja draws one row per (board version, language, shown columns) with marks in place of values; the row is cut at the
marks, and each item is the pieces joined around its values. A cell of a "text" type is its partial's markup around the
escaped text; a cell of a "value" type is drawn by its partial once per distinct value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
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
from web.remembering import Fill, remembering

ID, VERSION, RANK, CELL, TEXT, VALUE, COUNT, PAINT = (chr(0xE000 + place) for place in range(8))
"""Private-use characters that stand for values while a row is drawn."""

ROW_CUT = re.compile(f"([{ID}{VERSION}{RANK}{CELL}{COUNT}{PAINT}])")
CELL_CUT = re.compile(f"([{TEXT}{VALUE}])")
HOSTILE = re.compile("[&<>\"']").search
ELSEWHERE = 'target="_blank" rel="noopener noreferrer nofollow"'
FORMER = Text("former member", "ancien membre")
EMPTY = ">"


def rows(
    board: CompiledBoard,
    columns: Sequence[Column],
    items: Sequence[BoardItem],
    context: Context,
    paints: Mapping[int, Paint],
) -> Markup:
    """One `<tr>` per item."""
    draw = prepared(board, tuple(column.key for column in columns), context.language, context.today, context.zone)
    return Markup(draw(items, context, paints))  # noqa: S704 - every value in it was escaped


def cells(board: CompiledBoard, columns: Sequence[Column], item: BoardItem, context: Context) -> dict[str, Markup]:
    """The item's cells by column, each from behind its tag's name: ` data-value="…">…`."""
    keys = tuple(column.key for column in columns)
    fills = prepared_cells(board, keys, context.language, context.today, context.zone)
    return {key: Markup(fill([item.values[key]], context)[0]) for key, fill in fills.items()}  # noqa: S704 - escaped


@lru_cache(maxsize=128)
def prepared_cells(
    board: CompiledBoard, keys: tuple[str, ...], language: Language, today: date, zone: tzinfo
) -> dict[str, Fill]:
    context = Context(language, today, zone=zone)
    return {key: fill_of(board.columns[key], context) for key in keys}


@lru_cache(maxsize=128)
def prepared(
    board: CompiledBoard, keys: tuple[str, ...], language: Language, today: date, zone: tzinfo
) -> Callable[[Sequence[BoardItem], Context, Mapping[int, Paint]], str]:
    """The function that draws items; made once per board version, language, choice of columns, day and time zone.

    Column by column: a page holds few kinds of cells and many of each kind.
    """
    columns = [board.columns[key] for key in keys]
    marks = {"id": ID, "version": VERSION, "rank": RANK, "count": COUNT, "paint": PAINT, "cell": CELL}
    pieces = ROW_CUT.split(str(macros("boards/_row.html").row(board, columns, marks)))
    line = "".join(piece.replace("%", "%%") if place % 2 == 0 else "%s" for place, piece in enumerate(pieces))
    drawn_by = prepared_cells(board, keys, language, today, zone)

    def draw(items: Sequence[BoardItem], context: Context, paints: Mapping[int, Paint]) -> str:
        facts = facts_of(items, paints)
        drawn = iter([cells_drawn(key, fill, items, context, paints) for key, fill in drawn_by.items()])
        parts = [next(drawn) if mark == CELL else facts[mark] for mark in pieces[1::2]]
        return "".join([line % values for values in zip(*parts, strict=True)])

    return draw


def cells_drawn(
    key: str, fill: Fill, items: Sequence[BoardItem], context: Context, paints: Mapping[int, Paint]
) -> list[str]:
    """A column's cells, in the items' order."""
    drawn = fill([item.values[key] for item in items], context)
    if not paints:
        return drawn
    painted = [of_cell(paints[item.id], key) if item.id in paints else "" for item in items]
    return [paint + cell for paint, cell in zip(painted, drawn, strict=True)]


def facts_of(items: Sequence[BoardItem], paints: Mapping[int, Paint]) -> Mapping[str, Sequence[Any]]:
    """What stands for each mark that is no cell's, in the items' order."""
    return {
        ID: [item.id for item in items],
        VERSION: [item.version for item in items],
        RANK: [item.position for item in items],
        COUNT: [item.updates or "" for item in items],
        PAINT: [of_item(paints[item.id]) if item.id in paints else "" for item in items],
    }


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

    return remembering(one_by_one(draw), column.format if column.type.names_people else None)


def one_by_one(draw: Callable[[Any, Context], str]) -> Fill:
    return lambda values, context: [draw(value, context) for value in values]


def around_text(column: Column, pieces: list[str]) -> Fill:
    """The escaped text, and where the partial wants it the value, between the pieces of the partial's markup."""
    if pieces[1::2] == [TEXT]:
        before, _, after = pieces

        def fill(values: Sequence[Any], context: Context) -> list[str]:
            texts = all_escaped(column.format_all(values, context))
            found = zip(values, texts, strict=True)
            return [EMPTY if value is None else f">{before}{text}{after}" for value, text in found]

        return fill

    def fill_one(value: Any, context: Context) -> str:
        if value is None:
            return EMPTY
        filled = {TEXT: escaped(column.format(value, context)), VALUE: escaped(edit_text(value))}
        return ">" + "".join([filled.get(piece, piece) for piece in pieces])

    return one_by_one(fill_one)


def with_exact_text(column: Column, fill: Fill) -> Fill:
    """Beside a rounded text, the whole one: whoever edits the cell starts from that."""

    def fill_exactly(value: Any, context: Context) -> str:
        text, (drawn,) = column.exact(value, context), fill([value], context)
        return drawn if text == column.format(value, context) else f' data-value="{escaped(text)}"{drawn}'

    return one_by_one(fill_exactly)


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


def all_escaped(texts: list[str]) -> list[str]:
    """Most pages hold nothing to escape."""
    return [escaped(text) for text in texts] if HOSTILE("\n".join(texts)) else texts


def escaped(text: str) -> str:
    return str(escape(text)) if HOSTILE(text) else text
