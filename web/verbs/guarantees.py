"""`rouage guarantees`: every promise, proved on this machine."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING

import click

from engine.text import Text
from web.command import language, refuse, tell

if TYPE_CHECKING:
    from web.promise import Promise

DATABASES = ("sqlite", "postgresql")
SEED = Text("Seed {seed}", "Graine {seed}")
KEPT = Text("kept    {name} on {kind}: {figures} ({seconds} s)", "tenue   {name} sur {kind} : {figures} ({seconds} s)")
BROKEN = Text("BROKEN  {name} on {kind}: {lost}", "ROMPUE  {name} sur {kind} : {lost}")
TOTAL = Text("{kept} of {all} kept", "{kept} sur {all} tenues")
UNKNOWN = Text("There is no promise “{name}”: {known}", "Il n’y a pas de promesse « {name} » : {known}")
MISSING = Text(
    "This needs servers of its own: pip install 'rouage[guarantees]'",
    "Il faut des serveurs à part : pip install 'rouage[guarantees]'",
)


@click.command("guarantees")
@click.option("--only", multiple=True, help="A promise by its name; may be repeated. Default: all.")
@click.option("--short", is_flag=True, help="As small as at every change, in minutes instead of hours.")
@click.option("--database", type=click.Choice(DATABASES), help="Default: both.")
@click.option("--seed", type=int, help="That of a storm to repeat.")
def command(only: tuple[str, ...], database: str | None, seed: int | None, *, short: bool) -> None:
    """Try to break every promise, on servers of its own; exit with 1 when one is broken."""
    seed = seed if seed is not None else SystemRandom().randrange(2**32)
    chosen, kinds = wanted(only), [database] if database else list(DATABASES)
    tell(SEED, seed=seed)
    kept = [keep(promise, kind, seed, short=short) for promise in chosen for kind in kinds if kind in promise.databases]
    tell(TOTAL, kept=sum(kept), all=len(kept))
    if not all(kept):
        raise SystemExit(1)


def wanted(names: tuple[str, ...]) -> list[Promise]:
    """Those of these names, or all."""
    try:
        from web.promise import promises
    except ImportError as error:
        raise refuse(MISSING) from error
    known = promises()
    for name in names:
        if name not in known:
            raise refuse(UNKNOWN, name=name, known=", ".join(known))
    return [known[name] for name in names] or list(known.values())


def keep(promise: Promise, kind: str, seed: int, *, short: bool) -> bool:
    """Print the promise and what came of it."""
    from web.storms.broken import Broken
    from web.storms.ground import Ground

    click.echo(promise.sentence.say(language()))
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="storm-") as folder:
        ground = Ground(kind, Path(folder), Random(f"{seed} {promise.name} {kind}"), short)  # noqa: S311 - repeatable
        try:
            figures = promise.keep(ground)
        except Exception as error:  # noqa: BLE001 - a storm that stumbles has proved nothing, and the next one goes on
            lost = error if isinstance(error, Broken) else f"{type(error).__name__}: {error}"
            tell(BROKEN, name=promise.name, kind=kind, lost=lost)
            click.echo("".join(last_words(ground.folder / "programs.log")))
            return False
    told = ", ".join(f"{name} {figure}" for name, figure in figures.items())
    tell(KEPT, name=promise.name, kind=kind, figures=told, seconds=round(time.monotonic() - start))
    return True


def last_words(log: Path) -> Iterator[str]:
    """What the programs wrote last, for whoever looks for the reason."""
    if log.exists():
        with log.open(encoding="utf-8", errors="replace") as file:
            yield from file.readlines()[-20:]
