"""Manual order as text: there is always room between two ranks (fractional indexing, D. Greenspan 2020).

A rank is eight base-36 digits, then a fraction that never ends in "0"; ranks are compared bytewise.
Open ends count up or down by one, so that appending never makes ranks longer.
"""

from collections.abc import Collection

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
WHOLE = 8
MIDDLE = BASE**WHOLE // 2
ROOM = 64
"""Free ranks beside each one that `evenly` hands out."""


def between(low: str | None, high: str | None) -> str:
    """A short rank strictly between two; None is the open end. Raises ValueError unless low < high."""
    if low is None or high is None:
        return beside(low, high)
    if low >= high:
        raise ValueError(f"no rank between {low!r} and {high!r}")
    whole_low, whole_high = int(low[:WHOLE], BASE), int(high[:WHOLE], BASE)
    if whole_high - whole_low > 1:
        return to_base((whole_low + whole_high) // 2)
    return low[:WHOLE] + midpoint(low[WHOLE:], high[WHOLE:] if whole_low == whole_high else "")


def spread(count: int, after: str | None = None) -> list[str]:
    """`count` ranks in order behind `after`, all of one length."""
    start = MIDDLE if after is None else int(after[:WHOLE], BASE) + 1
    first, skipped = divmod(start, BASE)
    tens = range(first, first + (skipped + count) // BASE + 1)
    return [ten + digit for ten in (to_base(number, WHOLE - 1) for number in tens) for digit in DIGITS][skipped:][
        :count
    ]


def fill(count: int, low: str | None, high: str | None) -> list[str]:
    """`count` ranks in order between two, halving the room again and again: ten more times as many cost a digit or two."""
    if high is None:
        return spread(count, low)
    if low is None:
        last = int(high[:WHOLE], BASE)
        return [to_base(number) for number in range(last - count, last)]
    if not count:
        return []
    middle, half = between(low, high), (count - 1) // 2
    return [*fill(half, low, middle), middle, *fill(count - 1 - half, middle, high)]


def evenly(whole: str, taken: Collection[str]) -> list[str]:
    """As many ranks with this whole part as are `taken`, evenly far from one another, and none that is taken."""
    length = 1
    while BASE**length < ROOM * (len(taken) + 1):
        length += 1
    step, number, found = BASE**length // (len(taken) + 1), 0, []
    for place in range(1, len(taken) + 1):
        number = max(number + 1, place * step)
        while number % BASE == 0 or (rank := whole + to_base(number, length)) in taken:
            number += 1
        found.append(rank)
    return found


def beside(low: str | None, high: str | None) -> str:
    if low is not None:
        return to_base(int(low[:WHOLE], BASE) + 1)
    return to_base(MIDDLE if high is None else int(high[:WHOLE], BASE) - 1)


def midpoint(low: str, high: str) -> str:
    """A fraction between two fractions; an empty `high` is the open end."""
    shared = common_prefix(low, high)
    if shared:
        return high[:shared] + midpoint(low[shared:], high[shared:])
    first_low = DIGITS.index(low[0]) if low else 0
    first_high = DIGITS.index(high[0]) if high else BASE
    if first_high - first_low > 1:
        return DIGITS[(first_low + first_high) // 2]
    if len(high) > 1:
        return high[0]
    return DIGITS[first_low] + midpoint(low[1:], "")


def common_prefix(low: str, high: str) -> int:
    """Length of what both begin with, the shorter one padded with zeros."""
    length = 0
    while length < len(high) and (low[length] if length < len(low) else "0") == high[length]:
        length += 1
    return length


def to_base(number: int, length: int = WHOLE) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, BASE)
        digits = DIGITS[rest] + digits
    return digits.rjust(length, "0")
