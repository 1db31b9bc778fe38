"""Fit the confidence of answers on the dev half of tests/evaluation; the test half is never looked at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from sklearn.linear_model import LogisticRegression

from retrieval.answer import CONFIDENCE, Answerer
from retrieval.encoder import Vectors
from retrieval.evaluate import Case, holds, read
from retrieval.question import Question
from retrieval.search import Ranking, features, subject_features

# The share of answerable dev questions that may be refused because the first passage is too doubtful. Small: no score tells a
# near miss from a question that is answered (docs/measurements.md, "Refusing").
MAY_REFUSE = 0.02
# The share that may be taken for another subject. Not none: a single odd question would then move the cut for all.
MAY_MISTAKE = 0.02


def fit(answerer: Answerer, out: Path = CONFIDENCE) -> list[str]:
    """Write the two curves and where to cut them; returns what was found, a line each.

    Whether a question is ours is fitted on all of dev; whether the first passage holds what is asked, on what is ours.
    """
    cases = [c for c in read() if c.half == "dev" and c.expected not in ("unclear", "personal_data")]
    asked = [answerer.understanding.after(c.question, c.history[-1] if c.history else None) for c in cases]
    rankings = [_ranked(answerer, question, case) for question, case in zip(asked, cases)]
    values = np.array([features(ranking) for ranking in rankings])
    subjects = np.array(
        [subject_features(r, q, answerer.subject.nearness(q.said)) for q, r in zip(asked, rankings)], dtype=np.float32
    )
    ours = np.array([c.expected != "off_topic" for c in cases])
    answers = np.array([c.expected == "answered" for c in cases])
    right = np.array([_right(answerer, case, ranking) for case, ranking in zip(cases, rankings)])
    weights_ours, weights_answers = _curve(subjects, ours), _curve(values[ours], right[ours], "as it is")
    p_ours, p_answers = _probabilities(weights_ours, subjects), _probabilities(weights_answers, values)
    cut_ours = float(np.quantile(p_ours[answers], MAY_MISTAKE))
    cut_answers = float(np.quantile(p_answers[answers], MAY_REFUSE))
    stored = {
        "ours": weights_ours, "answers": weights_answers,
        "least_ours": round(cut_ours, 4), "least_answers": round(cut_answers, 4),
    }  # fmt: skip
    out.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    off, near = ~ours, ours & ~answers
    return [
        f"fitted on {len(cases)} dev questions",
        f"off topic below {cut_ours:.2f}: {np.mean(p_ours[off] < cut_ours):.2f} of off-topic questions",
        f"not covered below {cut_answers:.2f}: {np.mean(p_answers[near] < cut_answers):.2f} of near misses, "
        f"{np.mean(p_answers[answers] < cut_answers):.2f} of answerable ones",
    ]


def _right(answerer: Answerer, case: Case, ranking: Ranking) -> bool:
    """True if the first entry has every fact that a right answer has."""
    entry = ranking.hits[0].entry
    notes = {note.id: note.instrument for note in answerer.knowledge.notes}
    return case.expected == "answered" and holds(case, f"{entry.title} {entry.text} {notes.get(entry.id, '')}")


def _ranked(answerer: Answerer, asked: Question, case: Case) -> Ranking:
    earlier = answerer.understanding.of(case.history[-1]) if case.history else None
    return answerer.ranked(asked, earlier, case.nation)


def _curve(values: Vectors, truth: Vectors, shares: Literal["balanced", "as it is"] = "balanced") -> Sequence[float]:
    weight = "balanced" if shares == "balanced" else None
    model = LogisticRegression(class_weight=weight, C=100.0, max_iter=1000).fit(values, truth)
    return [round(float(w), 4) for w in (*model.coef_[0], model.intercept_[0])]


def _probabilities(weights: Sequence[float], values: Vectors) -> Vectors:
    return np.asarray(1 / (1 + np.exp(-(values @ np.array(weights[:-1]) + weights[-1]))))
