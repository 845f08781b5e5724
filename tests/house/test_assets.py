"""The browser files are all there, and every icon that we name is in the sprite."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "web" / "static" / "vendor"
RECIPE = json.loads((ROOT / "web" / "assets" / "package.json").read_text())
SPRITE = (VENDOR / "icons.svg").read_text()
IN_PYTHON = re.compile(r"""^\s+icon(?:: ClassVar\[str\])? = ["']([a-z0-9-]+)["']""", re.MULTILINE)
IN_TEMPLATES = re.compile(r"""\bicon\(["']([a-z0-9-]+)["']""")


def named_icons() -> dict[str, Path]:
    """Every icon named in our code, with one file that names it."""
    plugins = [path for package in ("engine", "automations") for path in (ROOT / package).rglob("*.py")]
    templates = list((ROOT / "web" / "templates").rglob("*.html"))
    found = [(IN_PYTHON, path) for path in plugins] + [(IN_TEMPLATES, path) for path in templates]
    return {name: path for pattern, path in found for name in pattern.findall(path.read_text())}


@pytest.mark.parametrize("name", RECIPE["vendor"])
def test_vendor_file_is_built(name: str) -> None:
    assert (VENDOR / name).stat().st_size > 500


@pytest.mark.parametrize("package", RECIPE["dependencies"])
def test_package_keeps_its_licence(package: str) -> None:
    text = (VENDOR / "licences" / f"{package.strip('@').replace('/', '-')}.txt").read_text()
    assert text.startswith(package)
    assert len(text) > 500


def test_sprite_holds_the_icons_and_nothing_else() -> None:
    assert re.findall(r'<symbol id="([^"]+)"', SPRITE) == RECIPE["icons"]
    assert SPRITE.count('stroke="currentColor"') == len(RECIPE["icons"])


def test_every_named_icon_is_in_the_sprite() -> None:
    assert {name: str(path) for name, path in named_icons().items() if name not in RECIPE["icons"]} == {}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (IN_PYTHON, '    icon = "plus"'),
        (IN_PYTHON, '    icon: ClassVar[str] = "plus"'),
        (IN_TEMPLATES, '{{ icon("plus", 2) }}'),
    ],
)
def test_names_are_recognised(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.findall(text) == ["plus"]


def test_lock_names_no_host() -> None:
    assert "resolved" not in (ROOT / "web" / "assets" / "package-lock.json").read_text()
