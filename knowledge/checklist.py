"""The advice and the checklist lines that a profile's answers call for, each with its reason and its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from knowledge import conditions, currency, days, journey
from knowledge.records import (
    NO_ANSWER,
    SKIPPED,
    Advice,
    Answers,
    Item,
    Knowledge,
    Moment,
    Note,
    Passage,
    Phase,
    Question,
    Request,
    Stage,
    Unheld,
    When,
)


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
    law: tuple[Note, ...]  # what commands it or what it turns on, as the author named it
    notes: tuple[Note, ...]  # what has changed since the passages, as far as a reader of the line meets what changed
    unheld: tuple[Unheld, ...] = ()
    item: Item | None = None
    who: str = ""
    by: str = ""
    moment: int = 0  # where `by` stands in the course of time
    due: date | None = None  # the last day that is in time, once the plan's days are given

    @property
    def asks_for(self) -> tuple[str, ...]:
        """Labels of the answers that its condition names, and the whole-life value where it turns on that.

        What the reason says itself ("you buy in Wales") is left out.
        """
        when = self.item.when if self.item else {}
        named = [said for said in self.said if said.question is None or said.question in when]
        return tuple(s.label for s in named if s.answer not in self.because and s.label not in self.because)

    @property
    def evidence(self) -> tuple[Note | Passage | Unheld, ...]:
        """All that it rests on: the law first, then the reports, then what we know that we do not hold."""
        return (*self.law, *self.passages, *self.unheld)


@dataclass(frozen=True)
class Checklist:
    """All lines by stage or phase; a draft until no question is left."""

    draft: bool
    profile: tuple[Said, ...]
    undecided: tuple[Said, ...]
    stages: tuple[tuple[Stage | Phase, tuple[Line, ...]], ...]

    @property
    def lines(self) -> list[Line]:
        return [line for _, lines in self.stages for line in lines]

    @property
    def in_days(self) -> bool:
        """True if a day was given from which any line has its own."""
        return any(line.due for line in self.lines)

    def of_priority(self, *priorities: str) -> list[Line]:
        """The lines of some priorities in the order in which they are due."""
        return [line for line in self.in_time() if line.item and line.item.priority in priorities]

    def in_time(self) -> list[Line]:
        """All lines in the order in which they are due."""
        return sorted(self.lines, key=lambda line: line.moment)


@dataclass(frozen=True)
class Profile:
    """One profile's answers with what every line of it needs, looked up once."""

    knowledge: Knowledge
    answers: Answers
    today: date

    @cached_property
    def known(self) -> dict[str, str]:
        """Everything that a condition may ask for."""
        return conditions.facts(self.answers, self.knowledge.thresholds, self.today)

    @cached_property
    def worth(self) -> conditions.WholeLife | None:
        """The whole-life value, if it is known."""
        return conditions.whole_life(self.answers, self.knowledge.thresholds, self.today)

    @cached_property
    def path(self) -> list[Question]:
        """The questions that these answers lead through."""
        return journey.path(self.knowledge, self.answers, self.today)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id."""
        return {question.id: question for question in self.knowledge.questions}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Every passage by its id."""
        return {passage.id: passage for passage in self.knowledge.passages}

    @cached_property
    def notes(self) -> dict[str, Note]:
        """Every note by its id."""
        return {note.id: note for note in self.knowledge.notes}

    @cached_property
    def moments(self) -> dict[str, tuple[int, Moment]]:
        """Every moment by its id, with its place in the course of time."""
        return {moment.id: (number, moment) for number, moment in enumerate(self.knowledge.moments)}

    @cached_property
    def shows(self) -> dict[str, str]:
        """What each placeholder stands for."""
        return journey.placeholders(self.knowledge, self.answers, self.today)

    def filled(self, text: str) -> str:
        """A text with its placeholders as this profile has them."""
        return journey.replaced(text, self.shows)


def make(knowledge: Knowledge, answers: Answers, today: date) -> Checklist:
    """The checklist so far, or the roadmap of a journey with phases. What asks for an answer that was not given is not in it."""
    profile = Profile(knowledge, answers, today)
    chosen = [item for item in knowledge.items if _concerns(item, profile.known)]
    parts: tuple[Stage | Phase, ...] = (*knowledge.stages, *knowledge.phases)
    stages = [(part, tuple(_item(profile, item) for item in chosen if item.part == part.id)) for part in parts]
    return Checklist(
        draft=not journey.finished(knowledge, answers, today),
        profile=_summary(profile),
        undecided=_undecided(profile),
        stages=tuple((stage, lines) for stage, lines in stages if lines),
    )


