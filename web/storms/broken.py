"""A promise that was not kept."""


class Broken(Exception):
    """Says what was lost, doubled or held up."""


class NotTried(Broken):
    """The machine does not let us try: nothing is proved, and nothing refuted."""


def check(kept: bool, lost: object) -> None:  # noqa: FBT001 - reads as the assertion that it is
    """Raises Broken with what was lost, unless it was kept."""
    if not kept:
        raise Broken(str(lost))


def check_same(found: object, expected: object, what: str) -> None:
    """Raises Broken when something else is found than expected."""
    check(found == expected, f"{what}: {shortened(found)} instead of {shortened(expected)}")


def shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:300]}…"
