"""The journeys from end to end: nothing is out of reach or a dead end, and their picture in docs/ is of today's content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from complete import complete

from knowledge import checklist, conditions, flow, journey, journeys
from knowledge.records import DONT_KNOW, SKIPPED, Answers, Knowledge, Question, When

TODAY = date(2026, 11, 27)
# Answers that reach each value of the facts that are worked out from several.
WORTH = [
    {"value": value, "vat": vat, "term": term, "extension": extension}
    for value, vat in (
        (20_000, "no_vat"),
        (150_000, "without_vat"),
        (800_000, "with_vat"),
        (3_000_000, "no_vat"),
        (DONT_KNOW, SKIPPED),
    )
    for term, extension in ((1, 0), (3, 0), (3, 2), (DONT_KNOW, SKIPPED))
]


def profiles(knowledge: Knowledge, when: When) -> list[Answers]:
    """Answers that may make a condition hold: each of the values that it names, with all that a fact in it may turn on."""
    asked = {question.id: question for question in knowledge.questions}
    ways: list[list[Answers]] = [
        [{name: value} for value in values if name in asked] for name, values in when.items() if name not in conditions.FACTS
    ]
    turns_on = {read for name in when if name in conditions.FACTS for read in conditions.reads(name) if read in asked}
    if "value" in turns_on or "term" in turns_on:
        ways.append(WORTH)
    ways += [
        [{name: option} for option in asked[name].options]
        for name in sorted(turns_on - {*when, "value", "vat", "term", "extension"})
    ]
    met = [asked[name] for name in {*when, *turns_on} if name in asked]
    before = {name: value for question in met for name, value in led_to(question, asked).items()}
    return [{**before, **{name: value for part in parts for name, value in part.items()}} for parts in product(*ways)]


def led_to(question: Question, asked: dict[str, Question]) -> Answers:
    """Answers that do not lead past a question."""
    skips = {name: values for name, values in question.skip_when.items() if name in asked and asked[name].options}
    return {name: next(option for option in asked[name].options if option not in values) for name, values in skips.items()}


def meeting(knowledge: Knowledge, when: When) -> Iterator[Answers]:
    """Whole profiles that meet a condition."""
    start = complete(knowledge, TODAY)
    for given in profiles(knowledge, when):
        if conditions.holds(when, conditions.facts({**start, **given}, knowledge.thresholds, TODAY)):  # rather soon told
            answers = complete(knowledge, TODAY, **given)
            if conditions.holds(when, conditions.facts(answers, knowledge.thresholds, TODAY)):
                yield answers


@pytest.fixture(scope="module", params=["commission", "spin_out", "impact"])
def way(request: pytest.FixtureRequest, everything: Knowledge) -> Knowledge:
    return journeys.only(everything, request.param)


def test_every_question_is_asked_of_some_profile(way: Knowledge) -> None:
    asked = {question.id: question for question in way.questions}
    assert [name for name, question in asked.items() if name not in complete(way, TODAY, **led_to(question, asked))] == []


def test_no_answer_to_a_question_is_a_dead_end(way: Knowledge) -> None:
    for question in way.questions:
        for value in (*question.options, DONT_KNOW, SKIPPED):
            answers = complete(way, TODAY, **{question.id: value})
            assert journey.finished(way, answers, TODAY) and checklist.make(way, answers, TODAY).lines


def test_every_line_stands_in_the_papers_of_some_profile(way: Knowledge) -> None:
    never = []
    for item in way.items:
        found = (checklist.make(way, answers, TODAY).lines for answers in meeting(way, item.when))
        if not any(item.id in {line.id for line in lines} for lines in found):
            never.append(item.id)
    assert never == []


def test_every_piece_of_advice_is_given_to_some_profile(way: Knowledge) -> None:
    assert [piece.id for piece in way.advice if not next(meeting(way, piece.when), {})] == []


# --- the picture -----------------------------------------------------------------------------------------------------


def test_the_page_in_docs_is_of_this_content(everything: Knowledge) -> None:
    assert flow.PAGE.read_text(encoding="utf-8") == flow.page(everything), "run make flow"


def test_each_picture_has_every_question_and_every_way_past_one(everything: Knowledge) -> None:
    for each in everything.journeys:
        way = journeys.only(everything, each.id)
        drawn = (flow.FOLDER / f"{each.id}.svg").read_text(encoding="utf-8")
        titles = re.findall(r'class="node">\n<title>(\w+)</title>', drawn)
        assert {*titles} == {"begin", *(question.id for question in way.questions), "end"}, "run make flow"
        assert drawn.count("stroke-dasharray") >= 2 * sum(bool(question.skip_when) for question in way.questions)
