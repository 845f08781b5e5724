from hypothesis import given
from hypothesis import strategies as st

from engine.rank import WHOLE, between, evenly, fill, spread, to_base


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


@given(st.integers(min_value=0, max_value=400), st.booleans(), st.booleans())
def test_many_ranks_fill_a_gap_in_order_and_stay_short(count: int, low: bool, high: bool) -> None:  # noqa: FBT001
    first, last = spread(2)
    ranks = fill(count, first if low else None, last if high else None)
    assert len(ranks) == count
    assert ranks == sorted(set(ranks))
    assert all((not low or rank > first) and (not high or rank < last) for rank in ranks)
    assert max(map(len, ranks), default=0) <= WHOLE + 4


@given(st.sets(st.integers(min_value=1, max_value=36**3 - 1), max_size=300))
def test_renewed_ranks_are_short_ordered_and_new(numbers: set[int]) -> None:
    whole = spread(1)[0]
    taken = {whole + to_base(number, 3).rstrip("0") for number in numbers}
    ranks = evenly(whole, taken)
    assert len(ranks) == len(taken)
    assert ranks == sorted(set(ranks))
    assert not taken & set(ranks)
    assert all(rank.startswith(whole) and not rank.endswith("0") and len(rank) <= WHOLE + 4 for rank in ranks)
