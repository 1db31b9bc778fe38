"""The same question politely, in capitals, in keywords, with a typing error and with a greeting gets the same first passage."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from retrieval import evaluate
from retrieval.answer import Answerer
from retrieval.text import content_words

ASKED, SAME = 50, 0.85


def keywords(question: str) -> str:
    return " ".join(content_words(question))


def mistyped(question: str) -> str:
    """Two letters inside the longest word changed about."""
    longest = max(question.split(), key=lambda word: len(word) if word.isalpha() else 0)
    at = random.Random(question).randrange(1, max(2, len(longest) - 2))
    return question.replace(longest, longest[:at] + longest[at + 1 : at + 2] + longest[at] + longest[at + 2 :], 1)


WAYS: dict[str, Callable[[str], str]] = {
    "politely": lambda q: f"Could you please tell me: {q} Many thanks",
    "in capitals": str.upper,
    "in keywords": keywords,
    "mistyped": mistyped,
    "with a greeting": lambda q: f"Hi there, hope you are well. {q}",
}


def first(answerer: Answerer, question: str) -> str | None:
    answer = answerer.answer(question)
    if answer.note:
        return answer.note.id
    return answer.passages[0].passage.id if answer.passages else None


@pytest.fixture(scope="module")
def usual(answerer: Answerer) -> dict[str, str | None]:
    cases = [c for c in evaluate.read() if c.half == "dev" and c.kind == "answerable" and c.style not in ("typo", "keywords")]
    return {case.question: first(answerer, case.question) for case in random.Random(1).sample(cases, ASKED)}


def test_the_same_in_five_ways_gets_the_same_first_passage(answerer: Answerer, usual: dict[str, str | None]) -> None:
    same = {
        name: sum(first(answerer, way(question)) == found for question, found in usual.items()) / ASKED
        for name, way in WAYS.items()
    }
    print(same)
    assert sum(same.values()) / len(same) >= SAME, same
