import pytest

from engine import outbox
from tests.factories import Office


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_a_bell_that_fails_costs_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[set[int]] = []

    def broken(_: set[int]) -> None:
        raise ConnectionError

    monkeypatch.setattr(outbox, "listeners", [broken, rung.append])
    board = office.stock()
    assert rung == [{board.id}]


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_nothing_rings_for_what_was_rolled_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    board, rung = office.stock(), []
    monkeypatch.setattr(outbox, "listeners", [rung.append])
    with pytest.raises(RuntimeError), office.write() as session:
        outbox.record(session, office.alice, board.id, outbox.EventKind.BOARD_CHANGED, {})
        raise RuntimeError
    assert rung == []


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_nothing_rings_before_the_commit(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    board, rung = office.stock(), []
    monkeypatch.setattr(outbox, "listeners", [rung.append])
    with office.write() as session:
        with session.begin_nested():
            outbox.record(session, office.alice, board.id, outbox.EventKind.BOARD_CHANGED, {})
        assert rung == []
    assert rung == [{board.id}]
