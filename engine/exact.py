"""Exact decimals as whole micro-units: what numbers, money and percentages are stored as in every database."""

from decimal import Decimal

DECIMALS = 6
UNIT: int = 10**DECIMALS
LIMIT = 9_000_000_000_000
DIGITS = 12
"""With so many before the point it is below the limit."""


def to_micros(value: Decimal | float | str) -> int:
    """12.5 → 12500000. A float counts as the decimal that it prints as. Raises ValueError when it does not fit exactly."""
    if type(value) is int and abs(value) <= LIMIT:
        return value * UNIT
    if type(value) is str and (plain := plain_micros(value)) is not None:
        return plain
    exact = (value if isinstance(value, Decimal) else Decimal(str(value))) * UNIT
    whole = int(exact)
    if whole != exact or abs(whole) > LIMIT * UNIT:
        raise ValueError(f"{value} does not fit into {DECIMALS} decimals below {LIMIT}")
    return whole


def plain_micros(text: str) -> int | None:
    """Of digits with or without a point, as nearly all amounts are written."""
    whole, _, rest = text.partition(".")
    if len(whole) > DIGITS or len(rest) > DECIMALS or not (whole + rest).isdecimal():
        return None
    return int(whole + rest.ljust(DECIMALS, "0"))


def to_decimal(micros: int) -> Decimal:
    return Decimal(micros).scaleb(-DECIMALS)


def to_number(micros: int) -> float:
    """What JSON carries: a whole number where it is whole."""
    whole, rest = divmod(micros, UNIT)
    return micros / UNIT if rest else whole
