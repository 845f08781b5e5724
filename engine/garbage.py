"""When Python looks for garbage that refers to itself."""

import gc

SELDOM = (50_000, 20, 50)
"""New objects before a look at the youngest, and how many looks before one at the older ones.

By default 700: a request that makes a thousand items then spent a quarter of its time looking at what it still needed.
"""


def look_seldom() -> None:
    """For a process that begins: nearly all that it loads stays, and looking at it is a fifth of its start."""
    gc.set_threshold(*SELDOM)


def settle() -> None:
    """For a process that has loaded what it works with: to look for garbage in that is in vain from now on."""
    gc.freeze()
    look_seldom()
