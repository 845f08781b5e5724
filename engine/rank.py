"""Manual order as text: there is always room between two ranks (fractional indexing, D. Greenspan 2020).

A rank is eight base-36 digits, then a fraction that never ends in "0"; ranks are compared bytewise.
Open ends count up or down by one, so that appending never makes ranks longer.
"""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
WHOLE = 8
MIDDLE = BASE**WHOLE // 2


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
    return [to_base(number) for number in range(start, start + count)]


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


def to_base(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, BASE)
        digits = DIGITS[rest] + digits
    return digits.rjust(WHOLE, "0")
