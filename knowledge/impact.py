"""An impact statement from a profile's answers: for each level the benefit, what shows it, and who measured the like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge import checklist
from knowledge.records import NO_ANSWER, Answers, Fact, Knowledge, Level, Note, Passage


@dataclass(frozen=True)
class Part:
    """One part of a level: what it is called, and the group's own words; None while it is open."""

    label: str
    said: str | None


@dataclass(frozen=True)
class Stated:
    """A level as these answers have it. It is left out where the answers say that there is nothing to claim."""

    level: Level
    left_out: bool
    benefit: Part
    hard: Part
    soft: Part
    how: Part
    example: Fact | None
    passages: tuple[Passage, ...]  # of the example
    law: tuple[Note, ...]

    @property
    def shown_by(self) -> tuple[Part, ...]:
        """What shows the benefit: counted, told, collected."""
        return (self.hard, self.soft, self.how)

    @property
    def open(self) -> tuple[str, ...]:
        """The parts that are still open; none of a level that is left out."""
        return () if self.left_out else tuple(part.label for part in (self.benefit, *self.shown_by) if part.said is None)


LABELS = {"hard": "We count", "soft": "People tell us", "how": "We collect it by"}


def stated(knowledge: Knowledge, answers: Answers, today: date) -> tuple[Stated, ...]:
    """Every level, in the author's order."""
    profile = checklist.Profile(knowledge, answers, today)
    said = {each.question: each.answer for each in checklist.summary(knowledge, answers, today)}
    on_path = {question.id for question in profile.path}

    def part(label: str, question: str) -> Part:
        return Part(label, said.get(question) if answers.get(question) not in (None, *NO_ANSWER) else None)

    def made(level: Level) -> Stated:
        example = level.examples.get(str(answers.get(level.kind)))
        return Stated(
            level, level.benefit not in on_path, part(profile.questions[level.benefit].label, level.benefit),
            part(LABELS["hard"], level.hard), part(LABELS["soft"], level.soft), part(LABELS["how"], level.how), example,
            tuple(profile.passages[name] for name in example.passages) if example else (),
            tuple(profile.notes[name] for name in example.notes) if example else (),
        )  # fmt: skip

    return tuple(made(level) for level in knowledge.levels)
