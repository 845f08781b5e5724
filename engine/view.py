"""The contract of a view type: one file in `views/` and one partial in `web/templates/views/` add a way to look at a board."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from engine.context import Context
from engine.registry import Plugin
from engine.schema.compiled import CompiledBoard
from engine.text import Text


class ViewType(Plugin, root=True):
    """`settings_schema` is a JSON Schema with `x-labels`; `load` fetches all that the partial draws."""

    label: ClassVar[Text]
    icon: ClassVar[str]
    settings_schema: ClassVar[Mapping[str, Any]]

    def load(self, session: Session, board: CompiledBoard, settings: Mapping[str, Any], context: Context) -> Any:
        """What the view shows, of the items that its settings choose."""
        raise NotImplementedError
