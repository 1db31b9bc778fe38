"""The options appraisal: weights, evidence, what rules an option out, and what would change who is first."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import appraised, journeys
from knowledge.appraisal import POINTS, WEIGHTS, Appraiser, moved

# A community nursing team in England that has answered everything; what a test changes is named in it.
TEAM = {
    "nation": "england", "employer": "nhs", "service": "Community nursing", "field": "health", "origin": "staff",
    "reason": "better_service", "staff_support": "most_voted", "unions": "involved", "leader": "two", "users_part": "shape",
    "commissioner_view": "open", "employer_view": "leave_given", "first_contract": "open_contest", "income": "one_and_ideas",
    "costs": "some_costed", "assets": "little", "pensions": "nhs_scheme", "terms": "same_for_all", "capital": "grant",
    "owners": "staff_own", "last_word": "staff_decide", "surplus": "locked", "size": "medium", "time_left": "a_year",
    "if_nothing": "goes_on",
}  # fmt: skip


@pytest.fixture(scope="module")
def spin_out(everything):
    return journeys.only(everything, "spin_out")


@pytest.fixture(scope="module")
def appraiser(spin_out):
    return Appraiser(spin_out)


@pytest.fixture(scope="module")
def weighed(appraiser):
    """The team's answers with these weights; all others are `important`."""
    usual = {question.id: "important" for question in appraiser.criteria}
    return lambda **changes: {**TEAM, **usual, **changes}


def of(made, option):
    return next(each for each in made.every if each.option.id == option)


def drawn(data, spin_out, **fixed):
    """Any answers to what decides and any weights."""
    choices = [q for q in spin_out.questions if q.kind == "choice"]
    return {q.id: data.draw(st.sampled_from(list(q.options)), label=q.id) for q in choices} | {"service": "x"} | fixed


# --- scores ----------------------------------------------------------------------------------------------------------


def test_a_score_is_the_weighted_mean_over_what_has_evidence(appraiser, weighed):
    nothing = {question.id: "not_important" for question in appraiser.criteria}
    answers = weighed(**{**nothing, "control_by_staff": "very_important", "purpose_and_assets_safe": "slightly_important"})
    made = appraiser.made(answers)
    # control good (2) weighs 3, assets mixed (1) weighs 1: 7 of 4
    assert of(made, "community-benefit-society").score == Fraction(7, 4)
    assert of(made, "community-benefit-society").covered == 1
    # a CIC by guarantee: assets strong (3) weighs 1; on control nothing is known
    guarantee = of(made, "cic-by-guarantee")
    assert (guarantee.score, guarantee.covered, guarantee.ranks) == (3, Fraction(1, 4), False)
    assert guarantee in made.unknown


def test_an_option_of_which_less_than_half_is_known_is_never_first(appraiser, weighed):
    made = appraiser.made(weighed())
    assert all(each.covered < Fraction(1, 2) for each in made.unknown)
    assert all(each.covered >= Fraction(1, 2) for tied in made.ranked for each in tied)
    best = max(made.unknown, key=lambda each: each.score or 0)
    assert best.score > made.first[0].score  # it would be first, were it ranked


def test_the_same_score_is_a_tie_and_called_one(appraiser, weighed):
    nothing = {question.id: "not_important" for question in appraiser.criteria}
    made = appraiser.made(weighed(**{**nothing, "staff_terms_and_pensions": "important"}))
    assert {each.option.id for each in made.first} == {"stay-as-we-are", "improve-in-house"}
    assert appraised.standing(made).startswith("A tie: Stay as we are and Make it better in-house")


def test_a_note_counts_only_in_its_nations(appraiser, weighed):
    """That contests may be reserved to mutuals rests on the Act, which is not Scotland's."""

    def reason(nation):
        made = appraiser.made(weighed(nation=nation))
        return next(r for r in of(made, "public-service-mutual").reasons if r.criterion.id == "winning_public_contracts")

    assert reason("england").score.score == "good" and {n.id for n in reason("wales").law} == {"reserved-contracts-mutuals"}
    assert reason("scotland").score is None


@given(data=st.data(), nation=st.sampled_from(["england", "wales", "scotland", "northern_ireland"]))
def test_nothing_that_is_told_rests_on_the_law_of_another_nation(spin_out, appraiser, data, nation):
    made = appraiser.made(drawn(data, spin_out, nation=nation))
    told = [each for option in made.every for each in (*option.reasons, *option.out, *option.checks)]
    assert not [note.id for each in told for note in each.law if nation not in note.nations]
    assert not [r.score.id for o in made.every for r in o.reasons if r.score and not (r.passages or r.law)]
    assert not [out.rule.id for o in made.every for out in o.out if out.rule.kind == "law" and not out.law]


