"""What people say about items: written, answered, edited, deleted; who is told; what search finds."""

import pytest
import sqlalchemy as sa

from engine.commands.items import change_item, create_items
from engine.commands.updates import delete_update, edit_update, restore_update, write_update
from engine.errors import Forbidden, Invalid, NotFound
from engine.events import EventKind
from engine.models import Event, Step, Update
from engine.permissions import Actor
from engine.queries.items import BoardItem, item, items_by_id
from engine.queries.search import search_everywhere
from engine.queries.updates import threads
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


def write(
    office: Office, who: Actor, board: CompiledBoard, one: BoardItem, html: str, parent_id: int | None = None
) -> Update:
    with office.write() as session:
        return write_update(session, who, board, one.id, html, parent_id=parent_id)


def told(office: Office, who: Actor) -> list[tuple[str, int | None, int | None]]:
    with office.read() as session:
        rows = session.execute(
            sa.text("SELECT kind, item_id, update_id FROM notifications WHERE user_id = :id ORDER BY id"),
            {"id": who.user_id},
        )
        return [tuple(row) for row in rows]


def at(who: Actor) -> str:
    return f'<div><span data-mention="{who.user_id}">@somebody</span> look</div>'


def test_updates_come_newest_first_with_their_replies(office: Office) -> None:
    board = office.stock()
    one = office.item(board)
    first = write(office, office.alice, board, one, "<div>First</div>")
    second = write(office, office.bob, board, one, "<div>Second</div>")
    reply = write(office, office.bob, board, one, "Yes", first.id)
    write(office, office.alice, board, one, "To the reply", reply.id)
    with office.read() as session:
        found = threads(session, board, one.id).threads
        assert item(session, board, one.id).updates == 4
    assert [thread.update.text for thread in found] == ["Second", "First"]
    assert [reply.text for reply in found[1].replies] == ["Yes", "To the reply"]
    assert found[0].update.id == second.id


def test_earlier_updates_are_fetched_behind_the_last(office: Office) -> None:
    board = office.stock()
    one = office.item(board)
    for number in range(5):
        write(office, office.alice, board, one, f"Update {number}")
    with office.read() as session:
        newest = threads(session, board, one.id, limit=3)
        earlier = threads(session, board, one.id, before=newest.before, limit=3)
    assert [thread.update.text for thread in newest.threads] == ["Update 4", "Update 3", "Update 2"]
    assert ([thread.update.text for thread in earlier.threads], earlier.before) == (["Update 1", "Update 0"], None)


def test_whoever_is_mentioned_is_told_once_and_nobody_of_their_own_words(office: Office) -> None:
    board = office.stock()
    one = office.item(board)
    made = write(office, office.alice, board, one, at(office.bob) + at(office.bob) + at(office.alice))
    assert told(office, office.bob) == [("mentioned", one.id, made.id)]
    assert told(office, office.alice) == []
    assert made.text == "@Bob Durand look\n@Bob Durand look\n@Alice Martin look"


def test_an_edit_tells_only_who_is_new(office: Office) -> None:
    board = office.stock()
    one = office.item(board)
    made = write(office, office.alice, board, one, at(office.bob))
    with office.write() as session:
        edited = edit_update(session, office.alice, board, made.id, at(office.bob) + at(office.charlie))
    assert edited.edited_at is not None
    assert (len(told(office, office.bob)), len(told(office, office.charlie))) == (1, 1)


def test_a_reply_tells_the_author_of_the_update(office: Office) -> None:
    board = office.stock()
    one = office.item(board)
    first = write(office, office.alice, board, one, "Question?")
    reply = write(office, office.bob, board, one, "Answer", first.id)
    mention = write(office, office.bob, board, one, at(office.alice), first.id)
    assert told(office, office.alice) == [("replied", one.id, reply.id), ("mentioned", one.id, mention.id)]


