"""Two boards that differ in hidden cells only answer the same, whatever somebody who does not see them asks."""

import json
import re
from typing import Any

import pytest

from engine.commands.column_access import change_access
from engine.commands.items import change_item, create_items
from engine.permissions import BoardRole
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program

HIDDEN = {"see": {"roles": ["editor"], "people": []}}
SECRETS = (
    [{"sku": "tiger", "price": "1.00", "notes": "alpha beta"}, {"sku": "lion", "price": "99.00", "notes": "gamma"}],
    [{"sku": "Éléphant 7", "price": "5.00", "notes": "delta"}, {"sku": "tiger", "price": "5.00", "notes": None}],
)
FILTERS: list[Any] = [
    {"column": "sku", "op": "is", "value": "tiger"},
    {"column": "price", "op": "gt", "value": "10"},
    {"and": [{"column": "quantity", "op": "gt", "value": 1}]},
    {"or": [{"column": "notes", "op": "contains", "value": "a"}, {"column": "quantity", "op": "gt", "value": 1}]},
    {"column": "quantity", "op": "gt", "value": {"column": "price"}},
]
WORDS = ["tiger", "t", "lion", "elephant", "7", "alpha", "a", "paper", "gloves", "99"]
IDS = re.compile(r'"(id|item|board|group|after|cursor|user)": ("[^"]*"|\d+)')
MOMENTS = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?(\+00:00)?")


def secretive(office: Office, secrets: list[dict[str, Any]]) -> CompiledBoard:
    board = office.stock()
    with office.write() as session:
        for key in ("sku", "price", "notes"):
            board = change_access(session, office.alice, board, key, HIDDEN)
        names = [{"name": "Paper", "quantity": 1}, {"name": "Gloves", "quantity": 2}]
        made = create_items(
            session, office.alice, board, [{**one, **more} for one, more in zip(names, secrets, strict=True)]
        )
        change_item(session, office.alice, board, made[0].id, {"sku": secrets[1]["sku"], "quantity": 3})
    office.on_list(board, office.bob, BoardRole.CONTRIBUTOR)
    return board


def asked(program: Program, board: CompiledBoard) -> list[str]:
    """Everything that Bob can ask of the board, without ids and moments."""
    path = f"/boards/{board.id}"
    found = [program.get(f"{path}/{what}") for what in ("items", "columns", "schema", "openapi.json", "events")]
    found += [program.get(f"{path}/items", params={"filter": json.dumps(tree)}) for tree in FILTERS]
    found += [program.get(f"{path}/items", params={"sort": key}) for key in ("sku", "-price", "quantity", "-name")]
    found += [program.get(f"{path}/items", params={"search": word}) for word in WORDS]
    measures = ({"column": "price", "measure": "sum"}, {"column": "quantity", "measure": "sum"})
    found += [program.post(f"{path}/aggregate", json={"measures": [one]}) for one in measures]
    found += [program.post(f"{path}/aggregate", json={"group_by": key, "measures": []}) for key in ("sku", "quantity")]
    found += [
        program.client.get(f"/api/v1{path}/export?format={kind}", headers=program.headers) for kind in ("csv", "json")
    ]
    return [f"{answer.status_code} {plain(answer.text, board)}" for answer in found]


def plain(text: str, board: CompiledBoard) -> str:
    spaced = re.sub(r'":(?=[\d"])', '": ', text)
    return MOMENTS.sub("then", IDS.sub(r'"\1": #', spaced)).replace(f"boards/{board.id}", "boards/#")


def test_hidden_cells_make_no_difference(office: Office, bob: Program) -> None:
    one, other = (asked(bob, secretive(office, secrets)) for secrets in SECRETS)
    assert one == other


@pytest.mark.parametrize("word", ["tiger", "lion", "alpha"])
def test_the_same_questions_tell_an_editor_the_difference(office: Office, alice: Program, word: str) -> None:
    one, other = (secretive(office, secrets) for secrets in SECRETS)
    assert asked(alice, one) != asked(alice, other)
    assert word in " ".join(asked(alice, one))
