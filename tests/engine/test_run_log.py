"""The run log as people read it."""

from sqlalchemy.orm import Session

from engine.commands.placing import delete_items
from engine.models import Automation, Run
from engine.queries.history import events
from engine.queries.run_log import run_log, state_counts, tallies
from engine.queries.runs import RunState
from engine.schema.compiled import CompiledBoard
from tests.factories import Office


def rule(session: Session, office: Office, board: CompiledBoard) -> Automation:
    made = Automation(board_id=board.id, rule={}, owner_id=office.alice.user_id, owner_role=office.alice.role)
    session.add(made)
    session.flush()
    return made


def ran(session: Session, board: CompiledBoard, automation_id: int, item_id: int, state: RunState) -> None:
    event = events(session, board, 0)[0]
    session.add(
        Run(
            automation_id=automation_id,
            rule_version=1,
            board_id=board.id,
            event_id=event.id,
            item_id=item_id,
            state=state,
            reason={"en": "why"},
            effects=[{"en": "did", "fr": "a fait"}],
        )
    )
    session.flush()


def test_runs_come_newest_first_with_their_items_names(office: Office) -> None:
    board = office.stock()
    gloves, scanner = office.item(board, name="Gloves"), office.item(board, name="Scanner")
    with office.write() as session:
        mine = rule(session, office, board).id
        ran(session, board, mine, gloves.id, RunState.DONE)
        ran(session, board, mine, scanner.id, RunState.SKIPPED)
    with office.write() as session:
        delete_items(session, office.alice, board, [gloves.id])
    with office.read() as session:
        found = run_log(session, board, mine)
        only = run_log(session, board, mine, state=RunState.DONE)
    assert [(one.state, one.item_name) for one in found] == [(RunState.SKIPPED, "Scanner"), (RunState.DONE, None)]
    assert found[0].reason == {"en": "why"}
    assert found[0].effects == [{"en": "did", "fr": "a fait"}]
    assert [one.item_id for one in only] == [gloves.id]


def test_tallies_count_states_and_keep_the_last(office: Office) -> None:
    board = office.stock()
    items = [office.item(board).id for _ in range(3)]
    with office.write() as session:
        first, second = rule(session, office, board).id, rule(session, office, board).id
        for item_id, state in zip(items, (RunState.DONE, RunState.DONE, RunState.FAILED), strict=True):
            ran(session, board, first, item_id, state)
    with office.read() as session:
        found = tallies(session, board)
        assert second not in found
        assert (found[first].counts, found[first].last_state) == ({"done": 2, "failed": 1}, "failed")
        assert state_counts(session, first) == {"done": 2, "failed": 1}


def test_a_rule_shows_only_its_own_boards_runs(office: Office) -> None:
    board, other = office.stock(), office.stock()
    item_id = office.item(board).id
    with office.write() as session:
        mine = rule(session, office, board).id
        ran(session, board, mine, item_id, RunState.DONE)
    with office.read() as session:
        assert run_log(session, other, mine) == []
        assert tallies(session, other) == {}
