from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serving.fairness import FairQueue


def filled(newest_first: bool = False) -> FairQueue[int]:
    queue: FairQueue[int] = FairQueue(newest_first=newest_first)
    for item, client in enumerate("aaabac"):
        queue.push(client, item)
    return queue


def drain(queue: FairQueue[int]) -> list[int]:
    return [queue.pop() for _ in range(len(queue))]


def test_clients_take_turns() -> None:
    assert drain(filled()) == [0, 3, 5, 1, 2, 4]


def test_newest_first_within_a_client() -> None:
    assert drain(filled(newest_first=True)) == [4, 3, 5, 2, 1, 0]


def test_the_longest_line_loses_its_newest() -> None:
    queue = filled()
    assert queue.longest() == ("a", 4)
    assert queue.drop_newest("a") == 4
    assert queue.waiting("a") == 3
    assert len(queue) == 5


def test_an_empty_queue_gives_nothing() -> None:
    with pytest.raises(KeyError):
        FairQueue[int]().pop()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=60))
def test_nothing_is_lost_or_doubled(steps: list[tuple[str, bool]]) -> None:
    queue: FairQueue[int] = FairQueue()
    pushed: dict[int, str] = {}
    gone: list[int] = []
    for item, (client, take) in enumerate(steps):
        queue.push(client, item)
        pushed[item] = client
        if take:
            gone.append(queue.pop())
        elif item % 5 == 4 and queue.remove(client, item):
            gone.append(item)
    gone += drain(queue)
    assert sorted(gone) == sorted(pushed)
    assert len(queue) == 0
    assert not queue.remove("a", 0)
