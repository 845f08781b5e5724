"""Links to web pages: an address, and a text to show for it."""

from typing import Any

from sqlalchemy import Text as SqlText

from engine.addresses import MAX_URL, SCHEMES, read_link, short
from engine.column import ColumnType, Example, Settings, reads
from engine.columntext import one_line
from engine.context import Context
from engine.operators import EMPTY, EQUAL, TEXT
from engine.sample import Cell, Guess, Sample, Wishes
from engine.text import Text

MAX_LABEL = 255


class Url(ColumnType):
    """The value is the address and, behind a space, its label: `https://exemple.fr/devis Devis 12`."""

    name = "url"
    label = Text("Link", "Lien")
    icon = "link"
    width = 200
    cell = "value"
    folded = True
    searchable = True
    operators = {**TEXT, **EQUAL, **EMPTY}
    examples = (
        Example("https://example.com/a?b=1", "https://example.com/a?b=1", "https://example.com/a?b=1"),
        Example("Devis 12 exemple.fr/devis", "https://exemple.fr/devis Devis 12", "Devis 12 https://exemple.fr/devis", "fr"),
        Example("[Site](http://Example.com)", "http://example.com Site", "Site http://example.com"),
        Example("", None, ""),
    )  # fmt: skip

    def value_schema(self, settings: Settings) -> dict[str, Any]:
        return {"type": ["string", "null"], "maxLength": MAX_URL + 1 + MAX_LABEL}

    def sql_type(self, settings: Settings) -> SqlText:
        return SqlText()

    def parse(self, raw: object, settings: Settings, context: Context) -> str | None:
        """Only addresses of the web: what else a browser opens could run code."""
        typed = one_line(raw)
        if typed is None:
            return None
        address, label = read_link(typed)
        return f"{address} {label[:MAX_LABEL]}".strip()

    def format(self, value: str | None, settings: Settings, context: Context) -> str:
        """The label, then the address."""
        address, _, label = (value or "").partition(" ")
        return f"{label} {address}".strip()

    def shown(self, value: str) -> tuple[str, str]:
        """Where the link goes, and the text that a cell shows for it."""
        address, _, label = value.partition(" ")
        return address, label or short(address)

    def recognise(self, sample: Sample, wishes: Wishes) -> Guess | None:
        def is_address(cell: Cell) -> bool:
            return str(cell).strip().lower().startswith((*(f"{scheme}://" for scheme in SCHEMES), "www."))

        begun = sample.share(is_address)
        return Guess(0.97) if begun and sample.share(lambda cell: reads(self, cell, {}, wishes.context)) else None
