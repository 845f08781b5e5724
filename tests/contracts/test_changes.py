"""A changed item is answered without being read again: what is answered is what would be read."""

import pytest

from engine.column import ColumnType
from engine.columns import column_types
from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import change_item, create_item
from engine.queries.items import item
from tests.factories import Office

WRITTEN = [pytest.param(kind, id=name) for name, kind in column_types.items() if not kind.read_only]


@pytest.mark.parametrize("kind", WRITTEN)
def test_an_item_with_other_cells(office: Office, kind: ColumnType) -> None:
    with office.write() as session:
        board, key, settings = create_board(session, office.alice, "One"), "name", kind.examples[0].settings
        if kind.creatable:
            board, key = add_column(session, office.alice, board, kind.name, kind.label.en, settings)
        one = create_item(session, office.alice, board, {"name": "Paper"})
        alike = [example.value for example in kind.examples if example.settings == settings]
        for value in [*alike, *([None, *alike[:1]] if kind.creatable else ())]:
            changed = change_item(session, office.alice, board, one.id, {key: value})
            assert changed == item(session, board, one.id)


def test_an_item_that_shows_when_it_was_changed(office: Office) -> None:
    with office.write() as session:
        board = create_board(session, office.alice, "One")
        for kind in (kind for kind in column_types.values() if kind.stamps):
            board, _ = add_column(session, office.alice, board, kind.name, kind.label.en, {})
        one = create_item(session, office.alice, board, {"name": "Paper"})
        changed = change_item(session, office.alice, board, one.id, {"name": "Pen"})
        assert changed == item(session, board, one.id)
        assert changed.version == 2