# --- out, and thin answers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answers", "option", "kind", "because"), [
    ({}, "latc", "form", "your employer is no council"),
    ({"employer": "council", "owners": "shared", "first_contract": "no_contest"}, "latc", "law", "does not qualify"),
    ({"capital": "shares", "owners": "nobody_owns"}, "cio", "form", "no shares"),
    ({"nation": "wales", "field": "looked_after"}, "cic-by-shares", "law", "Wales, since 1 April 2026"),
    ({"nation": "wales", "field": "looked_after"}, "co-operative-society", "law", "not charitable"),
    ({"owners": "shared"}, "worker-co-operative", "form", "those who work in it"),
    ({"owners": "staff_own"}, "multi-stakeholder-co-operative", "form", "several kinds"),
    ({"size": "medium"}, "micro-enterprise", "form", "5 or fewer"),
    ({"if_nothing": "closes"}, "stay-as-we-are", "form", "closes"),
    ({"surplus": "investors", "first_contract": "reserved_contest"}, "public-service-mutual", "law", "not-for-profit"),
    ({"employer": "nobody"}, "improve-in-house", "form", "start afresh"),
])  # fmt: skip
def test_what_rules_an_option_out_is_told_with_its_kind(appraiser, weighed, answers, option, kind, because):
    out = of(appraiser.made(weighed(**answers)), option).out
    assert any(each.rule.kind == kind and because in each.rule.because for each in out)


def test_a_right_of_england_wales_and_northern_ireland_rules_nothing_out_in_scotland(appraiser, weighed):
    made = appraiser.made(weighed(nation="scotland", employer="council", owners="shared", first_contract="no_contest"))
    assert {each.rule.kind for each in of(made, "latc").out} == {"form"} and of(made, "latc").checks


@pytest.mark.parametrize("missing", ["nation", "employer", "field", "owners", "last_word", "surplus", "size", "if_nothing"])
@pytest.mark.parametrize("left", ["dont_know", "skipped", None])
def test_without_what_decides_nothing_is_recommended(appraiser, weighed, missing, left):
    answers = {name: value for name, value in weighed(**{missing: left}).items() if value}
    made = appraiser.made(answers)
    assert made.thin and [question.id for question in made.missing] == [missing]
    assert not made.changes and "no option first yet" in appraised.standing(made)


def test_with_less_than_half_of_the_weights_nothing_is_recommended(appraiser, weighed):
    some = [question.id for question in appraiser.criteria]
    assert not appraiser.made(weighed(**dict.fromkeys(some[:5], "dont_know"))).thin
    assert [q.id for q in appraiser.made(weighed(**dict.fromkeys(some[:6], "skipped"))).missing] == some[:6]


def test_where_nothing_matters_nothing_is_recommended(appraiser, weighed):
    made = appraiser.made(weighed(**{question.id: "not_important" for question in appraiser.criteria}))
    assert made.thin and not made.ranked


# --- properties ------------------------------------------------------------------------------------------------------


@given(data=st.data())
def test_a_heavier_weight_never_lowers_an_option_that_is_strong_on_it(spin_out, appraiser, data):
    answers = drawn(data, spin_out)
    before = {each.option.id: each for each in appraiser.made(answers).every}
    criterion = data.draw(st.sampled_from([q.id for q in appraiser.criteria]))
    heavier = [name for name, weight in WEIGHTS.items() if weight > WEIGHTS[answers[criterion]]]
    for name in heavier:
        for each in appraiser.made({**answers, criterion: name}).every:
            strong = any(r.criterion.id == criterion and r.score and r.score.score == "strong" for r in each.reasons)
            if strong and before[each.option.id].score is not None:
                assert each.score >= before[each.option.id].score


@given(data=st.data())
def test_of_two_with_evidence_on_the_same_the_better_does_not_fall_behind(spin_out, appraiser, data):
    made = appraiser.made(drawn(data, spin_out))
    points = {
        each.option.id: {r.criterion.id: POINTS[r.score.score] for r in each.reasons if r.score and r.weight}
        for each in made.every
    }
    for one, other in combinations(made.every, 2):
        mine, theirs = points[one.option.id], points[other.option.id]
        if mine and mine.keys() == theirs.keys():
            for better, worse, a, b in ((one, other, mine, theirs), (other, one, theirs, mine)):
                if all(a[name] >= b[name] for name in a):
                    assert better.score >= worse.score


