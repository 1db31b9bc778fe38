"""Whether a question is ours at all: nearer to what people ask us than to questions on other things."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.answer import Answerer
from retrieval.index import NoIndexError
from retrieval.subject import ELSEWHERE, Subject


class Axes:
    """Encodes "a" and "b" as the two axes, anything else as the middle between them."""

    def encode(self, texts: list[str]) -> np.ndarray:
        known = {"a": (1.0, 0.0), "b": (0.0, 1.0)}
        return np.array([known.get(text, (0.5**0.5, 0.5**0.5)) for text in texts], dtype=np.float32)

    def vocabulary(self) -> frozenset[str]:
        return frozenset()


BETWEEN_TWO = Subject(Axes().encode(["a"]), Axes().encode(["b"]), Axes())


@pytest.mark.parametrize(("question", "nearness"), [("a", 1), ("b", -1), ("ab", 0)])
def test_nearness_by_hand(question: str, nearness: float) -> None:
    assert BETWEEN_TWO.nearness(question) == pytest.approx(nearness, abs=1e-6)


def test_it_is_the_same_after_a_journey_to_the_disk(tmp_path: Path) -> None:
    BETWEEN_TWO.save(tmp_path)
    assert Subject.load(tmp_path, Axes()).nearness("a") == BETWEEN_TWO.nearness("a")
    with pytest.raises(NoIndexError, match="run `make index`"):
        Subject.load(tmp_path / "none", Axes())


def test_no_question_of_other_things_is_there_twice_or_measures_anything(answerer: Answerer) -> None:
    from retrieval import evaluate

    others = ELSEWHERE.read_text(encoding="utf-8").splitlines()
    assert len(others) == len({other.lower() for other in others}) >= 300
    measured = {case.question.lower() for case in evaluate.read()}
    assert not measured & {other.lower() for other in others}


@pytest.mark.parametrize(
    ("question", "ours"),
    [
        ("how did Salford share the risk?", True), ("risk", True), ("can staff own the company", True),
        ("is open door worth the money? SROI", True), ("why not just let the in-house team do it", True),
        ("how long should pasta boil", False), ("who sings the new Bond song", False), ("flights to Rome", False),
    ],
)  # fmt: skip
def test_short_questions_of_ours_are_nearer_than_those_on_other_things(answerer: Answerer, question: str, ours: bool) -> None:
    assert (answerer.subject.nearness(question) > 0) is ours
