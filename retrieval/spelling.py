"""Misspelt words of a question, repaired with the words that our content uses."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_ENDINGS = re.compile(r"(?:ings?|ed|er|ers|es|s|ly|ity|ment|ness|ful|able)$")
# Words shorter than this are too near to each other to be repaired: "form" and "from".
SHORTEST = 4
LONG = 8  # from here on two letters may be wrong


def repaired(question: str, ours: Mapping[str, int], english: frozenset[str]) -> str:
    """The question with its misspelt words replaced by the nearest of ours, the commonest of equally near ones.

    A word counts as misspelt if neither we nor the encoder's own vocabulary of English know it or what is left without its
    ending: "football" stays, though "footfall" is one letter away.

    Args:
        ours: words of the content in lower case, with how often each occurs.
    """
    return re.sub(r"(?<!['’\w])[A-Za-z]+(?!['’\w])", lambda m: _repaired(m.group(), ours, english), question)


def _repaired(word: str, ours: Mapping[str, int], english: frozenset[str]) -> str:
    low = word.lower()
    if len(low) < SHORTEST or word.isupper() or any(w in ours or w in english for w in _forms(low)):
        return word
    allowed = 1 if len(low) < LONG else 2
    near = process.extract(low, list(ours), scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=5)
    # A wrong first letter is rare, and most words that differ there are other words.
    best = [(ours[found], found) for found, distance, _ in near if found[0] == low[0] and distance == near[0][1]]
    return max(best)[1] if best else word


def _forms(word: str) -> set[str]:
    """A word and what it may be without its ending: "swapping" is "swapp", "swap" and "swappe"."""
    stem = _ENDINGS.sub("", word)
    return {word, stem, stem + "e", stem + "y", stem[:-1] if stem[-1:] == stem[-2:-1] else stem}
