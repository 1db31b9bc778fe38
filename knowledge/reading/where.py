"""Places of the UK that a text names, for the nation that they lie in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from knowledge.records import UkPlace

LONGEST_NAME = 6  # words


def places_in(text: str, places: tuple[UkPlace, ...]) -> list[UkPlace]:
    """The places that a text names, the longest name first taken.

    A name that is an ordinary word as well ("reading", "deal") counts only by itself, with a capital, or after "in".
    """
    named = _by_name(places)
    words = re.findall(r"[^\W\d_]+", text.replace("'", ""))
    found: list[UkPlace] = []
    at = 0
    while at < len(words):
        size = next((n for n in range(min(LONGEST_NAME, len(words) - at), 0, -1) if _name(words[at : at + n]) in named), 0)
        if size:
            place = named[_name(words[at : at + size])]
            sign = len(words) == size or words[at][0].isupper() or (at and words[at - 1].lower() in {"in", "near", "for"})
            found += [place] if sign or not place.word else []
        at += max(size, 1)
    return found


def _name(words: Iterable[str]) -> str:
    return " ".join(words).lower()


@lru_cache(maxsize=4)
def _by_name(places: tuple[UkPlace, ...]) -> dict[str, UkPlace]:
    return {place.id.replace("-", " "): place for place in places}
