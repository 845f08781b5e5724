"""What boards, groups, columns, views and tokens are called."""

from engine.errors import Invalid
from engine.text import Text


def checked_title(title: str, refusal: Text, limit: int) -> str:
    """White space made single; raises Invalid (`refusal`, with its `{limit}`) when nothing is left or it is too long."""
    trimmed = " ".join(title.split())
    if not 1 <= len(trimmed) <= limit:
        raise Invalid(refusal, field="title", limit=limit)
    return trimmed
