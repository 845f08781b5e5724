"""A board with one of everything that a route can name, and a twin in the trash of all that can come back."""

from collections.abc import Mapping
from typing import Any

import httpx
import sqlalchemy as sa

from engine.commands.invitations import invite
from engine.commands.items import change_item, create_item
from engine.commands.jobs import work
from engine.commands.updates import write_update
from engine.models import Board, Notification
from engine.permissions import Access, BoardRole, Role
from engine.schema.compiled import CompiledBoard
from tests.canary import CANARY
from tests.factories import Office
from tests.web.matrix.requests import RULE

CSV = f"Name;Quantity;{CANARY}\nPen;many;{CANARY}\nPaper;3;\n".encode()
Places = Mapping[str, str]


class Furnisher:
    """Makes things as a program of Alice's does."""

    def __init__(self, office: Office, program: httpx.Client, headers: Mapping[str, str]) -> None:
        self.office, self.program, self.headers = office, program, headers

    def send(self, method: str, path: str, **more: Any) -> Any:
        headers = {**self.headers, **more.pop("headers", {})}
        answer = self.program.request(method, f"/api/v1{path}", headers=headers, **more)
        assert answer.is_success, (method, path, answer.text)
        return answer.json() if answer.content else None

    def made(self, path: str, **body: Any) -> str:
        return str(self.send("POST", path, json=body)["id"])

    def gone(self, path: str, name: str, **body: Any) -> str:
        """Of something that is made and deleted at once."""
        made = str(self.send("POST", path, json=body)[name])
        self.send("DELETE", f"{path}/{made}")
        return made

    def furnish(self, title: str) -> tuple[CompiledBoard, dict[str, str]]:
        board = self.office.stock(title)
        self.office.opened_to(board, Access.SHARED)
        return self.office.board(board.id), {**self.of_board(board), **self.of_items(board), **self.of_jobs(board)}

    def of_board(self, board: CompiledBoard) -> dict[str, str]:
        path = f"/boards/{board.id}"
        gone_board = self.made("/boards", title=f"Gone {CANARY}")
        self.send("DELETE", f"/boards/{gone_board}")
        self.send("POST", f"{path}/members", json={"email": f"eve{board.id}@example.org", "role": "viewer"})
        view = {"title": f"Late {CANARY}", "type": "table", "settings": {}}
        return {
            "board_id": str(board.id),
            "gone_board": gone_board,
            "gone_key": self.gone(f"{path}/columns", "key", type="text", title=f"Gone {CANARY}"),
            "gone_group": self.gone(f"{path}/groups", "id", title=f"Gone {CANARY}"),
            "view_id": self.made(f"{path}/views", **view),
            "gone_view": self.gone(f"{path}/views", "id", **view),
            "automation_id": self.made(f"{path}/automations", rule=RULE),
            "invitation_id": str(self.send("GET", f"{path}/invitations")["invitations"][0]["id"]),
        }

    def of_items(self, board: CompiledBoard) -> dict[str, str]:
        alice = self.office.alice
        self.office.on_list(board, self.office.bob, BoardRole.CONTRIBUTOR)
        with self.office.write() as session:
            board = self.office.board(board.id)
            item, other, gone = (
                create_item(session, alice, board, {"name": name})
                for name in (f"{one} {CANARY}" for one in ("Paper", "Pen", "Ink"))
            )
            update, lost = (
                write_update(session, alice, board, item.id, html).id for html in (f"Hello {CANARY}", "Lost")
            )
            change_item(session, alice, board, item.id, {"sku": CANARY})
            seq = session.get_one(Board, board.id).seq
            mention = f'<span data-mention="{alice.user_id}"></span>'
            write_update(session, self.office.bob, self.office.board(board.id), item.id, mention)
            line = session.scalar(sa.select(sa.func.max(Notification.id)))
        self.send("DELETE", f"/items/{gone.id}")
        self.send("DELETE", f"/updates/{lost}")
        return {
            "item_id": str(item.id),
            "other_id": str(other.id),
            "gone_item": str(gone.id),
            "group_id": str(item.group_id),
            "update_id": str(update),
            "gone_update": str(lost),
            "seq": str(seq),
            "line_id": str(line),
        }

    def of_jobs(self, board: CompiledBoard) -> dict[str, str]:
        waiting, done = (self.import_into(board) for _ in range(2))
        work(self.office.database, int(done))
        return {"job_id": done, "waiting_job": waiting}

    def import_into(self, board: CompiledBoard) -> str:
        given = {"content": CSV, "headers": {"content-type": "text/csv"}}
        return str(self.send("POST", f"/boards/{board.id}/import?language=fr", **given)["id"])

    def of_workspace(self) -> dict[str, str]:
        self.send("POST", "/invitations", json={"email": "erin@example.org", "role": "viewer"})
        leaver = self.office.joins("Leaver Person", Role.MEMBER)
        self.send("DELETE", f"/members/{leaver.user_id}")
        with self.office.write() as session:
            secret = invite(session, self.office.alice, Role.VIEWER)
        return {
            "gone_user": str(leaver.user_id),
            "workspace_invitation": str(self.send("GET", "/invitations")["invitations"][0]["id"]),
            "secret": secret,
            "token_id": self.made("/tokens", title=CANARY),
            "user_id": str(self.office.bob.user_id),
            "key": "sku",
            "status_key": "status",
            "number_key": "quantity",
            "template": "stock.inventory",
            "name": "text",
            "place": "1",
            "page": "0123456789abcdef",
            "version_": "x",
            "file": "css/base.css",
        }
