"""The formats of files that items leave in. A module in this folder is a format."""

import sys

from engine.columntext import excerpt
from engine.errors import Invalid
from engine.export import ExportFormat
from engine.text import Text

NO_FORMAT = Text(
    "There is no format “{format}”. Choose one of: {formats}.",
    "Il n’y a pas de format « {format} ». Choisissez parmi : {formats}.",
)

export_formats = ExportFormat.all_of(sys.modules[__name__])


def format_named(name: str) -> ExportFormat:
    """Raises Invalid that lists the formats."""
    if name not in export_formats:
        raise Invalid(NO_FORMAT, field="format", format=excerpt(name), formats=", ".join(export_formats))
    return export_formats[name]
