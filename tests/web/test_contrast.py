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
@pytest.mark.parametrize("color", [name for name in SOLID if name.startswith("s-")])
@pytest.mark.parametrize(("share", "texts"), [(0.12, ("ink", "ink-2")), (0.14, ("ink",))], ids=["painted", "tag"])
def test_text_on_what_a_condition_colours(color: str, share: float, texts: tuple[str, ...], theme: int) -> None:
    """An item or a cell in a colour of the view, a tag: `color-mix(in oklab, …)` of css/views.css and css/base.css."""
    tint = mixed(SOLID[color], COLORS["surface"][theme], share)
    for text in (*texts, color.replace("s-", "t-", 1)):
        assert contrast(COLORS[text][theme], tint) >= 4.5, text


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
    red, green, blue = linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(color: str, other: str, share: float) -> str:
    """So much of a colour in another one, as `color-mix(in oklab, color share, other)`."""
    pairs = zip(oklab(color), oklab(other), strict=True)
    lightness, a, b = (one * share + two * (1 - share) for one, two in pairs)
    long, medium, short = (
        (lightness + x * a + y * b) ** 3
        for x, y in ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.2914855480))
    )
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    coded = (12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in channels)
    return "#" + "".join(f"{round(255 * min(1, max(0, c))):02x}" for c in coded)


def oklab(color: str) -> tuple[float, float, float]:
    """Lightness, a and b as Björn Ottosson defines them (https://bottosson.github.io/posts/oklab/)."""
    red, green, blue = linear(color)
    long, medium, short = (
        (x * red + y * green + z * blue) ** (1 / 3)
        for x, y, z in (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        )
    )
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def linear(color: str) -> list[float]:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
