"""An installation with something of everything: what must survive a copy, a backup and a restore."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine.column import ColumnType
from engine.columns import column_types
from engine.commands.boards import create_board
from engine.commands.items import change_item, create_item
from engine.commands.placing import delete_items
from engine.commands.retyping import change_type
from engine.commands.updates import write_update
from engine.models import Base
from engine.moment import now
from engine.schema.compiled import CompiledBoard
from engine.schema.document import new_document, with_column
from engine.sqltypes import Moment
from tests.factories import STATUSES, Office

OPTIONS = {"options": [{key: one[key] for key in ("key", "labels", "color")} for one in STATUSES]}
CONTENT = {"b": [1, 2.5, None, "é"], "a": {"z": True, "y": "\u2028 \\ \t"}}


def full_installation(office: Office) -> CompiledBoard:
    """Returns its board: a column of every type, filled, and something to undo on it."""
    document = new_document("Everything")
    kinds = [kind for kind in column_types.values() if kind.creatable]
    for kind in kinds:
        document, _ = with_column(document, kind.name, kind.name, settings_of(kind), key=f"k_{kind.name}")
    with office.write() as session:
        board = create_board(session, office.alice, "Everything", document=document, groups=["Lyon", "Été"])
        values = {f"k_{kind.name}": example_of(kind, office) for kind in kinds if not kind.read_only}
        made = create_item(session, office.alice, board, {"name": "Paper \\N\t\n “é”", **values})
        write_update(
            session, office.alice, board, made.id, f'<p>Hello <span data-mention="{office.bob.user_id}"></span></p>'
        )
        gone = create_item(session, office.alice, board, {"name": "Gone"})
        delete_items(session, office.alice, board, [gone.id])
    with office.write() as session:
        board = change_type(session, office.alice, board, "k_date", "text", {})
    with office.write() as session:
        change_item(session, office.alice, board, made.id, {"name": "Glue"})
    with office.write() as session:
        for table in Base.metadata.sorted_tables:
            fill(session, table)
    return board


def settings_of(kind: ColumnType) -> dict[str, Any]:
    return OPTIONS if kind.choices else dict(kind.examples[0].settings)


def example_of(kind: ColumnType, office: Office) -> Any:
    if kind.choices:
        return ["low", "ok"] if kind.name == "tags" else "low"
    return [office.bob.user_id, office.alice.user_id] if kind.assigns else kind.examples[0].value


def fill(session: Session, table: sa.Table) -> None:
    """A line in a table that has none, so that none is left out."""
    if session.execute(sa.select(table).limit(1)).first() is None:
        session.execute(sa.insert(table).values({column.name: invented(session, column) for column in table.c}))


def invented(session: Session, column: sa.Column[Any]) -> Any:
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return session.scalar(sa.select(key.column).limit(1))
    if isinstance(column.type, Moment):
        return now()
    if isinstance(column.type, sa.JSON):
        return CONTENT
    if isinstance(column.type, sa.Boolean):
        return True
    return 7 if isinstance(column.type, sa.Integer) else "é\\"
