"""The routes of rights × everybody who may knock: a table to read, on a board that is shared with guests."""

from collections.abc import Callable, Mapping

import pytest

from engine.permissions import Access, Actor, BoardRole, Role
from tests.factories import Office
from tests.web.conftest import Client

WHO = ("stranger", "elsewhere", "outsider", "guest", "viewer", "contributor", "editor", "admin", "owner")
ROUTES: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "the board": ("GET", "/b/{board}", {}),
    "share dialog": ("GET", "/boards/{board}/sharing", {}),
    "open or close": ("PATCH", "/boards/{board}/sharing", {"access": "shared"}),
    "add somebody": ("POST", "/boards/{board}/members", {"email": "bob@example.com", "role": "viewer"}),
    "change a role": ("PATCH", "/boards/{board}/members/{bob}", {"role": "viewer"}),
    "remove somebody": ("DELETE", "/boards/{board}/members/{alice}", {}),
    "ask for more": ("POST", "/boards/{board}/requests", {}),
    "look as others": ("POST", "/boards/{board}/seat", {"place": "viewer"}),
    "column dialog": ("GET", "/boards/{board}/columns/quantity/access", {}),
    "column access": ("PUT", "/boards/{board}/columns/quantity/access", {"see": "all"}),
    "people": ("GET", "/admin", {}),
    "invite": ("POST", "/admin/invitations", {"role": "viewer"}),
    "workspace role": ("PATCH", "/admin/members/{bob}", {"role": "viewer"}),
    "end an access": ("DELETE", "/admin/members/{bob}", {}),
    "templates": ("GET", "/templates", {}),
    "new board": ("GET", "/boards/new", {}),
}
#                    stranger elsewhere outsider guest viewer contrib editor admin owner
TABLE = """
the board            303      404       404      200   200    200     200    200   200
share dialog         303      404       404      200   200    200     200    200   200
open or close        401      404       404      403   403    403     200    200   200
add somebody         401      404       404      403   403    403     200    200   200
change a role        401      404       404      403   403    403     200    200   200
remove somebody      401      404       404      403   403    403     200    200   200
ask for more         401      404       404      200   200    200     200    200   200
look as others       401      404       404      403   403    403     303    303   303
column dialog        303      404       404      403   403    403     200    200   200
column access        401      404       404      403   403    403     204    204   204
people               303      200       403      403   403    403     403    200   200
invite               401      200       403      403   403    403     403    200   200
workspace role       401      404       403      403   403    403     403    200   200
end an access        401      404       403      403   403    403     403    200   200
templates            303      200       200      403   200    200     200    200   200
new board            303      200       200      403   403    200     200    200   200
"""


def expected(route: str, who: str) -> int:
    line = next(line for line in TABLE.strip().splitlines() if line.startswith(route))
    return int(line.removeprefix(route).split()[WHO.index(who)])


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_table_says(
    office: Office, stranger: Client, sign_in: Callable[[Actor], Client], who: str
) -> None:
    board = office.stock()
    office.opened_to(board, Access.SHARED)
    roles = {"outsider": Role.MEMBER, "guest": Role.GUEST, "viewer": Role.VIEWER, "admin": Role.ADMIN}
    people = {"elsewhere": office.dora, "owner": office.alice}
    for name in ("outsider", "guest", "viewer", "contributor", "editor", "admin"):
        people[name] = office.joins(f"{name.title()} Person", roles.get(name, Role.MEMBER))
    for name, role in (
        ("guest", "contributor"),
        ("viewer", "editor"),
        ("contributor", "contributor"),
        ("editor", "editor"),
    ):
        office.on_list(board, people[name], BoardRole(role))
    office.on_list(board, office.bob, BoardRole.CONTRIBUTOR)
    client = stranger if who == "stranger" else sign_in(people[who])
    ids = {"board": board.id, "alice": office.alice.user_id, "bob": office.bob.user_id}
    for route, (method, path, form) in ROUTES.items():
        accept = {"accept": "text/html"}
        answer = client.request(method, path.format(**ids), data=form, headers=accept, follow_redirects=False)
        client.cookies.delete("seat")
        assert answer.status_code == expected(route, who), (route, who, answer.text[:300])
