"""Ready-made rules: each can be stored as it is, and every board is suggested three."""

import pytest

from automations.places import places_for
from automations.recipes import recipes, suggestions
from automations.rules import check_rule
from engine.commands.boards import create_board
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


def bare(office: Office) -> CompiledBoard:
    with office.write() as session:
        return create_board(session, office.alice, "Bare")


@pytest.mark.parametrize("name", recipes)
def test_a_recipe_is_a_rule_that_its_board_accepts(office: Office, name: str) -> None:
    board = office.stock()
    with office.read() as session:
        places = places_for(session, office.alice)
        rule = recipes[name].rule(board, places)
        assert rule is not None
        assert check_rule(board, rule, places) == rule


def test_every_board_is_suggested_three_rules(office: Office) -> None:
    for board in (office.stock(), bare(office)):
        with office.read() as session:
            places = places_for(session, office.alice)
            found = suggestions(board, places)
            assert len(found) == 3
            assert [check_rule(board, rule, places) for rule in found] == found


def test_what_does_not_suit_a_board_is_not_suggested(office: Office) -> None:
    board = bare(office)
    with office.read() as session:
        places = places_for(session, office.alice)
        suit = {name for name, recipe in recipes.items() if recipe.rule(board, places)}
    assert suit == {"new_tells_me", "renamed_tells_me", "urgent_tells_me"}
