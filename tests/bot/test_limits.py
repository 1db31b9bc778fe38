"""So many in a minute: at once, and then as many as the time brings back."""

from __future__ import annotations

import pytest

from bot.limits import REMEMBERED, Limit


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(limit: Limit, key: str, tries: int) -> int:
    return sum(limit.wait(key) == 0 for _ in range(tries))


def test_all_of_a_minute_may_come_at_once_and_no_more(clock: Clock) -> None:
    limit = Limit(30, clock)
    assert taken(limit, "a", 100) == 30


def test_time_brings_them_back_evenly(clock: Clock) -> None:
    limit = Limit(30, clock)
    taken(limit, "a", 30)
    clock.now += 10
    assert taken(limit, "a", 100) == 5
    clock.now += 3600
    assert taken(limit, "a", 100) == 30


def test_how_long_to_wait_is_true(clock: Clock) -> None:
    limit = Limit(30, clock)
    taken(limit, "a", 30)
    wait = limit.wait("a")
    assert 0 < wait <= 2
    clock.now += wait
    assert limit.wait("a") == 0


def test_who_asks_too_often_loses_nothing_by_asking_on(clock: Clock) -> None:
    limit = Limit(60, clock)
    taken(limit, "a", 1000)
    clock.now += 1
    assert limit.wait("a") == 0


def test_one_does_not_use_up_what_another_has(clock: Clock) -> None:
    limit = Limit(30, clock)
    taken(limit, "a", 100)
    assert taken(limit, "b", 100) == 30


def test_many_keys_do_not_fill_the_memory(clock: Clock) -> None:
    limit = Limit(30, clock)
    for number in range(REMEMBERED + 50):
        limit.wait(str(number))
    assert len(limit._left) == REMEMBERED
