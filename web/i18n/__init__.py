"""Both languages of the screens: the language of this request, and the catalogue that answers `_()`."""

import gettext as stdlib_gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from engine.text import Language

LOCALE = Path(__file__).parents[1] / "locale"
current: ContextVar[Language] = ContextVar("language", default="en")


def gettext(message: str) -> str:
    return catalogue(current.get()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return catalogue(current.get()).ngettext(one, many, count)


@cache
def catalogue(language: Language) -> stdlib_gettext.NullTranslations:
    """English is what the templates say; French comes from the compiled file."""
    source = LOCALE / language / "LC_MESSAGES" / "messages.po"
    if not source.exists() and not source.with_suffix(".mo").exists():
        return stdlib_gettext.NullTranslations()
    compile_if_newer(source)
    with source.with_suffix(".mo").open("rb") as file:
        return stdlib_gettext.GNUTranslations(file)


def compile_if_newer(source: Path) -> None:
    """A package holds compiled files; a working copy compiles what changed since."""
    target = source.with_suffix(".mo")
    if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
        with source.open("rb") as po, NamedTemporaryFile(dir=target.parent, delete=False) as mo:
            write_mo(mo, read_po(po, locale=source.parent.parent.name))
        Path(mo.name).replace(target)  # whole at once: several processes may start together
