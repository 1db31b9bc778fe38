"""The advice and the checklist lines that a profile's answers call for, each with its reason and its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from knowledge import conditions, currency, journey
from knowledge.records import Advice, Answers, Item, Knowledge, Note, Passage, Stage, When


@dataclass(frozen=True)
class Said:
    """What the user said that a line rests on: the question's label, the answer in words, and the question's id."""

    label: str
    answer: str
    # The one that changes it, None for what is worked out of several answers. Two that say the same are the same.
    question: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Line:
    """An item or a piece of advice as this profile gets it."""

    id: str
    text: str
    because: str
    said: tuple[Said, ...]
    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]
    item: Item | None = None


@dataclass(frozen=True)
class Checklist:
    """All lines by stage; a draft until no question is left."""

    draft: bool
    profile: tuple[Said, ...]
    stages: tuple[tuple[Stage, tuple[Line, ...]], ...]

    @property
    def lines(self) -> list[Line]:
        return [line for _, lines in self.stages for line in lines]


def make(knowledge: Knowledge, answers: Answers, today: date) -> Checklist:
    """The checklist so far. An item that asks for an answer which was not given is not in it."""
    known = conditions.facts(answers, knowledge.thresholds, today)
    chosen = [item for item in knowledge.items if conditions.holds(item.when, known)]
    stages = [
        (stage, tuple(_line(knowledge, item, item.do, answers, today) for item in chosen if item.stage == stage.id))
        for stage in knowledge.stages
    ]
    return Checklist(
        draft=not journey.finished(knowledge, answers, today),
        profile=summary(knowledge, answers, today),
        stages=tuple((stage, lines) for stage, lines in stages if lines),
    )


def advice(knowledge: Knowledge, stage: str, answers: Answers, today: date) -> list[Line]:
    """What the reports suggest for these answers in one stage; the most particular first, five at most."""
    known = conditions.facts(answers, knowledge.thresholds, today)
    chosen = [a for a in knowledge.advice if a.stage == stage and conditions.holds(a.when, known)]
    chosen.sort(key=lambda a: -len(a.when))
    return [_line(knowledge, a, a.say, answers, today) for a in chosen[:5]]


def summary(knowledge: Knowledge, answers: Answers, today: date) -> tuple[Said, ...]:
    """Every answer on the path in the order of the questions."""
    on_path = journey.path(knowledge, answers, today)
    return tuple(_said(knowledge, q.id, answers, today) for q in on_path if q.id in answers)


def _line(knowledge: Knowledge, entry: Item | Advice, text: str, answers: Answers, today: date) -> Line:
    passages = {p.id: p for p in knowledge.passages}
    notes = {n.id: n for n in knowledge.notes}
    cited = [passages[name] for name in entry.passages]
    named = dict.fromkeys([*entry.notes, *(name for p in cited for name in p.notes)])
    nation = answers.get("nation")
    return Line(
        id=entry.id,
        text=journey.filled(text, knowledge, answers, today),
        because=journey.filled(entry.because, knowledge, answers, today),
        said=_reasons(knowledge, entry.when, answers, today),
        passages=tuple(cited),
        notes=tuple(currency.shown([notes[name] for name in named], nation if isinstance(nation, str) else None)),
        item=entry if isinstance(entry, Item) else None,
    )


def _reasons(knowledge: Knowledge, when: When, answers: Answers, today: date) -> tuple[Said, ...]:
    """The answers that made a condition hold; a derived fact names the answers that it is worked out from."""
    asked = dict.fromkeys(name for key in when for name in conditions.reads(key))
    worth = conditions.whole_life(answers, knowledge.thresholds, today)
    on_worth = worth and any(key in conditions.FACTS and "value" in conditions.reads(key) for key in when)
    money = {"value", "term", "extension", "vat"} if on_worth else set()
    said = [_said(knowledge, name, answers, today) for name in asked if name in answers and name not in money]
    return (*((Said("Whole-life value", journey.worded(worth)),) if on_worth and worth else ()), *said)


def _said(knowledge: Knowledge, question: str, answers: Answers, today: date) -> Said:
    asked = next(q for q in knowledge.questions if q.id == question)
    return Said(asked.label, journey.said(asked, answers[question]), question)
