"""`rouage bench`: what things take here, beside what is promised."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from engine.text import Text
from web.command import refuse, say, tell

SEEDED = Text(
    "{count} items of {columns} columns, written by the import’s own path in {seconds} s; load of the machine {load}.",
    "{count} éléments de {columns} colonnes, écrits par la voie de l’import en {seconds} s ; charge de la machine {load}.",
)
UNKNOWN = Text("Nothing is called “{name}”. There is: {names}.", "Rien ne s’appelle « {name} ». Il y a : {names}.")
SUMMARY = Text("{kept} of {total} within bounds", "{kept} sur {total} dans les bornes")


@click.command("bench")
@click.option("--items", default=100_000, show_default=True, type=click.IntRange(100, 5_000_000), help="On the board.")
@click.option("--database", "database_url", help="URL of a PostgreSQL server, or `postgresql`; default SQLite.")
@click.option(
    "--redis",
    "redis_url",
    is_flag=False,
    flag_value="redis",
    help="Also measure rules that Redis rings: its URL, or nothing behind it to start one.",
)
@click.option("--only", metavar="NAME", help="Only this line, or this group of lines.")
@click.option("--json", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures there.")
@click.option("--compare", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Figures of another run.")
def command(
    *,
    items: int,
    database_url: str | None,
    redis_url: str | None,
    only: str | None,
    target: Path | None,
    compare: Path | None,
) -> None:
    """Measure each operation on a board of many items, in an installation of its own; exit with 1 when a bound is missed."""
    from web.bench import report
    from web.bench.installation import seeded
    from web.bench.operations import lines
    from web.bench.seed import WIDTH

    wanted = lines(only)
    if not wanted:
        raise refuse(UNKNOWN, name=only, names=", ".join(line.name for line in lines()))
    earlier = medians(compare)
    with seeded(items, database_url, redis_url) as (field, seconds):
        load = report.machine()["load"]
        tell(SEEDED, count=items, columns=WIDTH, seconds=f"{seconds:.1f}", load=load)
        figures = list(report.told(field, wanted, earlier))
        if target:
            target.write_bytes(msgspec.json.format(msgspec.json.encode(report.as_json(field, figures, seconds))))
    conclude([figure.kept for figure in figures if figure.limit is not None or figure.failed])


def conclude(kept: Sequence[bool]) -> None:
    click.echo(say(SUMMARY, kept=sum(kept), total=len(kept)))
    if not all(kept):
        raise SystemExit(1)


def medians(path: Path | None) -> dict[str, float]:
    if path is None:
        return {}
    found = msgspec.json.decode(path.read_bytes())["figures"]
    return {name: figure["median"] for name, figure in found.items() if figure["median"] is not None}
