"""Undo and redo of one's own steps, through the commands: what comes back, what is left and why."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from engine.commands.boards import rename_board
from engine.commands.bulk import change_many
from engine.commands.column_access import change_access
from engine.commands.columns import add_column, change_column, hide_column, move_column
from engine.commands.groups import change_group, create_group, delete_group, move_group
from engine.commands.items import change_item, create_item
from engine.commands.moving import move_items
from engine.commands.placing import delete_items
from engine.commands.retyping import change_type
from engine.commands.undo import Undone, redo_step, undo_step
from engine.commands.views import change_view, create_view, delete_view
from engine.errors import Forbidden, NotFound
from engine.permissions import Actor, Role
from engine.queries.groups import groups
from engine.queries.items import BoardItem, items_by_id
from engine.queries.steps import steps
from engine.queries.views import views
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


@dataclass
class Desk:
    """A board with three items, and Bob at work on it with one login."""

    office: Office
    board_id: int
    ids: list[int]
    bob: Actor

    @property
    def board(self) -> CompiledBoard:
        return self.office.board(self.board_id)

    def undo(self, actor: Actor | None = None, step_id: int | None = None) -> Undone:
        with self.office.write() as session:
            return undo_step(session, actor or self.bob, self.board, step_id)

    def redo(self) -> Undone:
        with self.office.write() as session:
            return redo_step(session, self.bob, self.board)

    def change(self, item_id: int, actor: Actor | None = None, **values: object) -> None:
        with self.office.write() as session:
            change_item(session, actor or self.bob, self.board, item_id, values)

    def items(self) -> list[BoardItem]:
        with self.office.read() as session:
            return items_by_id(session, self.board, self.ids)

    def cells(self, key: str) -> list[Any]:
        return [one.values[key] for one in self.items()]

    def names(self) -> list[str]:
        with self.office.read() as session:
            return [one.name.say("en") for one in steps(session, self.bob, self.board)]


@pytest.fixture
def desk(office: Office) -> Desk:
    board = office.stock()
    ids = [office.item(board, name=name, quantity=number).id for number, name in enumerate(["Paper", "Glue", "Ink"])]
    return Desk(office, board.id, ids, replace(office.bob, login_id=7))


def test_cells_come_back_one_step_at_a_time_and_forth_again(desk: Desk) -> None:
    desk.change(desk.ids[0], quantity=10)
    desk.change(desk.ids[0], quantity=20, status="low")
    assert desk.undo().items == [desk.ids[0]]
    assert (desk.cells("quantity")[0], desk.cells("status")[0]) == (10, None)
    desk.undo()
    assert desk.cells("quantity")[0] == 0
    with pytest.raises(NotFound):
        desk.undo()
    desk.redo()
    assert desk.cells("quantity")[0] == 10
    desk.redo()
    assert (desk.cells("quantity")[0], desk.cells("status")[0]) == (20, "low")
    with pytest.raises(NotFound):
        desk.redo()
    desk.undo()
    desk.undo()
    assert desk.cells("quantity")[0] == 0


def test_new_work_ends_what_can_be_redone(desk: Desk) -> None:
    desk.change(desk.ids[0], quantity=10)
    desk.undo()
    desk.change(desk.ids[1], quantity=11)
    with pytest.raises(NotFound):
        desk.redo()
    desk.undo()
    desk.redo()
    assert desk.cells("quantity") == [0, 11, 2]


def test_many_cells_are_one_step_with_a_name(desk: Desk) -> None:
    with desk.office.write() as session:
        change_many(session, desk.bob, desk.board, {one: {"quantity": 9, "status": "low"} for one in desk.ids})
    assert desk.names() == ["change Quantity and Status of 3 items"]
    undone = desk.undo()
    assert (undone.items, set(undone.columns)) == (desk.ids, {"quantity", "status"})
    assert desk.cells("quantity") == [0, 1, 2]
    desk.redo()
    assert desk.cells("status") == ["low"] * 3


def test_a_cell_that_somebody_changed_since_is_left_and_told_the_rest_comes_back(desk: Desk) -> None:
    with desk.office.write() as session:
        change_many(session, desk.bob, desk.board, {one: {"quantity": 9} for one in desk.ids})
    desk.change(desk.ids[0], desk.office.alice, quantity=50)
    desk.change(desk.ids[1], desk.office.alice, quantity=51)
    undone = desk.undo()
    assert desk.cells("quantity") == [50, 51, 2]
    assert [(one.item_id, one.key) for one in undone.left] == [(desk.ids[0], "quantity"), (desk.ids[1], "quantity")]
    assert undone.reasons("en") == ["2 cells were changed by Alice Martin since and were left as they are."]
    assert undone.reasons("fr") == ["2 cellules ont été modifiées par Alice Martin depuis et restent telles quelles."]


def test_a_step_of_which_nothing_comes_back_is_told_and_forgotten(desk: Desk) -> None:
    desk.change(desk.ids[0], quantity=10)
    desk.change(desk.ids[1], quantity=11)
    desk.change(desk.ids[1], desk.office.alice, quantity=50)
    undone = desk.undo()
    assert (undone.items, undone.reasons("en")) == (
        [],
        ["Quantity of “Glue” was changed by Alice Martin since and was left as it is."],
    )
    desk.undo()
    assert desk.cells("quantity") == [0, 50, 2]


def test_everybody_undoes_their_own_work_of_their_own_login(desk: Desk) -> None:
    desk.change(desk.ids[0], quantity=10)
    for other in (replace(desk.office.alice, login_id=3), replace(desk.bob, login_id=8), desk.office.bob):
        with pytest.raises(NotFound):
            desk.undo(other)
    desk.undo()
    assert desk.cells("quantity")[0] == 0


def test_a_step_further_back_comes_back_alone(desk: Desk) -> None:
    desk.change(desk.ids[0], quantity=10)
    desk.change(desk.ids[1], quantity=11)
    with desk.office.read() as session:
        first = steps(session, desk.bob, desk.board)[-1].step.id
    desk.undo(step_id=first)
    assert desk.cells("quantity") == [0, 11, 2]
    with pytest.raises(NotFound):
        desk.undo(step_id=first)


def test_rights_are_asked_again(desk: Desk) -> None:
    desk.change(desk.ids[0], quantity=10)
    with pytest.raises(Forbidden):
        desk.undo(replace(desk.bob, role=Role.VIEWER))
    assert desk.cells("quantity")[0] == 10


def test_new_items_go_to_the_trash_and_come_back(desk: Desk) -> None:
    with desk.office.write() as session:
        made = create_item(session, desk.bob, desk.board, {"name": "Tape"})
    desk.ids.append(made.id)
    assert desk.names() == ["add “Tape”"]
    desk.undo()
    assert len(desk.items()) == 3
    desk.redo()
    assert desk.cells("name") == ["Paper", "Glue", "Ink", "Tape"]


def test_a_new_item_that_somebody_else_has_worked_on_is_kept(desk: Desk) -> None:
    with desk.office.write() as session:
        made = create_item(session, desk.bob, desk.board, {"name": "Tape"})
    desk.ids.append(made.id)
    desk.change(made.id, desk.office.alice, quantity=5)
    assert desk.undo().reasons("en") == ["“Tape” was changed by Alice Martin since and was kept."]
    assert len(desk.items()) == 4


def test_deleted_items_come_back_to_their_places(desk: Desk) -> None:
    places = [one.position for one in desk.items()]
    with desk.office.write() as session:
        delete_items(session, desk.bob, desk.board, desk.ids[:2])
    assert desk.names() == ["delete 2 items"]
    desk.undo()
    assert [one.position for one in desk.items()] == places
    desk.redo()
    assert desk.cells("name") == ["Ink"]


def test_moved_items_go_back_where_they_were(desk: Desk) -> None:
    before = [(one.group_id, one.position) for one in desk.items()]
    with desk.office.write() as session:
        lille = groups(session, desk.board)[1].id
        move_items(session, desk.bob, desk.board, [desk.ids[2], desk.ids[0]], lille)
    assert desk.names() == ["move 2 items"]
    desk.undo()
    assert [(one.group_id, one.position) for one in desk.items()] == before
    desk.redo()
    assert [one.group_id for one in desk.items()].count(lille) == 2


def test_an_item_that_somebody_moved_since_stays_there(desk: Desk) -> None:
    with desk.office.write() as session:
        first, lille = groups(session, desk.board)
        move_items(session, desk.bob, desk.board, desk.ids[:2], lille.id)
    with desk.office.write() as session:
        move_items(session, desk.office.alice, desk.board, [desk.ids[0]], lille.id)
    assert desk.undo().reasons("en") == ["“Paper” was moved by Alice Martin since and stays where it is."]
    assert [one.group_id for one in desk.items()] == [lille.id, first.id, first.id]


def test_a_place_that_is_taken_is_the_one_behind(desk: Desk) -> None:
    with desk.office.write() as session:
        group_id = desk.items()[0].group_id
        move_items(session, desk.bob, desk.board, [desk.ids[1]], group_id)
    with desk.office.write() as session:  # Ink to where Glue was
        move_items(session, desk.office.alice, desk.board, [desk.ids[2]], group_id, after_id=desk.ids[0])
    before = {one.id: one.position for one in desk.items()}
    undone = desk.undo()
    assert not undone.left
    after = {one.id: one.position for one in desk.items()}
    assert before[desk.ids[2]] == after[desk.ids[2]] != after[desk.ids[1]]
    assert after[desk.ids[0]] < min(after[desk.ids[1]], after[desk.ids[2]])


def test_an_item_whose_group_is_gone_stays_and_tells(desk: Desk) -> None:
    with desk.office.write() as session:
        first, lille = groups(session, desk.board)
        move_items(session, desk.bob, desk.board, desk.ids, lille.id)
    with desk.office.write() as session:
        delete_group(session, desk.office.alice, desk.board, first.id)
    undone = desk.undo()
    assert undone.reasons("en") == ["The groups of 3 items are in the trash: restore them first."]


def test_ranks_that_were_renewed_meanwhile_are_followed(desk: Desk) -> None:
    group_id = desk.items()[0].group_id
    with desk.office.write() as session:
        move_items(session, desk.office.alice, desk.board, [desk.ids[2]], group_id, after_id=desk.ids[0])
        move_items(session, desk.office.alice, desk.board, [desk.ids[1]], group_id, after_id=desk.ids[0])
    with desk.office.write() as session:
        move_items(session, desk.bob, desk.board, [desk.ids[1]], group_id)
    with desk.office.write() as session:
        others = [create_item(session, desk.office.alice, desk.board, {"name": name}).id for name in "AB"]
        for turn in range(200):
            move_items(session, desk.office.alice, desk.board, [others[turn % 2]], group_id, after_id=desk.ids[0])
    undone = desk.undo()
    assert not undone.left
    places = {one.id: one.position for one in desk.items()}
    assert places[desk.ids[0]] < places[desk.ids[1]] < places[desk.ids[2]]


def test_groups_come_back_as_they_were(desk: Desk) -> None:
    def seen() -> list[tuple[str, str]]:
        with desk.office.read() as session:
            return [(group.title, group.color) for group in groups(session, desk.board)]

    before = seen()
    with desk.office.read() as session:
        first, second = [group.id for group in groups(session, desk.board)]
    for write in (
        lambda session: create_group(session, desk.bob, desk.board, "Nice"),
        lambda session: change_group(session, desk.bob, desk.board, first, title="Lyon 2", color="red"),
        lambda session: move_group(session, desk.bob, desk.board, second, after_id=None),
        lambda session: delete_group(session, desk.bob, desk.board, first),
    ):
        with desk.office.write() as session:
            write(session)
    assert desk.names() == ["delete a group", "change a group", "change a group", "add a group"]
    changed = seen()
    for _ in range(4):
        assert not desk.undo().left
    assert (seen(), len(desk.items())) == (before, 3)
    for _ in range(4):
        assert not desk.redo().left
    assert (seen(), len(desk.items())) == (changed, 0)


def test_a_new_group_that_is_used_stays(desk: Desk) -> None:
    with desk.office.write() as session:
        nice = create_group(session, desk.bob, desk.board, "Nice")
    with desk.office.write() as session:
        move_items(session, desk.office.alice, desk.board, [desk.ids[0]], nice.id)
    assert desk.undo().reasons("en") == ["The group “Nice” was kept: it holds other items now."]


def test_columns_come_back_as_they_were(desk: Desk) -> None:
    before, bob = desk.board.document, desk.bob
    settings = {"options": [{"key": "new", "labels": {"en": "New", "fr": "Neuf"}, "color": "red"}]}
    for write in (
        lambda session: add_column(session, bob, desk.board, "text", "Shelf"),
        lambda session: change_column(session, bob, desk.board, "quantity", title="Stock", labels={"fr": "Stock"}),
        lambda session: change_column(session, bob, desk.board, "status", settings=settings, required=True),
        lambda session: move_column(session, bob, desk.board, "quantity", after="name"),
        lambda session: hide_column(session, bob, desk.board, "price"),
        lambda session: rename_board(session, bob, desk.board, "Depot", {"fr": "Dépôt", "en": "Depot"}),
    ):
        with desk.office.write() as session:
            write(session)
    assert desk.names() == [
        "change the board’s title",
        "delete the column “Price”",
        "move the column “Stock”",
        "change the column “Status”",
        "change the column “Stock”",
        "add the column “Shelf”",
    ]
    changed = desk.board.document
    for _ in range(6):
        assert not desk.undo().left
    assert without_id(desk.board.document) == without_id(before)
    assert list(desk.board.columns) == list(before["properties"])
    for _ in range(6):
        assert not desk.redo().left
    assert without_id(desk.board.document) == without_id(changed)
    assert list(desk.board.columns) == list(changed["properties"])


def without_id(document: dict[str, Any]) -> dict[str, Any]:
    """Marks of the trash and the next column's number are not what people see."""
    properties = {
        key: {**node, "x-column": {name: value for name, value in node["x-column"].items() if value is not None}}
        for key, node in document["properties"].items()
    }
    return {**document, "properties": properties, "x-next-id": 0}


