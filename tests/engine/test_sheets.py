"""Reading files: what they really are, how they are written, where they are wrong, and what they may not do to us."""

from __future__ import annotations

import datetime as dt
import io
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from engine.errors import Invalid
from engine.sheets.opening import open_sheet
from engine.sheets.source import MAX_ITEMS, Options, Sheet
from engine.sheets.workbook import CHILD


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Write a file and open it."""

    def written(content: str | bytes, name: str = "file.csv", options: Options | None = None) -> Sheet:
        path = tmp_path / "upload"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return open_sheet(path, name, options)

    return written


def workbook(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for title, lines in sheets:
        sheet = book.add_worksheet(title)
        for place, cells in enumerate(lines):
            sheet.write_row(place, 0, cells)
    book.close()
    return output.getvalue()


def archive(entries: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return output.getvalue()


def cells(sheet: Sheet) -> list[list[object]]:
    return [list(line.cells) for line in sheet.lines()]


def titles(sheet: Sheet) -> list[str]:
    return [title.en for title in sheet.titles]


def refusal(error: pytest.ExceptionInfo[Invalid]) -> str:
    assert error.value.say("fr") != error.value.say("en")
    return error.value.say("en")


# encodings


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252"), ("utf-16", "utf-16")],
)
def test_encoding_is_found(write: Any, encoding: str, found: str) -> None:
    sheet = write("Élément;Prix\nŒuf;1 €".encode(encoding))
    assert sheet.options.encoding == found
    assert (titles(sheet), cells(sheet)) == (["Élément", "Prix"], [["Œuf", "1 €"]])


def test_letters_of_no_known_encoding_are_asked_about(write: Any) -> None:
    with pytest.raises(Invalid) as error:
        write(b"a,b\n\x81\x8d,1")
    assert error.value.field == "encoding"
    assert "Choose its encoding" in refusal(error)


def test_a_chosen_encoding_is_used(write: Any) -> None:
    assert cells(write("a;b\né;1".encode("cp850"), options=Options(encoding="cp850"))) == [["é", "1"]]


def test_a_wrong_encoding_names_the_line(write: Any) -> None:
    with pytest.raises(Invalid) as error:
        write("a,b\n1,2\né,3".encode("cp1252"), options=Options(encoding="utf-8"))
    assert "Line 3 cannot be read as UTF-8" in refusal(error)


# separators


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_found(write: Any, separator: str) -> None:
    text = "\n".join(separator.join(line) for line in (["a", "b", "c"], ["1", "2", "3"], ["4", "", "6"]))
    sheet = write(text)
    assert sheet.options.separator == separator
    assert titles(sheet) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("nom;prix\nvis;1,5\nécrou;2,25", ";"),
        ("1,5;2,5\n3,5;4,5", ";"),
        ('name,note\nbolt,"a;b;c"\nnut,"d;e;f"', ","),
        ('name,note\n"one\ntwo; three",x\n"four; five",y', ","),
        ("sep=|\na;b|c\n1;2|3", "|"),
        ("one\ntwo\nthree", ","),
    ],
)
def test_commas_in_numbers_and_quotes_do_not_mislead(write: Any, text: str, separator: str) -> None:
    assert write(text).options.separator == separator


def test_a_chosen_separator_is_used(write: Any) -> None:
    assert titles(write("a,b;c\n1,2;3", options=Options(separator=";"))) == ["a,b", "c"]


# titles


def test_titles_below_a_heading_are_found(write: Any) -> None:
    sheet = write("Export of 12 March\n\nname,price,quantity\nbolt,1.5,2")
    assert (sheet.options.header, titles(sheet)) == (3, ["name", "price", "quantity"])
    assert [line.number for line in sheet.lines()] == [4]


def test_a_file_without_titles_gets_numbers(write: Any) -> None:
    sheet = write("bolt,12.5\nnut,3.25")
    assert (sheet.options.header, titles(sheet), sheet.count) == (0, ["Column 1", "Column 2"], 2)
    assert sheet.titles[1].fr == "Colonne 2"


def test_missing_and_double_titles_are_named_and_told(write: Any) -> None:
    sheet = write("name,,price,price\nbolt,x,1,2", options=Options(header=1))
    assert titles(sheet) == ["name", "Column 2", "price", "price (2)"]
    told = [notice.say("fr") for notice in sheet.notices]
    assert any("Colonne 2" in one for one in told)
    assert any("price (2)" in one for one in told)


def test_merged_titles_of_a_workbook_are_named_and_told(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write(0, 0, "Item")
    page.merge_range(0, 1, 0, 2, "Dimensions")
    page.write_row(1, 0, ["Bolt", 12, 30])
    book.close()
    sheet = open_sheet(path, "merged.xlsx")
    assert titles(sheet) == ["Item", "Dimensions", "Column 3"]
    assert "under a merged one" in sheet.notices[0].say("en")


def test_an_empty_title_line_is_refused(write: Any) -> None:
    with pytest.raises(Invalid) as error:
        write("a,b\n\n1,2", options=Options(header=2))
    assert "Line 2 cannot hold the titles" in refusal(error)


# lines


def test_ragged_lines_are_filled_and_counted(write: Any) -> None:
    sheet = write("a,b,c\n1,2,3\n4\n5,6,7,8\n9,10,11")
    assert cells(sheet)[1] == ["4", None, None, None]
    assert cells(sheet)[2] == ["5", "6", "7", "8"]
    assert titles(sheet)[3] == "Column 4"
    assert any("others: 2, the first is line 3" in notice.say("en") for notice in sheet.notices)


def test_columns_of_separators_only_are_left_out(write: Any) -> None:
    assert titles(write("a,b,,,\n1,2,,,\n3,4,,,")) == ["a", "b"]


def test_lines_in_quotes_keep_the_numbers_right(write: Any) -> None:
    assert [line.number for line in write('a,b\n"x\ny",1\nz,2').lines()] == [2, 4]


def test_a_cell_of_ten_megabytes_is_refused_with_its_place(write: Any) -> None:
    with pytest.raises(Invalid) as error:
        write(f"name,note\nbolt,small\nnut,{'x' * 10_000_000}\n")
    assert refusal(error).startswith("Line 3, column 2: the cell holds 10000000 characters, at most 100000 are read")


def test_a_quote_that_never_closes_is_refused_with_its_place(write: Any) -> None:
    with pytest.raises(Invalid) as error:
        write('a,b\n1,"2\n' + "3,4\n" * 50_000)
    assert refusal(error).startswith("Line 2, column 2")


def test_too_many_lines_are_refused(write: Any) -> None:
    with pytest.raises(Invalid) as error:
        write("a\n" + "1\n" * (MAX_ITEMS + 1))
    assert "more than 200000 lines" in refusal(error)


def test_too_many_columns_are_refused(write: Any) -> None:
    with pytest.raises(Invalid) as error:
        write("a,b\n" + ",".join("x" * 201))
    assert "Line 2 has 201 columns" in refusal(error)


def test_a_workbook_with_one_far_column_is_refused(write: Any) -> None:
    with pytest.raises(Invalid) as error:
        write(workbook(("One", [["a", "b"], [1, *[""] * 300, 2]])), "wide.xlsx")
    assert "Line 2 has 201 columns" in refusal(error)


def test_titles_without_lines_are_refused(write: Any) -> None:
    with pytest.raises(Invalid) as error:
        write("name,price\n")
    assert "no line below" in refusal(error)


# what a file really is


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"name,price\n1,2", "orders.xlsx", "it is plain text"),
        (workbook(("One", [["a"], [1]])), "orders.csv", "it is an Excel workbook"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "orders.csv", "is an image"),
        (b"%PDF-1.7\n", "orders.csv", "is a PDF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "orders.xls", "old or password-protected"),
        (b"\x01\x02\0\0\x03", "orders.csv", "not a text file"),
        (b"   \n", "orders.csv", "is empty"),
        (archive({"a.txt": b"x"}), "orders.zip", "an archive, not an Excel workbook"),
        (archive({"xl/workbook.xml": b"<broken"}), "orders.xlsx", "damaged"),
        (b"PK\x03\x04 and then nothing", "orders.xlsx", "damaged"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(write: Any, content: bytes, name: str, told: str) -> None:
    with pytest.raises(Invalid) as error:
        write(content, name)
    assert told in refusal(error)
    assert error.value.field == "file"


# workbooks


def test_a_workbook_keeps_numbers_dates_and_sheets(write: Any) -> None:
    day, moment = dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 10, 30)  # noqa: DTZ001 - a workbook has no zones
    lines = [
        ["Name", "Price", "Day", "Ready", "Moment"],
        ["Bolt", 0.1 + 0.2, day, True, moment],
        ["Nut", 7, day, False, moment],
    ]
    content = workbook(("Orders", lines), ("Other", [["a", "b"], ["x", 1]]))
    sheet = write(content, "book.xlsx")
    assert sheet.sheets == ["Orders", "Other"]
    assert cells(sheet) == [
        ["Bolt", 0.3, "2024-02-29", "TRUE", "2024-02-29T10:30:00"],
        ["Nut", 7, "2024-02-29", "FALSE", "2024-02-29T10:30:00"],
    ]
    assert cells(write(content, "book.xlsx", Options(sheet="Other"))) == [["x", 1]]


def test_an_unknown_sheet_is_refused_with_those_there_are(write: Any) -> None:
    with pytest.raises(Invalid) as error:
        write(workbook(("Orders", [["a"], [1]])), "book.xlsx", Options(sheet="Clients"))
    assert "Choose one of: Orders" in refusal(error)


def far_cell() -> bytes:
    """Two cells, as far apart as they can be."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    page = book.add_worksheet()
    page.write(0, 0, "a")
    page.write(1_048_575, 16_383, "z")
    book.close()
    return output.getvalue()


