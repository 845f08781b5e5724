"""Who is told of an assignment: once, not of their own doing, one line for many."""

import sqlalchemy as sa

from engine.commands.bulk import change_many
from engine.commands.items import change_item, create_item, create_items
from engine.commands.notifications import mark_read
from engine.models import Delivery, Notification, User
from engine.permissions import Actor
from tests.factories import Office


def lines(office: Office, who: Actor) -> list[tuple[str, int | None, str, int | None]]:
    with office.read() as session:
        found = session.scalars(
            sa.select(Notification).where(Notification.user_id == who.user_id).order_by(Notification.id)
        )
        return [(line.kind, line.item_id, line.message, line.author_id) for line in found]


def test_a_new_person_is_told_and_those_who_were_there_are_not(office: Office) -> None:
    board = office.stock()
    one = office.item(board, owner=[office.alice.user_id])
    with office.write() as session:
        change_item(session, office.alice, board, one.id, {"owner": [office.alice.user_id, office.bob.user_id]})
    with office.write() as session:
        change_item(session, office.alice, board, one.id, {"quantity": 4})
    assert lines(office, office.bob) == [("assigned", one.id, "1", office.alice.user_id)]
    assert lines(office, office.alice) == []


def test_nobody_is_told_what_they_did_themselves(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        create_item(session, office.bob, board, {"name": "Mine", "owner": [office.bob.user_id]})
    assert lines(office, office.bob) == []


def test_many_assignments_of_one_change_are_one_line(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        made = create_items(session, office.alice, board, [{"name": str(number)} for number in range(20)])
    with office.write() as session:
        change_many(session, office.alice, board, {one.id: {"owner": [office.bob.user_id]} for one in made})
    assert lines(office, office.bob) == [("assigned", None, "20", office.alice.user_id)]


def test_what_is_not_read_yet_grows_and_what_is_read_stays(office: Office) -> None:
    board = office.stock()
    for number in range(3):
        office.item(board, name=str(number), owner=[office.bob.user_id])
    assert [line[2] for line in lines(office, office.bob)] == ["3"]
    with office.write() as session:
        mark_read(session, office.bob)
    last = office.item(board, owner=[office.bob.user_id])
    assert lines(office, office.bob)[1:] == [("assigned", last.id, "1", office.alice.user_id)]


def test_people_of_other_workspaces_are_never_told(office: Office) -> None:
    board = office.stock()
    office.item(board, owner=[office.bob.user_id])
    assert lines(office, office.dora) == []


def test_who_wants_mail_gets_one_for_a_burst(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        session.execute(sa.update(User).where(User.id == office.bob.user_id).values(mail_for=["assigned"]))
    office.item(board, owner=[office.bob.user_id])
    with office.write() as session:
        mark_read(session, office.bob)
    office.item(board, owner=[office.bob.user_id, office.charlie.user_id])
    with office.read() as session:
        (letter,) = session.scalars(sa.select(Delivery))
        ids = list(session.scalars(sa.select(Notification.id).where(Notification.user_id == office.bob.user_id)))
    assert (letter.kind, letter.content) == ("notices", {"user_id": office.bob.user_id, "lines": sorted(ids)})
    assert letter.key == f"notices-{office.bob.user_id}-{min(ids)}"
