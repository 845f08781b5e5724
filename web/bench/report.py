"""The figures as a table, as JSON, and beside those of an earlier run."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from engine.raw import versions
from engine.text import Text
from web.bench.bound import Figure
from web.bench.field import Field
from web.bench.operation import Line
from web.bench.seed import SEED, WIDTH
from web.command import language, say

HEADS = (
    Text("", ""),
    Text("median", "médiane"),
    Text("p95", "p95"),
    Text("bound", "borne"),
    Text("inside", "dedans"),
    Text("raw", "brut"),
    Text("× raw", "× brut"),
    Text("SQL", "SQL"),
    Text("CPU ms", "CPU ms"),
)
THEN = Text("× then", "× avant")
MISSED = Text("missed by {by}", "manquée de {by}")
FAILED = Text("not measured", "pas mesurée")
LABEL_WIDTH = 46


def told(field: Field, lines: Sequence[Line], earlier: Mapping[str, float]) -> Iterator[Figure]:
    """Each line as soon as it is measured."""
    click.echo(head(compared=bool(earlier)))
    for line in lines:
        if (figure := line.figure(field)) is not None:
            click.echo(row(figure, earlier))
            yield figure


def number(value: float | None) -> str:
    if value is None or math.isnan(value):
        return "·"
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 100 else f"{value:.2f}"


def amount(value: float, unit: str) -> str:
    return f"{number(value)} {unit}"


def head(*, compared: bool) -> str:
    return aligned([say(text) for text in (*HEADS, *([THEN] if compared else []))])


def row(figure: Figure, earlier: Mapping[str, float]) -> str:
    measured, limit = figure.measured, figure.limit
    sign = "≥" if figure.unit == "/s" else "≤"
    cells = [
        figure.label.say(language()),
        amount(measured.median, figure.unit),
        number(measured.p95),
        "·" if limit is None else f"{sign} {limit:g}",
        number(measured.inside),
        number(measured.raw),
        number(figure.ratio),
        "·" if measured.statements is None else str(measured.statements),
        number(measured.cpu),
    ]
    if earlier:
        before = earlier.get(figure.name)
        cells.append(number(measured.median / before if before else None))
    return aligned(cells) + remarks(figure)


def remarks(figure: Figure) -> str:
    found = []
    if figure.failed:
        found.append(say(FAILED))
    elif not figure.kept and figure.limit is not None:
        by = abs(figure.measured.median - figure.limit)
        found.append(say(MISSED, by=amount(by, figure.unit)))
    if figure.measured.note:
        found.append(figure.measured.note.say(language()))
    return f"  {' · '.join(found)}" if found else ""


def aligned(cells: Sequence[str]) -> str:
    return (cells[0].ljust(LABEL_WIDTH) + "".join(cell.rjust(12) for cell in cells[1:])).rstrip()


def as_json(field: Field, figures: Sequence[Figure], seconds: float) -> dict[str, Any]:
    return {
        "rouage": version("rouage"),
        "items": field.items,
        "columns": WIDTH,
        "seed": SEED,
        "seed_seconds": round(seconds, 3),
        "database": versions(field.database),
        "machine": machine(),
        "figures": {figure.name: shown(figure) for figure in figures},
    }


def shown(figure: Figure) -> dict[str, Any]:
    measured = {key: value for key, value in asdict(figure.measured).items() if key != "note"}
    note = figure.measured.note
    return {
        "label": figure.label.en,
        "unit": figure.unit,
        "bound": figure.limit,
        "kept": figure.kept,
        **{key: round(value, 4) if isinstance(value, float) else value for key, value in measured.items()},
        "ratio": None if figure.ratio is None else round(figure.ratio, 3),
        "note": note.en if note else None,
    }


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "memory_mb": memory // 2**20,
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
