"""When and by whom the item was last changed."""

from engine.column import Example
from engine.stamps import Stamped
from engine.text import Text


class Updated(Stamped):
    name = "updated"
    label = Text("Last updated", "Modification")
    icon = "history"
    width = 190
    stamps = ("updated_at", "updated_by")
    examples = (
        Example("11/28/2026", {"at": "2026-11-28T00:00:00.000Z", "by": None}, "Nov 28, 2026"),
        Example("28/11/2026", {"at": "2026-11-28T00:00:00.000Z", "by": None}, "28 nov. 2026", "fr"),
    )
