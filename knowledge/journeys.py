"""The journeys side by side: the content of one alone, and what was said in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.records import NO_ANSWER, Answers, AnswerValue, Journey, Knowledge


def named(knowledge: Knowledge, journey: str | None) -> Journey:
    """The journey with this id; the first one where there is none of it."""
    return next((each for each in knowledge.journeys if each.id == journey), knowledge.journeys[0])


def only(knowledge: Knowledge, journey: str | None) -> Knowledge:
    """The knowledge with the stages, phases, questions, advice and items of one journey alone; all else is as it was."""
    chosen = named(knowledge, journey).id
    stages = {stage.id for stage in knowledge.stages if stage.journey == chosen}
    parts = stages | {phase.id for phase in knowledge.phases if phase.journey == chosen}
    return knowledge.copy(
        update={
            "stages": tuple(each for each in knowledge.stages if each.id in stages),
            "phases": tuple(each for each in knowledge.phases if each.id in parts),
            "questions": tuple(each for each in knowledge.questions if each.stage in stages),
            "advice": tuple(each for each in knowledge.advice if each.stage in stages),
            "items": tuple(each for each in knowledge.items if each.part in parts),
        }
    )


@dataclass(frozen=True)
class Said:
    """What was said in all journeys of one conversation: the answers of the one under way, and of those set aside.

    `aside`: journey id -> its answers and the focus that it was left with.
    """

    journey: str | None
    answers: Answers
    focus: str | None = None
    aside: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def of(self, journey: str) -> Answers:
        """The answers of one journey; if it was not begun, what was said in passing before any was."""
        if journey in self.aside:
            return dict(self.aside[journey].get("answers", {}))
        return self.answers if self.journey in (None, journey) else {}

    def first(self, question: str) -> AnswerValue | None:
        """What was answered to a question: in the journey under way, else in one set aside; None without a real answer."""
        given = (answers[question] for answers in self._all() if answers.get(question, NO_ANSWER[0]) not in NO_ANSWER)
        return next(given, None)

    def switched(self, journey: str) -> dict[str, Any]:
        """The slots once another journey is under way: what is left is set aside, what was set aside comes back.

        Who has no journey under way has no answers but those said in passing: they go along.
        """
        if journey == self.journey:
            return {"journey": journey, "answers": self.answers, "focus": None, "aside": dict(self.aside)}
        aside = {name: dict(left) for name, left in self.aside.items()}
        if self.journey is not None:
            aside[self.journey] = {"answers": self.answers, "focus": self.focus}
        back = aside.pop(journey, {})
        passing = self.answers if self.journey is None else {}
        return {
            "journey": journey,
            "answers": {**passing, **back.get("answers", {})},
            "focus": back.get("focus"),
            "aside": aside,
        }

    def _all(self) -> Iterator[Answers]:
        yield self.answers
        yield from (dict(left.get("answers", {})) for left in self.aside.values())
