"""When to try again: full jitter, doubling from five seconds, never more than a quarter of an hour, eight attempts."""

import random

FIRST_SECONDS = 5.0
LONGEST_SECONDS = 15 * 60.0
ATTEMPTS = 8


def retry_in(attempts: int) -> float | None:
    """Seconds until the next attempt after so many; None when it is time to give up."""
    if attempts >= ATTEMPTS:
        return None
    return random.uniform(0, min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** (attempts - 1)))  # noqa: S311 - jitter, not a secret
