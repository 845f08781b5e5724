"""An import into a unique column says which lines hold a value that is taken."""

from pathlib import Path

from engine.commands.columns import change_column
from engine.commands.unique import taken_values
from engine.queries.context import context_for
from engine.sheets.intake import Intake
from engine.sheets.opening import open_sheet
from engine.sheets.plan import Plan, Target, planned
from engine.sheets.source import Options
from tests.factories import Office


def test_lines_whose_value_is_taken_are_named_and_left_empty(office: Office, tmp_path: Path) -> None:
    board = office.stock()
    office.item(board, name="Paper", sku="a-1")
    path = tmp_path / "stock.csv"
    path.write_text("Name,SKU\nPens,A-1\nInk,b\nGlue,B\nTape,\nWax,\n")
    sheet = open_sheet(path, path.name, Options())
    plan = Plan(file="-", mapping=[Target(source=0, key="name"), Target(source=1, key="sku")], options=sheet.options)
    with office.write() as session:
        board = change_column(session, office.alice, board, "sku", settings={"unique": True})
        context = context_for(session, office.alice)
        taken = taken_values(session, board, context)
        (batch,) = Intake(plan, planned(plan, sheet, board.document), sheet, context, "en", taken).batches()
    assert batch.values["sku"] == [None, "b", None, None, None]
    assert [(one.line, one.error.say("en").split(" holds")[0]) for one in batch.refusals] == [
        (2, "SKU: “Paper”"),
        (4, "SKU: line 3"),
    ]
