"""`python -m web.i18n update [FRAGMENT.po …]`: brings the French catalogue in line with the templates.

Fragments are catalogues that hold translations of new strings. Exits with 1 while a string has no translation.
"""

from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from web.i18n import LOCALE

WEB = LOCALE.parent
SOURCE = LOCALE / "fr" / "LC_MESSAGES" / "messages.po"
EVERY = "**.html"
PLURALS = "nplurals=2; plural=(n > 1);"
"""The French ones that are translated. The catalogue says so itself: the third that CLDR knows since (“1 000 000 de”) would be looked up in vain."""
HEADER = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {PLURALS}\\n"\n\n'


@click.group()
def main() -> None:
    """Catalogues of the screens."""


@main.command()
@click.argument("fragments", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def update(fragments: tuple[Path, ...]) -> None:
    """Extract, merge, write; print what has no translation yet."""
    known = read(SOURCE) if SOURCE.exists() else Catalog(locale="fr")
    for fragment in fragments:
        merge(known, read(fragment))
    catalogue = translated(extracted(), known)
    SOURCE.parent.mkdir(parents=True, exist_ok=True)
    with SOURCE.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, width=110, sort_output=True, omit_header=True, include_lineno=False)
    missing = untranslated(catalogue)
    for message in missing:
        click.echo(f"no French for: {message.id}")
    click.echo(f"{len(catalogue)} strings, {len(missing)} untranslated")
    raise SystemExit(bool(missing))


def extracted() -> Catalog:
    """Every string of the templates, in English, with the files that say it."""
    found = Catalog(locale="fr", project="Rouage", charset="utf-8")
    found.mime_headers = [("Plural-Forms", PLURALS)]
    methods, options = [(EVERY, "jinja2.ext:babel_extract")], {EVERY: {"trimmed": "true"}}
    for path, _, message, _, _ in extract_from_dir(WEB / "templates", methods, options):
        found.add(message, locations=[(path, 0)])
    return found


def translated(template: Catalog, known: Catalog) -> Catalog:
    """The template's strings with the translations that are known; those that no page says any more are dropped."""
    for message in template:
        if message.id and (old := known.get(message.id)) is not None and old.string:
            message.string = old.string
    return template


def merge(known: Catalog, fragment: Catalog) -> None:
    """Take over what has no translation yet; say where two fragments differ."""
    for message in fragment:
        if not message.id or not any(strings(message)):
            continue
        old = known.get(message.id)
        if old is not None and any(strings(old)) and old.string != message.string:
            click.echo(f"two translations of {message.id!r}: kept {old.string!r}, not {message.string!r}")
        elif old is None:
            known.add(message.id, message.string)
        else:
            old.string = message.string


def untranslated(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id and not all(strings(message))]


def strings(message: Message) -> tuple[str, ...]:
    """One for a plain message, two for one with a plural; empty where there is no translation."""
    given = message.string or ""
    return (given,) if isinstance(given, str) else tuple(part or "" for part in given)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="fr")


if __name__ == "__main__":
    main()
