"""Each import rule of pyproject.toml catches the import it forbids, in a small house of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = [
    "web.app",
    "templates_boards.loader",
    "automations.rules",
    "automations.triggers.clock",
    "automations.triggers.mail",
    "automations.actions.notify",
    "automations.actions.webhook",
    "engine.commands.items",
    "engine.queries.items",
    "engine.views.table",
    "engine.views.kanban",
    "engine.filters",
    "engine.schema.table",
    "engine.columns.text",
    "engine.columns.number",
    "engine.column",
    "engine.registry",
]
FORBIDDEN = [
    ("floors", "engine.column", "import web.app"),
    ("floors", "automations.rules", "import templates_boards.loader"),
    ("engine-alone", "engine.commands.items", "import litestar"),
    ("engine-alone", "engine.registry", "from celery import Celery"),
    ("sql", "web.app", "import sqlalchemy"),
    ("sql", "automations.rules", "from psycopg import sql"),
    ("islands", "engine.columns.text", "import engine.columns.number"),
    ("islands", "engine.views.table", "import engine.views.kanban"),
    ("islands", "automations.triggers.clock", "import automations.triggers.mail"),
    ("islands", "automations.actions.notify", "import automations.actions.webhook"),
    ("registries", "web.app", "import engine.columns.text"),
    ("registries", "engine.commands.items", "import engine.views.table"),
    ("registries", "automations.rules", "import automations.actions.notify"),
    ("inside-engine", "engine.queries.items", "import engine.commands.items"),
    ("inside-engine", "engine.column", "import engine.schema.table"),
]
ALLOWED = [
    ("web.app", "import engine.commands.items"),
    ("web.app", "import litestar"),
    ("engine.registry", "import sqlalchemy"),
    ("engine.columns.text", "import engine.column"),
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with our rules and empty modules."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in MODULES:
        path = tmp_path / f"{name.replace('.', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for folder in {path.parent for path in tmp_path.rglob("*.py")}:
        for package in (folder, *folder.parents):
            if package.is_relative_to(tmp_path) and package != tmp_path:
                (package / "__init__.py").touch()
    return tmp_path


def lint(house: Path, rule: str | None = None) -> subprocess.CompletedProcess[str]:
    """Check one rule, or all of them."""
    program = Path(sys.executable).with_name("lint-imports")
    options = ["--no-cache", "--no-logo", *(["--contract", rule] if rule else [])]
    return subprocess.run([program, *options], cwd=house, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("rule", "module", "line"), FORBIDDEN)
def test_rule_catches(house: Path, rule: str, module: str, line: str) -> None:
    (house / f"{module.replace('.', '/')}.py").write_text(line)
    done = lint(house, rule)
    assert done.returncode == 1, done.stdout
    assert "1 broken" in done.stdout


def test_rules_let_pass(house: Path) -> None:
    for module, line in ALLOWED:
        (house / f"{module.replace('.', '/')}.py").write_text(line)
    done = lint(house)
    assert done.returncode == 0, done.stdout
