"""How every process writes its log: lines for a person at a terminal, else one JSON object a line."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime

CONTROL = {number: f"\\x{number:02x}" for number in (*range(32), 127)}
"""What could begin a line of its own, or move a terminal's cursor."""


def set_up() -> None:
    """As `ROUAGE_LOG` says (`json` or `text`), else by whether somebody watches: who does is told of failed requests only."""
    chosen = os.environ.get("ROUAGE_LOG") or ("text" if sys.stderr.isatty() else "json")
    handler = logging.StreamHandler()
    handler.setFormatter(Json() if chosen == "json" else Plain())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("celery").setLevel(logging.WARNING)
    if "ROUAGE_LOG" not in os.environ and sys.stderr.isatty():
        logging.getLogger("rouage.request").setLevel(logging.WARNING)


class Json(logging.Formatter):
    """A key each for time, level, logger, message and process, for a traceback where there is one, and for each of the record's `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


class Plain(logging.Formatter):
    """A message cannot pretend to be another line; a traceback keeps its own."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = record.message.translate(CONTROL)
        return super().formatMessage(record)
