"""House rules for templates, because our pages run under `script-src 'self'; style-src 'self'`.

Run it alone with `python -m tests.house.template_lint`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
MAX_LINES = 160
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """Something a template must not contain, with a snippet that does and one that nearly does."""

    name: str
    pattern: re.Pattern[str]
    instead: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    in_jinja: bool = True  # whether what stands between {{ }} and {% %} counts as well


def _rule(name: str, pattern: str, instead: str, bad: list[str], good: list[str], *, in_jinja: bool = True) -> Rule:
    return Rule(name, re.compile(pattern, re.IGNORECASE), instead, tuple(bad), tuple(good), in_jinja)


RULES = [
    _rule(
        "inline script",
        r"<script\b(?![^>]*\ssrc\s*=)",
        "a file in web/static",
        ["<script>go()</script>", '<script type="application/json">{}</script>', '<script\n  data-src="x">'],
        ['<script src="{{ static(\'app.js\') }}" type="module"></script>', "<scripture>"],
    ),
    _rule(
        "style element",
        r"<style\b",
        "a file in web/static",
        ["<style>a { color: red }</style>", '<style media="print">'],
        ['<link rel="stylesheet" href="/static/app.css">', "<b>style</b>"],
    ),
    _rule(
        "style attribute",
        r"""(?<![\w-])style\s*=\s*(\\?["']|\{\{)""",
        "a class, or a data attribute that a script reads",
        ['<i style="color: red">', "<i style='--c: 1'>", "<i style={{ x }}>", """{{ 'style="a: b"' if x }}"""],
        ['<i data-style="dark">', '<i class="style">', "<p>style = simple</p>"],
    ),
    _rule(
        "hx-on",
        r"(?<![\w-])(data-)?hx-on[:=-]",
        "a listener in a script, with delegation",
        ['<a hx-on:click="go()">', '<a hx-on::after:swap="go()">', '<a data-hx-on-click="go()">'],
        ['<a hx-get="/on">', "<p>without hx-on</p>"],
    ),
    _rule(
        "event handler",
        r"""(?<![\w-])on[a-z]+\s*=\s*["'{]?""",
        "a listener in a script, with delegation",
        ['<a onclick="go()">', "<img src=x onerror=go()>", '<a title="x"onfocus = "go()">'],
        ['<a data-on="x">', '{{ field(only="x") }}', "<p>once, on = off?</p>", '<a hx-trigger="online">'],
        in_jinja=False,
    ),
    _rule(
        "trigger filter",
        r"""hx-trigger[\w:]*\s*=\s*("[^"]*\[|'[^']*\[|[^\s"'>]*\[)""",
        "a listener that calls htmx.trigger, or a second event name",
        [
            "<a hx-trigger=\"keyup[key=='Enter']\">",
            "<a hx-trigger='click[ctrlKey]'>",
            '<a hx-trigger:inherited="a[b]">',
        ],
        ['<a hx-trigger="keyup changed delay:200ms" name="x[]">', '<a hx-trigger="{{ events[0] }}">'],
        in_jinja=False,
    ),
    _rule(
        "script value",
        r"(?<![\w.-])(js|javascript):",
        "a plain JSON value, or a script",
        ["<a hx-vals='js:{a: b()}'>", '<a href="javascript:go()">', "<a hx-headers='js: {}'>"],
        ["<a hx-vals='{\"js\": 1}'>", "app.js: our script"],
    ),
    _rule(
        "other host",
        r"""https?://(?!example\.(com|org)\b)|(src|href|action|srcset)\s*=\s*["']//""",
        "a file of our own, or an address from the settings",
        ['<script src="https://cdn.test/a.js"></script>', '<img src="//cdn.test/a.png">', "<a href='http://x.test'>"],
        ['<a href="/boards//x">', '<input placeholder="https://example.com/hook">'],
    ),
    _rule(
        "unescaped output",
        r"\|\s*safe\b|autoescape\s+false",
        "Markup from web/render.py",
        ["{{ name|safe }}", "{{ name | safe }}", "{% autoescape false %}"],
        ["{{ name|safer }}", "{{ safe }}"],
    ),
]


def broken_rules(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the reproach of everything in a template that breaks a rule."""
    source = COMMENT.sub(_blank, text)
    markup = JINJA.sub(_blank, source)
    for rule in RULES:
        for match in rule.pattern.finditer(source if rule.in_jinja else markup):
            yield 1 + source.count("\n", 0, match.start()), f"{rule.name}: use {rule.instead}"
    if (length := len(text.splitlines())) > MAX_LINES:
        yield length, f"too long: {length} lines, at most {MAX_LINES}; make a partial"


def _blank(match: re.Match[str]) -> str:
    """Replace a stretch by spaces, so that the lines keep their numbers."""
    return re.sub(r"[^\n]", " ", match[0])


def main() -> int:
    """Print what breaks the rules, as `path:line: what`."""
    paths = sorted(TEMPLATES.rglob("*.html"))
    found = [f"{path}:{line}: {what}" for path in paths for line, what in broken_rules(path.read_text())]
    sys.stdout.writelines(f"{line}\n" for line in [*found, f"{len(paths)} templates, {len(found)} problems"])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
