"""Which cases a text names, also misspelt, and the text without those names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from knowledge.records import Case

# Lowest similarity (0-100) at which misspelt words are taken for a case's name: "safegard it" reaches 95.
NEAR_ENOUGH = 86


def names(cases: Iterable[Case]) -> dict[str, str]:
    """Every name of a case, in lower case, the longest first, and the case's id."""
    every = {alias.lower(): case.id for case in cases for alias in (case.name, *case.aliases)}
    return dict(sorted(every.items(), key=lambda row: -len(row[0])))


def named(text: str, known: dict[str, str]) -> tuple[set[str], str]:
    """The cases that a text names, and the text in lower case without their names.

    Without the names, what is asked of a case ("how long was the contract") is no longer drowned by whose it was.
    """
    said = re.findall(r"[\w'’&£.,%-]+|[?]", text.lower())
    found: set[str] = set()
    for name, case in known.items():
        size = len(name.split())
        start = 0
        while start + size <= len(said):
            if _is_name(" ".join(said[start : start + size]).strip(".,"), name):
                found.add(case)
                said[start : start + size] = []
            else:
                start += 1
    return found, " ".join(said)


@lru_cache(maxsize=65536)
def _is_name(words: str, name: str) -> bool:
    words = words.removesuffix("'s").removesuffix("’s")
    if words == name:
        return True
    # Short names are near to too many words: "scct", "torbay" has to be right in all but one letter.
    return len(name) >= 6 and abs(len(words) - len(name)) <= 2 and fuzz.ratio(words, name) >= NEAR_ENOUGH
