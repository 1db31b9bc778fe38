"""How sure we are: is the question about our subject, and is it one that our first entry answers, or only a near miss."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.index import Index
from retrieval.kinds import KINDS, missing
from retrieval.question import Question
from retrieval.search import Ranking
from retrieval.text import sentences

FILE = Path(__file__).parent / "confidence.json"
CURVES = ("ours", "answers", "held")
CUTS = ("least_ours", "least_answered", "least_held", "least_nearest")
# What tells whether we hold an answer at all: few, since more of them fit what our own texts look like.
HELD = ("best", "ask", "text", "words", "rarest")

# A sentence of ours that says what its report does not give.
GAP = re.compile(
    r"\b(?:does|do|did) not (?:say|give|tell|name|explain|state|list|report|break|show|spell|set out|mention|describe|record|"
    r"compare|put|date)\b|\b(?:is|are) not (?:said|given|told|named|stated)\b|\bgives? no\b|\bnames? no"
)
# What is asked for in words that near misses have more often than questions that we answer.
_ASKED = {
    "template": r"\b(?:template|sample|wording|pro ?forma|copy of|form)\b",
    "today": r"\b(?:now|nowadays|today|these days|at present|currently|current|latest|still|this year|since|yet|later|after)\b",
    "name": r"\b(?:names?|called|who is|who was|contact|phone|email|address|website)\b",
    "exactly": r"\b(?:exactly|precise|actual|figure|per (?:hour|head|visit|year|person|week|month)|a (?:year|month|week|head)|"
    r"average|rate|fee|salary)\b",
    "who": r"\bwho\b",
    "past": r"\b(?:did|was|were)\b",
    "advice": r"\b(?:can|could|should|how do|how can|we|i|our|my)\b",
}
_WORDED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _ASKED.items()}

Features = dict[str, float]


@dataclass(frozen=True)
class Curve:
    """A logistic curve over named features."""

    weights: Mapping[str, float]
    constant: float

    def probability(self, features: Features) -> float:
        """0 to 1."""
        return 1 / (1 + math.exp(-(sum(weight * features[name] for name, weight in self.weights.items()) + self.constant)))

    def stored(self) -> dict[str, object]:
        """The curve for a file, with the names of its features."""
        return {"constant": round(self.constant, 4), "weights": {k: round(v, 4) for k, v in self.weights.items()}}


@dataclass(frozen=True)
class Confidence:
    """Three fitted curves and where they are cut.

    `ours`: the question is about our subject at all. `answers`: something that we hold answers it, and it is not what its
    reader would ask next. `held`: the first entry is near as answers are, not only the nearest of what is far. Fitted by
    `python -m retrieval fit` on the dev half of tests/evaluation, on the near misses of the content, and on its asks without
    their passages; never on the test half.
    """

    ours: Curve
    answers: Curve
    held: Curve
    least_ours: float
    least_answered: float  # from here on it is answered plainly
    least_held: float  # below it never plainly
    least_nearest: float  # from here on the nearest is shown, and said not to be certain; below it is not covered

    @classmethod
    def load(cls, path: Path = FILE) -> Confidence:
        """Read what `save` wrote."""
        stored = json.loads(path.read_text(encoding="utf-8"))
        ours, answers, held = (Curve(stored[name]["weights"], stored[name]["constant"]) for name in CURVES)
        return cls(ours, answers, held, *(float(stored[name]) for name in CUTS))

    def sure(self, features: Features, *, named: bool = False) -> float:
        """How sure we are, 0 to 1, that the first entry answers; short of a plain answer if nothing that we hold is near.

        Args:
            named: the first entry is a term or a rule that the question names, so it is near whatever the figures say.
        """
        sure = self.answers.probability(features)
        held = named or self.held.probability(features) >= self.least_held
        return sure if held else min(sure, math.nextafter(self.least_answered, 0))

    def save(self, path: Path = FILE) -> None:
        """Write the curves and where they are cut."""
        curves = {name: getattr(self, name).stored() for name in CURVES}
        cuts = {name: round(getattr(self, name), 4) for name in CUTS}
        path.write_text(json.dumps({**curves, **cuts}, indent=1) + "\n", encoding="utf-8")


def of_subject(ranking: Ranking, asked: Question, nearness: float) -> Features:
    """What tells whether a question is ours: its nearness to our subject, the best score, and the share of words we know.

    All of the question itself: "and the weather there?" is no nearer to us for following on.
    """
    return {"nearness": nearness, "best": ranking.alone, "known": asked.known}


def of_answer(index: Index, ranking: Ranking, asked: Question) -> Features:
    """What the confidence in the first entry rests on.

    Not the length of the question, nor that it follows on: neither makes the first entry right. All cosines are -1 to 1.
    """
    number, second = ranking.order[0], ranking.order[1]
    entry, scores = index.entries[number], ranking.scores
    text = f"{entry.title}. {entry.text}"
    said, near = sentences(entry.text), index.sentence_scores(number, scores.vector)
    order = np.argsort(-near)
    gaps = [float(score) for score, sentence in zip(near, said) if GAP.search(sentence)]
    others = [float(score) for score, sentence in zip(near, said) if not GAP.search(sentence)]
    gap = max(gaps, default=0.0) - max(others, default=0.0)
    ask, missed = scores.whole["ask"], scores.misses
    rarest, unknown = index.lacking(number, asked.bare)
    return {
        "best": float(ranking.fused[number]),
        "lead": float(ranking.fused[number] - ranking.fused[second]),
        "ask": float(ask[number]), "text": float(scores.bare["text"][number]), "title": float(scores.bare["title"][number]),
        "sentence": float(scores.bare["sentence"][number]), "words": float(scores.words[number]),
        "margin": float(ask.max() - missed.max()),  # nearer to what we answer than to what we do not?
        "own margin": float(ask[number] - max(missed[number], 0.0)),
        "rarest": rarest, "unknown": unknown,
        "nearest sentence": float(near[order[0]]), "gap": gap, "gap is nearest": float(gap > 0),
        "kind missing": float(missing(asked.kinds, text)),
        "kind missing in sentence": float(missing(asked.kinds, said[order[0]])),
        "kind missing in two": float(missing(asked.kinds, " ".join(said[n] for n in order[:2]))),
        **{f"worded {name}": float(bool(pattern.search(asked.said))) for name, pattern in _WORDED.items()},
        **{f"asks {kind}": float(kind in asked.kinds) for kind in KINDS},
    }  # fmt: skip