@given(data=st.data(), seed=st.integers(0, 1000))
def test_the_order_of_questions_options_and_answers_changes_nothing(spin_out, appraiser, data, seed):
    answers, shuffle = drawn(data, spin_out), random.Random(seed).sample
    mixed = spin_out.copy(
        update={
            name: tuple(shuffle(getattr(spin_out, name), len(getattr(spin_out, name))))
            for name in ("options", "scores", "knock_outs", "questions")
        }
    )
    one = appraiser.made(answers)
    other = Appraiser(mixed).made(dict(shuffle(list(answers.items()), len(answers))))
    places = [[{each.option.id for each in tied} for tied in made.ranked] for made in (one, other)]
    assert places[0] == places[1]
    assert {each.option.id: (each.score, each.covered) for each in one.every} == {
        each.option.id: (each.score, each.covered) for each in other.every
    }


@given(data=st.data())
def test_what_would_change_the_order_is_true_and_no_smaller_step_does_it(spin_out, appraiser, data):
    answers = drawn(data, spin_out)
    first = appraiser.first(answers)
    for change in appraiser.made(answers).changes:
        then = appraiser.first({**answers, change.question.id: change.after})
        assert moved(first, then) and then == {option.id for option in change.first}
        if answers[change.question.id] in WEIGHTS:
            now = WEIGHTS[answers[change.question.id]]
            smaller = [name for name, weight in WEIGHTS.items() if 0 < abs(weight - now) < change.step]
            assert not any(moved(first, appraiser.first({**answers, change.question.id: name})) for name in smaller)


@given(data=st.data())
def test_where_nothing_is_said_to_change_it_no_single_weight_does(spin_out, appraiser, data):
    answers = drawn(data, spin_out)
    made = appraiser.made(answers)
    if not made.thin and not made.changes:
        first = appraiser.first(answers)
        others = [{**answers, q.id: name} for q in appraiser.criteria for name in WEIGHTS]
        assert not any(moved(first, appraiser.first(other)) for other in others if appraiser.first(other))


def test_the_better_of_two_with_evidence_on_the_same_is_before_the_other(appraiser, weighed):
    """Both kinds of CIC have evidence on purpose and on ease alone: strong and mixed, good and mixed."""
    nothing = {question.id: "not_important" for question in appraiser.criteria}
    some = {"purpose_and_assets_safe": "important", "ease_of_setting_up": "important"}
    made = appraiser.made(weighed(**{**nothing, **some}))
    assert (of(made, "cic-by-guarantee").score, of(made, "cic-by-shares").score) == (2, Fraction(3, 2))


def test_where_only_one_option_is_known_well_enough_no_step_changes_who_is_first(appraiser):
    """A leisure trust in Scotland: every other weight and choice is tried, and the same option stays first."""
    weights = "slightly_important very_important very_important very_important important important important very_important"
    answers = {
        **TEAM, "nation": "scotland", "employer": "trust", "field": "community", "owners": "nobody_owns",
        "last_word": "skilled_board", "users_part": "not_yet", "capital": "loan", "first_contract": "no_contest", "size": "large",
        "if_nothing": "shrinks",
        **dict(zip([q.id for q in appraiser.criteria], [*weights.split(), "slightly_important", "important"])),
    }  # fmt: skip
    made = appraiser.made(answers)
    assert [each.option.id for each in made.first] == ["join-existing-social-enterprise"] and made.changes == ()
    others = [appraiser.first({**answers, q.id: name}) for q in appraiser.criteria for name in WEIGHTS]
    assert set(others) == {frozenset({"join-existing-social-enterprise"})}


# --- the content -----------------------------------------------------------------------------------------------------


def test_every_option_and_every_criterion_has_evidence_and_most_has_none(spin_out, appraiser):
    assert (len(spin_out.options), len(appraiser.criteria), len(spin_out.scores)) == (19, 10, 94)
    assert {score.option for score in spin_out.scores} == {option.id for option in spin_out.options}
    assert {option.model for option in spin_out.options if option.model} <= {model.id for model in spin_out.models}


def test_a_reason_that_names_nations_holds_in_no_other(spin_out):
    """A rule of England alone ("(England)" at the end) gives a score in England alone."""
    names = {"England": "england", "Wales": "wales", "Scotland": "scotland", "Northern Ireland": "northern_ireland"}
    notes = {note.id: note for note in spin_out.notes}
    loose = []
    for score in spin_out.scores:
        inside = score.because.rsplit("(", 1)[1].rstrip(".)") if score.because.rstrip(".").endswith(")") else ""
        stated = {id for name, id in names.items() if name in inside}
        held = {*score.nations} or (
            {nation for name in score.notes for nation in notes[name].nations} if not score.passages else set()
        )
        if (
            stated
            and "encouraged" not in inside
            and not held <= stated | ({"scotland"} if score.option in {"cio", "latc"} else set())
        ):
            loose.append(score.id)
        if stated and not held and not score.nations:
            loose.append(f"{score.id} has no nations")
    assert not loose, loose
