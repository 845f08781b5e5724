"""Values as JSON text, written by SQLite itself: a page of items then needs no object in Python for each cell.

What `json_text` writes of a stored value is, byte for byte, what msgspec writes of the value that the type reads from it.
What is seldom stored (more digits than a float holds, keys in other letters than ours) SQLite asks `FUNCTIONS` for.
"""

from collections.abc import Callable, Mapping
from functools import singledispatch
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from engine.exact import DECIMALS, UNIT
from engine.sqltypes import Exact, ExactMoney, Flag, IdList, KeyList, amount_text, keys_of, number

Stored = sa.ColumnElement[Any]


def constant(text: str) -> Stored:
    """Of ours, never of anybody else's. SQLite copies what is bound once for each item."""
    found: Stored = sa.literal_column(text)
    return found


ZERO, NULL, FRACTION, NOUGHT, NUMBER = map(constant, ("0", "'null'", "1e6", "'0'", f"'%.{DECIMALS}f'"))
SHORT = constant("1000"), constant("999999999999999")
"""Micro-units that are the shortest decimal of a float, written without an exponent."""


@singledispatch
def json_text(_: TypeEngine[Any], stored: Stored) -> Stored:
    """Of text and whole numbers: what is stored is the value."""
    return sa.func.json_quote(stored)


@json_text.register
def exact_text(_: Exact, stored: Stored) -> Stored:
    micros = sa.type_coerce(stored, sa.BigInteger)
    return sa.case(
        (rest(micros, UNIT) == ZERO, quotient(micros, UNIT)),
        (micros.is_(None), NULL),
        (sa.func.abs(micros).between(*SHORT), sa.func.rtrim(sa.func.printf(NUMBER, micros / FRACTION), NOUGHT)),
        else_=sa.func.number_json(micros),
    )


@json_text.register
def money_text(kind: ExactMoney, stored: Stored) -> Stored:
    micros, smallest = sa.type_coerce(stored, sa.BigInteger), 10 ** (DECIMALS - kind.digits)
    parts = (
        (quotient(micros, UNIT), quotient(rest(micros, UNIT), smallest)) if kind.digits else (quotient(micros, UNIT),)
    )
    amount = f"%d.%0{kind.digits}d" if kind.digits else "%d"
    form = f'{{"amount":"{amount}","currency":"{kind.currency}"}}'
    return sa.case(
        (sa.and_(micros >= ZERO, rest(micros, smallest) == ZERO), sa.func.printf(form, *parts)),
        (micros.is_(None), NULL),
        else_=sa.func.money_json(micros, kind.digits, kind.currency),
    )


@json_text.register
def ids_text(_: IdList, stored: Stored) -> Stored:
    return sa.func.coalesce(constant("'['").concat(members(stored)).concat(constant("']'")), NULL)


@json_text.register
def keys_text(_: KeyList, stored: Stored) -> Stored:
    between = sa.func.replace(members(stored), constant("','"), constant("""'","'"""))
    listed = constant("""'["'""").concat(between).concat(constant("""'"]'"""))
    spelled = sa.func.instr(stored, constant("'~'")) > ZERO
    return sa.case((spelled, sa.func.keys_json(stored)), else_=sa.func.coalesce(listed, NULL))


@json_text.register
def flag_text(_: Flag, stored: Stored) -> Stored:
    return sa.case((sa.type_coerce(stored, sa.Integer) != ZERO, constant("'true'")), else_=constant("'false'"))


def quotient(micros: Stored, unit: int) -> Stored:
    return micros.op("/")(constant(str(unit)))


def rest(micros: Stored, unit: int) -> Stored:
    return micros.op("%")(constant(str(unit)))


def members(stored: Stored) -> Stored:
    """What stands between the commas at both ends."""
    text = sa.type_coerce(stored, sa.Text)
    return sa.func.substr(text, constant("2"), sa.func.length(text) - constant("2"))


def number_json(micros: int) -> str:
    return encoded(number(micros))


def money_json(micros: int, digits: int, currency: str) -> str:
    return encoded({"amount": amount_text(micros, digits), "currency": currency})


def keys_json(text: str) -> str:
    return encoded(keys_of(text))


def encoded(value: Any) -> str:
    return msgspec.json.encode(value).decode()


FUNCTIONS: Mapping[str, tuple[int, Callable[..., str]]] = {
    "number_json": (1, number_json),
    "money_json": (3, money_json),
    "keys_json": (1, keys_json),
}
"""By their names in SQL, with how many values they take; `engine.db` tells SQLite of them."""
