"""How alike the questions of one passage are: each has to come from another person, not be a sentence turned about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from Stemmer import Stemmer

from knowledge.records import Passage

MOST_SHARED = 0.5
# Words that do not say what a question is about.
FILLERS = frozenset(
    """a an the of to in on at for by with from and or but if as is are was were be been being do does did has have had can
    could should would will may might must what which who whom whose when where why how it its this that these those there
    they them i we you our your us my me he she his her not no any some all so than then about into out up down over under
    most much many one get got""".split()
)


@dataclass(frozen=True)
class Alike:
    """Two asks of a passage; `shared`: which part (0-1) of the shorter one's content words the other has too."""

    passage: str
    one: str
    other: str
    shared: float


def content_words(ask: str, stem: Stemmer | None = None) -> frozenset[str]:
    """The stems of the words that say what a question is about."""
    stem = stem or Stemmer("english")
    return frozenset(stem.stemWord(word) for word in re.findall(r"[a-z0-9]+", ask.lower()) if word not in FILLERS)


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Which part of the shorter set the other has too."""
    return len(one & other) / max(1, min(len(one), len(other)))


def pairs(passage: Passage) -> Iterator[Alike]:
    """Every two asks of a passage."""
    stem = Stemmer("english")
    words = {ask: content_words(ask, stem) for ask in passage.asks}
    yield from (Alike(passage.id, one, other, shared(words[one], words[other])) for one, other in combinations(passage.asks, 2))
