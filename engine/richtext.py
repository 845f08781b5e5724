"""Formatted text as people write it: cleaned to a short list of tags, its mentions kept as ids, its words without tags."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import nh3

from engine.context import Person
from engine.errors import Invalid
from engine.text import Text

TAGS = frozenset(
    "a b blockquote br code del div em i li ol p pre s span strong u ul".split()  # noqa: SIM905 - reads as the list it is
)
ATTRIBUTES = {"a": {"href"}, "span": {"data-mention"}}
SCHEMES = {"http", "https", "mailto"}
BLOCKS = frozenset("blockquote br div li p pre".split())  # noqa: SIM905
ATTRIBUTE_VALUES = {
    "href": re.compile(r"https?://|mailto:", re.IGNORECASE),
    "data-mention": re.compile(r"[0-9]{1,18}\Z"),
}
MENTION = re.compile(r'<span data-mention="(\d{1,18})">[^<]*</span>')
MAX_HTML, MAX_TEXT = 100_000, 20_000
"""Characters with and without tags."""

NOTHING_SAID = Text("Write something before you send it.", "Écrivez quelque chose avant d’envoyer.")
TOO_LONG = Text(
    "This text is too long: it holds at most {limit} characters.",
    "Ce texte est trop long : il contient au plus {limit} caractères.",
)


def cleaned(html: str) -> str:
    """The HTML with nothing in it that a reader's browser would carry out. Mentions are `<span data-mention="ID"></span>`.

    Raises Invalid for text that is empty or too long.
    """
    if len(html) > MAX_HTML:
        raise Invalid(TOO_LONG, field="html", limit=MAX_TEXT)
    clean = nh3.clean(
        html.replace("\0", ""),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=kept_attribute,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    clean = MENTION.sub(r'<span data-mention="\1"></span>', clean)
    words = plain(clean, {})
    if len(words) > MAX_TEXT:
        raise Invalid(TOO_LONG, field="html", limit=MAX_TEXT)
    if not words and not mentioned(clean):
        raise Invalid(NOTHING_SAID, field="html")
    return clean


def kept_attribute(_tag: str, attribute: str, value: str) -> str | None:
    wanted = ATTRIBUTE_VALUES.get(attribute)
    return value if wanted is not None and wanted.match(value) else None


def mentioned(clean: str) -> list[int]:
    """Ids of the users whom clean HTML mentions, each once."""
    return list(dict.fromkeys(int(user_id) for user_id in MENTION.findall(clean)))


def plain(clean: str, people: Mapping[int, Person]) -> str:
    """The words of clean HTML, one line for each block, mentions by name."""
    reader = Words(people)
    reader.feed(clean)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return "\n".join(line for line in lines if line)


class Words(HTMLParser):
    def __init__(self, people: Mapping[int, Person]) -> None:
        super().__init__()
        self.people = people
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        person = self.people.get(int(dict(attrs).get("data-mention") or 0))
        if person is not None:
            self.found.append(f"@{person.name}")
        elif tag in BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        self.found.append(data)
