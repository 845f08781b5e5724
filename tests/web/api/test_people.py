"""People, their work and what they were told, over the API."""

from engine.commands.notifications import notify
from engine.schema.compiled import CompiledBoard
from tests.factories import Office
from tests.web.api.conftest import Program


def test_a_token_says_who_it_stands_for(bob: Program, office: Office) -> None:
    me = bob.get("/me").json()
    assert (me["id"], me["name"], me["role"], me["workspace"]["name"]) == (
        office.bob.user_id,
        "Bob Durand",
        "member",
        "Rouage",
    )


def test_my_work_is_what_names_me(bob: Program, board: CompiledBoard, office: Office) -> None:
    mine = office.item(board, name="Mine", owner=[office.bob.user_id, office.alice.user_id])
    office.item(board, name="Hers", owner=[office.alice.user_id])
    answer = bob.get("/me/work").json()
    assert ([item["id"] for item in answer["items"]], answer["cursor"]) == ([mine.id], None)


def test_my_work_comes_page_by_page(bob: Program, board: CompiledBoard, office: Office) -> None:
    ids = [office.item(board, name=str(number), owner=[office.bob.user_id]).id for number in range(3)]
    first = bob.get("/me/work?limit=2").json()
    rest = bob.get(f"/me/work?limit=2&cursor={first['cursor']}").json()
    assert [item["id"] for item in first["items"] + rest["items"]] == ids


def test_everybody_of_the_workspace_is_listed(charlie: Program) -> None:
    assert [user["name"] for user in charlie.get("/users").json()["users"]] == [
        "Alice Martin",
        "Bob Durand",
        "Charlie Petit",
    ]
    assert charlie.get("/users?limit=1").json()["cursor"] is not None


def test_notifications_are_my_own_newest_first(
    alice: Program, bob: Program, board: CompiledBoard, office: Office
) -> None:
    with office.write() as session:
        notify(session, office.alice, [office.bob.user_id], "First", board.id)
        notify(session, office.alice, [office.bob.user_id], "Second", board.id)
    newest = bob.get("/me/notifications?limit=1").json()
    assert [line["message"] for line in newest["notifications"]] == ["Second"]
    older = bob.get(f"/me/notifications?limit=1&cursor={newest['cursor']}").json()
    assert ([line["message"] for line in older["notifications"]], older["cursor"]) == (["First"], None)
    assert alice.get("/me/notifications").json()["notifications"] == []


def test_a_bad_cursor_is_refused(alice: Program) -> None:
    for path in ("/me/work", "/users", "/boards", "/me/notifications"):
        for cursor in ("x", "WyJhIl0", "WzEsMl0"):
            answer = alice.get(f"{path}?cursor={cursor}")
            assert (answer.status_code, answer.json().get("field")) == (422, "cursor"), (path, cursor, answer.text)


def test_a_new_token_opens_the_door(alice: Program, nobody: Program) -> None:
    made = alice.post("/tokens", json={"title": "CI"}).json()
    answer = nobody.get("/me", headers={"authorization": f"Bearer {made['secret']}"})
    assert answer.json()["name"] == "Alice Martin"
    assert "secret" not in alice.get("/tokens").json()["tokens"][-1]


def test_a_token_needs_a_title(alice: Program) -> None:
    assert alice.post("/tokens", json={"title": " "}).json()["field"] == "title"


def test_nobody_revokes_the_tokens_of_others(alice: Program, bob: Program) -> None:
    [token] = alice.get("/tokens").json()["tokens"]
    assert bob.delete(f"/tokens/{token['id']}").status_code == 404
    assert alice.get("/me").status_code == 200
