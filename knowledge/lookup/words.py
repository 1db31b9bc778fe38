"""Texts as rows of words in one form, in which names and phrases are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.folding import folded

T = TypeVar("T")
_CO_OP = re.compile(r"\bco[- ](?=op)")
_WORD = re.compile(r"[a-z0-9£]+(?:[.,][0-9]+)*")


def keys(text: str) -> tuple[str, ...]:
    """The words of a text: small letters, no hyphens and possessives, plurals as their singular."""
    plain = _CO_OP.sub("co", folded(text).lower().replace("&", " and ")).replace("'s", "").replace("'", "")
    singular = (_singular(word) for word in _WORD.findall(plain))
    return tuple("cooperative" if word == "coop" else word for word in singular)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@dataclass(frozen=True)
class Match(Generic[T]):
    """What stands from one word of a text to before another."""

    begin: int
    end: int
    value: T


class Phrases(Generic[T]):
    """Phrases and what each means; of two that overlap in a text the longer one is meant."""

    def __init__(self, meanings: Mapping[str, T]) -> None:
        self._meanings = {keys(phrase): value for phrase, value in meanings.items()}
        self._sizes: dict[str, tuple[int, ...]] = {}  # by its first word, how long a phrase may be, the longest first
        for phrase in filter(None, self._meanings):
            self._sizes[phrase[0]] = tuple(sorted({len(phrase), *self._sizes.get(phrase[0], ())}, reverse=True))

    def found(self, said: tuple[str, ...]) -> list[Match[T]]:
        """Every phrase that stands in a row of words, in order."""
        return list(self._found(said))

    def _found(self, said: tuple[str, ...]) -> Iterator[Match[T]]:
        at = 0
        while at < len(said):
            sizes = self._sizes.get(said[at], ())
            size = next((size for size in sizes if said[at : at + size] in self._meanings), 0)
            if size:
                yield Match(at, at + size, self._meanings[said[at : at + size]])
            at += size or 1
