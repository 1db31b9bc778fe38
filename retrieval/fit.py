"""Fit the confidence of answers on the dev half of tests/evaluation and the near misses of the content, never on test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from retrieval.answer import Answerer
from retrieval.confidence import FILE, HELD, Confidence, Curve, Features, of_answer, of_subject
from retrieval.evaluate import Case, read
from retrieval.question import Question
from retrieval.search import Ranking, rank

Array = npt.NDArray[Any]

# The shares of answerable dev questions that are not answered plainly but as the nearest that we hold: as too like a near miss,
# and as too far from all that we hold.
MAY_BE_MISSED, MAY_BE_FAR = 0.08, 0.02
# The share of them that may be refused, and the share that may be taken for another subject. Not none: a single odd question
# would then move the cut for all.
MAY_REFUSE, MAY_MISTAKE = 0.01, 0.02
# What a near miss of the content counts, a dev question being 1: those were written by who knew the passage, so they are easier
# or harder than what people ask, but there are six times as many.
COUNTS = 0.1
# What an ask of ours counts whose passage is taken away, for the curve that tells what is far: there are five times as many.
HIDDEN = 0.1
C, FOLDS = 0.3, 8


def fit(answerer: Answerer, out: Path = FILE) -> list[str]:
    """Write the three curves and where to cut them; returns what was found, a line each.

    Whether a question is ours is fitted on all of dev; whether we answer it, on what is ours and on the near misses of the
    content, each asked without itself being known; whether we hold anything on it, on what dev answers and on asks of the
    content whose passage is taken away. The cuts are taken from predictions for folds that were not fitted on: questions with
    one first passage, near misses of one passage, and asks of one passage, are in one fold.
    """
    cases = [c for c in read() if c.half == "dev" and c.expected not in ("unclear", "personal_data")]
    asked = [answerer.understanding.after(c.question, answerer.leant_on(c.history)) for c in cases]
    rankings = [_ranked(answerer, question, case) for question, case in zip(asked, cases)]
    is_ours = np.array([c.expected != "off_topic" for c in cases])
    answers = np.array([c.expected == "answered" for c in cases])
    subjects = [of_subject(r, q, answerer.subject.nearness(q.said)) for q, r in zip(asked, rankings)]
    ours = _curve(subjects, is_ours, np.where(is_ours, 1 / is_ours.sum(), 1 / (~is_ours).sum()) * len(cases))
    p_ours = np.array([ours.probability(row) for row in subjects])
    least_ours = float(np.quantile(p_ours[answers], MAY_MISTAKE))

    chosen = [(q, r, c) for q, r, c in zip(asked, rankings, cases) if c.expected != "off_topic"]
    rows = [of_answer(answerer.index, r, q) for q, r, _ in chosen]
    truth = np.array([c.expected == "answered" for _, _, c in chosen])
    groups = [r.order[0] for _, r, _ in chosen]
    missed, owners = _near_misses(answerer)
    rows, groups = rows + missed, groups + owners
    truth = np.concatenate([truth, np.zeros(len(missed), dtype=bool)])
    counts = np.array([1.0] * len(chosen) + [COUNTS] * len(missed))
    p_answers = _apart(rows, truth, counts, groups)
    own = p_answers[: len(chosen)]
    right, near = own[truth[: len(chosen)]], own[~truth[: len(chosen)]]
    least_answered, least_nearest = (float(np.quantile(right, share)) for share in (MAY_BE_MISSED, MAY_REFUSE))

    hidden, passages = _hidden(answerer)
    answered = [n for n, (_, _, c) in enumerate(chosen) if c.expected == "answered"]
    far = [{name: row[name] for name in HELD} for row in [*(rows[n] for n in answered), *hidden]]
    holds = np.arange(len(far)) < len(answered)
    weight = np.where(holds, 1.0, HIDDEN)
    p_held = _apart(far, holds, weight, [groups[n] for n in answered] + passages)
    least_held = float(np.quantile(p_held[holds], MAY_BE_FAR))

    curves = ours, _curve(rows, truth, counts), _curve(far, holds, weight)
    Confidence(*curves, least_ours, least_answered, least_held, least_nearest).save(out)
    return [
        f"fitted on {len(cases)} dev questions, {len(missed)} near misses of the content and {len(hidden)} asks without their "
        f"passages; cut by {FOLDS} folds of passages",
        f"off topic below {least_ours:.2f}: {np.mean(p_ours[~is_ours] < least_ours):.2f} of off-topic questions",
        f"answered plainly from {least_answered:.2f}: {np.mean(right >= least_answered):.2f} of answerable questions, "
        f"{np.mean(near >= least_answered):.2f} of near misses of dev, "
        f"{np.mean(p_answers[len(chosen) :] >= least_answered):.2f} of those of the content",
        f"nothing near enough below {least_held:.2f}: {np.mean(p_held[holds] < least_held):.2f} of answerable questions, "
        f"{np.mean(p_held[~holds] < least_held):.2f} of asks without their passages",
        f"not covered below {least_nearest:.2f}: {np.mean(near < least_nearest):.2f} of near misses of dev",
    ]


def _apart(rows: Sequence[Features], truth: Array, counts: Array, groups: Sequence[int]) -> Array:
    """What curves say of rows that they were not fitted on."""
    found = np.zeros(len(rows))
    for train, held in GroupKFold(FOLDS).split(rows, truth, groups):
        curve = _curve([rows[n] for n in train], truth[train], counts[train])
        found[held] = [curve.probability(rows[n]) for n in held]
    return found


def _near_misses(answerer: Answerer) -> tuple[list[Features], list[int]]:
    """The features of every near miss of the content, and the number of its passage; each is scored as if it were not there."""
    rows, owners = [], []
    for number, entry in enumerate(answerer.index.entries):
        for which, question in enumerate(entry.unanswered):
            asked = answerer.understanding.of(question)
            ranking = answerer.ranked(asked, None, None)
            scores = replace(ranking.scores, misses=answerer.index.misses_without(ranking.scores.vector, number, which))
            rows.append(of_answer(answerer.index, replace(ranking, scores=scores), asked))
            owners.append(number)
    return rows, owners


def _hidden(answerer: Answerer) -> tuple[list[Features], list[int]]:
    """The features of every ask of the content as if its passage were not there, and the number of the passage.

    Left out where what is then first may answer it as well: a passage of the same section or case, a note of the passage, a
    term. Some of what is left is answered elsewhere, too.
    """
    index, understanding = answerer.index, answerer.understanding
    passages = {p.id: p for p in answerer.knowledge.passages}
    rows, owners = [], []
    for number, entry in enumerate(index.entries):
        if entry.kind != "passage":
            continue
        own = passages[entry.id]
        for ask in own.asks:
            asked = understanding.of(ask)
            left = index.scores(answerer.encoder, asked.said, asked.bare).without(number)
            ranking = rank(index, lambda said, bare, left=left: left, understanding.register, asked, None, None)  # type: ignore[misc]
            first = ranking.first.entry
            other = passages.get(first.id) if first.kind == "passage" else None
            if other is None and (first.kind == "term" or first.id in own.notes):
                continue
            if other and other.source == own.source and {*other.section} & {*own.section} or {*first.cases} & {*entry.cases}:
                continue
            rows.append(of_answer(index, ranking, asked))
            owners.append(number)
    return rows, owners


def _ranked(answerer: Answerer, asked: Question, case: Case) -> Ranking:
    earlier = answerer.leant_on(case.history)
    before = answerer.understanding.of(earlier) if earlier else None
    return answerer.ranked(asked, before, case.nation or asked.reader)


def _curve(rows: Sequence[Features], truth: Array, counts: Array) -> Curve:
    """A logistic curve, fitted on features of one scale and written for them as they are."""
    names = list(rows[0])
    scaler = StandardScaler()
    values = scaler.fit_transform(np.array([[row[name] for name in names] for row in rows]))
    model = LogisticRegression(C=C, max_iter=5000).fit(values, truth, sample_weight=counts)
    weights = model.coef_[0] / scaler.scale_
    return Curve(dict(zip(names, map(float, weights))), float(model.intercept_[0] - weights @ scaler.mean_))
