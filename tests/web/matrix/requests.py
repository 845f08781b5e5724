"""What is sent to each route so that somebody who may use it succeeds: fields of a form, JSON, a query, other ids."""

import json
from typing import Any
from urllib.parse import quote

from tests.canary import CANARY

NEW = f"New {CANARY}"
SOUGHT = quote(CANARY)
PASSWORD = "une bonne phrase"
RULE = {"trigger": {"type": "item_created"}, "actions": [{"type": "set_columns", "values": {"sku": NEW}}]}
RULE_FORM = {
    "automation": "",
    "version": "",
    "trigger.type": "item_created",
    "actions.0.type": "notify",
    "actions.0.people.form": "column:owner",
    "actions.0.message": NEW,
}
BLOCK = json.dumps({"keys": ["sku"], "items": [["{item_id}", 2]], "texts": [[NEW]]}).replace('"{item_id}"', "{item_id}")
FILL = json.dumps({"keys": ["sku"], "items": [["{item_id}", 2], ["{other_id}", 1]], "source": 1})
FILL = FILL.replace('"{item_id}"', "{item_id}").replace('"{other_id}"', "{other_id}")

FORMS: dict[str, dict[str, Any]] = {
    "POST /boards": {"title": NEW},
    "POST /tokens": {"title": NEW},
    "POST /me/language": {"language": "fr"},
    "POST /me/zone": {"zone": "Europe/Paris"},
    "POST /me/mail": {"kind": "mentioned"},
    "POST /me/password": {"present": PASSWORD, "password": "une autre phrase"},
    "POST /admin/invitations": {"role": "viewer"},
    "PATCH /admin/members/{user_id}": {"role": "viewer"},
    "PUT /favourites": {"ids": "{board_id}"},
    "POST /login": {"email": "nobody@example.com", "password": "wrong"},
    "POST /welcome/{secret}": {"name": NEW, "email": "eve@example.org", "password": "a few plain words"},
    "POST /boards/{board_id}/automations/draft": RULE_FORM,
    "POST /boards/{board_id}/automations": {**RULE_FORM, "anyway": "1"},
    "PUT /boards/{board_id}/automations/{automation_id}": {**RULE_FORM, "version": "1", "anyway": "1"},
    "POST /boards/{board_id}/blocks": {"block": BLOCK, "accept": "1"},
    "POST /boards/{board_id}/fills": {"block": FILL, "accept": "1"},
    "POST /boards/{board_id}/sums": {"block": BLOCK},
    "PATCH /boards/{board_id}": {"title": NEW},
    "POST /boards/{board_id}/colors/{place}": {"when.0.column": "quantity", "when.0.op": "lt"},
    "POST /boards/{board_id}/columns": {"type": "text", "title.en": NEW},
    "PATCH /boards/{board_id}/columns/{key}": {"title.en": NEW},
    "PUT /boards/{board_id}/columns/{key}/access": {"see": "all"},
    "POST /boards/{board_id}/columns/{key}/options": {"label": NEW},
    "PUT /boards/{board_id}/columns/{key}/place": {"after": "name"},
    "PUT /boards/{board_id}/columns/{key}/type": {"type": "long_text"},
    "PATCH /boards/{board_id}/columns/{key}/layout": {"width": "200"},
    "PUT /boards/{board_id}/frozen": {"key": "sku"},
    "PUT /boards/{board_id}/deadline": {"key": "expected_on"},
    "POST /boards/{board_id}/copies": {"ids": "{item_id}"},
    "POST /boards/{board_id}/edits": {"all": "1", "except": "", "do": "delete"},
    "POST /boards/{board_id}/groups": {"title": NEW},
    "PATCH /boards/{board_id}/groups/{group_id}": {"title": NEW, "color": "pink"},
    "PUT /boards/{board_id}/groups/{group_id}/place": {"after": ""},
    "POST /import/{file_id}": {
        "separator": ",",
        "encoding": "utf-8",
        "header": "1",
        "language": "en",
        "column-0": "new:name",
        "column-1": "new:text",
        "title": NEW,
        "refused": "empty",
        "read_as": "",
    },
    "POST /import/{file_id}/preview": {
        "separator": "",
        "encoding": "utf-8",
        "header": "1",
        "language": "",
        "read_as": "",
    },
    "PATCH /boards/{board_id}/items/{item_id}/cells/{key}": {"value": NEW, "version": "2"},
    "POST /boards/{board_id}/items/{item_id}/cells/{key}/restoration": {"seq": "{seq}"},
    "POST /boards/{board_id}/items": {"name": NEW, "section": "g{group_id}"},
    "POST /boards/{board_id}/deletions": {"ids": "{item_id}"},
    "POST /boards/{board_id}/filters": {"filter.0.column": "quantity", "filter.0.op": "lt"},
    "POST /boards/{board_id}/placements": {"ids": "{item_id}", "to": "{group_id}"},
    "PUT /boards/{board_id}/presences/{page}": {"item": "{item_id}", "key": "sku"},
    "POST /boards/{board_id}/seat": {"place": "viewer"},
    "POST /boards/{board_id}/visits": {"item": "{item_id}"},
    "PATCH /boards/{board_id}/sharing": {"access": "private"},
    "POST /boards/{board_id}/members": {"email": "bob@example.com", "role": "viewer"},
    "PATCH /boards/{board_id}/members/{user_id}": {"role": "viewer"},
    "POST /boards/{board_id}/trash/restorations": {"id": "{gone_item}"},
    "POST /boards/{board_id}/items/{item_id}/updates": {"html": NEW},
    "PATCH /boards/{board_id}/updates/{update_id}": {"html": NEW},
    "POST /boards/{board_id}/views": {"title": NEW, "shared": "on"},
    "PATCH /boards/{board_id}/views/{view_id}": {"title": NEW},
    "PUT /boards/{board_id}/views/{view_id}/place": {"after": ""},
}

