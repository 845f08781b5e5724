"""Cells that were drawn before are drawn from memory."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from typing import Any

from engine.context import Context

REMEMBERED = 4000

Fill = Callable[[Sequence[Any], Context], list[str]]
"""A column's values → of each the rest of its `<td`: ` data-value="…">…`."""


def remembering(fill: Fill, also: Callable[[Any, Context], str] | None = None) -> Fill:
    """Numbers and days come back often; formatting them is what a page of items costs most.

    `also`: what the cell depends on besides its value.
    """
    known: dict[Hashable, str] = {}

    def fill_once(values: Sequence[Any], context: Context) -> list[str]:
        keys: Sequence[Hashable] = [frozen(value) if type(value) in (list, dict) else value for value in values]
        if also is not None:
            keys = with_that(keys, values, lambda value: also(value, context))
        with suppress(KeyError):  # nearly every page holds nothing new
            return [known[key] for key in keys]
        drawn = {key: known.get(key, "") for key in keys}
        fresh = {key: value for key, value in zip(keys, values, strict=True) if not drawn[key]}
        drawn.update(zip(fresh, fill([*fresh.values()], context), strict=True))
        forget(known, len(fresh))
        known.update(drawn)
        return [drawn[key] for key in keys]

    return fill_once


def with_that(
    keys: Sequence[Hashable], values: Sequence[Any], that: Callable[[Any], str]
) -> list[tuple[Hashable, str]]:
    """Each key beside what is made of its value, once for each."""
    made = {key: that(value) for key, value in dict(zip(keys, values, strict=True)).items()}
    return [(key, made[key]) for key in keys]


def forget(known: dict[Hashable, str], coming: int) -> None:
    if len(known) + coming > REMEMBERED:
        known.clear()


def frozen(value: list[Any] | dict[str, Any]) -> Hashable:
    return tuple(value.items()) if isinstance(value, dict) else tuple(value)
