"""What an installation is told, by variable or by file."""

from pathlib import Path

import pytest

from engine.settings import read


def test_a_file_comes_before_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("from the file\n", "utf-8")
    monkeypatch.setenv("ROUAGE_SECRET_KEY", "from the variable")
    assert read("ROUAGE_SECRET_KEY") == "from the variable"
    monkeypatch.setenv("ROUAGE_SECRET_KEY_FILE", str(tmp_path / "secret"))
    assert read("ROUAGE_SECRET_KEY") == "from the file"


@pytest.mark.parametrize("content", ["", "\n"])
def test_an_empty_file_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    (tmp_path / "mail").write_text(content, "utf-8")
    monkeypatch.setenv("ROUAGE_MAIL_URL_FILE", str(tmp_path / "mail"))
    assert read("ROUAGE_MAIL_URL") is None