QUERIES: dict[str, str] = {
    "POST /boards/{board_id}/restorations": "ids={gone_item}",
    "POST /boards/{board_id}/edits": "section=g{group_id}",
    "POST /boards/{board_id}/views": "group=-status",
    "PUT /boards/{board_id}/views/{view_id}/settings": "view={view_id}&sort=-name",
    "GET /boards/{board_id}/edits/new": "ids={item_id}&do=delete",
    "GET /boards/{board_id}/ids": "section=g{group_id}",
    "GET /boards/{board_id}/items": "section=g{group_id}&search=" + SOUGHT,
    "GET /boards/{board_id}/rows": "ids={item_id}",
    "GET /boards/{board_id}/footers": "ids={item_id}",
    "GET /boards/{board_id}/placements/new": "ids={item_id}",
    "GET /boards/{board_id}/items/{item_id}/updates": "before=9",
    "GET /boards/{board_id}/export": "format=csv",
    "GET /boards/{board_id}/columns/{key}/type": "type=long_text",
    "GET /palette": f"q={SOUGHT}",
    "GET /live": "board={board_id}",
    "GET /api/v1/boards/{board_id}/export": "format=csv",
    "GET /api/v1/search": f"q={SOUGHT}",
}

BODIES: dict[str, Any] = {
    "PATCH /api/v1/me/favourites": {"boards": []},
    "PATCH /api/v1/me/notifications": {},
    "POST /api/v1/boards": {"title": NEW},
    "PATCH /api/v1/boards/{board_id}": {"title": NEW},
    "POST /api/v1/boards/{board_id}/automations": {"rule": RULE},
    "PATCH /api/v1/automations/{automation_id}": {"enabled": False},
    "POST /api/v1/boards/{board_id}/columns": {"type": "text", "title": NEW},
    "PATCH /api/v1/boards/{board_id}/columns/{key}": {"title": NEW},
    "POST /api/v1/boards/{board_id}/edits": {"items": ["{item_id}"], "delete": True},
    "POST /api/v1/boards/{board_id}/groups": {"title": NEW},
    "PATCH /api/v1/boards/{board_id}/groups/{group_id}": {"title": NEW},
    "POST /api/v1/boards/{board_id}/items": {"values": {"name": NEW}},
    "PATCH /api/v1/boards/{board_id}/items": {"items": [{"id": "{item_id}", "values": {"sku": NEW}}]},
    "PATCH /api/v1/items/{item_id}": {"values": {"sku": NEW}},
    "POST /api/v1/boards/{board_id}/aggregate": {},
    "PATCH /api/v1/members/{user_id}": {"role": "viewer"},
    "POST /api/v1/invitations": {"email": "new@example.org", "role": "viewer"},
    "PATCH /api/v1/boards/{board_id}/sharing": {"access": "private"},
    "POST /api/v1/boards/{board_id}/members": {"email": "bob@example.com", "role": "viewer"},
    "PATCH /api/v1/boards/{board_id}/members/{user_id}": {"role": "viewer"},
    "POST /api/v1/boards/{board_id}/undoings": {},
    "POST /api/v1/boards/{board_id}/redoings": {},
    "POST /api/v1/templates/{template}/install": {},
    "POST /api/v1/tokens": {"title": NEW},
    "POST /api/v1/items/{item_id}/updates": {"html": NEW},
    "PATCH /api/v1/updates/{update_id}": {"html": NEW},
    "POST /api/v1/boards/{board_id}/views": {"title": NEW, "type": "table", "settings": {}},
    "PATCH /api/v1/boards/{board_id}/views/{view_id}": {"title": NEW},
}