def test_somebody_from_elsewhere_cannot_be_mentioned(office: Office) -> None:
    board = office.stock()
    one = office.item(board)
    with pytest.raises(Invalid, match="may not see this board"):
        write(office, office.alice, board, one, at(office.dora))
    assert told(office, office.dora) == []


def test_only_the_author_edits_and_only_the_author_or_an_administrator_deletes(office: Office) -> None:
    board = office.stock()
    one = office.item(board)
    by_alice, by_bob = (write(office, who, board, one, "Hello") for who in (office.alice, office.bob))
    for forbidden in (edit_update, delete_update):
        with pytest.raises(Forbidden), office.write() as session:
            more = ("Mine now",) if forbidden is edit_update else ()
            forbidden(session, office.bob, board, by_alice.id, *more)
    with pytest.raises(Forbidden), office.write() as session:
        edit_update(session, office.alice, board, by_bob.id, "Mine now")
    with office.write() as session:
        delete_update(session, office.alice, board, by_bob.id)
    with office.read() as session:
        assert [thread.update.id for thread in threads(session, board, one.id).threads] == [by_alice.id]


def test_a_viewer_reads_but_does_not_write(office: Office) -> None:
    board = office.stock()
    with pytest.raises(Forbidden):
        write(office, office.charlie, board, office.item(board), "Hello")


def test_a_deleted_thread_comes_back_with_the_replies_that_went_with_it(office: Office) -> None:
    board = office.stock()
    one = office.item(board)
    first = write(office, office.alice, board, one, "First")
    gone, kept = (write(office, office.alice, board, one, text, first.id) for text in ("gone", "kept"))
    with office.write() as session:
        delete_update(session, office.alice, board, gone.id)
    with office.write() as session:
        delete_update(session, office.alice, board, first.id)
    with office.read() as session:
        assert item(session, board, one.id).updates == 0
    with pytest.raises(NotFound):
        write(office, office.alice, board, one, "Too late", first.id)
    with office.write() as session:
        restore_update(session, office.alice, board, first.id)
    with office.read() as session:
        (thread,) = threads(session, board, one.id).threads
    assert [reply.id for reply in thread.replies] == [kept.id]


def test_an_update_is_an_event_of_its_item_and_no_step_to_undo(office: Office) -> None:
    board = office.stock()
    one = office.item(board)
    with office.read() as session:
        steps = session.scalar(sa.select(sa.func.count()).select_from(Step))
    made = write(office, office.alice, board, one, "Hello")
    with office.read() as session:
        last = session.scalars(sa.select(Event).where(Event.board_id == board.id).order_by(Event.seq.desc())).first()
        assert session.scalar(sa.select(sa.func.count()).select_from(Step)) == steps
    assert last is not None
    assert (last.kind, last.item_id, last.payload) == (EventKind.UPDATE_WRITTEN, one.id, {"update": made.id})


def test_search_finds_what_was_said_until_it_is_deleted(office: Office) -> None:
    board = office.stock()
    one = office.item(board, name="Scanner")

    def found(words: str) -> list[int]:
        with office.read() as session:
            return [hit.item_id for hit in search_everywhere(session, office.alice, words)]

    made = write(office, office.alice, board, one, "<div>Fournisseur <strong>relancé</strong></div>")
    assert found("relance") == [one.id]
    with office.write() as session:
        change_item(session, office.alice, board, one.id, {"name": "Reader"})
    assert found("reader relance") == [one.id]
    with office.write() as session:
        delete_update(session, office.alice, board, made.id)
    assert (found("relance"), found("reader")) == ([], [one.id])


def test_counts_come_with_the_items_in_the_same_statement(office: Office) -> None:
    board = office.stock()
    with office.write() as session:
        made = create_items(session, office.alice, board, [{"name": str(number)} for number in range(10)])
    write(office, office.alice, board, made[3], "Hello")
    statements: list[str] = []
    with office.read() as session:
        sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
        counts = [one.updates for one in items_by_id(session, board, [one.id for one in made])]
    assert counts == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert len([one for one in statements if one.startswith("SELECT")]) == 1
