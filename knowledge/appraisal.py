"""An options appraisal: options scored on what matters to the group, as far as evidence goes, and what would change the order.

Nothing here weighs likelihood: a score says how the evidence points. An option's score is the weighted mean over the criteria on
which there is evidence for it in the group's nation, from 0 (weak throughout) to 3 (strong throughout).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from knowledge import conditions
from knowledge.records import NO_ANSWER, Answers, KnockOut, Knowledge, Note, Option, Passage, Question, Score

POINTS = {"strong": 3, "good": 2, "mixed": 1, "weak": 0}
WEIGHTS = {"very_important": 3, "important": 2, "slightly_important": 1, "not_important": 0}
# An option is ranked if its evidence covers this share of the group's weight; the others are listed apart.
COVERED = Fraction(1, 2)
# With less than this share of the criteria weighted, nothing is recommended.
WEIGHTED = Fraction(1, 2)
MOST_CHANGES = 4


@dataclass(frozen=True)
class Reason:
    """Why an option got what it got on one criterion. `score` is None without evidence in this nation."""

    criterion: Question
    weight: int
    score: Score | None
    passages: tuple[Passage, ...] = ()
    law: tuple[Note, ...] = ()
    noted: tuple[Note, ...] = ()  # what the passages carry on what has changed, of any nation


@dataclass(frozen=True)
class Out:
    """Why an option is out: it is not that form, or the law forbids it; or what has to be checked before it is chosen."""

    rule: KnockOut
    passages: tuple[Passage, ...] = ()
    law: tuple[Note, ...] = ()
    noted: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Ranked:
    """An option as this group's answers judge it."""

    option: Option
    score: Fraction | None  # 0 to 3; None without any evidence that counts
    covered: Fraction  # share of the group's weight on which there is evidence, 0 to 1
    reasons: tuple[Reason, ...]
    out: tuple[Out, ...] = ()
    checks: tuple[Out, ...] = ()

    @property
    def ranks(self) -> bool:
        """True if enough is known to rank it and nothing rules it out."""
        return not self.out and self.score is not None and self.covered >= COVERED


@dataclass(frozen=True)
class Change:
    """One other answer that puts another option first."""

    question: Question
    before: str | None  # an option of the question, or None where it is open
    after: str
    step: int  # how far a weight moves, 1 to 3; 1 for any other answer
    first: tuple[Option, ...]  # who is first then


@dataclass(frozen=True)
class Appraisal:
    """All options: those that rank, best first; those of which too little is known; those that are out."""

    ranked: tuple[tuple[Ranked, ...], ...]  # those with the same score stand together: a tie
    unknown: tuple[Ranked, ...]
    out: tuple[Ranked, ...]
    missing: tuple[Question, ...]  # questions without which nothing is recommended
    changes: tuple[Change, ...]

    @property
    def first(self) -> tuple[Ranked, ...]:
        """The best; several if they tie, none if none ranks."""
        return self.ranked[0] if self.ranked else ()

    @property
    def thin(self) -> bool:
        """True if the answers are too few for any recommendation."""
        return bool(self.missing) or not self.ranked

    @property
    def every(self) -> tuple[Ranked, ...]:
        """All options in the order in which they are told."""
        return (*(each for tied in self.ranked for each in tied), *self.unknown, *self.out)