FILES = {"POST /import", "POST /api/v1/import", "POST /api/v1/boards/{board_id}/import"}

OTHERS: dict[str, dict[str, str]] = {
    "POST /boards/{board_id}/restoration": {"board_id": "gone_board"},
    "POST /api/v1/boards/{board_id}/restoration": {"board_id": "gone_board"},
    "POST /boards/{board_id}/columns/{key}/restoration": {"key": "gone_key"},
    "POST /api/v1/boards/{board_id}/columns/{key}/restoration": {"key": "gone_key"},
    "POST /boards/{board_id}/groups/{group_id}/restoration": {"group_id": "gone_group"},
    "POST /api/v1/boards/{board_id}/groups/{group_id}/restoration": {"group_id": "gone_group"},
    "POST /api/v1/items/{item_id}/restoration": {"item_id": "gone_item"},
    "POST /boards/{board_id}/updates/{update_id}/restoration": {"update_id": "gone_update"},
    "POST /boards/{board_id}/views/{view_id}/restoration": {"view_id": "gone_view"},
    "POST /boards/{board_id}/columns/{key}/options": {"key": "status_key"},
    "GET /boards/{board_id}/columns/{key}/summary": {"key": "number_key"},
    "POST /templates/{key}/installation": {"key": "template"},
    "POST /admin/members/{user_id}/restoration": {"user_id": "gone_user"},
    "POST /api/v1/members/{user_id}/restoration": {"user_id": "gone_user"},
    "POST /admin/invitations/{invitation_id}/sending": {"invitation_id": "workspace_invitation"},
    "DELETE /admin/invitations/{invitation_id}": {"invitation_id": "workspace_invitation"},
    "POST /api/v1/invitations/{invitation_id}/sending": {"invitation_id": "workspace_invitation"},
    "DELETE /api/v1/invitations/{invitation_id}": {"invitation_id": "workspace_invitation"},
    "DELETE /jobs/{job_id}": {"job_id": "waiting_job"},
    "DELETE /api/v1/jobs/{job_id}": {"job_id": "waiting_job"},
}
"""Routes whose holes are filled with other things than usual: what was deleted, a column of another type."""
