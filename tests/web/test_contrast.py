"""Text colours reach 4.5:1 on every surface of their theme, labels on their own colours."""

import re

import pytest

from web.static_files import FOLDER

TOKENS = (FOLDER / "css" / "tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLORS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS)}
SOLID = dict(re.findall(r"--(s-\w+|bad-solid): (#[0-9a-f]{6})", TOKENS))
SURFACES = ("bg", "surface", "sunken", "raised", "hover")
TEXTS = ("ink", "ink-2", "ink-3", "accent", "ok", "warn", "bad", *(name for name in COLORS if name.startswith("t-")))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", TEXTS)
def test_text_on_surface(text: str, surface: str, theme: int) -> None:
    assert contrast(COLORS[text][theme], COLORS[surface][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("ink", "accent-soft"),
        ("ink", "bad-soft"),
        ("ink", "warn-soft"),
        ("ink", "ok-soft"),
        ("bad", "bad-soft"),
    ],
)
def test_text_on_meaning(text: str, surface: str, theme: int) -> None:
    assert contrast(COLORS[text][theme], COLORS[surface][theme]) >= 4.5


@pytest.mark.parametrize("name", SOLID)
def test_white_on_every_label(name: str) -> None:
    assert contrast("#ffffff", SOLID[name]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("surface", SURFACES)
def test_borders_of_controls_and_focus(surface: str, theme: int) -> None:
    for name in ("line-field", "focus"):
        assert contrast(COLORS[name][theme], COLORS[surface][theme]) >= 3


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
