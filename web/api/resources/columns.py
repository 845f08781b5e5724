"""Columns of a board: list, add, change, move, delete and restore."""

from typing import Annotated, Any

from msgspec import UNSET, UnsetType

from engine.commands.column_access import change_access
from engine.commands.columns import add_column, change_column, hide_column, move_column, restore_column
from engine.commands.layout import freeze_columns, lay_out_column
from engine.commands.retyping import change_type, preview_type_change
from engine.errors import EngineError, NotFound
from engine.permissions import Actor
from engine.queries.boards import board as load_board
from engine.schema.compiled import CompiledBoard
from engine.schema.document import Column as BoardColumn
from engine.session import Session
from engine.text import Text
from web.api.routing import changes, creates, deletes, reads
from web.api.shapes import Labels, LabelsOut, Shown, Taken, told

TypeName = Annotated[str, told("A column type: `text`, `number`, `status`…", "Un type : `text`, `number`, `status`…")]
Title = Annotated[str, told("Its name, at most 80 characters", "Son nom, au plus 80 caractères", max_length=500)]
Settings = Annotated[
    dict[str, Any], told("As its type’s settings schema says", "Selon le schéma de réglages de son type")
]
ACCESS = told(
    "Roles (`editor`, `contributor`, `viewer`, `guest`) and ids of users who `see` it and `edit` its cells",
    "Rôles (`editor`, `contributor`, `viewer`, `guest`) et identifiants de qui la voit (`see`) et la modifie (`edit`)",
)
NO_COLUMN = Text(
    "This board has no column “{key}”. Choose one of its columns.",
    "Ce tableau n’a pas de colonne « {key} ». Choisissez une de ses colonnes.",
)
WOULD_LOSE = Text(
    '{lost} cells would become empty, for example {examples}. Send "accept_loss": true to go on.',
    '{lost} cellules deviendraient vides, par exemple {examples}. Envoyez "accept_loss": true pour continuer.',
)


class Column(Shown):
    key: Annotated[str, told("What never changes: the name in values, filters and rules", "Ce qui ne change jamais")]
    type: str
    title: str
    labels: LabelsOut
    settings: dict[str, Any]
    required: bool
    read_only: Annotated[
        bool, told("Whether you may not change its cells", "Si vous ne pouvez pas modifier ses cellules")
    ]
    access: Annotated[dict[str, Any], ACCESS]
    width: Annotated[int, told("In the table, in pixels", "Dans la table, en pixels")]
    wrap: Annotated[bool, told("Long text runs over several lines", "Le texte long passe à la ligne")]
    frozen: Annotated[bool, told("Stays in sight when the table moves sideways", "Reste visible quand la table défile")]


class Columns(Shown):
    columns: list[Column]


class NewColumn(Taken):
    type: TypeName
    title: Title
    settings: Settings = {}
    labels: Labels | UnsetType = UNSET
    key: (
        Annotated[str, told("Made from the title when left out", "Tirée du titre si absente", max_length=40)] | None
    ) = None
    required: bool = False

    def options(self) -> dict[str, Any]:
        labels = None if self.labels is UNSET else self.labels.by_language()
        return {"labels": labels, "key": self.key, "required": self.required}


class AudienceGiven(Taken):
    roles: list[str] = []
    people: list[int] = []

    def listed(self) -> dict[str, list[Any]]:
        return {"roles": list(self.roles), "people": list(self.people)}


class AccessGiven(Taken):
    """Without `see` or `edit`: everybody."""

    see: AudienceGiven | None = None
    edit: AudienceGiven | None = None

    def listed(self) -> dict[str, Any]:
        return {name: one.listed() for name, one in (("see", self.see), ("edit", self.edit)) if one is not None}


class ColumnChange(Taken):
    """What is left out stays."""

    title: Title | UnsetType = UNSET
    labels: Labels | UnsetType = UNSET
    settings: Settings | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    after: Annotated[str, told("Key of the column to stand behind", "Clé de la colonne qui précède")] | UnsetType = (
        UNSET
    )
    width: Annotated[int, told("In pixels; 0 is its type’s own", "En pixels ; 0 rend celle du type")] | UnsetType = (
        UNSET
    )
    wrap: bool | UnsetType = UNSET
    frozen: (
        Annotated[
            bool,
            told(
                "true: the columns up to this one stay in sight",
                "true : les colonnes jusqu’à celle-ci restent visibles",
            ),
        ]
        | UnsetType
    ) = UNSET
    access: Annotated[AccessGiven, ACCESS] | UnsetType = UNSET
    type: TypeName | UnsetType = UNSET
    becomes: (
        Annotated[
            dict[str, str | None],
            told(
                "Of options that leave: by key, the option that takes their place, or null",
                "Des options retirées : par clé, l’option qui les remplace, ou null",
            ),
        ]
        | UnsetType
    ) = UNSET
    accept_loss: Annotated[
        bool, told("Change the type even if cells become empty", "Changer de type même si des cellules se vident")
    ] = False


