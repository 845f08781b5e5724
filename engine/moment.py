"""Time: UTC in the database, ISO 8601 in values."""

from datetime import UTC, datetime

SWEPT = datetime.fromtimestamp(0, UTC)
"""When whatever left the trash for good was deleted, as far as its lines tell."""


def now() -> datetime:
    return datetime.now(UTC)


def to_iso(moment: datetime) -> str:
    """`2026-11-24T08:30:00.123Z`: sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_iso(text: str) -> datetime:
    return datetime.fromisoformat(text)
