"""Saying what good one does: three levels from the answers, what is open, and what a level may not be made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import checklist, impact, journeys
from knowledge.guided import faults
from knowledge.load import survey
from knowledge.records import NO_ANSWER, Level


@pytest.fixture(scope="module")
def good(everything):
    return journeys.only(everything, "impact")


@given(data=st.data())
def test_what_was_said_stands_in_its_level_and_all_else_is_open(good, today, walk_in, data):
    answers = walk_in(good)(data)
    for each in impact.stated(good, answers, today):
        parts = {"benefit": each.benefit, "hard": each.hard, "soft": each.soft, "how": each.how}
        for name, part in parts.items():
            given_ = answers.get(getattr(each.level, name))
            assert (part.said is None) == (given_ in (None, *NO_ANSWER))
        assert each.left_out == (each.level.benefit not in answers)
        assert len(each.open) == (0 if each.left_out else sum(part.said is None for part in parts.values()))
        assert bool(each.example) == bool(each.passages or each.law)


@given(data=st.data())
def test_every_profile_has_next_steps_each_with_reason_and_evidence(good, today, walk_in, data):
    made = checklist.make(good, walk_in(good)(data), today)
    assert len(made.lines) >= 3 and all(line.because and line.evidence for line in made.lines)


def test_every_option_of_a_kind_of_benefit_has_an_example_from_the_reports(good):
    for level in good.levels:
        options = next(q for q in good.questions if q.id == level.kind).options
        assert level.examples.keys() == options.keys() and all(fact.passages for fact in level.examples.values())


@pytest.fixture(scope="module")
def found():
    return survey().entries


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"soft": "how_people"}, "soft: 'how_people' is a choice; it has to be a text."),
        ({"kind": "good_people"}, "kind: 'good_people' is a text; it has to be a choice."),
        ({"hard": "main_outcome"}, "its questions are of different journeys; a level is asked in one."),
        (
            {"examples": {"confidense": {"value": "x", "passages": ["a"]}}},
            "examples: 'confidense' is not an option of 'kind_people'.",
        ),
    ],
)
def test_what_a_level_may_not_be_made_of_is_told(found, change, fault):
    place, level = found["levels"][0]
    broken = Level.parse_obj({**level.dict(), **change})
    told = list(faults({**found, "levels": [(place, broken)]}))
    assert any(fault in line and line.startswith("content/impact/levels.yml, level_people") for line in told), told
