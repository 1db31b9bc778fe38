"""Words and sentences, by hand."""

from __future__ import annotations

import pytest
import Stemmer

from retrieval.text import content_words, sentences, terms, words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How can risk be shared?", ["how", "can", "risk", "be", "shared"]),
        ("£1.5m and £24 billion", ["1.5m", "and", "24", "billion"]),
        ("the council’s start-up money", ["the", "council's", "start-up", "money"]),
        ("🦄 ?!", []),
        ("", []),
    ],
)
def test_words_are_in_lower_case_with_figures_whole(text: str, said: list[str]) -> None:
    assert words(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How can the risk be shared?", ["risk", "shared"]),
        ("What is the council's part?", ["council", "part"]),
        ("What is it that you do?", []),
    ],
)
def test_words_that_say_nothing_are_left_out(text: str, said: list[str]) -> None:
    assert content_words(text) == said


def test_terms_are_stems_with_a_hyphenated_word_also_in_its_parts() -> None:
    assert terms("Sharing start-up risks", Stemmer.Stemmer("english")) == ["share", "start-up", "start", "up", "risk"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It began. It grew.", ["It began.", "It grew."]),
        ("It cost £1.5m. 41 fires fewer!\nWhy? “Trust.”", ["It cost £1.5m.", "41 fires fewer!", "Why?", "“Trust.”"]),
        ("See e.g. the board.", ["See e.g. the board."]),
        ("  One   sentence\nonly  ", ["One sentence only"]),
        ("", []),
    ],
)
def test_a_text_falls_into_its_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts
