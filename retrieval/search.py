"""Ranking: which entries are nearest to a question, and what our confidence in the first rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge import cases
from retrieval.encoder import Encoder, Vectors
from retrieval.index import Entry, Field, Index, Scores
from retrieval.text import content_words, words

# Weights of the fused score: the mean of the 25 best of 600 drawn at random, on the dev half of tests/evaluation
# (docs/measurements.md, "Search"). A mean, since the very best of many fits 163 questions better than it fits the next.
WHOLE: dict[Field, float] = {"ask": 0.24, "text": 0.17, "title": 0.13, "sentence": 0.11}
BARE: dict[Field, float] = {"ask": 0.44, "text": 0.31, "title": 0.15, "sentence": 0.13}
WORDS, CASE = 0.30, 0.20
ALL = sum(WHOLE.values()) + sum(BARE.values()) + WORDS + CASE
# What a passage gains for a case at a place that the question names: half of that for its name, since much else is there too.
PLACE = CASE / 2
# A follow-up is ranked by itself and together with the question before it: the share of the latter, and what a passage
# gains for being about the case that was spoken of.
EARLIER, SAME_CASE = 0.45, 0.12
# So near to an ask of ours a question is complete, whatever pronouns are in it.
COMPLETE = 0.85
# Fused score from which a term or note is meant even in a word: "TUPE?" has one reading, "contract?" many.
DECISIVE = 0.5

_POINTS_BACK = frozenset("they them their theirs it its he him his she her that this these those there one same such".split())
_MEANING = re.compile(
    r"\b(wh?at|wot)('?s| is| are| does| do)\b|\b(define|definition|meaning|means?|meant|explain|stands? for)\b", re.IGNORECASE
)
_ASKS = re.compile(r"\b(who|what|why|when|where|which|how|tell|explain|describe)\b", re.IGNORECASE)
_CARRIES_ON = re.compile(r"^(and|but|so|what about|how about|or|also|then)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """An entry found for a question. `score` orders the hits of one question; it is about 0 to 1."""

    number: int
    entry: Entry
    score: float


@dataclass(frozen=True)
class Ranking:
    """All entries that a reader may see, best first, and the question's own scores; `alone`: its best without what was before."""

    hits: tuple[Hit, ...]
    scores: Scores
    follow_up: bool
    alone: float


def rank(index: Index, encoder: Encoder, question: str, history: Sequence[str], nation: str | None) -> Ranking:
    """Rank everything for a reader of a nation who asked `history` before."""
    named, bare = cases.named(question, index.names)
    if history and named and _only_a_name(question, bare):  # "and in Torbay?": the question before, of another case
        question = f"{cases.named(history[-1], index.names)[1]} {question}"
    scores = index.scores(encoder, question)
    fused, follow_up = _fused(index, scores), False
    best, alone = int(fused.argmax()), float(fused.max())
    kinds = {"note", "term"} if asks_meaning(question) else {"note"}
    is_term = index.entries[best].kind in kinds and float(fused[best]) >= DECISIVE
    if history and not is_term and _needs_more(question, scores):
        fused, follow_up = _with_earlier(index, encoder, question, history[-1], fused), True
    meaning = asks_meaning(question)
    seen = [
        n
        for n, e in enumerate(index.entries)
        if (not e.nations or nation is None or nation in e.nations) and (e.kind != "term" or meaning)
    ]
    order = np.array(seen)[np.argsort(-fused[seen], kind="stable")].tolist()
    return Ranking(tuple(Hit(n, index.entries[n], float(fused[n])) for n in order), scores, follow_up, alone)


def _only_a_name(question: str, bare: str) -> bool:
    """True if a question gives the name of a case and asks nothing of it by itself; `bare` is the question without the name."""
    asks = bool(_ASKS.search(bare))
    return len(content_words(bare)) <= 1 and (bool(_CARRIES_ON.match(question.strip())) or not (asks or content_words(bare)))


def _fused(index: Index, scores: Scores) -> Vectors:
    of_case = np.array([bool(scores.cases.intersection(e.cases)) for e in index.entries], dtype=np.float32)
    there = np.array([bool(scores.nearby.intersection(e.cases)) for e in index.entries], dtype=np.float32)
    whole = sum(weight * scores.whole[field] for field, weight in WHOLE.items())
    bare = sum(weight * scores.bare[field] for field, weight in BARE.items())
    return np.asarray((whole + bare + WORDS * scores.words + CASE * of_case + PLACE * there) / ALL, dtype=np.float32)


def _needs_more(question: str, scores: Scores) -> bool:
    return is_follow_up(question) and not scores.cases and float(scores.whole["ask"].max()) < COMPLETE


def _with_earlier(index: Index, encoder: Encoder, question: str, earlier: str, alone: Vectors) -> Vectors:
    spoken_of = frozenset(cases.named(index.repaired(earlier), index.names)[0]) or _answered_from(index, encoder, earlier)
    together = _fused(index, index.scores(encoder, f"{earlier} {question}"))
    same = np.array([bool(spoken_of.intersection(e.cases)) for e in index.entries], dtype=np.float32)
    return np.asarray((1 - EARLIER) * alone + EARLIER * together + SAME_CASE * same, dtype=np.float32)


def _answered_from(index: Index, encoder: Encoder, earlier: str) -> frozenset[str]:
    """The cases of the entry that comes first for a question."""
    return frozenset(index.entries[int(np.argmax(_fused(index, index.scores(encoder, earlier))))].cases)


def is_follow_up(question: str) -> bool:
    """True if a question may not be understood alone: it points back, carries on, or has hardly a word of its own."""
    said = words(question)
    return bool(_POINTS_BACK.intersection(said)) or bool(_CARRIES_ON.match(question.strip())) or len(content_words(question)) <= 2


def asks_meaning(question: str) -> bool:
    """True if a question may be for what a word means; "how can risk be shared?" is for more than the glossary."""
    return bool(_MEANING.search(question)) or len(content_words(question)) <= 1


def features(ranking: Ranking) -> Vectors:
    """What the confidence in the first entry rests on: its score, and its lead over the second.

    Not the length of the question, nor that it follows on or names a case: none of these makes the first entry right.
    """
    best, second = ranking.hits[0], ranking.hits[1]
    return np.array([best.score, best.score - second.score], dtype=np.float32)


def subject_features(ranking: Ranking, index: Index, question: str, nearness: float) -> Vectors:
    """What tells whether a question is ours: its nearness to our subject, the best score, and the share of words we know.

    All of the question itself: "and the weather there?" is no nearer to us for following on.
    """
    return np.array([nearness, ranking.alone, index.known_share(question)], dtype=np.float32)
