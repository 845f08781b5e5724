"""The threads that handlers run in: one for quick work, others for whatever comes behind work that lasts."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from tests.web.conftest import in_a_loop
from web.hands import Hands


@pytest.fixture
def hands() -> Iterator[Hands]:
    with Hands(1) as made:
        yield made


def test_work_that_lasts_keeps_no_other_waiting(hands: Hands) -> None:
    ending = threading.Event()

    async def ask() -> list[bool]:
        loop = asyncio.get_running_loop()
        lasting = [loop.run_in_executor(hands, ending.wait) for _ in range(5)]
        await loop.run_in_executor(hands, ending.set)
        return await asyncio.gather(*lasting)

    assert in_a_loop(ask()) == [True] * 5


def test_quick_work_is_done_by_one_thread(hands: Hands) -> None:
    async def ask() -> set[int]:
        loop = asyncio.get_running_loop()
        return {await loop.run_in_executor(hands, threading.get_ident) for _ in range(50)}

    assert len(in_a_loop(ask())) == 1


def test_who_stands_in_goes_again(hands: Hands) -> None:
    ending, threads = threading.Event(), set[int]()

    async def ask() -> None:
        loop = asyncio.get_running_loop()
        lasting = loop.run_in_executor(hands, ending.wait)
        await loop.run_in_executor(hands, ending.set)
        await lasting
        threads.update([await loop.run_in_executor(hands, threading.get_ident) for _ in range(50)])

    in_a_loop(ask())
    assert len(threads) == 1


def test_what_goes_wrong_is_told_to_who_asked(hands: Hands) -> None:
    async def ask() -> None:
        await asyncio.get_running_loop().run_in_executor(hands, int, "x")

    with pytest.raises(ValueError, match="invalid literal"):
        in_a_loop(ask())


def test_as_many_begin_as_there_is_work_for() -> None:
    meeting = threading.Barrier(3)

    async def ask() -> int:
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(hands, meeting.wait) for _ in range(3)))
        return len(hands.hands)

    with Hands(3) as hands:
        assert in_a_loop(ask()) == 3
    assert hands.hands == set()
