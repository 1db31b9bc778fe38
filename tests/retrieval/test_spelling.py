"""Misspelt words become the content's own; words of ours and of English stay."""

from __future__ import annotations

import pytest

from retrieval.answer import Answerer
from retrieval.spelling import repaired

OURS = {"commissioning": 9, "tender": 5, "footfall": 1, "risk": 7, "contract": 6, "contact": 2, "share": 3, "health": 4}
ENGLISH = frozenset("football form from swap better sharing how was the can be".split())

REPAIRED = [
    ("comissioning", "commissioning"),  # a letter missing
    ("commmissioning", "commissioning"),  # one too many
    ("commisisoning", "commissioning"),  # two swapped
    ("comissionnig", "commissioning"),  # two faults in a long word
    ("how was the contrct?", "how was the contract?"),
    ("Tendr", "tender"),
    ("the haelth risk", "the health risk"),
]
LEFT = [
    "football",  # English, though "footfall" is one letter away
    "swapping",  # English without its ending
    "contracts",  # ours without its ending
    "rsk",  # too short
    "CONTRCT",  # may be an abbreviation
    "zzzzzzzzz",  # near to nothing
    "bender",  # one letter away, but the first
    "contrct's",
    "£250,000",
    "",
]


@pytest.mark.parametrize(("question", "right"), REPAIRED)
def test_a_misspelt_word_is_repaired(question: str, right: str) -> None:
    assert repaired(question, OURS, ENGLISH) == right


@pytest.mark.parametrize("question", LEFT)
def test_what_is_no_misspelling_stays(question: str) -> None:
    assert repaired(question, OURS, ENGLISH) == question


def test_of_equally_near_words_the_commonest_is_taken() -> None:
    assert repaired("conract", OURS, ENGLISH) == "contract"
    assert repaired("conract", {**OURS, "contact": 60}, ENGLISH) == "contact"
    assert repaired("stare", {"store": 2, "stage": 9}, frozenset()) == "stage"


@pytest.mark.parametrize(
    "question",
    ["What is a needs assessment?", "the weather in Torbay", "Who won the football?", "Tell me about Safeguard It and TUPE"],
)
def test_a_well_spelt_question_is_left_as_it_is_by_the_real_words(answerer: Answerer, question: str) -> None:
    assert repaired(question, answerer.index.spelt, answerer.index.english) == question


def test_the_real_words_repair_a_misspelt_question(answerer: Answerer) -> None:
    asked = "how did comissioners share the risk of the contrct"
    assert repaired(asked, answerer.index.spelt, answerer.index.english) == "how did commissioners share the risk of the contract"
