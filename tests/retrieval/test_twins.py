"""No question leads to two places: asks of two passages, or an ask and a near miss, that the search can hardly tell apart."""

from __future__ import annotations

from knowledge.records import Knowledge
from retrieval import twins
from retrieval.answer import Answerer


def test_nothing_of_ours_is_taught_both_ways(answerer: Answerer) -> None:
    assert [str(pair) for pair in twins.pairs(answerer.knowledge, answerer.index) if pair.fault] == []


def test_a_pair_with_a_reason_is_told_and_no_fault(answerer: Answerer) -> None:
    told = [pair for pair in twins.pairs(answerer.knowledge, answerer.index) if pair.why]
    assert told and all(pair.likeness > twins.TWINS and not pair.fault for pair in told)
    without = answerer.knowledge.copy(update={"twins": ()})
    assert [pair for pair in twins.pairs(without, answerer.index) if pair.fault]


def test_a_near_miss_is_no_ask_of_any_passage(knowledge: Knowledge) -> None:
    asks = {ask.lower() for passage in knowledge.passages for ask in passage.asks}
    missed = [miss.question.lower() for passage in knowledge.passages for miss in passage.unanswered]
    assert len(missed) >= 580 and len(set(missed)) == len(missed)
    assert not asks & set(missed)
