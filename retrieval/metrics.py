"""Rates over outcomes with their intervals: plain functions, no files."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.evaluate import Outcome

Measure = Callable[[Outcome], float]
SAMPLES, SEED = 1000, 20260705
DEPTH = 5  # passages of an answer that count for MRR and nDCG


@dataclass(frozen=True)
class Rate:
    """A mean over `n` questions and its 95 % bootstrap interval; all 0 to 1, nan for no question."""

    mean: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.mean:.2f} [{self.low:.2f}, {self.high:.2f}]" if self.n else "  -"


@dataclass(frozen=True)
class Bin:
    """A bin of the reliability curve: what we believed, what was true, of how many."""

    believed: float
    true: float
    n: int


def rate(outcomes: Sequence[Outcome], of: Measure) -> Rate:
    """The mean of a measure, with an interval from seeded resampling of the questions."""
    values = np.array([float(of(outcome)) for outcome in outcomes])
    if not len(values):
        return Rate(math.nan, math.nan, math.nan, 0)
    drawn = np.random.default_rng(SEED).choice(values, size=(SAMPLES, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Rate(float(values.mean()), float(low), float(high), len(values))


def reciprocal_rank(outcome: Outcome) -> float:
    """1 over the place of the first passage of a right section among the first five; 0 without one or when refused."""
    right = outcome.right_places(DEPTH)
    return 1 / (right.index(True) + 1) if True in right else 0.0


def ndcg(outcome: Outcome) -> float:
    """nDCG@5 with a gain of 1 for every passage of a right section, held against one such passage at the top.

    With many passages to a section no order of five could hold them all: the best possible is as many as there were found.
    """
    right = outcome.right_places(DEPTH)
    gain = sum(1 / math.log2(place + 2) for place, hit in enumerate(right) if hit)
    ideal = sum(1 / math.log2(place + 2) for place in range(max(1, sum(right))))
    return gain / ideal


def reliability(outcomes: Iterable[Outcome], bins: int = 10) -> list[Bin]:
    """How many questions were such as we answer, by the confidence that we had; of those on our subject."""
    ours = ("answered", "nearest", "not_covered")
    rows = [
        (o.answer.confidence, o.case.expected == "answered") for o in outcomes if {o.answer.status, o.case.expected} <= {*ours}
    ]
    found = []
    for number in range(bins):
        mine = [row for row in rows if number / bins <= row[0] < (number + 1) / bins or (row[0] == 1 and number == bins - 1)]
        if mine:
            found.append(Bin(float(np.mean([r[0] for r in mine])), float(np.mean([r[1] for r in mine])), len(mine)))
    return found


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error, 0 to 1: the mean distance of belief and truth, weighted by how many."""
    total = sum(b.n for b in bins)
    return sum(b.n * abs(b.believed - b.true) for b in bins) / total if total else math.nan
