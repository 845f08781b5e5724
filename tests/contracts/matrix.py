"""The matrix of column types × what each must be able to do, tried out on a database. `python -m tests.contracts.matrix`

Only the registry names types: a new one has its line unasked.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.column import ColumnType, Example
from engine.columns import column_types
from engine.commands.boards import create_board
from engine.commands.columns import add_column
from engine.commands.items import create_item
from engine.constraints import promises
from engine.context import Context, Person
from engine.exports import export_formats
from engine.operator import Operator
from engine.queries.aggregate import aggregate
from engine.queries.context import context_for
from engine.queries.items import BoardItem, ItemQuery, item, items_by_id
from engine.queries.listing import page
from engine.schema.compiled import CompiledBoard
from engine.schema.form import parse_form, settings_form
from engine.schema.openapi import item_page
from engine.schema.validator import compiled
from engine.text import LANGUAGES, Language
from tests.engine.test_export import leaves, values_of
from tests.factories import Office, open_office
from web import servers
from web.render import cells, macros

NOT_ASKED = "–"
PEOPLE = {1: Person(1, "Alice Martin", "alice@example.com"), 2: Person(2, "Bob Durand", "bob@example.com")}
CONTEXTS = {language: Context(language, date(2026, 11, 24), 1, PEOPLE) for language in LANGUAGES}


@dataclass(frozen=True)
class Bench:
    """A board for one type: a column for each group of examples with the same settings, an item for each example."""

    office: Office
    kind: ColumnType
    board: CompiledBoard
    columns: Mapping[str, list[Example]]
    items: list[BoardItem]

    def parse(self, language: Language) -> str:
        examples = [one for one in self.kind.examples if one.language == language]
        for one in examples:
            expect(self.kind.parse(one.typed, one.settings, CONTEXTS[language]) == one.value, f"“{one.typed}”")
            expect(self.kind.format(one.value, one.settings, CONTEXTS[language]) == one.shown, f"“{one.shown}”")
        expect(bool(examples), f"no example in {language}")
        return str(len(examples))

    def validate(self) -> str:
        for one in self.kind.examples:
            schema = compiled(self.kind.value_schema(one.settings))
            expect(schema.is_valid(one.value) or not self.kind.creatable, f"refuses {one.value}")
            expect(not schema.is_valid({"no": "value"}), "accepts anything")
        return f"✓ +{len(promises(self.kind))}"

    def store(self) -> str:
        if self.kind.read_only:
            return NOT_ASKED
        with self.office.read() as session:
            found = items_by_id(session, self.board, [one.id for one in self.items])
        for key, examples in self.columns.items():
            for stored, one in zip(found, examples, strict=False):
                expect(stored.values[key] == one.value, f"{one.value} became {stored.values[key]}")
        return "✓"

    def operators(self) -> str:
        with self.office.read() as session:
            context = context_for(session, self.office.alice)
            for key, examples in self.columns.items():
                for name, operator in self.kind.operators.items():
                    leaf = {"column": key, "op": name, "value": asked(operator, examples)}
                    page(session, self.board, ItemQuery(filter=leaf), context)
        expect(bool(self.kind.operators), "no operator")
        return str(len(self.kind.operators))

    def sort(self) -> str:
        with self.office.read() as session:
            context = context_for(session, self.office.alice)
            for key in self.columns:
                for descending in (False, True):
                    found = page(session, self.board, ItemQuery(sort=[(key, descending)]), context).items
                    expect(len(found) == len(self.items), "items are missing")
        return "✓"

    def aggregate(self) -> str:
        with self.office.read() as session:
            context = context_for(session, self.office.alice)
            for key in self.columns:
                measures = [(key, one.name) for one in self.kind.aggregates]
                found = aggregate(session, self.board, context, measures)
                expect(found[0]["count"] == len(self.items), "items are not counted")
        return str(len(self.kind.aggregates))

    def export(self) -> str:
        for name in export_formats:
            expect(bool(leaves(self.office, self.board, name)), name)
        return "✓"

    def import_again(self) -> str:
        """What an import of the export brings, from CSV and Excel, in both languages."""
        if self.kind.read_only:
            return NOT_ASKED
        with TemporaryDirectory() as folder:
            for name in ("csv", "xlsx"):
                for language in LANGUAGES:
                    path = Path(folder) / f"{language}.{name}"
                    path.write_bytes(leaves(self.office, self.board, name, language))
                    for key in self.columns:
                        wanted = [one.values[key] for one in self.items]
                        found = values_of(self.office, self.board, path, key, language)
                        expect(found == wanted, f"{wanted} came back from {name} in {language} as {found}")
        return "✓"

    def api(self) -> str:
        for language in LANGUAGES:
            shapes = item_page(self.board, language)["components"]["schemas"]
            for key in self.columns:
                expect(key in shapes["Values"]["properties"], "is not shown")
                expect((key in shapes["NewValues"]["properties"]) == (not self.kind.read_only), "is not written")
        return "✓"

    def form(self) -> str:
        for language in LANGUAGES:
            context = CONTEXTS[language]
            for one in self.kind.examples:
                fields = settings_form(self.kind, one.settings, context)
                expect(all(field.label and field.widget for field in fields), "a setting without a label")
        parse_form(self.kind, {}, CONTEXTS["fr"])
        return "✓"

    def cell(self) -> str:
        with self.office.read() as session:
            context = context_for(session, self.office.alice)
            for one in self.items:
                drawn = cells(self.board, list(self.board.columns.values()), item(session, self.board, one.id), context)
                expect(self.columns.keys() <= drawn.keys(), "is not drawn")
        return "✓"

    def editor(self) -> str:
        if self.kind.read_only:
            return NOT_ASKED
        partial = macros(f"columns/{self.kind.name}.html")
        for key in self.columns:
            drawn = str(partial.editor(self.board.columns[key], None, "", "value", CONTEXTS["en"]))
            expect('name="value"' in drawn, "has no control called value")
            expect("aria-label=" in drawn, "has no name for screen readers")
        return "✓"


CHECKS: Mapping[str, Callable[[Bench], str]] = {
    "parse fr": lambda bench: bench.parse("fr"),
    "parse en": lambda bench: bench.parse("en"),
    "validate": Bench.validate,
    "store": Bench.store,
    "operators": Bench.operators,
    "sort": Bench.sort,
    "aggregate": Bench.aggregate,
    "import": Bench.import_again,
    "export": Bench.export,
    "API": Bench.api,
    "form": Bench.form,
    "cell": Bench.cell,
    "editor": Bench.editor,
}


class HoleError(AssertionError):
    """Something that a type cannot do."""


def expect(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads like an assertion
    if not holds:
        raise HoleError(otherwise)


def asked(operator: Operator, examples: list[Example]) -> Any:
    value = examples[0].value
    return {"value": value, "values": [value], "text": "a", "days": 7, "nothing": None, "people": [1]}[operator.asks]


def bench(office: Office, kind: ColumnType) -> Bench:
    apart: dict[str, list[Example]] = {}
    for example in kind.examples:
        apart.setdefault(repr(example.settings), []).append(example)
    columns: dict[str, list[Example]] = {}
    with office.write() as session:
        board = create_board(session, office.alice, kind.label.en)
        for place, examples in enumerate(apart.values()):
            key = "name"
            if kind.creatable:
                title = f"{kind.label.en} {place}"
                board, key = add_column(session, office.alice, board, kind.name, title, examples[0].settings)
            columns[key] = examples
        made = [create_item(session, office.alice, board, one) for one in lines(kind, columns)]
    return Bench(office, kind, board, columns, made)


def lines(kind: ColumnType, columns: Mapping[str, list[Example]]) -> Iterator[dict[str, Any]]:
    for place in range(max(map(len, columns.values()))):
        given = {} if kind.read_only else {key: some[place].value for key, some in columns.items() if place < len(some)}
        yield {"name": f"Item {place}", **given}


def row(office: Office, kind: ColumnType) -> dict[str, str]:
    """What each check says of the type; a hole begins with ✗."""
    made, found = bench(office, kind), dict[str, str]()
    for name, check in CHECKS.items():
        try:
            found[name] = check(made)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is a hole
            found[name] = f"✗ {type(error).__name__}: {error}"
    return found


def matrix(office: Office) -> dict[str, dict[str, str]]:
    return {name: row(office, kind) for name, kind in column_types.items()}


def holes(found: Mapping[str, Mapping[str, str]]) -> list[str]:
    return [f"{kind}, {check}: {said}" for kind, row in found.items() for check, said in row.items() if said[:1] == "✗"]


def drawn(found: Mapping[str, Mapping[str, str]]) -> str:
    """As a table of text."""
    table = [["", *CHECKS], *([kind, *(said[:9] for said in row.values())] for kind, row in found.items())]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in table)
    return "\n".join(line.rstrip() for line in padded)


def main() -> None:
    missing: list[str] = []
    with TemporaryDirectory() as folder, servers.postgresql() as postgresql:
        for name, url in (("SQLite", f"sqlite:///{folder}/rouage.db"), ("PostgreSQL", postgresql)):
            found = matrix(open_office(url))
            print(f"\n{name}\n{drawn(found)}")  # noqa: T201 - it is there to print
            missing += [f"{name}: {hole}" for hole in holes(found)]
    sys.exit("\n".join(missing) or None)


if __name__ == "__main__":
    main()
