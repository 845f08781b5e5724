"""What leaves a board, and that an import of it brings the same values back, for every column type in the registry."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from engine.column import ColumnType, Example
from engine.columns import column_types
from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.groups import create_group
from engine.commands.items import create_item
from engine.commands.placing import delete_items
from engine.errors import Invalid
from engine.export import file_name, leaving, written
from engine.exports import export_formats, format_named
from engine.queries.context import context_for
from engine.queries.items import ItemQuery
from engine.queries.levels import Level
from engine.schema.compiled import CompiledBoard
from engine.sheets.intake import Intake
from engine.sheets.opening import open_sheet
from engine.sheets.plan import Plan, Target, planned
from engine.sheets.preview import reading_context
from engine.sheets.source import Options
from engine.text import LANGUAGES, Language
from tests.factories import Office

HOSTILE = ["=1+1", "+33 6", "-7", "@sum", "'=1+1", "''@x", "'quoted'", "<script>", "שלום", 'a;b,c"d', "🧾" * 40]
CREATABLE = [
    pytest.param(kind, id=name) for name, kind in column_types.items() if kind.creatable and not kind.read_only
]


def leaves(office: Office, board: CompiledBoard, kind: str, language: Language = "en", **options: Any) -> bytes:
    with office.read() as session:
        context = replace(context_for(session, office.alice), language=language)
        query = options.pop("query", ItemQuery())
        with written(format_named(kind), leaving(session, board, query, context, **options)) as file:
            return file.read()


def lines(office: Office, board: CompiledBoard, language: Language = "en", **options: Any) -> list[list[str]]:
    text = leaves(office, board, "csv", language, **options).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if language == "fr" else ","))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format_name", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", CREATABLE)
def test_an_import_of_an_export_brings_the_same_values_back(
    office: Office, tmp_path: Path, kind: ColumnType, format_name: str, language: Language
) -> None:
    for examples in variants(kind):
        with office.write() as session:
            board = create_board(session, office.alice, "Everything")
            board, key = add_column(session, office.alice, board, kind.name, "The column", examples[0].settings)
            wanted = []
            for place, example in enumerate(examples):
                values = {"name": f"Item {place}", key: example.value}
                wanted.append(create_item(session, office.alice, board, values).values[key])
        path = tmp_path / f"{board.id}.{format_name}"
        path.write_bytes(leaves(office, board, format_name, language))
        assert values_of(office, board, path, key, language) == wanted


def variants(kind: ColumnType) -> Iterator[list[Example]]:
    apart: dict[str, list[Example]] = {}
    for example in kind.examples:
        apart.setdefault(repr(example.settings), []).append(example)
    yield from apart.values()


def values_of(office: Office, board: CompiledBoard, path: Path, key: str, language: Language) -> list[Any]:
    """What an import of the file would write into the column."""
    sheet = open_sheet(path, path.name, Options(language=language))
    targets = [Target(source=sheet_place(sheet.titles, board, one, language), key=one) for one in ("name", key)]
    plan = Plan(file="-", mapping=targets, options=sheet.options)
    with office.read() as session:
        context = replace(context_for(session, office.alice), language=language)
        intake = Intake(plan, planned(plan, sheet, board.document), sheet, reading_context(plan, context), language)
        batches = list(intake.batches())
    assert [one.error for batch in batches for one in batch.refusals] == []
    return [value for batch in batches for value in batch.values[key]]


def sheet_place(titles: Any, board: CompiledBoard, key: str, language: Language) -> int:
    found = [title.say(language) for title in titles]
    return found.index(board.columns[key].label(language))


@pytest.mark.parametrize("format_name", ["csv", "xlsx"])
def test_hostile_text_comes_back_and_runs_nowhere(office: Office, tmp_path: Path, format_name: str) -> None:
    board = office.stock()
    for text in HOSTILE:
        office.item(board, sku=text)
    path = tmp_path / f"stock.{format_name}"
    path.write_bytes(leaves(office, board, format_name))
    assert values_of(office, board, path, "sku", "en") == HOSTILE
    if format_name == "csv":
        cells = [cell for line in lines(office, board) for cell in line]
        assert [cell for cell in cells if cell[:1] in "=+@" and cell] == []
    else:
        assert b"<f>" not in unzipped(path)


def unzipped(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_a_workbook_holds_real_numbers_days_and_amounts(office: Office, tmp_path: Path) -> None:
    board = office.stock()
    office.item(board, reorder_level=-12.5, price="1234.50", expected_on="2026-11-28", discount=0.125)
    path = tmp_path / "stock.xlsx"
    path.write_bytes(leaves(office, board, "xlsx"))
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    titles, cells = sheet.to_python()
    found = dict(zip(titles, cells, strict=True))
    assert (found["Reorder level"], found["Price"], found["Discount"]) == (-12.5, 1234.5, 0.125)
    assert found["Expected on"] == date(2026, 11, 28)
    assert b'state="frozen"' in unzipped(path)


@pytest.mark.parametrize(("language", "line"), [("en", "Paper,,,1234.5,12.50,-7,"), ("fr", "Paper;;;1234,5;12,50;-7;")])
def test_a_csv_file_speaks_the_language_of_its_reader(office: Office, language: Language, line: str) -> None:
    board = office.stock()
    office.item(board, quantity=1234.5, price="12.5", reorder_level=-7)
    text = leaves(office, board, "csv", language).decode()
    assert text.startswith("\ufeffN")
    assert text.splitlines()[1].startswith(line)
    assert not leaves(office, board, "csv", language, for_excel=False).decode().startswith("\ufeff")


def test_json_holds_the_values_as_the_api_has_them(office: Office) -> None:
    board = office.stock()
    item = office.item(board, price="12.5", owner="Bob Durand", status="low")
    found = json.loads(leaves(office, board, "json"))
    assert [(one["id"], one["values"]) for one in found["items"]] == [(item.id, json.loads(json.dumps(item.values)))]
    assert [one["key"] for one in found["columns"]] == list(board.columns)


def test_items_leave_in_the_order_of_their_groups_and_of_the_sort(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        last = create_group(session, office.alice, board, "Nantes").id
        for name, group in (("B", None), ("Z", last), ("A", None)):
            create_item(session, office.alice, board, {"name": name}, group_id=group)
    assert [line[0] for line in lines(office, board)[1:]] == ["B", "A", "Z"]
    query = ItemQuery(sort=[("name", False)])
    assert [line[0] for line in lines(office, board, query=query)[1:]] == ["A", "B", "Z"]
    by_name = {"levels": [Level("name", descending=True)]}
    assert [(line[0], line[-1]) for line in lines(office, board, **by_name)[1:]] == [
        ("Z", "Nantes"),
        ("B", "Lyon"),
        ("A", "Lyon"),
    ]


def test_only_what_the_query_shows_leaves(office: Office) -> None:
    board = office.stock()
    gone = office.item(board, name="Gone", quantity=9)
    office.item(board, name="Few", quantity=1)
    office.item(board, name="Many", quantity=9)
    with office.write() as session:
        delete_items(session, office.alice, board, [gone.id])
    query = ItemQuery(filter={"column": "quantity", "op": "gt", "value": 5})
    found = lines(office, board, query=query, hide={"sku", "notes", "name"})
    assert [line[0] for line in found] == ["Name", "Many"]
    assert not {"SKU", "Notes"} & set(found[0])


def test_the_file_is_named_after_the_board_and_the_day(office: Office) -> None:
    with office.write() as session:
        board = create_board(session, office.alice, 'Stock: a/b\\c "d" *?')
    with office.read() as session:
        context = context_for(session, office.alice)
        name = file_name(leaving(session, board, ItemQuery(), context), export_formats["csv"])
    assert name == f"Stock a b c d {context.today.isoformat()}.csv"


def test_there_is_no_other_format() -> None:
    with pytest.raises(Invalid, match="csv, json, xlsx"):
        format_named("pdf")
