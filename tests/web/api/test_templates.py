"""Templates over the API."""

from tests.web.api.conftest import Program


def test_templates_are_told_in_the_language_asked_for(alice: Program) -> None:
    for language, title in (("en", "Inventory"), ("fr", "Stock")):
        found = alice.get("/templates", headers={"accept-language": language}).json()["templates"]
        assert title in [one["title"] for one in found if one["key"] == "stock.inventory"]


def test_a_template_becomes_a_board_with_its_rules(alice: Program) -> None:
    answer = alice.post("/templates/stock.inventory/install", json={})
    assert answer.status_code == 201
    board = answer.json()["id"]
    assert alice.get(f"/boards/{board}/automations").json()["automations"]
    assert alice.get(f"/boards/{board}/items").json()["items"]


def test_samples_are_left_out_where_unwanted(alice: Program) -> None:
    board = alice.post("/templates/stock.inventory/install", json={"samples": False}).json()["id"]
    assert alice.get(f"/boards/{board}/items").json()["items"] == []


def test_an_unknown_template_is_not_found(alice: Program) -> None:
    assert alice.post("/templates/stock.unicorns/install", json={}).status_code == 404
