"""Which case a text names, and what its report leaves out."""

from __future__ import annotations

import pytest

from knowledge import cases
from knowledge.records import Case, Fact, Knowledge

NAMES = {"unlimited potential": "salford", "safeguard it": "merseyside", "torbay": "torbay", "scct": "torbay"}

NAMED = [
    ("How long was Torbay's contract?", {"torbay"}, "how long was contract ?"),
    ("TORBAY", {"torbay"}, ""),
    ("What did Unlimited Potential and Safeguard It share?", {"salford", "merseyside"}, "what did and share ?"),
    ("did safegard it cut fires", {"merseyside"}, "did cut fires"),
    ("unlimted potental", {"salford"}, ""),
    ("torbay, torbay and SCCT", {"torbay"}, "and"),
    ("how can risk be shared?", set(), "how can risk be shared ?"),
    ("the scat sat", set(), "the scat sat"),  # near to a short name only
    ("", set(), ""),
]


@pytest.mark.parametrize(("text", "found", "bare"), NAMED)
def test_the_cases_of_a_text_and_the_text_without_them(text: str, found: set[str], bare: str) -> None:
    assert cases.named(text, NAMES) == (found, bare)


def test_the_longest_name_is_sought_first(knowledge: Knowledge) -> None:
    sizes = [len(name) for name in cases.names(knowledge.cases)]
    assert len(sizes) > len(knowledge.cases)
    assert sizes == sorted(sizes, reverse=True)


def _every_name(knowledge: Knowledge) -> list[tuple[str, str]]:
    return [(name, case.id) for case in knowledge.cases for name in (case.name, *case.aliases)]


def test_every_name_of_a_case_finds_it(knowledge: Knowledge) -> None:
    known, every = cases.names(knowledge.cases), _every_name(knowledge)
    assert len(every) >= 2 * len(knowledge.cases)
    assert [name for name, case in every if case not in cases.named(f"Tell me about {name}.", known)[0]] == []


def _about(knowledge: Knowledge, attribute: str, *, given: bool) -> Case:
    return next(c for c in knowledge.cases if isinstance(c.facts.get(attribute), Fact) is given)


@pytest.mark.parametrize(
    ("attribute", "question"),
    [
        ("cost", "How much did it cost?"),
        ("price_weight", "What weight did price have?"),
        ("provider_age", "How old was the provider?"),
        ("went_wrong", "What went wrong?"),
    ],
)
def test_what_the_report_does_not_say_of_a_case_is_named(knowledge: Knowledge, attribute: str, question: str) -> None:
    missing = cases.absent(question, _about(knowledge, attribute, given=False), knowledge.attributes)
    assert missing is not None and missing.id == attribute


@pytest.mark.parametrize(("attribute", "question"), [("length", "How long is the contract?"), ("went_wrong", "What went wrong?")])
def test_what_the_report_does_say_is_not_absent(knowledge: Knowledge, attribute: str, question: str) -> None:
    assert cases.absent(question, _about(knowledge, attribute, given=True), knowledge.attributes) is None


def test_a_question_for_no_attribute_asks_for_nothing_absent(knowledge: Knowledge) -> None:
    assert [cases.absent("Who sat on the board?", case, knowledge.attributes) for case in knowledge.cases] == [None] * len(
        knowledge.cases
    )


def test_a_question_that_is_answered_in_part_is_not_absent(knowledge: Knowledge) -> None:
    case = next(c for c in knowledge.cases if c.facts.get("cost") == "not_in_report" and isinstance(c.facts.get("length"), Fact))
    assert cases.absent("How long is the contract and what did it cost?", case, knowledge.attributes) is None
