"""What kind of thing a question asks for, and whether a passage gives one."""

from __future__ import annotations

import pytest

from retrieval.kinds import Kind, asked_for, missing

ASKED: list[tuple[str, Kind]] = [
    ("how much did Torbay pay", "money"), ("what was the price per visit?", "money"),
    ("what is the interest rate on the loan", "money"),
    ("how many fires were prevented", "number"), ("what share of the score was price", "number"),
    ("what percentage was quality?", "number"),
    ("how long was the contract?", "duration"), ("for how many years did it run", "duration"),
    ("when did the pilot end?", "date"), ("in which year was the Act passed", "date"),
    ("who carried the risk?", "person"), ("whose idea was it", "person"),
    ("where was it tried first?", "place"), ("which council runs it", "place"),
    ("why did staff object?", "reason"), ("how can risk be shared?", "method"),
    ("is a CIC better than a charity?", "comparison"), ("what are the five tests?", "list"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "kind"), ASKED)
def test_the_kind_of_thing_is_seen(question: str, kind: Kind) -> None:
    assert kind in asked_for(question, meaning=False)


def test_what_comes_and_goes_is_no_money() -> None:
    assert "money" not in asked_for("what was the staff turnover at CASA?", meaning=False)


def test_a_question_for_a_meaning_says_so() -> None:
    assert asked_for("what is TUPE?", meaning=True) >= {"meaning"}


def test_one_amount_is_asked_for_at_a_time() -> None:
    assert asked_for("how many years was the contract", meaning=False) & {"duration", "number", "money"} == {"duration"}


GIVEN = [
    ("how much did it cost", "It cost £30,000 a year.", False), ("how much did it cost", "Nobody was told of the price.", True),
    ("how many people came", "Forty-two, or 42, came each week.", False), ("how many people came", "Many came.", True),
    ("how long was the contract", "It ran for three years.", False), ("how long was the contract", "It ran on.", True),
    ("when did it begin", "It began in March 2009.", False), ("where is it", "It is in the north of Wigan.", False),
    ("why did it fail", "Nobody knows.", False), ("how can we share risk", "Share it.", False),
]  # fmt: skip


@pytest.mark.parametrize(("question", "text", "is_missing"), GIVEN)
def test_a_text_without_what_is_asked_for_is_known(question: str, text: str, is_missing: bool) -> None:
    assert missing(asked_for(question, meaning=False), text) == is_missing
