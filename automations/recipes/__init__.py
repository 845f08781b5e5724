"""The recipes. A module in this folder is a recipe."""

import sys

from automations.recipe import Recipe
from automations.slot import Places, Rule
from engine.schema.compiled import CompiledBoard

recipes = Recipe.all_of(sys.modules[__name__])


def suggestions(board: CompiledBoard, places: Places, limit: int = 3) -> list[Rule]:
    """Rules that suit the board, at most `limit`, the most useful first."""
    ranked = sorted(recipes.values(), key=lambda recipe: recipe.rank)
    return [rule for recipe in ranked if (rule := recipe.rule(board, places))][:limit]
