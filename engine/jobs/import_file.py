"""A file's lines become items of a board: read and checked first, then written in one transaction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from engine.commands.boards import create_board
from engine.commands.columns import add_column, change_column
from engine.commands.groups import create_group
from engine.commands.placing import import_items
from engine.commands.search import tend_index
from engine.commands.unique import taken_values
from engine.db import Database
from engine.errors import Conflict, Invalid
from engine.files import StoredFile, drop_file, kept_file
from engine.fold import fold
from engine.job import JobKind, Progress
from engine.models import Job
from engine.permissions import Actor, Permission
from engine.queries.boards import board as load_board
from engine.queries.context import context_for
from engine.queries.groups import group as load_group
from engine.queries.groups import groups
from engine.schema.compiled import CompiledBoard
from engine.sheets.errors_file import keep_errors, to_json
from engine.sheets.intake import Batch, Intake, Refusal, check_groups
from engine.sheets.opening import open_seen, open_sheet, seen
from engine.sheets.plan import Plan, Planned, planned, to_plan
from engine.sheets.preview import reading_context
from engine.text import Text

TRIES = 3
LISTED = 20
KEPT_REFUSALS = 10_000
ITEMS_A_SECOND = 1_000

NOTHING_LEFT = Text(
    "No line of the file can become an item. Change the types of the columns, or let refused cells stay empty.",
    "Aucune ligne du fichier ne peut devenir un élément. Changez les types des colonnes, ou laissez vides les cellules refusées.",
)
RESTLESS = Text(
    "The board’s columns kept changing during the import; nothing was imported. Start it again.",
    "Les colonnes du tableau n’ont cessé de changer pendant l’import ; rien n’a été importé. Relancez-le.",
)


class BoardChangedError(Exception):
    """The columns are no longer those that the cells were read for."""


@dataclass(slots=True)
class Loaded:
    """All that was read: items as they will be, column by column, the titles of their groups, what was refused."""

    values: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    groups: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    refused: int = 0
    skipped: int = 0

    @property
    def count(self) -> int:
        return len(self.groups)

    def add(self, batch: Batch) -> None:
        for key, values in batch.values.items():
            self.values[key] += values
        self.groups += batch.groups
        self.refusals += batch.refusals[: KEPT_REFUSALS - len(self.refusals)]
        self.refused += len(batch.refusals)
        self.skipped += batch.skipped


class ImportFile(JobKind):
    """Its settings: `plan` is a `sheets.plan.Plan`, `sheet` what was `sheets.opening.seen` of the file; `name` and `size` are for
    those who look at the job.
    """

    name = "import_file"
    label = Text("Import of a file", "Import d’un fichier")
    permission = Permission.ITEM_CREATE

    def run(self, db: Database, job: Job, actor: Actor, progress: Progress) -> None:
        """Read everything, write everything; once more when the board's columns changed in between."""
        plan = to_plan(job.settings["plan"])
        file = kept_file(db.data, actor, plan.file)
        for _ in range(TRIES):
            try:
                return import_once(db, job, actor, plan, file, progress)
            except BoardChangedError:
                continue
        raise Conflict(RESTLESS, field="board", yours=None, theirs=None, version=0)

    def clean_up(self, db: Database, job: Job) -> None:
        drop_file(db.data, job.settings["plan"]["file"])
        tend_index(db)


def import_once(db: Database, job: Job, actor: Actor, plan: Plan, file: StoredFile, progress: Progress) -> None:
    with db.read() as session:
        board = None if job.board_id is None else load_board(session, actor, job.board_id)
        context = context_for(session, actor)
        context = replace(context, people=dict(context.people))
        taken = {} if board is None else taken_values(session, board, context)
    path = file.path(db.data)
    sheet = open_seen(path, file.name, job.settings.get("sheet") or seen(open_sheet(path, file.name, plan.options)))
    will_be = planned(plan, sheet, None if board is None else board.document)
    intake = Intake(plan, will_be, sheet, reading_context(plan, context), actor.language, taken)
    loaded = load(intake, progress)
    errors_file = keep_errors(db.data, actor, file.name, loaded.refusals, loaded.refused)
    try:
        with progress.writing(60 + loaded.count // ITEMS_A_SECOND) as session:
            made = store(session, actor, job, plan, board, intake.planned, loaded)
            progress.result = {**made, **told(loaded), "errors_file": errors_file}
    except BaseException:
        drop_file(db.data, errors_file or "")
        raise


def load(intake: Intake, progress: Progress) -> Loaded:
    """Every line of the file. Raises Invalid when there is nothing to import, or into too many groups."""
    loaded, total = Loaded(), intake.sheet.count
    for batch in intake.batches():
        loaded.add(batch)
        progress.step(loaded.count + loaded.skipped, total)
    if not loaded.count:
        raise Invalid(NOTHING_LEFT, field="mapping")
    check_groups(loaded.groups)
    return loaded


def told(loaded: Loaded) -> dict[str, Any]:
    """What the job's result says: how many items, how many lines left out, how many cells refused, the first of these."""
    errors = [to_json(refusal) for refusal in loaded.refusals[:LISTED]]
    return {"items": loaded.count, "skipped": loaded.skipped, "refused": loaded.refused, "errors": errors}


def store(
    session: Session, actor: Actor, job: Job, plan: Plan, board: CompiledBoard | None, will_be: Planned, loaded: Loaded
) -> dict[str, Any]:
    """Columns, groups and items, all in the caller's transaction. Raises BoardChangedError."""
    keys = {column.key: column.key for column in will_be.columns.values()}
    if board is None:
        titles = list(dict.fromkeys(loaded.groups)) if plan.group_by is not None else None
        board = create_board(session, actor, plan.title or "", document=will_be.document, groups=titles)
    else:
        board, keys = prepared(session, actor, plan, board, will_be)
    ids = group_ids(session, actor, board, plan, loaded.groups)
    columns = {keys.get(key, key): values for key, values in loaded.values.items()}
    event = import_items(session, actor, board, ids, columns, run_rules=plan.run_rules, job_id=job.id)
    stored = session.get_one(Job, job.id)
    stored.board_id = board.id
    return {"board": board.id, "event": event.id}


def prepared(
    session: Session, actor: Actor, plan: Plan, before: CompiledBoard, will_be: Planned
) -> tuple[CompiledBoard, dict[str, str]]:
    """The board with the columns and options that the plan adds, and the keys that the new columns really got."""
    board = load_board(session, actor, before.id)
    if board.version != before.version:
        raise BoardChangedError
    keys = {}
    for target in plan.mapping:
        column = will_be.columns[target.source]
        if target.key is None:
            board, keys[column.key] = add_column(
                session, actor, board, column.type.name, column.title, column.settings, labels=column.labels
            )
        elif column.settings != before.columns[target.key].settings:
            board = change_column(session, actor, board, target.key, settings=column.settings)
    return board, keys


def group_ids(session: Session, actor: Actor, board: CompiledBoard, plan: Plan, titles: Sequence[str]) -> list[int]:
    """Where each item goes; groups that the board does not have yet are created."""
    existing = groups(session, board)
    if plan.group_by is None:
        chosen = existing[0] if plan.group is None else load_group(session, board, plan.group)
        return [chosen.id] * len(titles)
    found = {fold(group.title): group.id for group in reversed(existing)}
    ids: dict[str, int] = {}
    for title in dict.fromkeys(titles):
        known = found.get(fold(title))
        ids[title] = create_group(session, actor, board, title).id if known is None else known
        found[fold(title)] = ids[title]
    return [ids[title] for title in titles]