def test_a_name_in_one_language_comes_back_alone(desk: Desk) -> None:
    title = desk.board.document["title"]
    with desk.office.write() as session:
        rename_board(session, desk.bob, desk.board, title, {"en": title, "fr": "Réserve"})
        change_column(session, desk.bob, desk.board, "sku", labels={"fr": "Référence"})
    with desk.office.write() as session:
        change_column(session, desk.office.alice, desk.board, "sku", labels={"fr": "Référence", "en": "Code"})
        access = {"edit": {"roles": [], "people": [desk.office.alice.user_id]}}
        change_access(session, desk.office.alice, desk.board, "sku", access)
    undone = desk.undo()
    assert undone.reasons("en") == []
    assert desk.board.columns["sku"].labels == {"en": "Code"}
    assert desk.board.document["x-labels"] == {}
    desk.redo()
    assert desk.board.columns["sku"].label("fr") == "Référence"
    assert desk.board.title("fr") == "Réserve"


def test_a_column_that_somebody_changed_since_stays(desk: Desk) -> None:
    with desk.office.write() as session:
        change_column(session, desk.bob, desk.board, "quantity", title="Stock")
    with desk.office.write() as session:
        change_column(session, desk.office.alice, desk.board, "quantity", title="Pieces")
    assert desk.undo().reasons("en") == ["The column “Pieces” was changed since and was left as it is."]
    assert desk.board.columns["quantity"].title == "Pieces"