def endless_xml() -> bytes:
    """A real workbook whose sheet is replaced by one that unpacks to 70 MB, all on one line."""
    content = zipfile.ZipFile(io.BytesIO(workbook(("One", [["a"], ["b"]]))))
    entries = {name: content.read(name) for name in content.namelist()}
    noise = b"".join(b"<c><v>%d</v></c>" % (number * 7919 % 100_003) for number in range(400_000))
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    entries["xl/worksheets/sheet1.xml"] = head + b"<row>" + noise * 8 + b"</row></sheetData></worksheet>"
    return archive(entries)


def test_the_process_that_reads_a_workbook_loads_nothing_of_ours() -> None:
    loaded = (
        f"import runpy, sys; runpy.run_path({str(CHILD)!r}); print([name for name in sys.modules if name == 'engine'])"
    )
    assert subprocess.check_output([sys.executable, "-c", loaded], text=True).strip() == "[]"


def entity_bomb() -> bytes:
    """A billion laughs in the shared strings."""
    content = zipfile.ZipFile(io.BytesIO(workbook(("One", [["a"], ["b"]]))))
    entries = {name: content.read(name) for name in content.namelist()}
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    entries["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "ha">{laughs}]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&l9;</t></si></sst>'
    ).encode()
    return archive(entries)


