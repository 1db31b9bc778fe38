"""Ranking: which entries are nearest to a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Optional

import numpy as np

from retrieval.encoder import Vectors
from retrieval.index import Entry, Field, Index, Scores
from retrieval.kinds import missing
from retrieval.names import Names, Register
from retrieval.question import Question

# Weights of the fused score: the mean of the 25 best of 600 drawn at random, on the dev half of tests/evaluation
# (docs/measurements.md, "Search"). A mean, since the very best of many fits 163 questions better than it fits the next.
WHOLE: dict[Field, float] = {"ask": 0.24, "text": 0.17, "title": 0.13, "sentence": 0.11}
BARE: dict[Field, float] = {"ask": 0.44, "text": 0.31, "title": 0.15, "sentence": 0.13}
WORDS, CASE = 0.30, 0.20
ALL = sum(WHOLE.values()) + sum(BARE.values()) + WORDS + CASE
# What a passage gains for a case at a place that the question names: half of that for its name, since much else is there too.
PLACE = CASE / 2
# A question that leans is ranked by itself and together with the question before it: the share of the latter, what a passage
# gains for being about the case that was spoken of, what it gains for sharing a section of its report with one of the two that
# were nearest to the question before, and what the one loses that was shown for it, if it has nothing of the kind that is asked
# for now.
EARLIER, SAME_CASE, SAME_SECTION, SHOWN = 0.45, 0.12, 0.06, 0.06
# What a rule of today gains in the nation of a reader who asks what the law says, and how much more its words count: what the
# law calls a thing is its name (docs/measurements.md, "Law").
LAW, LAW_WORDS = 0.05, 0.1
# So much less than the best of all, an entry about what is named says something else of it: the reports do not say that of it.
FAR = 0.1
# So near to an ask of ours a question is complete, whatever pronouns are in it.
COMPLETE = 0.85
# Fused score from which a term or note is meant even in a word: "TUPE?" has one reading, "contract?" many.
DECISIVE = 0.5

# What is searched and the same without names of cases, to scores.
Scored = Callable[[str, Optional[str]], Scores]


@dataclass(frozen=True)
class Hit:
    """An entry found for a question. `score` orders the hits of one question; it is about 0 to 1."""

    number: int
    entry: Entry
    score: float


@dataclass(frozen=True)
class Ranking:
    """All entries that a reader may see, best first: those about what is named before all others, if they are near enough.

    `fitting`: how many are about it, 0 if the best of them is much farther than the best of all, None where nothing that is
    named limits the answer. `own`: those that are about it in any case. `named`: what limits the answer, of the question or of
    what was spoken of. `alone`: the best score of the question without what was before.
    """

    index: Index
    order: tuple[int, ...]
    fused: Vectors
    scores: Scores
    follow_up: bool
    alone: float
    named: Names
    fitting: int | None
    own: tuple[int, ...] = ()

    @property
    def hits(self) -> Iterator[Hit]:
        """Every entry in its place, as far as they are looked at."""
        return map(self._hit, self.order)

    @property
    def first(self) -> Hit:
        return self._hit(self.order[0])

    @property
    def of_own(self) -> tuple[Hit, ...]:
        """The three best entries that are about what is named."""
        return tuple(map(self._hit, self.own[:3]))

    @property
    def other(self) -> Hit | None:
        """The best entry that is not about what is named."""
        own = frozenset(self.own)
        other = next((n for n in self.order if n not in own), None)
        return self._hit(other) if other is not None else None

    def _hit(self, number: int) -> Hit:
        return Hit(number, self.index.entries[number], float(self.fused[number]))


def rank(
    index: Index, scored: Scored, register: Register, asked: Question, earlier: Question | None, nation: str | None
) -> Ranking:
    """Rank everything for a reader of a nation who asked another question before."""
    scores = scored(asked.said, asked.bare)
    fused, follow_up, named = _fused(index, scores, asked.names), False, asked.names
    alone = float(fused.max())
    if earlier is not None and _needs_more(index, asked, scores, fused):
        fused, named, follow_up = *_with_earlier(index, scored, register, asked, earlier, fused), True
    visible = np.array(
        [
            n
            for n, e in enumerate(index.entries)
            if (not e.nations or nation is None or nation in e.nations) and (e.kind != "term" or asked.meaning)
        ]
    )
    if asked.of_law and nation is not None:
        fused = fused + (LAW + LAW_WORDS * scores.words) * index.rules_of(nation)
    order = visible[np.argsort(-fused[visible], kind="stable")].tolist()
    fitting = _fitting(index, register, named, asked, order) if named.limits else None
    own = tuple(n for n in order if fitting is not None and n in fitting)
    if fitting is not None and own and fused[own[0]] >= fused[order[0]] - FAR:
        order = [*own, *(n for n in order if n not in fitting)]
    else:
        fitting = frozenset() if fitting is not None else None
    return Ranking(
        index, tuple(order), fused, scores, follow_up, alone, named, None if fitting is None else len(fitting), own
    )  # fmt: skip


def _fitting(index: Index, register: Register, named: Names, asked: Question, order: list[int]) -> frozenset[int]:
    """The entries that are about what is named; for a place also what is so in general, unless one thing there is asked for."""
    about_it = frozenset(n for n in order if register.fits(index.entries[n].id, named))
    if not named.only_places or asked.of_one:
        return about_it
    return about_it | frozenset(n for n in order if register.about[index.entries[n].id].general)


def _fused(index: Index, scores: Scores, names: Names) -> Vectors:
    whole = sum(weight * scores.whole[field] for field, weight in WHOLE.items())
    bare = sum(weight * scores.bare[field] for field, weight in BARE.items())
    of_case = CASE * index.of_cases(names.cases) + PLACE * index.of_cases(names.nearby)
    return np.asarray((whole + bare + WORDS * scores.words + of_case) / ALL, dtype=np.float32)


def _needs_more(index: Index, asked: Question, scores: Scores, fused: Vectors) -> bool:
    """True if a question is to be understood with the one before it."""
    best = int(fused.argmax())
    kinds = {"note", "term"} if asked.meaning else {"note"}
    if index.entries[best].kind in kinds and float(fused[best]) >= DECISIVE:
        return False
    return asked.leans and not asked.names.cases and float(scores.whole["ask"].max()) < COMPLETE


def _with_earlier(
    index: Index, scored: Scored, register: Register, asked: Question, earlier: Question, alone: Vectors
) -> tuple[Vectors, Names]:
    """Scores with what was asked before, and what limits the answer: what that named, if this question names nothing."""
    before = _fused(index, scored(earlier.said, earlier.bare), earlier.names)
    shown, second = map(int, np.argsort(-before)[:2])
    spoken_of = earlier.names.cases or frozenset(index.entries[shown].cases)
    said = f"{earlier.said} {asked.said}"
    bare = f"{earlier.bare} {asked.bare}" if earlier.names.cases else None
    together = _fused(index, scored(said, bare), earlier.names)
    there = register.of_one_section(index.entries[n].id for n in (shown, second))
    of_section = np.array([entry.kind == "passage" and entry.id in there for entry in index.entries])
    fused = (1 - EARLIER) * alone + EARLIER * together + SAME_CASE * index.of_cases(spoken_of) + SAME_SECTION * of_section
    entry = index.entries[shown]
    if missing(asked.kinds, f"{entry.title}. {entry.text}"):
        fused[shown] -= SHOWN
    named = asked.names if asked.names.limits else earlier.names
    return np.asarray(fused, dtype=np.float32), named
