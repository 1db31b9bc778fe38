"""Fit the confidence of answers on the dev half of tests/evaluation and its training.yml; the test half is never looked at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from retrieval.answer import CONFIDENCE, Answerer
from retrieval.encoder import Vectors
from retrieval.evaluate import Case, read, read_training
from retrieval.search import features, rank

# The share of answerable dev questions that may be refused for the sake of refusing what we cannot answer.
MAY_REFUSE = 0.03
# The share that may be taken for another subject. Not none: a single odd question would then move the cut for all.
MAY_MISTAKE = 0.02


def fit(answerer: Answerer, out: Path = CONFIDENCE) -> list[str]:
    """Write the two curves and where to cut them; returns what was found, a line each."""
    dev = [c for c in read() if c.half == "dev" and c.expected not in ("unclear", "personal_data")]
    cases = dev + read_training()
    measured = np.arange(len(cases)) < len(dev)
    values = np.array([_features(answerer, case) for case in cases])
    ours = np.array([c.expected != "off_topic" for c in cases])
    answers = np.array([c.expected == "answered" for c in cases])
    weights_ours, weights_answers = _curve(values, ours), _curve(values, answers)
    p_ours, p_answers = _probabilities(weights_ours, values), _probabilities(weights_answers, values)
    cut_ours = float(np.quantile(p_ours[answers], MAY_MISTAKE))
    cut_answers = float(np.quantile(p_answers[answers], MAY_REFUSE))
    stored = {
        "ours": weights_ours, "answers": weights_answers,
        "least_ours": round(cut_ours, 4), "least_answers": round(cut_answers, 4),
    }  # fmt: skip
    out.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    off, near = ~ours & measured, ours & ~answers & measured
    return [
        f"fitted on {len(dev)} dev questions and {len(cases) - len(dev)} made for it",
        f"off topic below {cut_ours:.2f}: {np.mean(p_ours[off] < cut_ours):.2f} of off-topic questions",
        f"not covered below {cut_answers:.2f}: {np.mean(p_answers[near] < cut_answers):.2f} of near misses, "
        f"{np.mean(p_answers[answers] < cut_answers):.2f} of answerable ones",
    ]


def _features(answerer: Answerer, case: Case) -> Vectors:
    ranking = rank(answerer.index, answerer.encoder, case.question, case.history, case.nation)
    return features(ranking, answerer.index, case.question)


def _curve(values: Vectors, truth: Vectors) -> Sequence[float]:
    model = LogisticRegression(class_weight="balanced", C=10.0, max_iter=1000).fit(values, truth)
    return [round(float(w), 4) for w in (*model.coef_[0], model.intercept_[0])]


def _probabilities(weights: Sequence[float], values: Vectors) -> Vectors:
    return np.asarray(1 / (1 + np.exp(-(values @ np.array(weights[:-1]) + weights[-1]))))