def claiming(dimension: bytes, lines: int) -> bytes:
    """A workbook whose sheet says that it is larger or smaller than it is."""
    content = zipfile.ZipFile(io.BytesIO(workbook(("One", [["a"], ["b"]]))))
    entries = {name: content.read(name) for name in content.namelist()}
    row = b'<row r="%d"><c r="A%d"><v>%d</v></c></row>'
    rows = b"".join(row % (number, number, number * 7919 % 1_000_003) for number in range(2, lines + 2))
    entries["xl/worksheets/sheet1.xml"] = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="%s"/><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>%s</sheetData></worksheet>'
    ) % (dimension, rows)
    return archive(entries)


@pytest.mark.parametrize("dimension", [b"A1", b"A1:XFD1048576", b"A1:A99999999999", b"XFD1048576:A1"])
def test_what_a_sheet_says_of_its_size_is_not_believed(write: Any, dimension: bytes) -> None:
    sheet = write(claiming(dimension, 1_000), "lying.xlsx")
    assert [sheet.count, sum(1 for _ in sheet.lines())] == [1_000, 1_000]


BOMBS = {
    "400,000 lines that claim to be one": lambda: claiming(b"A1", 400_000),
    "ratio": lambda: archive({"xl/workbook.xml": b"0" * 30_000_000}),
    "size": lambda: archive({"xl/workbook.xml": b"x", **{f"xl/{n}": b"0" * 900_000 for n in range(240)}}),
    "entries": lambda: archive({"xl/workbook.xml": b"x", **{f"xl/{n}": b"x" for n in range(1_000)}}),
    "far cell": far_cell,
    "endless": endless_xml,
    "entities": entity_bomb,
    "nested": lambda: archive({"inner.zip": archive({"xl/workbook.xml": b"0" * 30_000_000})}),
    "a million columns": lambda: b"a," * 1_000_000 + b"\n1\n",
    "one cell of 20 MB": lambda: b"a,b\n1," + b"x" * 20_000_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused_at_no_cost(tmp_path: Path, bomb: str) -> None:
    path = tmp_path / "upload"
    path.write_bytes(BOMBS[bomb]())
    started, memory = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid) as error:
        open_sheet(path, "bomb.xlsx")
    assert error.value.field == "file"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 50 * 1024
    assert time.monotonic() - started < 20  # seconds; far less on a quiet machine
    assert [left.name for left in tmp_path.iterdir() if left.suffix not in {"", ".lines"}] == []
