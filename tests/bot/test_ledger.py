"""Which of a session's tokens counts, how many sessions are open, and that a restart forgets none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ledger import GRACE, JUST_BEGUN, STILL_HERE, Ledger

NOW = 1_800_000_000.0


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path)
    made.begin("s", NOW)
    return made


def test_the_first_token_counts_until_a_newer_one_was_used(ledger: Ledger) -> None:
    assert ledger.counts("s", 1, NOW)
    assert ledger.renewed("s") == 2
    assert ledger.counts("s", 1, NOW + 9999)  # the answer that brought the newer one was lost
    assert ledger.counts("s", 2, NOW + 10_000)
    assert ledger.counts("s", 1, NOW + 10_000 + GRACE - 1)  # two answers crossed on the way
    assert not ledger.counts("s", 1, NOW + 10_000 + GRACE + 1)


def test_as_long_as_the_newer_one_was_not_used_it_is_the_same(ledger: Ledger) -> None:
    assert [ledger.renewed("s") for _ in range(3)] == [2, 2, 2]
    assert ledger.counts("s", 2, NOW) and ledger.renewed("s") == 3


@pytest.mark.parametrize("generation", [2, 99, 0, -1])
def test_a_token_that_was_not_given_counts_for_nothing(ledger: Ledger, generation: int) -> None:
    assert not ledger.counts("s", generation, NOW)


def test_a_token_two_turns_old_never_counts(ledger: Ledger) -> None:
    for generation in (2, 3):
        ledger.renewed("s")
        ledger.counts("s", generation, NOW)
    assert not ledger.counts("s", 1, NOW)


def test_of_a_session_that_is_gone_no_token_counts(ledger: Ledger) -> None:
    ledger.drop("s")
    assert not ledger.counts("s", 1, NOW) and ledger.last_seen("s") is None


def test_who_says_nothing_counts_as_open_for_five_minutes_who_spoke_for_half_an_hour(ledger: Ledger) -> None:
    assert ledger.open_now(NOW + JUST_BEGUN - 1) == 1 and ledger.open_now(NOW + JUST_BEGUN + 1) == 0
    ledger.heard("s", NOW)
    assert ledger.open_now(NOW + STILL_HERE - 1) == 1 and ledger.open_now(NOW + STILL_HERE + 1) == 0


def test_a_restart_knows_every_session_and_which_token_counts(ledger: Ledger, tmp_path: Path) -> None:
    ledger.heard("s", NOW + 5)
    ledger.renewed("s")
    ledger.counts("s", 2, NOW + 10)
    ledger.begin("gone", NOW)
    ledger.drop("gone")
    ledger.close()
    again = Ledger(tmp_path)
    assert again.counts("s", 2, NOW + 200) and not again.counts("s", 1, NOW + 200)
    assert again.last_seen("s") == NOW + 5 and again.last_seen("gone") is None and again.open_now(NOW + 400) == 1


def test_the_table_has_none_of_what_was_said(ledger: Ledger, tmp_path: Path) -> None:
    ledger.heard("s", NOW)
    ledger.close()
    columns = Ledger(tmp_path)._table.execute("PRAGMA table_info(sessions)").fetchall()
    assert {name for _, name, *_ in columns} == {"session", "began", "seen", "said", "generation", "used"}
