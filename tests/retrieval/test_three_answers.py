"""Answered, nearest, not covered: what is certain is told plainly, what is near is said to be near, a gap is told as a gap."""

from __future__ import annotations

import json

import pytest

from knowledge.records import Knowledge
from retrieval.__main__ import as_json
from retrieval.answer import Answer, Answerer
from retrieval.confidence import Confidence
from retrieval.wording import NOT_CERTAIN, plain_answer

SHORT_WITH_A_CASE = [
    "how did Salford share the risk?", "how long was Torbay's contract", "why Torbay?", "who ran Safeguard It",
    "did Open Door cut crime", "why did Salford not tender", "how much did price count in Torbay", "who sat on Open Door's board",
    "how was Open Door paid", "what did Safeguard It measure",
]  # fmt: skip
LONG_STRANGERS = [
    "what is the best way to commission a new railway line between two big cities in the north",
    "which GP surgery near me is taking new patients with asthma",
    "how do I get my housing benefit sorted out when the office never answers the telephone",
    "what should I look for when I choose a second-hand car for driving to work every day of the week",
    "can you recommend a good hotel for a family of five near the sea with a heated swimming pool",
    "how do I appeal against a parking fine that I got outside the hospital while visiting my mother",
    "what is the right amount of flour and butter for a cake that has to serve twelve people",
    "how many players are there in a rugby league team and how many may be replaced in a match",
    "my laptop does not start any more since the last update, how do I get my photographs back",
    "which plants grow well in a shady garden with heavy clay and hardly any sun in winter",
]
SHARE_OF_MISSES = 0.9  # of the content's own near misses, asked in their own words


@pytest.mark.parametrize("question", SHORT_WITH_A_CASE)
def test_a_short_question_on_a_case_is_answered(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question).status == "answered"


@pytest.mark.parametrize("question", LONG_STRANGERS)
def test_a_long_question_on_something_else_is_not(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question).status not in ("answered", "nearest")


def test_what_our_content_knows_for_a_near_miss_is_not_plainly_answered(answerer: Answerer, knowledge: Knowledge) -> None:
    missed = [miss.question for passage in knowledge.passages for miss in passage.unanswered][::6]
    plain = [question for question in missed if answerer.answer(question).status == "answered"]
    assert len(plain) <= (1 - SHARE_OF_MISSES) * len(missed), plain


def some(answerer: Answerer, knowledge: Knowledge, status: str) -> Answer:
    questions = (text for p in knowledge.passages for text in (*(m.question for m in p.unanswered), *p.asks))
    answers = (answerer.answer(question) for question in questions)
    return next(a for a in answers if a.status == status and not a.of and (status != "not_covered" or a.missed))


def test_a_gap_is_told_with_what_the_reports_do_give_and_its_source(answerer: Answerer, knowledge: Knowledge) -> None:
    answer = some(answerer, knowledge, "not_covered")
    assert answer.missed is not None
    text = plain_answer(answerer, answer)
    assert text.startswith("The reports do not answer that.") and answer.missed.miss.says in text and "Source: " in text
    assert answer.missed.gap in text


def test_the_nearest_is_said_not_to_be_certain_and_has_its_source(answerer: Answerer, knowledge: Knowledge) -> None:
    answer = some(answerer, knowledge, "nearest")
    text = plain_answer(answerer, answer)
    assert text.startswith(NOT_CERTAIN) and "Source: " in text
    assert answer.passages[0].passage.text not in text  # its lead alone; the whole is one step away
    told = as_json(answerer, answer)
    assert told["status"] == "nearest" and json.loads(json.dumps(told)) == told


def test_what_is_named_and_not_held_is_told_with_what_is_said_of_another(answerer: Answerer) -> None:
    answer = answerer.ask("How long was the contract in Leeds?")
    assert answer.status in ("nearest", "not_covered") and answer.of == ("Leeds",)
    assert "The reports do not say that of Leeds." in plain_answer(answerer, answer)


@pytest.mark.parametrize("question", ["Which Salford schools are the best?", "who won the football in Torbay"])
def test_a_case_that_is_named_is_never_off_topic(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question).status != "off_topic"


def test_the_confidence_rests_neither_on_the_length_nor_on_following_on() -> None:
    weighed = {*Confidence.load().answers.weights, *Confidence.load().ours.weights}
    assert not any(word in name for name in weighed for word in ("length", "long", "follow", "words in"))


@pytest.mark.parametrize(
    "question",
    ["what if only one provider bids?", "how do I involve users who have dementia?", "how long did it take others to spin out?"],
)
def test_what_is_far_from_all_that_we_hold_is_not_answered_plainly(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question, (), "england").status != "answered"


def test_nothing_is_told_as_sure_when_it_is_far_from_all_that_we_hold() -> None:
    loaded = Confidence.load()
    features = dict.fromkeys({*loaded.answers.weights, *loaded.held.weights}, 0.0)
    assert loaded.held.probability(features) < loaded.least_held
    assert loaded.answers.probability(features) > loaded.least_answered > loaded.sure(features)
    assert loaded.sure(features, named=True) == loaded.answers.probability(features)


def test_one_pair_of_cuts_serves_all_sets() -> None:
    loaded = Confidence.load()
    assert 0 < loaded.least_nearest < loaded.least_answered < 1
