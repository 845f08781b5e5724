"""How JSON values are stored: each type turns a value into what the database compares, and back.

`bind_processor` and `result_processor` are given whole, past SQLAlchemy's wrappers around `process_bind_param` and
`process_result_value`, where many items are written or pages of them read: they run for each cell.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from engine.exact import to_decimal, to_micros, to_number
from engine.moment import from_iso, to_iso

Read = Callable[[Any], Any]
Bind = Callable[[Any], Any]


class Moment(TypeDecorator[datetime]):
    """An aware datetime; SQLite keeps it as sortable ISO text."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(24) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return to_iso(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return from_iso(value) if isinstance(value, str) else value


class IsoMoment(TypeDecorator[str]):
    """The same moment as an ISO string in and out: a cell's value."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(24) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return settled(value) if dialect.name == "sqlite" else from_iso(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Read | None:
        return None if dialect.name == "sqlite" else iso_moment


class Stamp(IsoMoment):
    """The moment alone of `{"at": …, "by": user id}`: what stamps are compared by."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return super().process_bind_param(value["at"] if isinstance(value, Mapping) else value, dialect)


class IsoDate(TypeDecorator[str]):
    """`2026-11-24` in and out."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(10) if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return value if dialect.name == "sqlite" else from_iso_date(value)

    def bind_processor(self, dialect: Dialect) -> Bind | None:
        return None if dialect.name == "sqlite" else from_iso_date

    def result_processor(self, dialect: Dialect, coltype: object) -> Read | None:
        return None if dialect.name == "sqlite" else iso_date


class IsoSpan(TypeDecorator[str]):
    """`2026-11-12/2026-11-28`: its first ten characters are the first day, its last ten the last; it sorts as text."""

    impl = String(21)
    cache_ok = True


class Flag(TypeDecorator[bool]):
    """True or false; a cell that was never written is false."""

    impl = Boolean
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bool:
        return bool(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool:
        return bool(value)


class Exact(TypeDecorator[Any]):
    """A decimal number, stored as whole micro-units."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        return micros(value)

    def bind_processor(self, dialect: Dialect) -> Bind:
        return micros

    def result_processor(self, dialect: Dialect, coltype: object) -> Read | None:
        return number


class ExactMoney(Exact):
    """`{"amount": "12.50", "currency": "EUR"}`: the column has one currency, the database holds micro-units."""

    cache_ok = True

    def __init__(self, currency: str, digits: int) -> None:
        super().__init__()
        self.currency, self.digits = currency, digits

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        return money_micros(value)

    def bind_processor(self, dialect: Dialect) -> Bind:
        return money_micros

    def result_processor(self, dialect: Dialect, coltype: object) -> Read | None:
        currency, digits = self.currency, self.digits

        def money(value: Any) -> dict[str, str] | None:
            return None if value is None else {"amount": amount_text(round(value), digits), "currency": currency}

        return money


class IdList(TypeDecorator[list[int]]):
    """`[3, 7]` stored as `,3,7,`: one can be found by LIKE, the order is kept, empty is NULL and None."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return self.text_of(value) if value else None

    def text_of(self, value: Iterable[int]) -> str:
        return f",{','.join(map(str, value))},"

    def result_processor(self, dialect: Dialect, coltype: object) -> Read | None:
        return ids_of


class KeyList(TypeDecorator[list[str]]):
    """`["low", "Été"]` stored as `,low,~c3~89t~c3~a9,`: like `IdList`, with keys in letters that LIKE takes as they are."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return self.text_of(value) if value else None

    def text_of(self, value: Iterable[str]) -> str:
        return f",{','.join(map(spelled, value))},"

    def result_processor(self, dialect: Dialect, coltype: object) -> Read | None:
        return keys_of


def iso_moment(value: Any) -> str | None:
    return to_iso(value) if isinstance(value, datetime) else value


@lru_cache(maxsize=4096)
def settled(text: str) -> str:
    """The same moment in the one spelling that sorts."""
    return to_iso(from_iso(text))


def from_iso_date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def iso_date(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def micros(value: Any) -> int | None:
    return None if value is None else to_micros(value)


def money_micros(value: Any) -> int | None:
    return micros(value["amount"] if isinstance(value, dict) else value)


@lru_cache(maxsize=8192)
def number(value: Any) -> float | None:
    return None if value is None else to_number(round(value))


def ids_of(value: Any) -> list[int] | None:
    return [int(part) for part in value[1:-1].split(",")] if value else None


def keys_of(value: Any) -> list[str] | None:
    if not value:
        return None
    parts = value[1:-1].split(",")
    return [unspelled(part) for part in parts] if "~" in value else parts


@lru_cache(maxsize=4096)
def spelled(key: str) -> str:
    """Small letters, digits and hyphens stand for themselves, every other byte as `~e9`."""
    plain_bytes = b"abcdefghijklmnopqrstuvwxyz0123456789-"
    return "".join(chr(byte) if byte in plain_bytes else f"~{byte:02x}" for byte in key.encode())


@lru_cache(maxsize=4096)
def unspelled(text: str) -> str:
    first, *rest = text.split("~")
    return b"".join([first.encode(), *(bytes.fromhex(part[:2]) + part[2:].encode() for part in rest)]).decode()


@lru_cache(maxsize=8192)
def amount_text(micros: int, digits: int) -> str:
    return plain(to_decimal(micros), digits)


def plain(amount: Decimal, digits: int) -> str:
    """At least the currency's digits, more only where they say something."""
    trimmed = amount.normalize()
    exponent = trimmed.as_tuple().exponent
    shown = max(digits, -exponent if isinstance(exponent, int) else 0)
    return f"{trimmed:.{shown}f}"
