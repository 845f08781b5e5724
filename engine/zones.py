"""Time zones by their name in the IANA database: `Europe/Paris`."""

from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from engine.moment import from_iso, to_iso

OUTDATED = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/", "posix/", "right/")


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Those that a person can choose, in alphabetical order: by continent and city, and UTC."""
    named = (name for name in available_timezones() if "/" in name and not name.startswith(OUTDATED))
    return "UTC", *sorted(named)


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Every name that a browser may tell."""
    return frozenset(available_timezones())


@lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo:
    """UTC where the name is empty or not known."""
    return ZoneInfo(name) if name in known_zones() else UTC


def local(iso: str, zone: tzinfo) -> datetime:
    """`2026-11-28T13:30:00.000Z` → half past two in Paris."""
    return from_iso(iso).astimezone(zone)


def name_of(zone: tzinfo) -> str:
    """As `zone_of` and databases know it."""
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"


def day_in_zone(iso: str | None, name: str) -> str | None:
    """SQL: the day on which a moment lies there; SQLite knows no zones itself."""
    return None if iso is None else day_of_minute(iso[:16], name)


@lru_cache(maxsize=65536)
def day_of_minute(minute: str, name: str) -> str:
    return local(f"{minute}:00.000Z", zone_of(name)).date().isoformat()


def midnight(day: date, zone: tzinfo) -> str:
    """When a day begins, as an ISO moment."""
    return to_iso(datetime.combine(day, time(), zone))
