"""Many values at once: what stands in many places is looked at once."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def once_each(make: Callable[[Any], T], values: Iterable[Any]) -> list[T]:
    """What is made of each value, of one and the same object only once."""
    held = list(values)  # a range makes its numbers anew: only what is held has a place of its own
    places = list(map(id, held))
    made = {place: make(value) for place, value in dict(zip(places, held, strict=True)).items()}
    return [made[place] for place in places]


def once_alike(make: Callable[[Any], T], raws: Iterable[Any]) -> list[T]:
    """The same of input that is the same as JSON: `1`, `1.0` and `true` are three."""
    known: dict[str | bytes, T] = {}
    made = []
    for raw in raws:
        try:
            key = raw if type(raw) is str else msgspec.json.encode(raw)
        except (TypeError, ValueError):
            made.append(make(raw))
            continue
        if key not in known:
            known[key] = make(raw)
        made.append(known[key])
    return made
