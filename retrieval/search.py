"""Ranking: which entries are nearest to a question, and how sure we are that the first answers it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.encoder import Encoder
from retrieval.index import Entry, Index, Scores
from retrieval.text import content_words, words

# Weights of the fused score, chosen on the dev half of tests/evaluation (docs/measurements.md, "Search").
ASK, TEXT, TITLE, WORDS = 0.45, 0.35, 0.20, 0.15
# A follow-up is ranked by itself and together with the question before it; the share of the latter.
EARLIER = 0.6

_POINTS_BACK = frozenset("they them their theirs it its he him his she her that this these those there one same such".split())
_CARRIES_ON = re.compile(r"^(and|but|so|what about|how about|or|also|then)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """An entry found for a question. `score` orders the hits of one question; it is about 0 to 1."""

    number: int
    entry: Entry
    score: float
    scores: Scores


def rank(index: Index, encoder: Encoder, question: str, history: Sequence[str], nation: str | None) -> list[Hit]:
    """All entries that a reader of the nation may see, best first."""
    earlier = history[-1] if history and is_follow_up(question) else None
    asked = [question] if earlier is None else [question, f"{earlier} {question}"]
    vectors = encoder.encode(asked)
    found = [index.scores(vector, text) for vector, text in zip(vectors, asked)]
    shares = [1.0] if earlier is None else [1 - EARLIER, EARLIER]
    hits = []
    for number, entry in enumerate(index.entries):
        if entry.nations and nation is not None and nation not in entry.nations:
            continue
        score = sum(share * _fused(scores[number]) for share, scores in zip(shares, found))
        hits.append(Hit(number, entry, score, found[-1][number]))
    return sorted(hits, key=lambda hit: -hit.score)


def _fused(scores: Scores) -> float:
    return (ASK * scores.ask + TEXT * scores.text + TITLE * scores.title + WORDS * scores.words) / (1 + WORDS)


def is_follow_up(question: str) -> bool:
    """True if a question cannot be understood alone: it points back, carries on, or has hardly a word of its own."""
    said = words(question)
    return (
        bool(_POINTS_BACK.intersection(said))
        or bool(_CARRIES_ON.match(question.strip()))
        or len(content_words(question)) <= 2
    )


def features(hits: Sequence[Hit], index: Index, question: str) -> np.ndarray:
    """What the confidence rests on: the best hit's scores, its lead, and whether we know the words at all."""
    best, second = hits[0], hits[1]
    return np.array([
        best.score, best.scores.ask, best.scores.text, best.scores.title, best.score - second.score,
        index.known_share(question), min(len(content_words(question)), 12) / 12,
    ])  # fmt: skip
