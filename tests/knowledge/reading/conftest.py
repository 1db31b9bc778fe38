"""What the tests of reading share: a question of the real content, and the reason why a text is asked back."""

from __future__ import annotations

import pytest

from knowledge.reading import Unreadable, read


@pytest.fixture(scope="session")
def knowledge(everything):
    """What all journeys ask is read alike."""
    return everything


@pytest.fixture(scope="session")
def question(knowledge):
    """A question of the real content by its id."""
    by_id = {q.id: q for q in knowledge.questions}
    return by_id.__getitem__


@pytest.fixture(scope="session")
def got(question, knowledge):
    """What comes of a text at a question: `got("value", "180k")`, with what was answered before."""
    return lambda id, text, **answers: read(question(id), text, answers, knowledge.places)


@pytest.fixture(scope="session")
def asked_back(got):
    """The reason why a text is no answer; a text that is one fails the test."""

    def reason(id, text, **answers):
        outcome = got(id, text, **answers)
        assert isinstance(outcome, Unreadable), f"{text!r} was taken for {outcome.value!r}"
        return outcome.reason

    return reason
