"""JSON: the values as the API has them."""

from typing import IO

import msgspec

from engine.export import ExportFormat, Leaving
from engine.text import Text


class Json(ExportFormat):
    name = "json"
    label = Text("JSON", "JSON")
    extension = "json"
    media_type = "application/json"

    def write(self, file: IO[bytes], leaving: Leaving) -> None:
        """`{"board", "columns": [{key, type, title, labels, settings}], "groups", "items": [{id, group, version, values}]}`."""
        encode = msgspec.json.encode
        keys = [column.key for column in leaving.columns]
        head = {
            "board": {"id": leaving.board.id, "title": leaving.board.title(leaving.context.language)},
            "columns": [
                {
                    "key": one.key,
                    "type": one.type.name,
                    "title": one.title,
                    "labels": one.labels,
                    "settings": one.settings,
                }
                for one in leaving.columns
            ],
            "groups": [{"id": group_id, "title": title} for group_id, title in leaving.groups.items()],
        }
        file.write(encode(head)[:-1] + b',"items":[')
        parted = b"\n"
        for item in leaving.items:
            values = {key: item.values[key] for key in keys}
            shown = {"id": item.id, "group": item.group_id, "version": item.version, "values": values}
            file.write(parted + encode(shown))
            parted = b",\n"
        file.write(b"\n]}\n")
