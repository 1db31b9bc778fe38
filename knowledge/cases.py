"""Which cases a text names, also misspelt, and the text without those names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from knowledge.records import Case

# Lowest similarity (0-100) at which misspelt words are taken for a case's name: "safegard it" reaches 95.
NEAR_ENOUGH = 86
SHORTEST = 6  # letters of a name that may be misspelt
SHORTEST_WORD = 3  # letters of a word in it that may be


def names(cases: Iterable[Case]) -> dict[str, str]:
    """Every name of a case, in lower case, the longest first, and the case's id."""
    every = {alias.lower(): case.id for case in cases for alias in (case.name, *case.aliases)}
    return dict(sorted(every.items(), key=lambda row: -len(row[0])))


def places(cases: Iterable[Case]) -> dict[str, list[str]]:
    """Every place of a case, in lower case, and the cases that are there."""
    found: dict[str, list[str]] = {}
    for case in cases:
        for place in case.places:
            found.setdefault(place.lower(), []).append(case.id)
    return found


def nearby(text: str, known: dict[str, list[str]]) -> set[str]:
    """The cases at a place that a text speaks of. It may be about them, or about anything else that is there."""
    words = " ".join(re.findall(r"[\w-]+", text.lower()))
    return {case for place, there in known.items() if f" {place} " in f" {words} " for case in there}


def named(text: str, known: dict[str, str], *, misspelt: bool = True) -> tuple[set[str], str]:
    """The cases that a text names, and the text in lower case without their names.

    Without the names, what is asked of a case ("how long was the contract") is no longer drowned by whose it was. A text
    of ours is spelt right and is read much faster without looking for what is nearly a name (`misspelt`).
    """
    found, bare = _named(text, tuple(known.items()), misspelt)
    return set(found), bare


@lru_cache(maxsize=256)  # one question is looked at several times on its way to an answer
def _named(text: str, known: tuple[tuple[str, str], ...], misspelt: bool) -> tuple[frozenset[str], str]:
    said = re.findall(r"[\w'’&£.,%-]+|[?]", text.lower())
    found: set[str] = set()
    for name, case in known:  # what is spelt right first: "type b" is no misspelt "type a"
        if name in " ".join(said) and _without(said, name, _is_name):
            found.add(case)
    runs: dict[int, list[str]] = {}  # of so many words each, as the text is by now
    for name, case in known if misspelt else ():
        size = name.count(" ") + 1
        if size not in runs:
            runs[size] = [_unpossessed(" ".join(said[at : at + size]).strip(".,")) for at in range(len(said) - size + 1)]
        # Short names are near to too many words: "scct", "torbay" has to be right in all but one letter.
        may_be = len(name) >= SHORTEST and process.extractOne(name, runs[size], scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
        if may_be and _without(said, name, _is_nearly):
            found.add(case)
            runs = {}
    return frozenset(found), " ".join(said)


def _without(said: list[str], name: str, same: Callable[[str, str], bool]) -> bool:
    """True if the words hold the name; it is taken out of them, wherever it stands."""
    size, start, had = len(name.split()), 0, len(said)
    while start + size <= len(said):
        if same(" ".join(said[start : start + size]).strip(".,"), name):
            said[start : start + size] = []
        else:
            start += 1
    return len(said) < had


def _unpossessed(words: str) -> str:
    return words.removesuffix("'s").removesuffix("’s")


def _is_name(words: str, name: str) -> bool:
    return _unpossessed(words) == name


def _is_nearly(words: str, name: str) -> bool:
    if abs(len(words) - len(name)) > 4:  # two letters and a possessive
        return False
    words = _unpossessed(words)
    # A short word is another word when a letter of it is: "safeguarding in care homes" does not name "safeguarding it".
    if any(said != own for said, own in zip(words.split(), name.split()) if min(len(said), len(own)) < SHORTEST_WORD):
        return False
    return abs(len(words) - len(name)) <= 2 and fuzz.ratio(words, name, score_cutoff=NEAR_ENOUGH) > 0
