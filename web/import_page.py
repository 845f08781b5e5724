"""What the pages of the import wizard draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response

from engine.currencies import currency_names
from engine.errors import Invalid
from engine.files import StoredFile
from engine.models import Group
from engine.queries.context import context_for
from engine.queries.groups import groups
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.sheets.delimited import ENCODINGS, SEPARATORS
from engine.sheets.plan import Plan
from engine.sheets.preview import Preview, preview
from engine.sheets.source import Options, Sheet
from engine.text import Text
from web.import_form import LEFT_OUT, SKIP, choices, rows, to_text
from web.pages import render
from web.request import Page, actor, language

WRITTEN = {
    "en": Text("1,234.50 and 12/31/2026 (English)", "1,234.50 et 12/31/2026 (anglais)"),
    "fr": Text("1 234,50 and 31/12/2026 (French)", "1 234,50 et 31/12/2026 (français)"),
}
TITLE_LINES = 10
PROBLEMS = 8


@dataclass(frozen=True, slots=True)
class Wizard:
    """A file, where it goes, and the plan as it stands."""

    file: StoredFile
    board: CompiledBoard | None
    sheet: Sheet
    plan: Plan
    currency: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One refused cell of the preview, in words."""

    line: int
    title: str
    sentence: str


def draw(request: Page, wizard: Wizard, session: Session, *, part: bool = False) -> Response[str]:
    """The page, or only what changes with a choice. A plan that cannot be carried out is shown with the reason."""
    seen, problem = looked_at(request, wizard, session, refuse=part)
    speech, (board, sheet, plan) = language(request), (wizard.board, wizard.sheet, wizard.plan)
    return render(
        request,
        "imports/_wizard.html" if part else "imports/wizard.html",
        **reading_choices(plan.options, sheet.sheets),
        file=wizard.file,
        board=board,
        sheet=sheet,
        plan=plan,
        rows=rows(plan, sheet, board, speech, wizard.currency),
        choices=choices(board, speech),
        skip=SKIP,
        left_out=LEFT_OUT,
        groups=board_groups(session, board),
        add_options=takes_options(plan, board),
        currency=wizard.currency,
        currency_names=currency_names() if any("currency" in target.settings for target in plan.mapping) else {},
        read_as=to_text(plan.options),
        seen=seen,
        problems=problems(sheet, seen, request),
        problem=problem,
    )


def draw_unread(request: Page, file: StoredFile, board: CompiledBoard | None, error: Invalid) -> Response[str]:
    """A file that cannot be read yet: only the choices of how to read it."""
    given = reading_choices(Options(), ())
    return render(
        request,
        "imports/unread.html",
        **given,
        file=file,
        board=board,
        problem=error.say(language(request)),
        read_as="",
    )


def reading_choices(options: Options, sheets: Sequence[str]) -> dict[str, Any]:
    return {
        "options": options,
        "sheets": sheets,
        "separators": SEPARATORS,
        "encodings": ENCODINGS,
        "written": WRITTEN,
        "title_lines": range(1, max(TITLE_LINES, options.header or 0) + 1),
    }


def looked_at(request: Page, wizard: Wizard, session: Session, *, refuse: bool) -> tuple[Preview | None, str | None]:
    document = None if wizard.board is None else wizard.board.document
    try:
        return preview(wizard.plan, wizard.sheet, document, context_for(session, actor(request))), None
    except Invalid as error:
        if refuse:
            raise
        return None, error.say(language(request))


def problems(sheet: Sheet, seen: Preview | None, request: Page) -> list[Problem]:
    """The first refused cells of the preview."""
    if seen is None:
        return []
    titles = [title.say(language(request)) for title in sheet.titles]
    return [
        Problem(number, titles[source], cell.problem)
        for number, cells in zip(seen.numbers, seen.cells, strict=True)
        for source, cell in enumerate(cells)
        if cell.problem
    ][:PROBLEMS]


def board_groups(session: Session, board: CompiledBoard | None) -> Sequence[Group]:
    return () if board is None else groups(session, board)


def takes_options(plan: Plan, board: CompiledBoard | None) -> bool:
    """Whether the board's choices grow with the file: what is suggested, until somebody unticks it."""
    columns = board.columns if board else {}
    chosen = [
        target
        for target in plan.mapping
        if target.key is not None and target.key in columns and columns[target.key].type.choices
    ]
    return all(target.add_options for target in chosen)
