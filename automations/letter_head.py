"""The head of a mail: whatever people named things, one line each, and one address."""

from email.errors import HeaderParseError
from email.headerregistry import Address

LONGEST = 200
"""Characters of a subject or a name."""
NARROW = "\u00a0\u202f"
"""Spaces that keep a French sign on its line."""
MARKS = str.maketrans(dict.fromkeys('()<>[]:;@\\,"', " "))
"""What means something beside an address: Python's e-mail package forgets the quotes around it where it folds a line."""


class NoAddress(ValueError):
    """Nothing can be sent to it."""


def one_line(text: str) -> str:
    """Without line ends and what else does not print, and cut where it is long.

    What looks encoded (`=?utf-8?q?…?=`) is taken apart: Python's e-mail package decodes it, line ends included.
    """
    shown = "".join(sign if sign.isprintable() or sign in NARROW else " " for sign in text.replace("=?", "= ?"))
    line = " ".join(word for word in shown.split(" ") if word)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def addressee(name: str, address: str) -> Address:
    """Raises NoAddress for what is not exactly one."""
    try:
        return Address(one_line(name.translate(MARKS)), addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise NoAddress(f"not an address: {address!r}") from error
