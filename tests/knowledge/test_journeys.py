"""Several journeys in one guide: each sees what is its own, answers lie side by side, and what both ask is one fact."""

from __future__ import annotations

import pytest

from knowledge import journeys
from knowledge.journeys import Said

PLAN, LEAVING = {"nation": "wales", "body": "council"}, {"nation": "wales", "employer": "nhs"}


def test_a_journey_sees_only_what_is_its_own(everything):
    seen = [journeys.only(everything, journey.id) for journey in everything.journeys]
    for kind in ("stages", "questions", "advice", "items"):
        apart = [entry for each in seen for entry in getattr(each, kind)]
        assert len(apart) == len(getattr(everything, kind))
        assert {entry.id for entry in apart} == {entry.id for entry in getattr(everything, kind)}
    assert all(each.passages == everything.passages for each in seen)


def test_where_none_is_named_the_first_journey_is_meant(everything):
    assert journeys.only(everything, None) == journeys.only(everything, everything.journeys[0].id)


def test_what_two_journeys_ask_under_one_id_has_the_same_options(everything):
    by_id = {}
    for question in everything.questions:
        by_id.setdefault(question.id, []).append(question)
    shared = {id: questions for id, questions in by_id.items() if len(questions) > 1}
    assert {"nation", "service"} <= shared.keys()
    assert all(len({tuple(q.options) for q in questions}) == 1 for questions in shared.values())


def test_the_answers_of_a_journey_wait_for_it():
    slots = Said("commission", PLAN, "needs").switched("spin_out")
    assert (slots["answers"], slots["focus"]) == ({}, None)
    there = Said(slots["journey"], LEAVING, None, slots["aside"])
    assert there.of("commission") == PLAN and there.of("spin_out") == LEAVING
    back = there.switched("commission")
    assert (back["journey"], back["answers"], back["focus"]) == ("commission", PLAN, "needs")
    assert back["aside"] == {"spin_out": {"answers": LEAVING, "focus": None}}


def test_what_was_said_before_any_journey_goes_along():
    assert Said(None, {"nation": "scotland"}).switched("spin_out")["answers"] == {"nation": "scotland"}


@pytest.mark.parametrize(("answers", "aside", "found"), [
    ({"nation": "england"}, {"nation": "wales"}, "england"),
    ({}, {"nation": "wales"}, "wales"),
    ({"nation": "dont_know"}, {"nation": "wales"}, "wales"),
    ({}, {"nation": "skipped"}, None),
])  # fmt: skip
def test_a_fact_is_known_wherever_it_was_said(answers, aside, found):
    assert Said("spin_out", answers, None, {"commission": {"answers": aside}}).first("nation") == found
