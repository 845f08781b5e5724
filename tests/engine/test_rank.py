from hypothesis import given
from hypothesis import strategies as st

from engine.rank import WHOLE, between, spread


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=300))
def test_there_is_always_room_between_two_ranks(places: list[int]) -> None:
    ranks = spread(3)
    for place in places:
        at = place % (len(ranks) + 1)
        low = ranks[at - 1] if at else None
        high = ranks[at] if at < len(ranks) else None
        ranks.insert(at, between(low, high))
    assert ranks == sorted(set(ranks))


def test_appending_never_makes_ranks_longer() -> None:
    rank = spread(1)[0]
    for _ in range(5000):
        rank = between(rank, None)
    assert len(rank) == WHOLE


def test_spread_starts_behind_the_last_rank() -> None:
    first, second = spread(2, after=spread(1)[0])
    assert spread(1)[0] < first < second
