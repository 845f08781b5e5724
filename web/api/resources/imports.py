"""Imports of CSV and XLSX files, and the jobs that carry them out: progress, cancel, undo."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec

from engine.commands.imports import start_import, undo_import
from engine.commands.jobs import cancel_job
from engine.db import Database
from engine.errors import NotFound
from engine.files import keep_file, kept_file
from engine.models import Job as StoredJob
from engine.moment import to_iso
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.jobs import job as load_job
from engine.schema.compiled import CompiledBoard
from engine.session import Session
from engine.sheets.opening import open_sampled
from engine.sheets.plan import Plan, Target
from engine.sheets.source import MAX_BYTES, Options, Sheet
from engine.sheets.suggestion import suggest
from engine.text import Language, Text
from web.api.inputs import read_inside
from web.api.routing import creates, deletes, reads
from web.api.shapes import Download, Id, Moment, Shown, Taken, told
from web.api.uploads import Upload

MappingText = Annotated[
    str,
    told(
        "Where columns go, as JSON: a list of `{source, key}` or `{source, type, title, settings}`; guessed when left out",
        "Où vont les colonnes, en JSON : une liste de `{source, key}` ou `{source, type, title, settings}` ; devinée sinon",
    ),
]


class ImportOptions(Taken):
    """Parameters of the address, or parts of the form."""

    name: Annotated[str, told("The file’s name", "Le nom du fichier", max_length=255)] | None = None
    mapping: MappingText | None = None
    group: Annotated[Id, told("The group that gets the items", "Le groupe qui reçoit les éléments")] | None = None
    group_by: (
        Annotated[
            int,
            told(
                "One group for each value of this column, from 0", "Un groupe par valeur de cette colonne, dès 0", ge=0
            ),
        ]
        | None
    ) = None
    refused: Annotated[
        Literal["empty", "skip"],
        told("Empty a refused cell, or skip its item", "Vider une cellule refusée, ou sauter son élément"),
    ] = "empty"
    run_rules: Annotated[bool, told("Whether automations act on them", "Si les automatisations s’y appliquent")] = False
    separator: Annotated[str, told("Found out when left out", "Trouvé si absent", max_length=1)] | None = None
    encoding: Annotated[str, told("Found out when left out", "Trouvé si absent", max_length=40)] | None = None
    sheet: Annotated[str, told("Of a workbook", "D’un classeur", max_length=255)] | None = None
    header: Annotated[int, told("Line of the titles, 0 for none", "Ligne des titres, 0 si aucune", ge=0)] | None = None
    language: Annotated[Language, told("Of its numbers and dates", "De ses nombres et dates")] | None = None

    def reading(self) -> Options:
        return Options(
            separator=self.separator,
            encoding=self.encoding,
            sheet=self.sheet,
            header=self.header,
            language=self.language,
        )


class NewBoardOptions(ImportOptions):
    title: Annotated[str, told("Of the new board", "Du nouveau tableau", max_length=500)] | None = None


class Job(Shown):
    id: int
    kind: str
    board: int | None
    state: Annotated[
        str,
        told(
            "`waiting`, `running`, `done`, `failed`, `cancelling`, `cancelled`",
            "`waiting`, `running`, `done`, `failed`, `cancelling`, `cancelled`",
        ),
    ]
    done: int
    total: int
    result: dict[str, Any]
    error: str | None
    created_at: Moment

    def location(self) -> str | None:
        return f"/api/v1/jobs/{self.id}"


class Reversal(Shown):
    job: int
    items: Annotated[int, told("How many items were taken back", "Combien d’éléments ont été retirés")]


class Ready(NamedTuple):
    """An import that only needs to be queued, and the file that was opened for it."""

    plan: Plan
    sheet: Sheet


def plan_import(
    database: Database, actor: Actor, upload: Upload, data: Path, asked: ImportOptions, board_id: int
) -> Ready:
    with database.read() as session:
        board = load_board(session, actor, board_id)
    return planned(database, actor, upload, data, asked, board)


def plan_board(database: Database, actor: Actor, upload: Upload, data: Path, asked: NewBoardOptions) -> Ready:
    ready = planned(database, actor, upload, data, asked, None)
    return ready._replace(plan=msgspec.structs.replace(ready.plan, title=asked.title)) if asked.title else ready


def planned(
    database: Database, actor: Actor, upload: Upload, data: Path, asked: ImportOptions, board: CompiledBoard | None
) -> Ready:
    """Keep the file and look at it, before any transaction that others would have to wait for."""
    file = keep_file(data, actor, asked.name or upload.name or "import.csv", upload.blocks(), limit=MAX_BYTES)
    sheet, found = open_sampled(file.path(data), file.name, asked.reading())
    with database.read() as session:
        plan = suggest(sheet, file.id, context_for(session, actor), board, found=found)
    return Ready(msgspec.structs.replace(plan, **wishes(asked)), sheet)


def wishes(asked: ImportOptions) -> Mapping[str, Any]:
    found: dict[str, Any] = {name: getattr(asked, name) for name in ("group", "group_by", "refused", "run_rules")}
    if asked.mapping is not None:
        found["mapping"] = read_inside(asked.mapping, "mapping", list[Target])
    return found


@creates(
    "/boards/{board_id:int}/import",
    Text("Import a CSV or XLSX file into a board", "Importer un fichier CSV ou XLSX dans un tableau"),
    status=202,
    prepare=plan_import,
)
def start(session: Session, actor: Actor, board_id: int, prepared: Ready, data: Path) -> Job:
    board = load_board(session, actor, board_id)
    return shown_job(start_import(session, actor, board, prepared.plan, data, prepared.sheet), actor)


@creates(
    "/import",
    Text("Import a CSV or XLSX file into a new board", "Importer un fichier CSV ou XLSX dans un nouveau tableau"),
    status=202,
    prepare=plan_board,
)
def start_board(session: Session, actor: Actor, prepared: Ready, data: Path) -> Job:
    return shown_job(start_import(session, actor, None, prepared.plan, data, prepared.sheet), actor)


@reads("/jobs/{job_id:int}", Text("Read a job’s progress", "Lire l’avancement d’un travail"))
def read(session: Session, actor: Actor, job_id: int) -> Job:
    return shown_job(load_job(session, actor, job_id), actor)


@deletes("/jobs/{job_id:int}", Text("Cancel a job", "Annuler un travail"), status=200)
def cancel(session: Session, actor: Actor, job_id: int) -> Job:
    return shown_job(cancel_job(session, actor, job_id), actor)


@creates("/jobs/{job_id:int}/reversal", Text("Undo an import", "Défaire un import"))
def reverse(session: Session, actor: Actor, job_id: int) -> Reversal:
    job = load_job(session, actor, job_id)
    if job.board_id is None:
        raise NotFound
    ids = undo_import(session, actor, load_board(session, actor, job.board_id), job_id)
    return Reversal(job=job_id, items=len(ids))


@reads(
    "/jobs/{job_id:int}/refusals",
    Text("Read the cells that an import refused, as CSV", "Lire les cellules qu’un import a refusées, en CSV"),
)
def refusals(session: Session, actor: Actor, job_id: int, data: Path) -> Download:
    job = load_job(session, actor, job_id)
    file = kept_file(data, actor, job.result.get("errors_file") or "")
    return Download(file.name, "text/csv; charset=utf-8", file.path(data).read_bytes())


def shown_job(job: StoredJob, actor: Actor) -> Job:
    return Job(
        id=job.id,
        kind=job.kind,
        board=job.board_id,
        state=job.state,
        done=job.done,
        total=job.total,
        result=job.result,
        error=job.error[actor.language] if job.error else None,
        created_at=to_iso(job.created_at),
    )


routes = [start, start_board, read, cancel, reverse, refusals]
