"""`rouage import` and `rouage template`, in a data folder of their own."""

from pathlib import Path

import pytest

from tests.web.test_cli import PASSWORD, english_and_alone, rouage

__all__ = ["english_and_alone"]
ORDERS = "Name,Day,Zone\nBolt,2024-01-31,North\nNut,2024-02-30,South\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with an owner, and beside it a file."""
    rouage(tmp_path / "data", "user", "create", "eve@example.com", "--name", "Eve", "--owner", typed=PASSWORD)
    (tmp_path / "orders.csv").write_text(ORDERS)
    return tmp_path / "data"


def test_import_into_a_new_board_and_into_that_board_again(folder: Path) -> None:
    file = str(folder.parent / "orders.csv")
    first = rouage(folder, "import", file, "--title", "Orders", "--group-by", "zone")
    assert first.exit_code == 0, first.output
    assert "line 3, Day: February 2024 has no day 30" in first.output
    assert "2 items imported into board 1, 0 lines left out, 1 cells refused." in first.output
    again = rouage(folder, "import", file, "--board", "1")
    assert "2 items imported into board 1" in again.output
    assert list((folder / "files").glob("*.lines")) == []


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    file = str(folder.parent / "orders.csv")
    tried = rouage(folder, "import", file, "--dry-run")
    assert "2 items would be imported" in tried.output
    assert list((folder / "files").iterdir()) == []
    assert rouage(folder, "import", file, "--board", "1").exit_code == 1


def test_a_column_that_is_not_there_is_refused_with_those_that_are(folder: Path) -> None:
    tried = rouage(folder, "import", str(folder.parent / "orders.csv"), "--group-by", "Town")
    assert tried.exit_code == 1
    assert "It has: Name, Day, Zone." in tried.output
    assert list((folder / "files").iterdir()) == []


def test_without_an_account_nothing_is_imported(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS)
    tried = rouage(tmp_path / "data", "import", str(file))
    assert tried.exit_code == 1
    assert "rouage user create" in tried.output


def test_a_template_is_listed_and_installed(folder: Path) -> None:
    assert "stock.inventory" in rouage(folder, "template", "list").output
    assert "number 1" in rouage(folder, "template", "install", "stock.inventory").output
    assert rouage(folder, "template", "install", "stock.nothing").exit_code == 1
