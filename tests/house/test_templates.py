"""Every template keeps the house rules, and every rule catches what it forbids."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import template_lint
from tests.house.template_lint import MAX_LINES, RULES, TEMPLATES, broken_rules

BAD = [(rule.name, snippet) for rule in RULES for snippet in rule.bad]
GOOD = [snippet for rule in RULES for snippet in rule.good]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_keeps_the_rules(path: Path) -> None:
    assert list(broken_rules(path.read_text())) == []


def test_there_are_templates_to_look_at() -> None:
    assert list(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize(("rule", "snippet"), BAD)
def test_rule_catches(rule: str, snippet: str) -> None:
    ((line, what),) = broken_rules(f"<p>\n{snippet}\n</p>")
    assert line == 2
    assert what.startswith(rule)


@pytest.mark.parametrize("snippet", GOOD)
def test_rules_let_pass(snippet: str) -> None:
    assert list(broken_rules(snippet)) == []


def test_comments_are_free() -> None:
    assert list(broken_rules("{# <script> #}<!-- <i style='a'> -->")) == []


def test_long_templates_are_caught() -> None:
    assert list(broken_rules("<p>\n" * MAX_LINES)) == []
    ((line, what),) = broken_rules("<p>\n" * (MAX_LINES + 1))
    assert line == MAX_LINES + 1
    assert what.startswith("too long")


def test_the_command_fails_and_names_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(template_lint, "TEMPLATES", tmp_path)
    assert template_lint.main() == 0
    (tmp_path / "bad.html").write_text("<p>\n<script>go()</script>")
    assert template_lint.main() == 1
    assert "bad.html:2: inline script" in capsys.readouterr().out