class Appraiser:
    """Weighs the options of one journey's content in one nation; reads the content once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._passages = {each.id: each for each in knowledge.passages}
        self._notes = {each.id: each for each in knowledge.notes}
        self._scores = {(each.option, each.criterion): each for each in knowledge.scores}
        self.criteria = tuple(q for q in knowledge.questions if q.id in {each.criterion for each in knowledge.scores})

    @cached_property
    def _chosen(self) -> tuple[Question, ...]:
        """The group's own choices by which an option can fall."""
        read = {name for rule in self.knowledge.knock_outs for name in rule.when}
        return tuple(q for q in self.knowledge.questions if q.id in read and q.chosen)

    def made(self, answers: Answers) -> Appraisal:
        """The appraisal of some answers, with what would change it."""
        judged = self._judged(answers)
        ranked = _in_order(each for each in judged if each.ranks)
        missing = self._missing(answers)
        changes = () if missing or not ranked else self._changes(answers, _ids(ranked[0]))
        return Appraisal(
            ranked=ranked,
            unknown=tuple(each for each in judged if not each.out and not each.ranks),
            out=tuple(each for each in judged if each.out),
            missing=missing,
            changes=changes,
        )

    def first(self, answers: Answers) -> frozenset[str]:
        """The ids of the options that are first; several if they tie."""
        ranked = _in_order(each for each in self._judged(answers) if each.ranks)
        return _ids(ranked[0]) if ranked else frozenset()

    def _missing(self, answers: Answers) -> tuple[Question, ...]:
        """What has no answer and would decide, or all weights that are open while too few are said, or all if nothing matters."""
        facts = _facts(answers)
        asked = [q for q in self.knowledge.questions if not (q.skip_when and conditions.holds(q.skip_when, facts))]
        needed = [q for q in asked if q.decides and answers.get(q.id, NO_ANSWER[0]) in NO_ANSWER]
        open_ones = [q for q in self.criteria if str(answers.get(q.id)) not in WEIGHTS]
        few = len(open_ones) > len(self.criteria) * (1 - WEIGHTED)
        nothing_matters = not open_ones and all(answers.get(q.id) == "not_important" for q in self.criteria)
        weights = open_ones if few else list(self.criteria) if nothing_matters else []
        return (*needed, *weights)

    def _judged(self, answers: Answers) -> list[Ranked]:
        nation, facts = answers.get("nation"), _facts(answers)
        weights = [(q, WEIGHTS.get(str(answers.get(q.id)), 0)) for q in self.criteria]
        return [self._option(option, weights, nation, facts) for option in self.knowledge.options]

    def _option(self, option: Option, weights: list[tuple[Question, int]], nation: object, facts: Mapping[str, str]) -> Ranked:
        reasons = tuple(self._reason(option, criterion, weight, nation) for criterion, weight in weights)
        whole = sum(reason.weight for reason in reasons)
        known = [(reason.weight, POINTS[reason.score.score]) for reason in reasons if reason.score]
        covered = sum(weight for weight, _ in known)
        score = Fraction(sum(weight * points for weight, points in known), covered) if covered else None
        rules = [rule for rule in self.knowledge.knock_outs if rule.option == option.id and conditions.holds(rule.when, facts)]
        told = [self._out(rule, nation) for rule in rules]
        return Ranked(
            option, score, Fraction(covered, whole) if whole else Fraction(0), reasons,
            out=tuple(each for each in told if each.rule.kind != "check"),
            checks=tuple(each for each in told if each.rule.kind == "check"),
        )  # fmt: skip

    def _reason(self, option: Option, criterion: Question, weight: int, nation: object) -> Reason:
        score = self._scores.get((option.id, criterion.id))
        if score is None or (score.nations and nation not in score.nations):
            return Reason(criterion, weight, None)
        passages = tuple(self._passages[name] for name in score.passages)
        law = tuple(note for name in score.notes if nation in (note := self._notes[name]).nations)
        return Reason(criterion, weight, score if passages or law else None, passages, law, self._noted(passages))

    def _out(self, rule: KnockOut, nation: object) -> Out:
        law = tuple(note for name in rule.notes if nation in (note := self._notes[name]).nations)
        passages = tuple(self._passages[name] for name in rule.passages)
        return Out(rule, passages, law, self._noted(passages))

    def _noted(self, passages: Iterable[Passage]) -> tuple[Note, ...]:
        return tuple(self._notes[name] for name in dict.fromkeys(n for p in passages for n in p.notes))

    def _changes(self, answers: Answers, first: frozenset[str]) -> tuple[Change, ...]:
        """The smallest step of each weight, and each other choice, after which another option is first; the smallest first."""
        found = [change for question in self.criteria if (change := self._step(answers, question, first))]
        found += [change for question in self._chosen for change in self._answers(answers, question, first)]
        return tuple(sorted(found, key=lambda change: change.step)[:MOST_CHANGES])

    def _step(self, answers: Answers, question: Question, first: frozenset[str]) -> Change | None:
        now = answers.get(question.id)
        if str(now) not in WEIGHTS:
            return None
        others = sorted((abs(WEIGHTS[name] - WEIGHTS[str(now)]), name) for name in WEIGHTS if name != now)
        return next((c for step, name in others if (c := self._change(answers, question, name, step, first))), None)

    def _answers(self, answers: Answers, question: Question, first: frozenset[str]) -> Iterable[Change]:
        others = [name for name in question.options if name != answers.get(question.id)]
        return [change for name in others if (change := self._change(answers, question, name, 1, first))][:1]

    def _change(self, answers: Answers, question: Question, after: str, step: int, first: frozenset[str]) -> Change | None:
        then = self.first({**answers, question.id: after})
        if not then or not moved(first, then):
            return None
        now = answers.get(question.id)
        before = str(now) if str(now) in question.options else None
        return Change(question, before, after, step, tuple(o for o in self.knowledge.options if o.id in then))


def moved(first: frozenset[str], then: frozenset[str]) -> bool:
    """True if another option is first: none of those before, or one of those that tied alone."""
    return not first & then or then < first


def _in_order(judged: Iterable[Ranked]) -> tuple[tuple[Ranked, ...], ...]:
    by_score: dict[Fraction, list[Ranked]] = {}
    for each in judged:
        by_score.setdefault(each.score or Fraction(0), []).append(each)
    return tuple(tuple(by_score[score]) for score in sorted(by_score, reverse=True))


def _ids(ranked: Iterable[Ranked]) -> frozenset[str]:
    return frozenset(each.option.id for each in ranked)


def _facts(answers: Answers) -> dict[str, str]:
    return {name: str(value) for name, value in answers.items()}
