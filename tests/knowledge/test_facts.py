"""Which structured fact a question asks for: names and phrases are closed lists, so what is found is what was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

import pytest

from knowledge import cases
from knowledge.facts import Facts, Told
from knowledge.records import Case, Fact, Knowledge

Ask = Callable[[str], tuple[list[Case], list[Optional[Told]]]]


@pytest.fixture(scope="module")
def facts(knowledge: Knowledge) -> Facts:
    return Facts(knowledge)


@pytest.fixture(scope="module")
def ask(facts: Facts, knowledge: Knowledge) -> Ask:
    """The cases that a question names, and what is told of each."""

    def asked(question: str) -> tuple[list[Case], list[Told | None]]:
        found, bare = cases.named(question, cases.names(knowledge.cases))
        subjects = facts.cases(found)
        return subjects, [facts.asked(bare, subject) for subject in subjects]

    return asked


TOLD = [
    ("how long was the Torbay contract?", "five years", "torbay-five-years-plus-two"),
    ("Torbay: how long?", "five years", "torbay-five-years-plus-two"),
    ("how many staff does care plus group have", "800", "care-plus-group-in-brief"),
    ("where is pulp friction", "Nottinghamshire", "pulp-friction-smoothie-bars"),
    ("how old is the foster care cooperative", "1999", "foster-care-co-operative-members"),
    ("how long is the contract of the plymouth alliance", "10 years", "plymouth-alliance-ten-years"),
]


@pytest.mark.parametrize(("question", "says", "passage"), TOLD)
def test_the_fact_that_is_asked_for_is_told_with_its_passage(ask: Ask, question: str, says: str, passage: str) -> None:
    (told,) = ask(question)[1]
    assert told is not None
    assert says.lower() in told.text.lower()
    assert passage in told.passages


@pytest.mark.parametrize(
    "question",
    [
        "how can risk be shared?", "how long should a contract be?", "who sat on the board of Open Door?", "tell me about Torbay",
        "is a co-operative the right thing for nurses?", "why did Salford choose Unlimited Potential?",
    ],
)  # fmt: skip
def test_a_question_for_no_closed_phrase_asks_for_no_fact(ask: Ask, question: str) -> None:
    assert ask(question)[1] in ([], [None])


@pytest.mark.parametrize(
    ("question", "case", "attribute"),
    [
        ("how much did Torbay cost?", "sandwell-torbay", "cost"),
        ("what went wrong in Salford?", "unlimited-potential", "went_wrong"),
        ("how was risk shared in Connected Care", "connected-care-hartlepool", "risk"),
    ],
)
def test_what_a_report_does_not_say_of_its_case_is_known(ask: Ask, question: str, case: str, attribute: str) -> None:
    (told,) = ask(question)[1]
    assert told is not None and told.absent is not None
    assert (told.absent[0].id, told.absent[1].id) == (case, attribute)


def test_a_question_that_can_be_answered_in_part_is_not_absent(facts: Facts, knowledge: Knowledge) -> None:
    case = next(c for c in knowledge.cases if c.facts["cost"] == "not_in_report" and isinstance(c.facts["length"], Fact))
    told = facts.asked("How long is the contract and what did it cost?", case)
    assert told is not None and told.absent is None


def test_two_cases_in_one_question_are_two_subjects(ask: Ask) -> None:
    found, _ = ask("what do Torbay and Salford have in common?")
    assert sorted(case.id for case in found) == ["sandwell-torbay", "unlimited-potential"]
