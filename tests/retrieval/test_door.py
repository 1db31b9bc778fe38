"""The door for what people type: the question is searched for, not the manners round it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.door import _without_accents, folded, searched

QUESTION = "how was risk shared in Salford?"
ROUND_IT = [
    "Hi there, hope you are well. {} Many thanks", "hello\n{}\nKind regards\nSam", "Good morning, {} thank you very much!",
    "Dear colleague, {} Best wishes, Jo Bloggs", "hi {} thx", "Q1. {}", "Question 12: {}", "3) {}", "b. {}", "- {}",
    "• {}", "> {}",
    "“{}”", "‘{}’", '"{}"', "«{}»", "Could you please tell me: {}", "please can you tell me {}", "I was wondering {}",
    "I would like to know {}", "Sorry to bother you again, {} cheers", "quick question - {} ta", "😀 {} 🙏", "  {}  ",
    "Hello! “{}” Thanks in advance.", "1. “{}”", "how w\u00adas risk sh\u200bared in Sal\u2060ford?",
    "ｈｏｗ was risk shared in Salford？",
    "höw was risk shared in Salford?", "HOW WAS RISK SHARED IN SALFORD?",
]  # fmt: skip
LEFT = [
    "thanks", "please", "hello", "TUPE?", "TUPE PSR?", "tell me about Torbay", "what works best", "morning sessions for carers",
    "Dear old people", "is 2. better", "Q fever clinics", "don't know", "'users' say it is 'design'",
    "can you reserve a contract?",
    "could you tell the provider to stop?", "a and b", "who pays the best?", "3 years plus 2", "do you know Torbay",
]  # fmt: skip


@pytest.mark.parametrize("wrapped", ROUND_IT)
def test_courtesies_numbering_quotes_and_odd_letters_are_no_part_of_a_question(wrapped: str) -> None:
    assert searched(wrapped.format(QUESTION)).lower() == QUESTION.lower()


@pytest.mark.parametrize("text", LEFT)
def test_words_that_are_all_there_is_or_mean_something_stay(text: str) -> None:
    assert searched(text) == text


PIECES = st.sampled_from(
    ["hi", "Hi there,", "thanks", "please", "Q1.", "\n", "how long", "“", "”", "'", '"', "could you tell me", "if",
     "LOUD WORDS HERE NOW", "-", "1)", "hope you are well.", ":", "é", "?", "regards", "½", "best", "x"]
)  # fmt: skip


@given(st.one_of(st.text(st.characters(), max_size=40), st.lists(PIECES, max_size=8).map(" ".join)))
def test_cutting_twice_is_cutting_once_and_never_leaves_nothing_of_words(text: str) -> None:
    once = searched(text)
    assert searched(once) == once
    assert not re.search(r"[^\W_]{2}", _without_accents(folded(text))) or re.search(r"[^\W_]{2}", once)
