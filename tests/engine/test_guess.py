"""The first plan for a file: types, the name, the language of its numbers, the board's own columns."""

from __future__ import annotations

import lzma
from datetime import date
from pathlib import Path

import pytest

from engine.context import Context
from engine.schema.compiled import CompiledBoard
from engine.sheets.opening import open_sheet
from engine.sheets.plan import Plan
from engine.sheets.preview import preview
from engine.sheets.suggestion import suggest
from engine.text import Language
from tests.factories import Office

SUPERSTORE = Path(__file__).parents[1] / "data" / "superstore-orders.csv.xz"
TODAY = date(2026, 11, 24)


def suggested(path: Path, text: str, *, language: Language = "en", board: CompiledBoard | None = None) -> Plan:
    path = path / "upload"
    path.write_text(text)
    return suggest(open_sheet(path, "file.csv"), "file", Context(language, TODAY), board)


def one_type(path: Path, title: str, values: list[str], *, language: Language = "en") -> str | None:
    """The type guessed for one column beside a name."""
    text = "\n".join([f"Item\t{title}", *(f"item {place}\t{value}" for place, value in enumerate(values))])
    return suggested(path, text, language=language).mapping[1].type


CASES: list[tuple[str, list[str], str]] = [
    ("Ready", ["yes", "no", "", "yes"], "checkbox"),
    ("Prêt", ["oui", "non", "Oui"], "checkbox"),
    ("Day", ["2024-01-31", "2024-02-01"], "date"),
    ("Day", ["31/01/2024", "01/02/2024", "31/02/2024"], "date"),
    ("Day", ["1 mars 2024", "12 avr. 2024"], "date"),
    ("Moment", ["2024-01-31 10:30", "2024-02-01 11:00"], "datetime"),
    ("Labels", ["red, blue", "red", "blue, green", "green, red"], "tags"),
    ("Tél", ["06 12 34 56 78", "0612345679"], "phone"),
    ("Any", ["+33612345678", "+32 475 12 34 56"], "phone"),
    ("Period", ["2026-11-12/2026-11-28", "13/11/2026 - 28/11/2026"], "timeline"),
    ("Contact", ["alice@example.com", "Bob <bob@example.com>"], "email"),
    ("Page", ["https://example.com", "www.exemple.fr/a"], "url"),
    ("Words", ["today", "tomorrow", "monday"], "text"),
    ("Price", ["12.5", "13"], "money"),
    ("Prix", ["12,5", "1 300,25"], "money"),
    ("Price", ["12", "13"], "number"),
    ("What", ["12,50 €", "1 300 €"], "money"),
    ("What", ["USD 12", "USD 13.5"], "money"),
    ("Discount", ["0", "0.2", "0.45"], "number"),
    ("Rate", ["12%", "12.5 %"], "percent"),
    ("Quantity", ["1", "2", "-3"], "number"),
    ("Postal Code", ["42420", "33311"], "text"),
    ("Zone", ["01", "02"], "text"),
    ("Long", ["1234567890123456", "2"], "text"),
    ("CustomerID", ["1", "2"], "text"),
    ("Status", ["open", "open", "closed", "open"], "status"),
    ("Étape", ["à faire", "fait", "fait", "fait"], "status"),
    ("Region", ["North", "South", "East"] * 10, "drop"),
    ("Region", [f"Region {place % 9}" for place in range(300)], "drop"),
    ("City", [f"City {place % 100}" for place in range(300)], "text"),
    ("Note", ["word " * 60, "x"], "long_text"),
    ("Mixed", ["12", "13", "n/a"], "text"),
    ("Mostly", [*(str(number) for number in range(99)), "n/a"], "number"),
    ("Nothing", ["", ""], "text"),
]


@pytest.mark.parametrize(("title", "values", "expected"), CASES)
def test_type(tmp_path: Path, title: str, values: list[str], expected: str) -> None:
    if title == "Nothing":
        assert len(suggested(tmp_path, "Item,Nothing\na,\nb,").mapping) == 1
    else:
        assert one_type(tmp_path, title, values) == expected


@pytest.mark.parametrize(
    ("values", "language"),
    [
        ("12,5 13,25", "fr"),
        ("12.5 13.25", "en"),
        ("1,234.50 2", "en"),
        ("31/12/2024 01/02/2024", "fr"),
        ("12/31/2024", "en"),
        ("1 2", "fr"),
    ],
)
def test_the_language_of_the_file(tmp_path: Path, values: str, language: Language) -> None:
    plan = suggested(tmp_path, "\n".join(["Item;V", *(f"x;{value}" for value in values.split())]), language="fr")
    assert plan.options.language == language


def test_the_currency_of_the_file_before_that_of_the_reader(tmp_path: Path) -> None:
    plan = suggested(tmp_path, "Item;Prix;Coût;Montant GBP\na;1,5;£2,5;3,5\nb;2,5;£3,5;4,5", language="fr")
    assert [target.settings.get("currency") for target in plan.mapping] == [None, "EUR", "GBP", "GBP"]


def test_superstore(tmp_path: Path) -> None:
    plan = suggested(tmp_path, lzma.decompress(SUPERSTORE.read_bytes()).decode())
    types = {target.title: target.key or target.type for target in plan.mapping}
    assert types == {
        **dict.fromkeys(
            ("Row ID", "Order ID", "Customer ID", "Customer Name", "City", "State", "Postal Code", "Product ID"), "text"
        ),
        **dict.fromkeys(("Ship Mode", "Segment", "Country", "Region", "Category", "Sub-Category"), "drop"),
        **dict.fromkeys(("Order Date", "Ship Date"), "date"),
        **dict.fromkeys(("Sales", "Profit"), "money"),
        **dict.fromkeys(("Quantity", "Discount"), "number"),
        "Product Name": "name",
    }
    assert {target.settings["currency"] for target in plan.mapping if target.type == "money"} == {"USD"}


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_a_board_finds_its_columns_by_name(tmp_path: Path, office: Office) -> None:
    plan = suggested(tmp_path, "sku,Article,QUANTITY,Colour\nA1,Bolt,3,red\nA2,Nut,4,blue", board=office.stock())
    assert [(target.source, target.key) for target in plan.mapping] == [(0, "sku"), (1, "name"), (2, "quantity")]
    assert plan.title is None


def test_a_preview_marks_what_would_be_refused_in_the_readers_language(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_text("Article;Jour;Prix\nVis;31/02/2024;12,5\nÉcrou;01/03/2024;12.5\n;02/03/2024;13,25\n")
    sheet = open_sheet(path, "file.csv")
    context = Context("fr", TODAY)
    seen = preview(suggest(sheet, "file", context), sheet, None, context)
    assert seen.cells[0][1].shown == "31/02/2024"
    assert (
        seen.cells[0][1].problem
        == "Février 2024 n’a pas de jour 31\u00a0: il compte 29 jours. Écrivez un jour de 1 à 29."
    )
    assert [line[2].shown for line in seen.cells] == ["12,50\u00a0€", "12,50\u00a0€", "13,25\u00a0€"]
    assert seen.cells[2][0].problem == "Il n’y a pas de nom ici\u00a0: l’élément porte le numéro de sa ligne."
    assert (dict(seen.refused), seen.items, seen.skipped) == ({1: 1, 0: 1}, 3, 0)
