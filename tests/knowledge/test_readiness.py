"""Readiness by dimension: the lowest sign decides, a better answer never lowers it, and each step rests on something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import journey, journeys
from knowledge.readiness import LEVELS, counts, level_of, standing
from knowledge.records import NATION_NAMES


@pytest.fixture(scope="module")
def spin_out(everything):
    return journeys.only(everything, "spin_out")


def of(found, dimension):
    return next(each for each in found if each.dimension.id == dimension)


def test_a_dimension_stands_where_its_lowest_sign_stands(spin_out, today):
    answers = {"nation": "england", "employer": "council", "staff_support": "most_voted", "unions": "told"}
    people = of(standing(spin_out, answers, today), "people")
    assert people.level == "nearly" and people.next.question.id == "unions"
    assert of(standing(spin_out, {**answers, "unions": "involved"}, today), "people").level == "ready"
    assert of(standing(spin_out, {**answers, "staff_support": "few"}, today), "people").next.question.id == "staff_support"


@pytest.mark.parametrize("answer", ["dont_know", "skipped", None])
def test_what_was_not_said_is_not_ready_and_not_counted_against_anyone(spin_out, today, answer):
    answers = {"nation": "wales"} | ({"leader": answer} if answer else {})
    leadership = of(standing(spin_out, answers, today), "leadership")
    assert leadership.level == "not_yet" and leadership.told[0].answer is None and leadership.next.step


def test_who_would_start_afresh_is_asked_nothing_of_an_employer(spin_out, today):
    found = standing(spin_out, {"nation": "england", "employer": "nobody"}, today)
    asked = {told.question.id for each in found for told in each.told}
    assert not asked & {"unions", "employer_view", "pensions", "terms"} and len(found) == 8


@given(data=st.data(), nation=st.sampled_from(list(NATION_NAMES)))
def test_a_better_answer_never_lowers_a_dimension(spin_out, today, walk_in, data, nation):
    answers = walk_in(spin_out)(data, nation=nation)
    signs = {sign.question: sign for dimension in spin_out.dimensions for sign in dimension.signs}
    name = data.draw(st.sampled_from(sorted(signs.keys() & answers.keys())))
    question = next(q for q in spin_out.questions if q.id == name)
    before = {each.dimension.id: LEVELS.index(each.level) for each in standing(spin_out, answers, today)}
    now = LEVELS.index(level_of(signs[question.id], answers[question.id]))
    for option in question.options:
        if LEVELS.index(level_of(signs[question.id], option)) >= now:
            better = journey.record(spin_out, answers, question.id, option, today)
            after = {each.dimension.id: LEVELS.index(each.level) for each in standing(spin_out, better, today)}
            assert all(after[name] >= level for name, level in before.items() if name in after)


@given(data=st.data(), nation=st.sampled_from(list(NATION_NAMES)))
def test_every_next_step_rests_on_something_of_the_readers_nation(spin_out, today, walk_in, data, nation):
    found = standing(spin_out, walk_in(spin_out)(data, nation=nation), today)
    assert sum(counts(found).values()) == len(found) == 8
    for each in found:
        assert (each.next is None) == (each.level == "ready")
        for told in each.told:
            assert (told.step is None) == (told.level == "ready")
            assert told.step is None or told.passages or told.law
            assert not [note.id for note in told.law if nation not in note.nations]
        assert not [helper.entry.id for helper in each.helpers if helper.entry.nation not in ("uk", nation)]


def test_nobody_is_sent_to_a_programme_or_to_a_body_that_has_ended(spin_out, today):
    """Who helps is an organisation whose note, if it has one, does not say that it is gone."""
    listed = {entry.id: entry for entry in spin_out.directory}
    notes = {note.id: note for note in spin_out.notes}
    named = [listed[name] for dimension in spin_out.dimensions for name in dimension.helpers]
    assert named and all(entry.kind == "organisation" for entry in named)
    gone = ("closed", "ended", "may have stopped", "no longer", "has gone", "do not count on")
    told = [(entry.id, notes[name].text.lower()) for entry in named for name in entry.notes]
    assert not [entry for entry, text in told if any(word in text for word in gone)]
