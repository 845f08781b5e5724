"""Files and functions stay short enough to be read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ["engine", "web", "automations", "templates_boards"]
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MAX_FILE = 250
MAX_FUNCTION = 40


def too_long(text: str) -> Iterator[str]:
    """Name what is too long in a Python file; a function's decorators and docstring count as its own."""
    if (lines := len(text.splitlines())) > MAX_FILE:
        yield f"{lines} lines in the file, at most {MAX_FILE}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (size := _size(node)) > MAX_FUNCTION:
            yield f"{size} lines in {node.name}, at most {MAX_FUNCTION}"


def _size(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return (node.end_lineno or first) - first + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_short(path: Path) -> None:
    assert list(too_long(path.read_text())) == []


def test_every_package_is_looked_at() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == set(PACKAGES)


def test_long_files_are_caught() -> None:
    assert list(too_long("x = 1\n" * MAX_FILE)) == []
    assert list(too_long("x = 1\n" * (MAX_FILE + 1))) == ["251 lines in the file, at most 250"]


@pytest.mark.parametrize(
    "head", ["def long():\n", "async def long():\n", "class C:\n  @decorator\n  def long(self):\n"]
)
def test_long_functions_are_caught(head: str) -> None:
    own = 2 if "@" in head else 1
    assert list(too_long(head + "    x = 1\n" * (MAX_FUNCTION - own))) == []
    assert list(too_long(head + "    x = 1\n" * (MAX_FUNCTION - own + 1))) == ["41 lines in long, at most 40"]
