"""What reading and writing values depends on besides the value: language, day, time zone, who asks, who there is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo

from engine.text import Language


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    email: str

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()


@dataclass(frozen=True, slots=True)
class Context:
    """`people` are the workspace's members by id; `user_id` is what "me" means. Days begin at midnight in `zone`."""

    language: Language
    today: date
    user_id: int | None = None
    people: Mapping[int, Person] = field(default_factory=dict)
    zone: tzinfo = UTC
