"""The import wizard's form: from a plan to what the page draws, and back from what was chosen to a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from engine.columns import column_types
from engine.schema.compiled import CompiledBoard
from engine.sheets.plan import NAME, Plan, Target
from engine.sheets.source import Options, Sheet
from engine.text import Language, Text
from web.fields import whole
from web.request import Form

SKIP, TO_KEY, TO_TYPE = "skip", "key:", "type:"
SAMPLES = 3
SAMPLE_LENGTH = 60
LEFT_OUT = Text("Leave out", "Ne pas importer")
NAMES_ITEMS = Text("Name of the items", "Nom des éléments")
READING = ("separator", "encoding", "sheet", "header", "language")


class Choice(NamedTuple):
    """Where a column of the file may go."""

    value: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Row:
    """One column of the file in the wizard."""

    source: int
    title: str
    samples: Sequence[str]
    choice: str
    icon: str
    new_title: str
    currency: str
    """The one that the file itself names; empty takes the form's."""


def rows(plan: Plan, sheet: Sheet, board: CompiledBoard | None, language: Language, currency: str) -> list[Row]:
    """`currency` is the form's, for the columns whose own the file does not name."""
    targets = {target.source: target for target in plan.mapping}
    icons = {choice.value: choice.icon for choice in choices(board, language)}
    found = samples(sheet)
    made = []
    for source, text in enumerate(sheet.titles):
        target, title = targets.get(source), text.say(language)
        choice = choice_of(target)
        new_title = target.labels.get(language) or target.title if target else ""
        own = str(target.settings.get("currency", "")) if target else ""
        own = "" if own == currency else own
        made.append(Row(source, title, found[source], choice, icons.get(choice, ""), new_title or title, own))
    return made


def choice_of(target: Target | None) -> str:
    if target is None:
        return SKIP
    return f"{TO_KEY}{target.key}" if target.key else f"{TO_TYPE}{target.type}"


def choices(board: CompiledBoard | None, language: Language) -> list[Choice]:
    """The columns that the board has, or the name of a new one."""
    if board is None:
        return [Choice(TO_KEY + NAME, NAMES_ITEMS.say(language), column_types[NAME].icon), *new_columns(language)]
    known = [Choice(TO_KEY + key, one.label(language), one.type.icon) for key, one in board.writable.items()]
    return [*known, *new_columns(language)]


def new_columns(language: Language) -> list[Choice]:
    kinds = [kind for kind in column_types.values() if kind.creatable and not kind.read_only]
    return [Choice(TO_TYPE + kind.name, kind.label.say(language), kind.icon) for kind in kinds]


def samples(sheet: Sheet) -> list[list[str]]:
    """The first filled cells of each column, cut short."""
    found: list[list[str]] = [[] for _ in sheet.titles]
    for line in islice(sheet.lines(), 50):
        for texts, cell in zip(found, line.cells, strict=True):
            text = "" if cell is None else " ".join(str(cell).split())
            if text and len(texts) < SAMPLES and text not in texts:
                texts.append(text if len(text) <= SAMPLE_LENGTH else f"{text[:SAMPLE_LENGTH]}…")
    return found


def reading_options(form: Form) -> Options:
    """How the file is to be read; what the form leaves open is found out."""
    chosen: dict[str, Any] = {name: form.get(name) or None for name in READING}
    if chosen["header"] is not None:
        chosen["header"] = whole(chosen["header"])
    chosen["language"] = chosen["language"] if chosen["language"] in {"en", "fr"} else None
    return Options(**chosen)


def to_text(options: Options) -> str:
    """A field that remembers how the file was read when its columns were drawn."""
    return msgspec.json.encode(options).decode()


def read_plan(form: Form, file: str, sheet: Sheet, board: CompiledBoard | None, language: Language) -> Plan:
    """Raises Invalid for numbers that are none."""
    targets = [read_target(form, source, text, language) for source, text in enumerate(sheet.titles)]
    return Plan(
        file=file,
        mapping=[target for target in targets if target is not None],
        options=sheet.options,
        title=None if board else str(form.get("title", "")),
        group=number(form, "group"),
        group_by=number(form, "group_by"),
        refused="skip" if form.get("refused") == "skip" else "empty",
        run_rules=bool(form.get("run_rules")),
    )


def read_target(form: Form, source: int, text: Text, language: Language) -> Target | None:
    choice = str(form.get(f"column-{source}", SKIP))
    title = " ".join(str(form.get(f"title-{source}", "")).split())
    named = made_up(text) if title == text.say(language) else {}
    if choice.startswith(TO_TYPE):
        return to_new_column(form, source, choice.removeprefix(TO_TYPE), named.get("en", title), named)
    if not choice.startswith(TO_KEY):
        return None
    key = choice.removeprefix(TO_KEY)
    return Target(
        source, key=key, title=named.get("en", title), labels=named, add_options=bool(form.get("add_options"))
    )


def made_up(text: Text) -> dict[str, str]:
    """A title that the file did not have is called in both languages."""
    return {} if text.en == text.fr else text._asdict()


def to_new_column(form: Form, source: int, type_name: str, title: str, labels: Mapping[str, str]) -> Target:
    """Options of a choice come from the file, its currency from the file or else from the form."""
    kind = column_types.get(type_name)
    settings: dict[str, Any] = {}
    if kind is not None and "currency" in kind.settings_schema["properties"]:
        settings["currency"] = str(form.get(f"currency-{source}") or form.get("currency") or "EUR")
    return Target(
        source,
        type=type_name,
        title=title,
        labels=dict(labels),
        settings=settings,
        add_options=kind is not None and kind.choices,
    )


def number(form: Form, name: str) -> int | None:
    typed = str(form.get(name, ""))
    return whole(typed) if typed else None
