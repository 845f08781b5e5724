"""What is measured. A module in this folder is a group of lines."""

import sys

from web.bench.operation import Line, Operations

operations = Operations.all_of(sys.modules[__name__])


def lines(only: str | None = None) -> list[Line]:
    """All of them, or those of the group or with the name that is asked for."""
    groups = sorted(operations.values(), key=lambda group: group.place)
    return [line for group in groups for line in group.lines() if only in (None, group.name, line.name)]