def requests(knowledge: Knowledge, answers: Answers, today: date) -> list[Line]:
    """What a group may ask its commissioner for, in the author's order."""
    profile = Profile(knowledge, answers, today)
    chosen = [request for request in knowledge.requests if _concerns(request, profile.known)]
    return [replace(_line(profile, each, each.ask), because=each.because) for each in chosen]


def _concerns(item: Item | Request, known: Mapping[str, str]) -> bool:
    skipped = bool(item.skip_when) and conditions.holds(item.skip_when, known)
    return conditions.holds(item.when, known) and not skipped


def advice(knowledge: Knowledge, stage: str, answers: Answers, today: date) -> list[Line]:
    """What the reports suggest for these answers in one stage; the most particular first, five at most."""
    profile = Profile(knowledge, answers, today)
    chosen = [a for a in knowledge.advice if a.stage == stage and conditions.holds(a.when, profile.known)]
    chosen.sort(key=lambda a: -len(a.when))
    return [_line(profile, a, a.say) for a in chosen[:5]]


def summary(knowledge: Knowledge, answers: Answers, today: date) -> tuple[Said, ...]:
    """Every answer on the path in the order of the questions."""
    return _summary(Profile(knowledge, answers, today))


def _summary(profile: Profile) -> tuple[Said, ...]:
    return tuple(_said(profile, q.id) for q in profile.path if q.id in profile.answers)


def _undecided(profile: Profile) -> tuple[Said, ...]:
    """The questions on the path without a decision: not asked yet, skipped, not known, or said to be open."""
    answers = profile.answers
    open_ones = [q for q in profile.path if answers.get(q.id, SKIPPED) in (*NO_ANSWER, *q.still_open)]
    return tuple(_said(profile, q.id) if q.id in answers else Said(q.label, "Not answered yet", q.id) for q in open_ones)


def _item(profile: Profile, item: Item) -> Line:
    number, moment = profile.moments[item.by]
    due = days.due(moment.dated, profile.answers) if moment.dated else None
    unheld = tuple(each for each in profile.knowledge.unheld if each.id in item.unheld) if item.unheld else ()
    line = _line(profile, item, item.do)
    return replace(line, item=item, who=profile.filled(item.who), by=moment.say, moment=number, due=due, unheld=unheld)


def _line(profile: Profile, entry: Item | Advice | Request, text: str) -> Line:
    cited = tuple(profile.passages[name] for name in entry.passages)
    given = profile.answers.get("nation")
    nation = given if isinstance(given, str) else None
    said = profile.filled(text)
    met = " ".join((said, *(p.title for p in cited)))
    since = [profile.notes[name] for name in dict.fromkeys(name for p in cited for name in p.notes) if name not in entry.notes]
    return Line(
        id=entry.id, text=said, because=_because(profile, entry), said=_reasons(profile, entry.when), passages=cited,
        law=tuple(currency.shown([profile.notes[name] for name in entry.notes], nation)),
        notes=tuple(note for note in currency.shown(since, nation) if currency.named_in(note, met)),
    )  # fmt: skip


def _because(profile: Profile, entry: Item | Advice | Request) -> str:
    """The author's reason; but where an answer is open that the reason would state, that it is open."""
    unsettled = [
        profile.questions[name].label for name, values in entry.when.items()
        if profile.answers.get(name) in NO_ANSWER and not {*values} <= {*NO_ANSWER}
    ]  # fmt: skip
    return f"this is not settled yet: {' and '.join(unsettled)}" if unsettled else profile.filled(entry.because)


def _reasons(profile: Profile, when: When) -> tuple[Said, ...]:
    """The answers that made a condition hold; a derived fact names the answers that it is worked out from."""
    asked = dict.fromkeys(name for key in when for name in conditions.reads(key))
    worth = profile.worth
    on_worth = worth and any(key in conditions.FACTS and "value" in conditions.reads(key) for key in when)
    money = {"value", "term", "extension", "vat"} if on_worth else set()
    said = [_said(profile, name) for name in asked if name in profile.answers and name not in money]
    return (*((Said("Whole-life value", journey.worded(worth)),) if on_worth and worth else ()), *said)


def _said(profile: Profile, question: str) -> Said:
    """An answer in words; one that confirms what its question shows says what was shown as well."""
    asked = profile.questions[question]
    said = journey.said(asked, profile.answers[question])
    shown = f"{journey.worded(profile.worth)}. " if profile.worth and "{whole_life}" in asked.ask else ""
    return Said(asked.label, f"{shown}{said}", question)
