"""Where a conversation stands: worked out from its answers alone, whatever the way to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import checklist, conditions, journey

# --- the place -------------------------------------------------------------------------------------------------------


def without(answers, question):
    return {name: value for name, value in answers.items() if name != question}


def test_a_conversation_begins_with_the_nation(knowledge, today):
    place = journey.place(knowledge, {}, None, today)
    assert (place.question.id, place.stage.id, place.stage_number, place.stages, place.answered) == ("nation", "profile", 1, 8, 0)
    assert place.questions == len(knowledge.questions)


def test_the_first_question_without_an_answer_comes_next(knowledge, today):
    place = journey.place(knowledge, {"nation": "wales", "service": "Home visits"}, None, today)
    assert (place.question.id, place.answered) == ("body", 2)


@pytest.mark.parametrize(
    ("focus", "question"),
    [
        (None, "newness"),
        ("finance", "payment"),  # a stage that the user jumped to
        ("nation", "nation"),  # an answer that is being changed
        ("contract_manager", "contract_manager"),
        ("profile", "newness"),
        ("nowhere", "newness"),
    ],
)
def test_the_focus_comes_before_the_order_of_the_questions(knowledge, today, focus, question):
    answers = {"nation": "wales", "body": "fire", "service": "Home visits"}
    assert journey.place(knowledge, answers, focus, today).question.id == question


def test_a_stage_that_is_done_cannot_hold_the_focus(knowledge, today, first_options):
    answers = without(first_options(), "contract_manager")
    assert journey.place(knowledge, answers, "needs", today).question.id == "contract_manager"


def test_with_every_answer_given_there_is_no_next_question(knowledge, today, first_options):
    answers = first_options()
    assert journey.place(knowledge, answers, None, today) is None
    assert journey.finished(knowledge, answers, today)
    assert journey.complete(knowledge, answers, today) == {stage.id for stage in knowledge.stages}


def test_a_conversation_without_answers_is_not_finished(knowledge, today):
    assert not journey.finished(knowledge, {}, today)
    assert journey.complete(knowledge, {}, today) == set()


def test_one_open_question_keeps_a_stage_from_being_complete(knowledge, today, first_options):
    answers = without(first_options(), "investment")
    assert {s.id for s in knowledge.stages} - journey.complete(knowledge, answers, today) == {"finance"}
    assert not journey.finished(knowledge, answers, today)


SKIPS = [
    ({"value": "dont_know"}, "vat"),
    ({"term": "skipped"}, "extension"),
    ({"value": 180_000, "term": "dont_know"}, "whole_life"),
    ({"in_view": "no_one"}, "track_record"),
    ({"provider_now": "nobody"}, "staff_moving"),
    ({"route": "direct_award"}, "price_weight"),
    ({"route": "direct_award"}, "bidder_feedback"),
]
ASKED = [
    ({"value": 180_000}, "vat"),
    ({"term": 3}, "extension"),
    ({"value": 180_000, "term": 3}, "whole_life"),
    ({"in_view": "dont_know"}, "track_record"),
    ({}, "staff_moving"),
    ({"route": "quotes"}, "price_weight"),
]


@pytest.mark.parametrize(
    ("answers", "question", "asked"), [*((a, q, False) for a, q in SKIPS), *((a, q, True) for a, q in ASKED)]
)
def test_a_question_is_asked_unless_an_answer_makes_it_idle(knowledge, today, answers, question, asked):
    assert (question in [q.id for q in journey.path(knowledge, answers, today)]) is asked


# --- recording, changing, going back ---------------------------------------------------------------------------------


def test_a_changed_answer_drops_those_that_are_no_longer_on_the_path(knowledge, today):
    answers = {"nation": "wales", "route": "quotes", "price_weight": "shared_marks", "bidder_feedback": "scores_only"}
    assert journey.record(knowledge, answers, "route", "direct_award", today) == {"nation": "wales", "route": "direct_award"}


def test_dropping_one_answer_may_take_another_off_the_path(knowledge, today):
    answers = {"value": 180_000, "vat": "with_vat", "term": 3, "extension": 2, "whole_life": "confirmed"}
    assert journey.record(knowledge, answers, "value", "dont_know", today) == {"value": "dont_know", "term": 3, "extension": 2}
    assert journey.record(knowledge, answers, "term", "dont_know", today) == {
        "value": 180_000, "vat": "with_vat", "term": "dont_know",
    }  # fmt: skip


def test_what_hangs_on_a_dropped_answer_is_dropped_after_it(knowledge, today):
    nation, first, second = (next(q for q in knowledge.questions if q.id == id) for id in ("nation", "market", "in_view"))
    first = first.copy(update={"skip_when": {"nation": ("england",)}})
    second = second.copy(update={"skip_when": {"nation": ("england",)}})
    made = knowledge.copy(update={"questions": (nation, first, second)})
    answers = {"nation": "wales", "market": "none", "in_view": "no_one"}
    assert journey.record(made, answers, "nation", "england", today) == {"nation": "england"}


def test_a_changed_answer_keeps_its_place_in_the_order(knowledge, today):
    answers = {"nation": "wales", "body": "fire", "service": "Home visits"}
    changed = journey.record(knowledge, answers, "body", "council", today)
    assert list(changed.items()) == [("nation", "wales"), ("body", "council"), ("service", "Home visits")]
    assert answers["body"] == "fire"  # what was passed in stays as it was


def test_back_takes_the_last_answer():
    answers = {"nation": "wales", "body": "fire", "service": "Home visits"}
    assert journey.back(answers) == {"nation": "wales", "body": "fire"}
    assert journey.back({}) == {}


# --- for any profile -------------------------------------------------------------------------------------------------


@given(data=st.data())
def test_the_same_answers_lead_to_the_same_place_in_whatever_order_they_were_given(knowledge, today, walk, data):
    answers = walk(data, stop=data.draw(st.integers(0, 40)))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert journey.place(knowledge, shuffled, None, today) == journey.place(knowledge, answers, None, today)
    assert journey.path(knowledge, shuffled, today) == journey.path(knowledge, answers, today)
    assert checklist.make(knowledge, shuffled, today) == checklist.make(knowledge, answers, today)


@given(data=st.data())
def test_jumping_between_the_stages_ends_with_the_same_answers(knowledge, today, walk, data):
    straight = walk(data)
    wanted = {q.id: straight.get(q.id, "dont_know") for q in knowledge.questions}  # what is not asked there may be asked here
    answers = {}
    for focus in [*data.draw(st.permutations([stage.id for stage in knowledge.stages])), None]:
        while (here := journey.place(knowledge, answers, focus, today)) and focus in (here.stage.id, None):
            answers = journey.record(knowledge, answers, here.question.id, wanted[here.question.id], today)
    assert answers == straight


@given(data=st.data())
def test_progress_only_grows_and_never_passes_the_whole(knowledge, today, walk, data):
    answers, shares = {}, []
    for id, value in walk(data).items():
        here = journey.place(knowledge, answers, None, today)
        assert here.question.id == id
        assert 1 <= here.stage_number <= here.stages
        shares.append(here.answered / here.questions)
        answers = journey.record(knowledge, answers, id, value, today)
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] < 1


@given(data=st.data())
def test_back_after_an_answer_is_where_one_was(knowledge, today, walk, data):
    answers = walk(data)
    before = dict(list(answers.items())[: data.draw(st.integers(0, len(answers) - 1))])
    here = journey.place(knowledge, before, None, today)
    after = journey.record(knowledge, before, here.question.id, answers[here.question.id], today)
    assert after != before
    assert journey.back(after) == before


@given(data=st.data())
def test_any_answer_can_be_taken_out_and_is_asked_again(knowledge, today, walk, data):
    answers = walk(data)
    taken = data.draw(st.sampled_from(list(answers)))
    left = journey.on_path_only(knowledge, without(answers, taken), today)
    on_path = {q.id for q in journey.path(knowledge, left, today)}
    assert left.keys() <= on_path
    assert taken not in left
    if taken in on_path:
        assert journey.place(knowledge, left, taken, today).question.id == taken
        assert not journey.finished(knowledge, left, today)
    assert all(line.passages or line.law or line.unheld for line in checklist.make(knowledge, left, today).lines)


@given(data=st.data())
def test_answers_that_stand_on_the_path_are_all_kept(knowledge, today, walk, data):
    answers = walk(data, stop=data.draw(st.integers(0, 40)))
    assert journey.on_path_only(knowledge, answers, today) == answers


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("nation", "northern_ireland", "Northern Ireland"),
        ("nation", "dont_know", "Don't know"),
        ("value", 180_000, "£180,000 a year"),
        ("value", 999.5, "£1,000 a year"),
        ("value", "skipped", "Skipped"),
        ("term", 3, "3 years"),
        ("term", 1, "1 year"),
        ("term", 1.5, "1.5 years"),
        ("extension", 0, "None"),
        ("service", "Home visits", "Home visits"),
    ],
)
def test_an_answer_reads_as_a_person_would_say_it(knowledge, question, value, words):
    asked = next(q for q in knowledge.questions if q.id == question)
    assert journey.said(asked, value) == words


@pytest.mark.parametrize(
    ("amount", "words"), [(0, "£0"), (180_000, "£180,000"), (1_080_000.0, "£1,080,000"), (1.5e9, "£1,500,000,000")]
)
def test_pounds_have_separators_and_no_pence(amount, words):
    assert journey.pounds(amount) == words


@pytest.mark.parametrize(("number", "words"), [(0, "None"), (1, "1 year"), (0.5, "0.5 years"), (2, "2 years"), (10, "10 years")])
def test_years_have_their_plural(number, words):
    assert journey.years(number) == words


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        # 180,000 x (3 + 2) = 900,000; with 20 % 1,080,000
        ({"value": 180_000, "term": 3, "extension": 2, "vat": "without_vat"},
         "£900,000 over 5 years (3 + 2) or £1,080,000 counting VAT"),
        ({"value": 180_000, "term": 3, "extension": 2, "vat": "with_vat"}, "£900,000 over 5 years (3 + 2)"),
        ({"value": 180_000, "term": 3, "extension": 0, "vat": "no_vat"}, "£540,000 over 3 years"),
        ({"value": 40_000, "term": 1, "vat": "with_vat"}, "£40,000 over 1 year"),
    ],
)  # fmt: skip
def test_the_whole_life_value_is_worded_with_its_years_and_its_vat(knowledge, today, answers, words):
    assert journey.worded(conditions.whole_life(answers, knowledge.thresholds, today)) == words
    assert journey.filled("It is {whole_life}.", knowledge, answers, today) == f"It is {words}."


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ({"value": 180_000, "term": 3, "service": "home visits"}, "home visits: £180,000 a year for 3 years"),
        ({}, "the service: a value that you have yet to set for a term that you have yet to set"),
        ({"value": "dont_know", "term": "skipped", "service": "skipped"},
         "the service: a value that you have yet to set for a term that you have yet to set"),
    ],
)  # fmt: skip
def test_a_placeholder_makes_a_sentence_whether_or_not_its_value_is_known(knowledge, today, answers, text):
    assert journey.filled("{service}: {value} for {term}", knowledge, answers, today) == text


def test_every_placeholder_is_filled(knowledge, today):
    names = journey.placeholders(knowledge, {}, today)
    text = journey.filled(" ".join("{" + name + "}" for name in names), knowledge, {}, today)
    assert names.keys() == {"whole_life", "value", "term", "service", "against", "main_outcome", "contract_manager"}
    assert "{" not in text
