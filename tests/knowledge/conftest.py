"""What the tests of `knowledge` share: random profiles, drawn as a user would give them, question by question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import hypothesis
import pytest
from complete import complete
from hypothesis import strategies as st

from knowledge import journey, journeys
from knowledge.records import NO_ANSWER, Answers, AnswerValue, Knowledge, Question

hypothesis.settings.register_profile("guide", derandomize=True, max_examples=60, deadline=None)
hypothesis.settings.load_profile("guide")

Walk = Callable[..., Answers]


def answers_to(question: Question) -> st.SearchStrategy[AnswerValue]:
    """Anything that the question takes, not knowing and skipping included."""
    given: dict[str, st.SearchStrategy[Any]] = {
        "choice": st.sampled_from([*question.options] or [""]),
        "money": st.integers(1, 20_000_000),
        "years": st.sampled_from([0, 0.5, 1, 2, 3, 5, 10] if question.id == "extension" else [0.5, 1, 1.5, 2, 3, 5, 10]),
        "date": st.dates(date(2027, 1, 1), date(2031, 12, 31)).map(date.isoformat),
        "text": st.sampled_from(["Day support for adults", "People feel at home", "Contracts officer"]),
    }
    return st.one_of(given[question.kind], given[question.kind], st.sampled_from(NO_ANSWER))


@pytest.fixture(scope="session")
def walk(knowledge: Knowledge, today: date) -> Walk:
    """A random profile: `walk(data, nation="wales")` is complete, `walk(data, stop=5)` ends after five answers."""
    return _walk(knowledge, today)


@pytest.fixture(scope="session")
def walk_in(today: date) -> Callable[[Knowledge], Walk]:
    """Random profiles of any journey: `walk_in(one)(data)`."""
    return lambda knowledge: _walk(knowledge, today)


@pytest.fixture(scope="session", params=["commission", "spin_out", "impact"])
def one(request: pytest.FixtureRequest, everything: Knowledge) -> Knowledge:
    """The content of each journey in turn."""
    return journeys.only(everything, request.param)


def _walk(knowledge: Knowledge, today: date) -> Walk:
    """Random profiles of one journey."""

    def drawn(data: st.DataObject, *, stop: int = 1000, **fixed: AnswerValue) -> Answers:
        answers: Answers = {}
        while (here := journey.place(knowledge, answers, None, today)) and len(answers) < stop:
            id = here.question.id
            value = fixed[id] if id in fixed else data.draw(answers_to(here.question), label=id)
            answers = journey.record(knowledge, answers, id, value, today)
        return answers

    return drawn


@pytest.fixture(scope="session")
def first_options(knowledge: Knowledge, today: date) -> Callable[..., Answers]:
    """The complete profile that takes the first option everywhere, but for what is fixed."""

    return lambda **fixed: complete(knowledge, today, "Home visits for older people", **{"value": 180_000, **fixed})