class LossError(EngineError):
    """A change of type that would empty cells, and that nobody has accepted yet."""

    status = 409
    code = "would_lose"


@reads("/boards/{board_id:int}/columns", Text("List a board’s columns", "Lister les colonnes d’un tableau"))
def listing(session: Session, actor: Actor, board_id: int) -> Columns:
    board = load_board(session, actor, board_id)
    return Columns(columns=[shown_column(board, column) for column in board.columns.values()])


@creates("/boards/{board_id:int}/columns", Text("Add a column", "Ajouter une colonne"))
def create(session: Session, actor: Actor, board_id: int, given: NewColumn) -> Column:
    board = load_board(session, actor, board_id)
    board, key = add_column(session, actor, board, given.type, given.title, given.settings, **given.options())
    return shown_column(board, board.column(key))


@changes(
    "/boards/{board_id:int}/columns/{key:str}",
    Text("Change, move or retype a column", "Modifier, déplacer ou changer de type une colonne"),
)
def change(session: Session, actor: Actor, board_id: int, key: str, given: ColumnChange) -> Column:
    board = board_with(session, actor, board_id, key)
    if given.type is not UNSET and given.type != board.column(key).type.name:
        board = retyped(session, actor, board, key, given.type, given)
    if options := about(given):
        board = change_column(session, actor, board, key, **options)
    if given.after is not UNSET:
        board = move_column(session, actor, board, key, after=given.after)
    board = laid_out(session, actor, board, key, given)
    if given.access is not UNSET:
        board = change_access(session, actor, board, key, given.access.listed())
    return shown_column(board, board.column(key))


def laid_out(session: Session, actor: Actor, board: CompiledBoard, key: str, given: ColumnChange) -> CompiledBoard:
    asked: dict[str, Any] = {"width": given.width, "wrap": given.wrap}
    if options := {name: value for name, value in asked.items() if value is not UNSET}:
        board = lay_out_column(session, actor, board, key, **options)
    if given.frozen is UNSET or given.frozen == (key in board.frozen):
        return board
    keys = list(board.columns)
    return freeze_columns(session, actor, board, key if given.frozen else keys[max(0, keys.index(key) - 1)])


def retyped(
    session: Session, actor: Actor, board: CompiledBoard, key: str, type_name: str, given: ColumnChange
) -> CompiledBoard:
    settings = {} if given.settings is UNSET else given.settings
    preview = preview_type_change(session, actor, board, key, type_name, settings)
    if preview.lost and not given.accept_loss:
        raise LossError(WOULD_LOSE, field="type", lost=preview.lost, examples=", ".join(preview.examples))
    return change_type(session, actor, board, key, type_name, settings)


def about(given: ColumnChange) -> dict[str, Any]:
    """A change of type has used the settings already."""
    found: dict[str, Any] = {"title": given.title, "required": given.required, "becomes": given.becomes}
    if given.type is UNSET:
        found["settings"] = given.settings
    if given.labels is not UNSET:
        found["labels"] = given.labels.by_language()
    return {name: value for name, value in found.items() if value is not UNSET}


@deletes(
    "/boards/{board_id:int}/columns/{key:str}",
    Text("Delete a column; it can be restored for 30 days", "Supprimer une colonne ; restaurable pendant 30 jours"),
)
def remove(session: Session, actor: Actor, board_id: int, key: str) -> None:
    hide_column(session, actor, board_with(session, actor, board_id, key), key)


@creates(
    "/boards/{board_id:int}/columns/{key:str}/restoration",
    Text("Restore a deleted column with its cells", "Restaurer une colonne supprimée avec ses cellules"),
)
def restore(session: Session, actor: Actor, board_id: int, key: str) -> Column:
    board = restore_column(session, actor, load_board(session, actor, board_id), key)
    return shown_column(board, board.column(key))


def board_with(session: Session, actor: Actor, board_id: int, key: str) -> CompiledBoard:
    """The board, which has the column that the address names."""
    board = load_board(session, actor, board_id)
    if key not in board.columns:
        raise NotFound(NO_COLUMN, key=key)
    return board


def shown_column(board: CompiledBoard, column: BoardColumn) -> Column:
    return Column(
        key=column.key,
        type=column.type.name,
        title=column.title,
        labels=dict(column.labels),
        settings=dict(column.settings),
        required=column.required,
        read_only=column.type.read_only or column.key in board.locked,
        access=dict(column.access),
        width=column.width,
        wrap=column.wrap,
        frozen=column.key in board.frozen,
    )


routes = [listing, create, change, remove, restore]
