"""Slips put right: which answer is meant, and what it is to be."""

from __future__ import annotations

import pytest

from actions.corrections import earlier, named_change, names_something_else

ANSWERS = {
    "nation": "england", "body": "council", "service": "Visits", "newness": "new_service", "value": 180_000, "vat": "without_vat",
    "term": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "question", "value"),
    [
        ("change the route to open competition", "route", "open competition"), ("change value to 280k", "value", "280k"),
        ("chnage the vlaue to 280k", "value", "280k"), ("change main outcome to people feel safe", "main_outcome",
        "people feel safe"),
        ("can you change the nation", "nation", ""), ("swap provider in mind to nobody", "in_view", "nobody"),
        ("change the price weight to 40%", "price_weight", "40%"), ("change the term from 3 to 5 years", "term", "5 years"),
        ("edit my answer on vat", "vat", ""), ("fix the budget, its 90k", "value", "90k"), ("make the term 4", "term", "4"),
        ("change extensions: 2", "extension", "2"), ("update the service to home visits", "service", "home visits"),
    ],
)  # fmt: skip
def test_the_name_right_after_change_decides(knowledge, said, question, value):
    named = named_change(knowledge.questions, said)
    assert named is not None
    assert (named.question.id, named.value) == (question, value)


@pytest.mark.parametrize(
    "said",
    ["change programme for violent partners", "can we change the contract value after award",
     "change of heart cafe", "a change of carer",
     "behaviour change courses", "what changes when the term ends", "make sure people are safe"],
)  # fmt: skip
def test_words_with_change_in_them_name_no_answer(knowledge, said):
    assert named_change(knowledge.questions, said) is None


def test_change_of_what_is_no_answer_is_still_a_change():
    assert names_something_else("change flavour to vanilla")
    assert not names_something_else("change programme for violent partners")


@pytest.mark.parametrize(
    ("here", "said", "question", "value"),
    [
        ("vat", "wait its 280k i got confused", "value", 280_000), ("vat", "no its 300k", "value", 300_000),
        ("term", "sorry I meant 300k a year", "value", 300_000), ("term", "acutally with vat", "vat", "with_vat"),
        ("rules", "wales", "nation", "wales"), ("main_outcome", "sorry I meant 300k a year", "value", 300_000),
    ],
)  # fmt: skip
def test_what_fits_only_an_earlier_question_is_its_correction(knowledge, here, said, question, value):
    answers = {name: given for name, given in ANSWERS.items() if name != here}
    slip = earlier(knowledge, knowledge.questions, answers, by_id(knowledge, here), said)
    assert slip is not None
    assert (slip.question.id, slip.value, slip.also_here) == (question, value, None)


def test_a_correction_that_fits_the_open_question_as_well_is_asked_about(knowledge):
    slip = earlier(knowledge, knowledge.questions, ANSWERS, by_id(knowledge, "extension"), "sorry i meant 5 years")
    assert slip is not None
    assert (slip.question.id, slip.value, slip.also_here) == ("term", 5, 5)


@pytest.mark.parametrize(
    ("here", "said"),
    [("extension", "5 years"), ("main_outcome", "with VAT"), ("market", "3 years"),
     ("body", "England"), ("rules", "yes"), ("rules", "it's 3"),
     ("contract_manager", "wait, what is a CIC")],
)  # fmt: skip
def test_an_answer_or_what_is_so_already_corrects_nothing(knowledge, here, said):
    assert earlier(knowledge, knowledge.questions, ANSWERS, by_id(knowledge, here), said) is None


def by_id(knowledge, id):
    return next(q for q in knowledge.questions if q.id == id)
