"""Series: how a few values go on when a range is filled. Values are JSON values of one column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice, pairwise
from typing import Any

NUMBERED = re.compile(r"(.*?)(\d{1,15})(\D*)", re.DOTALL)
"""Text with its last number apart: `Item 9 b` → `Item `, `9`, ` b`."""


def continued(values: Sequence[Any], count: int, schema: Mapping[str, Any]) -> list[Any]:
    """The next `count` values: numbers and days go on in even steps, texts count their last number up, others repeat.

    `schema` is the JSON Schema of the column's values. A single number repeats, a single day goes on by one.
    """
    return list(islice(rest(values, schema), count))


def rest(values: Sequence[Any], schema: Mapping[str, Any]) -> Iterator[Any]:
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return numbers(values)
    if schema.get("format") == "date" and all(isinstance(value, str) for value in values):
        return days([date.fromisoformat(value) for value in values])
    if is_free_text(schema) and all(isinstance(value, str) and NUMBERED.fullmatch(value) for value in values):
        return texts(values)
    return cycle(values)


def is_free_text(schema: Mapping[str, Any]) -> bool:
    return "string" in schema.get("type", ()) and not {"enum", "format", "pattern"} & schema.keys()


def numbers(values: Sequence[float]) -> Iterator[float]:
    exact = [Decimal(str(value)) for value in values]
    step = even_step(exact)
    if step is None:
        yield from cycle(values)
        return
    last = exact[-1]
    while True:
        last += step
        yield int(last) if last == last.to_integral_value() else float(last)


def even_step(values: Sequence[Any]) -> Any:
    """What lies between neighbours, where that is always the same; nothing between one value and itself."""
    steps = {after - before for before, after in pairwise(values)}
    return None if len(steps) != 1 else steps.pop()


def days(values: Sequence[date]) -> Iterator[str | None]:
    step = timedelta(days=1) if len(values) == 1 else even_step(values)
    if step is None:
        yield from cycle(day.isoformat() for day in values)
        return
    last = values[-1]
    while True:
        try:
            last += step
        except OverflowError:
            yield from cycle([None])
        yield last.isoformat()


def texts(values: Sequence[str]) -> Iterator[str]:
    """`Item 1` → `Item 2`; `Shelf 08` → `Shelf 09`; several go on only when their texts differ in the number alone."""
    parts = [match.groups() for value in values if (match := NUMBERED.fullmatch(value))]
    counted = [int(digits) for _, digits, _ in parts]
    step = 1 if len(values) == 1 else even_step(counted)
    if step is None or len({(before, after) for before, _, after in parts}) != 1:
        yield from cycle(values)
        return
    before, digits, after = parts[-1]
    last = counted[-1]
    while True:
        last += step
        yield f"{before}{abs(last):0{len(digits)}d}{after}"
