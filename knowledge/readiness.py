"""How ready a group is by dimension: not yet, nearly or ready; why, the next step with what it rests on, and who helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge import currency, journey
from knowledge.records import (
    NATION_NAMES,
    NO_ANSWER,
    Answers,
    Dimension,
    Knowledge,
    Listed,
    NextStep,
    Note,
    Passage,
    Question,
    Sign,
)
from knowledge.wording import joined, lowered

LEVEL_WORDS = {"not_yet": "not yet", "nearly": "nearly", "ready": "ready"}  # from the lowest up
LEVELS = (*LEVEL_WORDS,)
NAMED_IN = "the 2011 paper"
CAUTION = (
    "A side stands where its weakest answer stands. Not ready is no failure: each has its next step, and to stay where you are "
    "is a fair end."
)


@dataclass(frozen=True)
class Told:
    """What one answer tells. `answer` is None where there is none; `step` is None where nothing is left to do."""

    question: Question
    answer: str | None
    level: str  # one of LEVELS
    step: NextStep | None
    passages: tuple[Passage, ...] = ()
    law: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Helper:
    """Somebody or something to turn to, and what became of it as far as we know."""

    entry: Listed
    became: tuple[Note, ...]

    @property
    def told(self) -> str:
        """Its name and what became of it, from a note; that we hold none is told as plainly."""
        if self.became:
            return f"{self.entry.name} ({' '.join(note.text.rstrip('.') for note in self.became)})"
        return f"{self.entry.name} (named in {NAMED_IN}; we hold nothing on what has become of it)"


@dataclass(frozen=True)
class Standing:
    """A dimension as these answers have it."""

    dimension: Dimension
    level: str  # the lowest of its signs'
    told: tuple[Told, ...]
    helpers: tuple[Helper, ...]

    @property
    def said(self) -> str:
        """The answers that it stands on, in words."""
        return "; ".join(f"{told.question.label}: {lowered(told.answer) if told.answer else 'not said'}" for told in self.told)

    @property
    def who_helps(self) -> str:
        """Those to turn to, in words; "" where it is ready."""
        return joined([*(helper.told for helper in self.helpers), self.dimension.ask]) if self.level != "ready" else ""

    @property
    def next(self) -> Told | None:
        """The sign that holds it back most, in the order of the questions; None if it is ready."""
        return min((each for each in self.told if each.step), key=lambda each: LEVELS.index(each.level), default=None)


def standing(knowledge: Knowledge, answers: Answers, today: date) -> tuple[Standing, ...]:
    """Every dimension that these answers have a question for."""
    asked = {question.id: question for question in journey.path(knowledge, answers, today)}
    found = []
    for dimension in knowledge.dimensions:
        told = tuple(_told(knowledge, asked[sign.question], sign, answers) for sign in dimension.signs if sign.question in asked)
        if told:
            level = min((each.level for each in told), key=LEVELS.index)
            found.append(Standing(dimension, level, told, () if level == "ready" else _helpers(knowledge, dimension, answers)))
    return tuple(found)


def level_of(sign: Sign, answer: object) -> str:
    """What an answer tells by itself."""
    return "ready" if answer in sign.ready else "nearly" if answer in sign.nearly else "not_yet"


def _told(knowledge: Knowledge, question: Question, sign: Sign, answers: Answers) -> Told:
    answer = answers.get(question.id)
    level = level_of(sign, answer)
    step = {"ready": None, "nearly": sign.next_nearly, "not_yet": sign.next_not_yet}[level]
    names, notes = (step.passages, step.notes) if step else ((), ())
    said = journey.said(question, answer) if answer is not None and answer not in NO_ANSWER else None
    return Told(
        question, said, level, step, tuple(p for p in knowledge.passages if p.id in names),
        tuple(note for note in knowledge.notes if note.id in notes and answers.get("nation") in note.nations),
    )  # fmt: skip


def _helpers(knowledge: Knowledge, dimension: Dimension, answers: Answers) -> tuple[Helper, ...]:
    """Those of the whole UK or of the reader's nation, in the author's order."""
    notes = {note.id: note for note in knowledge.notes}
    listed = {entry.id: entry for entry in knowledge.directory}
    nation = answers.get("nation")
    here = [listed[name] for name in dimension.helpers if listed[name].nation in ("uk", nation)]
    return tuple(
        Helper(entry, tuple(currency.shown([notes[name] for name in entry.notes], nation if nation in NATION_NAMES else None)))
        for entry in here
    )


def counts(found: Sequence[Standing]) -> dict[str, int]:
    """Level -> how many dimensions stand there."""
    return {level: sum(each.level == level for each in found) for level in LEVELS}


def in_short(found: Sequence[Standing]) -> str:
    """How many dimensions stand where, in a sentence."""
    many = [f"{number} {LEVEL_WORDS[level]}" for level, number in counts(found).items() if number]
    return f"Of {len(found)} sides: {joined(many)}." if found else "Nothing is known of any side yet."
