"""The roadmap of a spin-out: four phases, each line with its reason and evidence, law of the reader's nation alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import checklist, journey, journeys
from knowledge.records import NATION_NAMES, NO_ANSWER

PHASES = ["options_appraisal", "negotiating", "moving", "after"]
NURSES = {"nation": "england", "employer": "nhs", "field": "health", "pensions": "nhs_scheme"}
CLOSED = ("right to request", "right to provide", "mutuals support programme", "pathfinder")


@pytest.fixture(scope="module")
def spin_out(everything):
    return journeys.only(everything, "spin_out")


@pytest.fixture(scope="module")
def lines(spin_out, today):
    """The lines of some answers by their ids."""
    return lambda answers: {line.id: line for line in checklist.make(spin_out, answers, today).lines}


def test_it_has_four_phases_and_at_least_sixty_lines(spin_out):
    assert [phase.id for phase in spin_out.phases] == PHASES
    assert len(spin_out.items) >= 60 and {item.part for item in spin_out.items} == set(PHASES)


def test_phases_ask_nothing_and_count_as_no_stage(spin_out, today):
    assert not {q.stage for q in spin_out.questions} & set(PHASES)
    assert journey.place(spin_out, {}, None, today).stages == len(spin_out.stages) == 7


def profile_for(spin_out, item, today):
    """Answers that lead to an item: what it asks for, and of every other question the first option that keeps it."""
    answers = {}
    while here := journey.place(spin_out, answers, None, today):
        name = here.question.id
        wanted = item.when.get(name, ())
        against = item.skip_when.get(name, ())
        free = [option for option in here.question.options if option not in against]
        answers = journey.record(spin_out, answers, name, (wanted or free or ["Home visits"])[0], today)
    return answers


def test_each_line_appears_for_some_profile(spin_out, today, lines):
    never = [item.id for item in spin_out.items if item.id not in lines(profile_for(spin_out, item, today))]
    assert not never


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), nation=st.sampled_from(list(NATION_NAMES)))
def test_no_line_is_without_reason_and_evidence_or_rests_on_a_note_of_another_nation(spin_out, today, walk_in, data, nation):
    made = checklist.make(spin_out, walk_in(spin_out)(data, nation=nation), today)
    assert [phase.id for phase, _ in made.stages] == PHASES
    for line in made.lines:
        assert line.because and (line.passages or line.law), line.id
        strangers = [n.id for n in (*line.law, *line.notes) if n.kind == "rule" and nation not in n.nations]
        assert not strangers, f"{nation}: {line.id} {strangers}"
        assert not line.item.notes or any(nation in note.nations for note in line.law), f"{nation}: {line.id}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), nation=st.sampled_from(list(NATION_NAMES)))
def test_a_must_cites_its_instrument(spin_out, today, walk_in, data, nation):
    made = checklist.make(spin_out, walk_in(spin_out)(data, nation=nation), today)
    for line in made.of_priority("must"):
        assert line.law and all(note.instrument != "Not a legal change" for note in line.law), line.id


@pytest.mark.parametrize("nation", NATION_NAMES)
@pytest.mark.parametrize("scheme", ["lgps", "nhs_scheme", "both_schemes", "other_pension", "dont_know"])
def test_whoever_would_move_hears_of_their_pension_by_their_own_rules_or_whom_to_ask(lines, nation, scheme):
    got = lines({"nation": nation, "employer": "council", "pensions": scheme})
    held = {"settle_the_council_pension", "apply_for_the_nhs_pension"} & got.keys()
    expected = {"lgps": 1, "nhs_scheme": 1, "both_schemes": 2}.get(scheme, 0) if nation in ("england", "wales") else 0
    assert len(held) == expected
    adviser = [line for line in got.values() if "pension" in line.text and "adviser" in line.who]
    assert bool(adviser) == (expected == 0)


def test_who_would_start_afresh_has_no_line_on_an_employer_or_on_staff_who_move(lines):
    got = lines({"nation": "england", "employer": "nobody", "unions": "no_union", "pensions": "lgps", "terms": "change"})
    told = [id for id, line in got.items() if re.search(r"\b(your employer|unions?|TUPE|pension)", f"{line.text} {line.because}")]
    assert got and not told


def test_who_has_no_public_buyer_has_no_line_on_a_contract_with_one(lines):
    got = lines(
        {"nation": "england", "employer": "nobody", "commissioner_view": "no_commissioner", "first_contract": "people_pay"}
    )
    assert "charge_people_who_pay_themselves" in got
    assert not [id for id, line in got.items() if "commissioner" in line.text and "review" not in id]


def test_nobody_is_sent_to_a_scheme_that_is_over(spin_out):
    for item in spin_out.items:
        sent = [name for name in CLOSED if name in item.do.lower()]
        assert not sent or item.do.startswith("Plan without"), item.id


def test_what_no_question_decides_is_only_to_be_considered(spin_out):
    """“If you choose a CIC ...”: no answer says whether they do."""
    hedged = [item for item in spin_out.items if item.do.startswith("If you choose")]
    assert len(hedged) >= 4
    unsure = [item.id for item in hedged if item.priority != "consider" and "surplus" not in item.when]
    assert not unsure


def test_what_is_done_is_not_asked_for_again(lines):
    done = lines({**NURSES, "staff_support": "most_voted", "unions": "involved", "leader": "two", "employer_view": "leave_given"})
    open_ = lines({**NURSES, "staff_support": "few", "unions": "not_told", "leader": "no_leader", "employer_view": "against"})
    asked = {"ask_every_member_of_staff", "bring_in_the_unions", "two_people_who_would_lead", "ask_for_leave_to_explore"}
    assert asked <= open_.keys() and not asked & done.keys()


def test_a_line_for_an_open_answer_says_that_it_is_open(lines):
    got = lines({**NURSES, "surplus": "dont_know"})["decide_on_a_lock"]
    assert got.because == "this is not settled yet: surplus and assets"


def test_conditions_leave_out_nobody_by_not_knowing(spin_out):
    """Where a line is for those who have not done a thing, not knowing and skipping count as not done."""
    not_done = {"not_asked", "not_told", "no_leader", "not_yet", "not_costed"}
    loose = [
        f"{item.id}: {name}" for item in spin_out.items for name, values in item.when.items()
        if not_done & {*values} and not {*NO_ANSWER} <= {*values}
    ]  # fmt: skip
    assert not loose


@pytest.mark.parametrize("nation", ["england", "wales"])
@pytest.mark.parametrize("first", ["open_contest", "reserved_contest", "no_contest", "dont_know"])
def test_health_care_in_england_and_wales_is_bought_under_its_regime_and_not_the_act(spin_out, today, nation, first):
    answers = {"nation": nation, "employer": "nhs", "field": "health", "first_contract": first, "commissioner_view": "open"}
    listed = [*checklist.make(spin_out, answers, today).lines, *checklist.requests(spin_out, answers, today)]
    under_the_act = {line.id for line in listed for note in line.law if note.instrument.startswith("Procurement Act 2023")}
    told_of_both = {"code_on_new_joiners", "no_promised_contract"}  # whose notes tell of health care as well
    assert not under_the_act - told_of_both
    assert any("Provider Selection Regime" in line.text for line in listed)
