"""A CSV file into the board, by the API and the worker."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator

import msgspec

from engine.errors import EngineError
from engine.text import Text
from web.bench.bound import Bound, Measured
from web.bench.client import Ask
from web.bench.field import Field
from web.bench.operation import Line, Operations
from web.bench.seed import lines as seeded

LINES = 20_000
WITHIN = Text("{count} lines, from the request to the job’s end", "{count} lignes, de la requête à la fin du travail")
FAILED = Text("The import ended as “{state}”: {error}", "L’import a fini en « {state} » : {error}")


class Imports(Operations):
    name = "imports"
    place = 3

    def lines(self) -> Iterator[Line]:
        label = Text("CSV import, lines a second", "import CSV, lignes par seconde")
        yield Line("import_csv", label, Bound(25_000, "/s"), imported)


def imported(field: Field) -> Measured:
    count = min(LINES, field.items)
    file = sheet(field, count)
    before = field.worker.cpu() + field.web.cpu()
    begun = time.perf_counter()
    address = f"{field.path}/import?name=bench.csv"
    job = msgspec.json.decode(field.client.send(Ask("POST", address, file, "text/csv")))["id"]
    state = ended(field, job)
    taken = time.perf_counter() - begun
    cpu = (field.worker.cpu() + field.web.cpu() - before) * 1000
    if state["state"] != "done":
        raise EngineError(FAILED, state=state["state"], error=state["error"])
    return Measured(median=count / taken, cpu=cpu, note=Text(*(said.format(count=count) for said in WITHIN)))


def ended(field: Field, job: int) -> dict[str, object]:
    while True:
        found: dict[str, object] = field.client.json("GET", f"/jobs/{job}")
        if found["state"] not in ("waiting", "running"):
            return found
        time.sleep(0.02)


def sheet(field: Field, count: int) -> bytes:
    """As the board exports itself: a title for each column, values as people write them."""
    file = io.StringIO()
    writer = csv.writer(file)
    found = [written(one) for one in seeded(field.actor.user_id, 10 * field.items, count)]
    writer.writerow(found[0])
    writer.writerows(one.values() for one in found)
    return file.getvalue().encode()


def written(values: dict[str, object]) -> dict[str, object]:
    return {key: text(value) for key, value in values.items() if key != "owner"}


def text(value: object) -> object:
    if isinstance(value, dict):
        return value["amount"]
    return ", ".join(value) if isinstance(value, list) else value
