"""Questions that are all but the same and lead to different places: one question must not be taught both ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from knowledge.records import Knowledge
from retrieval.index import Index

# Cosine from which two questions are one to the search; and from which an author should look at them.
TWINS, ALIKE = 0.90, 0.85


@dataclass(frozen=True)
class Pair:
    """Two asks of different passages, or an ask and a near miss; `likeness`: their cosine. `why`: the reason that is listed."""

    one: str
    other: str
    passages: tuple[str, str]
    near_miss: bool
    likeness: float
    why: str | None

    @property
    def fault(self) -> bool:
        """True if an author has to mend or explain it."""
        return self.likeness > TWINS and self.why is None

    def __str__(self) -> str:
        kinds = "an ask and a near miss" if self.near_miss else "asks of two passages"
        told = f" ({self.why})" if self.why else ""
        return (
            f"{self.likeness:.2f} alike, {kinds}: '{self.one}' ({self.passages[0]}) and '{self.other}' ({self.passages[1]}){told}"
        )


def pairs(knowledge: Knowledge, index: Index) -> list[Pair]:
    """All pairs over `ALIKE`, the most alike first; vectors are those of the index."""
    reasons = {frozenset(row.asks): row.because for row in knowledge.twins}
    asked = list(_asked(index))
    vectors = index.vectors([text for *_, text in asked])
    near = np.argwhere(np.triu(vectors @ vectors.T, 1) > ALIKE)
    found = []
    for at, to in near.tolist():
        (one_of, one_missed, one, _), (other_of, other_missed, other, _) = asked[at], asked[to]
        if one_missed == other_missed and (one_missed or one_of == other_of):
            continue  # two near misses, or two asks of one passage
        likeness = float(vectors[at] @ vectors[to])
        why = reasons.get(frozenset((one, other)))
        found.append(Pair(one, other, (one_of, other_of), one_missed or other_missed, likeness, why))
    return sorted(found, key=lambda pair: -pair.likeness)


def _asked(index: Index) -> Iterator[tuple[str, bool, str, int]]:
    """Every question: its passage, whether it is a near miss, itself, and its text's number in the index."""
    for number, entry in enumerate(index.entries):
        if entry.kind == "passage":
            yield from ((entry.id, False, ask, text) for ask, text in zip(entry.asks, index.texts("ask", number)))
            yield from ((entry.id, True, miss, text) for miss, text in zip(entry.unanswered, index.texts("near miss", number)))
