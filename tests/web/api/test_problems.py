"""Refusals: problem+json in both languages, with the place and the fix."""

import json

import pytest

from engine.schema.compiled import CompiledBoard
from tests.web.api.conftest import Program


def test_a_problem_has_all_its_members(alice: Program, board: CompiledBoard) -> None:
    answer = alice.post(f"/boards/{board.id}/items", json={"values": {"name": "A", "quantity": "x"}})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:rouage:problem:invalid",
        "title": "Something needs correcting",
        "status": 422,
        "code": "invalid",
        "detail": "“x” is not a number. Write it with digits, like 1,234.5.",
        "field": "quantity",
        "instance": f"/api/v1/boards/{board.id}/items",
        "errors": [{"field": "quantity", "detail": "“x” is not a number. Write it with digits, like 1,234.5."}],
    }


@pytest.mark.parametrize(
    ("language", "detail"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.8", "Ce tableau n’a pas de colonne « nope ». Choisissez une de ses colonnes."),
        ("en", "This board has no column “nope”. Choose one of its columns."),
        ("*", "This board has no column “nope”. Choose one of its columns."),
    ],
)
def test_sentences_are_in_the_language_asked_for(
    alice: Program, board: CompiledBoard, language: str, detail: str
) -> None:
    answer = alice.get(f"/boards/{board.id}/items?sort=nope", headers={"accept-language": language})
    assert answer.json()["detail"].replace("\u00a0", " ") == detail


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_stranger_is_told_what_to_send(nobody: Program, language: str) -> None:
    answer = nobody.get("/boards", headers={"accept-language": language})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert ("jeton" in answer.json()["detail"]) == (language == "fr")


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer nope", "Basic YTpi", "Bearer rouage_x y"])
def test_no_other_token_opens(nobody: Program, authorization: str) -> None:
    assert nobody.get("/me", headers={"authorization": authorization}).status_code == 401


def test_a_revoked_token_is_dead_at_once(alice: Program) -> None:
    [token] = alice.get("/tokens").json()["tokens"]
    assert alice.delete(f"/tokens/{token['id']}").status_code == 204
    assert alice.get("/me").status_code == 401


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b'{"title": "A", "colour": 1}', 422, "colour"),
        (b'{"title": "A", "columns": [{"type": "text", "title": "B", "id": 9}]}', 422, "columns[0].id"),
        (b'{"title": 1}', 422, "title"),
        (b"{}", 422, "title"),
        (b"[]", 422, None),
        (b"", 400, None),
        (b'{"title": ', 400, None),
        (b'{"title": "\xff"}', 400, None),
        (b'{"title": "\\ud800"}', 400, None),
        (b'{"title": "a\\u0000b"}', 422, None),
        (b'{"title": "A", "columns": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", 422, "columns[0]"),
    ],
)
def test_bad_bodies_are_refused_by_place(alice: Program, body: bytes, status: int, field: str | None) -> None:
    answer = alice.post("/boards", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json().get("field")) == (status, field)


def test_deep_values_are_refused(alice: Program, board: CompiledBoard) -> None:
    deep = '{"values": {"name": ' + "[" * 50_000 + "]" * 50_000 + "}}"
    answer = alice.post(
        f"/boards/{board.id}/items", content=deep.encode(), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("media_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_other_media_types_are_refused(alice: Program, media_type: str) -> None:
    answer = alice.post("/boards", content=b'{"title": "A"}', headers={"content-type": media_type})
    assert answer.status_code == 415


def test_a_body_past_ten_megabytes_is_refused(alice: Program) -> None:
    body = json.dumps({"title": "x" * 10_000_000}).encode()
    answer = alice.post("/boards", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 413


def test_unknown_addresses_and_methods(alice: Program) -> None:
    assert alice.get("/nowhere").json()["instance"] == "/api/v1/nowhere"
    assert alice.send("PUT", "/boards").status_code == 405
    assert alice.get("/boards/one").status_code == 404


def test_unknown_parameters_are_refused_everywhere(alice: Program) -> None:
    for path in ("/boards", "/me", "/users", "/search?q=a", "/workspaces"):
        answer = alice.get(f"{path}{'&' if '?' in path else '?'}colour=1")
        assert (answer.status_code, answer.json()["field"]) == (422, "colour")
