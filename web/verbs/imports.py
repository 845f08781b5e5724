"""`rouage import FILE`: a CSV or XLSX file becomes items of a board, from the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

import click
import msgspec

from engine.commands.imports import start_import
from engine.commands.jobs import work
from engine.db import Database
from engine.files import StoredFile, drop_file, keep_file
from engine.fold import fold
from engine.models import Job
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.jobs import job as load_job
from engine.schema.compiled import CompiledBoard
from engine.settings import Settings
from engine.sheets.opening import open_sheet
from engine.sheets.plan import Plan
from engine.sheets.preview import preview
from engine.sheets.source import MAX_BYTES, Sheet
from engine.sheets.suggestion import suggest
from engine.text import Text
from web.command import language, prepare, refuse, say, tell, with_settings
from web.somebody import somebody

BLOCK = 256 * 1024
ENDED = ("done", "failed", "cancelled")
WAIT = 0.2
BECOMES = Text("  {source}  →  {target}", "  {source}  →  {target}")
LEFT_OUT = Text("left out", "non importée")
WOULD = Text(
    "{items} items would be imported, {skipped} lines left out, {refused} cells refused.",
    "{items} éléments seraient importés, {skipped} lignes écartées, {refused} cellules refusées.",
)
DID = Text(
    "{items} items imported into board {board}, {skipped} lines left out, {refused} cells refused.",
    "{items} éléments importés dans le tableau {board}, {skipped} lignes écartées, {refused} cellules refusées.",
)
REFUSED = Text("  line {line}, {column}: {problem}", "  ligne {line}, {column} : {problem}")
NO_HEADER = Text(
    "The file has no column “{title}”. It has: {titles}.",
    "Le fichier n’a pas de colonne « {title} ». Il a : {titles}.",
)


@dataclass(frozen=True, slots=True)
class Look:
    """A kept file, opened, with the plan for it."""

    actor: Actor
    file: StoredFile
    sheet: Sheet
    board: CompiledBoard | None
    plan: Plan


@click.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--user", "email", help="The e-mail address of the user who imports; default the owner.")
@click.option("--board", "board_id", type=int, help="The number of the board that takes the items; default a new one.")
@click.option("--title", help="Name of the new board; default the file's.")
@click.option("--group-by", metavar="TITLE", help="One group for each value of the column with this title.")
@click.option("--run-rules", is_flag=True, help="Run automations for the imported items.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of the file.")
@with_settings
def command(settings: Settings, path: Path, email: str, board_id: int | None, **wishes: Any) -> None:
    """Import a CSV or XLSX FILE."""
    database = Database.of(settings)
    installation = prepare(database)
    dry_run = wishes.pop("dry_run")
    with database.read() as session:
        actor = somebody(session, installation, email)
    look = look_at(database, actor, path, board_id, wishes)
    try:
        tell_plan(look)
        if dry_run:
            tell_outcome(database, look)
        else:
            carry_out(database, look)
    finally:
        drop_file(database.data, look.file.id)


def look_at(database: Database, actor: Actor, path: Path, board_id: int | None, wishes: dict[str, Any]) -> Look:
    with database.read() as session:
        board = None if board_id is None else load_board(session, actor, board_id)
        file = keep_file(database.data, actor, path.name, blocks(path), limit=MAX_BYTES)
        try:
            sheet = open_sheet(file.path(database.data), file.name)
            plan = suggest(sheet, file.id, context_for(session, actor), board)
            return Look(actor, file, sheet, board, with_wishes(plan, sheet, **wishes))
        except BaseException:
            drop_file(database.data, file.id)
            raise


def with_wishes(plan: Plan, sheet: Sheet, *, title: str | None, group_by: str | None, run_rules: bool) -> Plan:
    return msgspec.structs.replace(
        plan,
        title=title or plan.title if plan.title else None,
        group_by=None if group_by is None else source_of(sheet, group_by),
        run_rules=run_rules,
    )


def source_of(sheet: Sheet, title: str) -> int:
    titles = [fold(text.say(language())) for text in sheet.titles]
    if fold(title) not in titles:
        raise refuse(NO_HEADER, title=title, titles=", ".join(text.say(language()) for text in sheet.titles))
    return titles.index(fold(title))


def tell_plan(look: Look) -> None:
    targets = {target.source: target.key or target.type for target in look.plan.mapping}
    for source, text in enumerate(look.sheet.titles):
        tell(BECOMES, source=text, target=targets.get(source) or say(LEFT_OUT))
    for notice in look.sheet.notices:
        click.echo(notice.say(language()))


def tell_outcome(database: Database, look: Look) -> None:
    with database.read() as session:
        document = look.board.document if look.board else None
        seen = preview(look.plan, look.sheet, document, context_for(session, look.actor))
    tell(WOULD, items=seen.items, skipped=seen.skipped, refused=Counter(seen.refused).total())


def carry_out(database: Database, look: Look) -> None:
    """In this process, whether or not a worker runs; a worker that takes the job first only does the same."""
    with database.write() as session:
        job_id = start_import(session, look.actor, look.board, look.plan, database.data, look.sheet).id
    job = ended(database, look.actor, job_id)
    if job.error:
        raise click.ClickException(job.error[language()])
    for error in job.result["errors"]:
        tell(REFUSED, line=error["line"], column=Text(**error["column"]), problem=Text(**error["problem"]))
    tell(DID, board=job.result["board"], **{key: job.result[key] for key in ("items", "skipped", "refused")})


def ended(database: Database, actor: Actor, job_id: int) -> Job:
    while True:
        work(database, job_id)
        with database.read() as session:
            job = load_job(session, actor, job_id)
        if job.state in ENDED:
            return job
        sleep(WAIT)


def blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