def test_a_change_of_type_comes_back_with_the_cells_of_then_and_those_typed_since(desk: Desk) -> None:
    desk.change(desk.ids[0], quantity=10.5)
    with desk.office.write() as session:
        change_type(session, desk.bob, desk.board, "quantity", "text", {})
    assert desk.names()[0] == "change the type of “Quantity”"
    desk.change(desk.ids[1], desk.office.alice, quantity="70")
    assert not desk.undo().left
    assert desk.cells("quantity") == [10.5, 70, 2]
    desk.redo()
    assert desk.cells("quantity") == ["10.5", "70", "2"]
    desk.undo()
    desk.undo()
    assert desk.cells("quantity") == [0, 70, 2]


def test_a_change_of_type_that_lost_cells_is_done_again_and_taken_back_again(desk: Desk) -> None:
    desk.change(desk.ids[0], expected_on="2026-03-03")
    with desk.office.write() as session:
        change_type(session, desk.bob, desk.board, "expected_on", "number", {})
    for _ in range(2):
        assert not desk.undo().left
        assert desk.cells("expected_on") == ["2026-03-03", None, None]
        assert not desk.redo().left
        assert desk.cells("expected_on") == [None, None, None]


def test_a_change_of_type_stays_where_its_undoing_would_lose_what_was_typed_since(desk: Desk) -> None:
    with desk.office.write() as session:
        change_type(session, desk.bob, desk.board, "quantity", "text", {})
    desk.change(desk.ids[1], desk.office.alice, quantity="many")
    assert desk.undo().reasons("en") == [
        "The column “Quantity” stays as it is. “many” was typed in since, and the old type cannot hold it."
    ]
    assert desk.cells("quantity") == ["0", "many", "2"]


