"""Things that are dear to make and often wanted again: the last ones are kept, by what they were made from."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """At most `size` things, those asked for last; for all threads."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.things: OrderedDict[Hashable, Thing] = OrderedDict()
        self.lock = Lock()

    def find(self, key: Hashable) -> Thing | None:
        with self.lock:
            if key not in self.things:
                return None
            self.things.move_to_end(key)
            return self.things[key]

    def keep(self, key: Hashable, thing: Thing) -> None:
        with self.lock:
            self.things[key] = thing
            if len(self.things) > self.size:
                self.things.popitem(last=False)