def test_cells_of_a_column_in_the_trash_are_left_and_told(desk: Desk) -> None:
    desk.change(desk.ids[0], quantity=10)
    with desk.office.write() as session:
        hide_column(session, desk.office.alice, desk.board, "quantity")
    assert desk.undo().reasons("en") == ["The column “quantity” is in the trash or not yours to change."]


def test_cells_of_an_item_in_the_trash_are_left_and_told(desk: Desk) -> None:
    desk.change(desk.ids[0], quantity=10)
    with desk.office.write() as session:
        delete_items(session, desk.office.alice, desk.board, [desk.ids[0]])
    assert desk.undo().reasons("en") == ["“Paper” is in the trash: restore it first."]


def test_an_option_that_is_gone_cannot_come_back(desk: Desk) -> None:
    desk.change(desk.ids[0], status="low")
    desk.change(desk.ids[0], status="out")
    with desk.office.write() as session:
        settings = desk.board.columns["status"].settings
        kept = [option for option in settings["options"] if option["key"] != "low"]
        change_column(session, desk.office.alice, desk.board, "status", settings={"options": kept})
    assert desk.undo().reasons("en") == ["“Paper” can no longer hold what it held: the column’s settings have changed."]


def test_views_come_back_as_they_were(desk: Desk) -> None:
    with desk.office.write() as session:
        made = create_view(session, desk.bob, desk.board, "table", "Low", {})
    with desk.office.write() as session:
        change_view(session, desk.bob, desk.board, made.id, title="Low stock")

    def titles() -> list[str]:
        with desk.office.read() as session:
            return [view.title for view in views(session, desk.bob, desk.board)]

    desk.undo()
    assert titles() == ["", "Low"]
    desk.undo()
    assert titles() == [""]
    desk.redo()
    desk.redo()
    assert titles() == ["", "Low stock"]
    with desk.office.write() as session:
        delete_view(session, desk.bob, desk.board, made.id)
    assert titles() == [""]
    desk.undo()
    assert titles() == ["", "Low stock"]


def test_making_a_board_leaves_nothing_to_undo(desk: Desk) -> None:
    with desk.office.write() as session:
        replace_login = replace(desk.office.alice, login_id=1)
        with pytest.raises(NotFound):
            undo_step(session, replace_login, desk.board)
