"""Terms of the glossary in all of their spellings: joined, spaced, with any hyphen, dotted, with a slash, in the plural."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge.records import Term

LONGEST = 5  # words of a name that may be written apart
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?(?:'?s\b)?")
_SLASH = re.compile(r"(?<=[A-Za-z])/(?=[A-Za-z])")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")


def keyed(name: str) -> str:
    """A name without anything that spellings differ in."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def spellings(glossary: Iterable[Term]) -> dict[str, str]:
    """The key of every name of every term, and the name as our content writes it; a plural of a short form is the short form."""
    names = [name for term in glossary for name in (term.term, *term.also)]
    singular = {keyed(name): name for name in reversed(names)}
    plural = {f"{keyed(name)}s": name for name in names if name.isupper()}
    return {**plural, **singular}


def settled(text: str, known: Mapping[str, str]) -> str:
    """A text with every name of a term as our content writes it: "c.i.c." and "CICs" are "CIC", "spinout" is "spin-out"."""
    text = _DOTTED.sub(lambda m: m.group().replace(".", "").replace("'", ""), text)
    text = _SLASH.sub(" / ", text)
    found = list(_WORD.finditer(text))
    made, end, at = [], 0, 0
    while at < len(found):
        size, name = _longest(text, found[at : at + LONGEST], known)
        if name is not None:
            made += [text[end : found[at].start()], name]
            end = found[at + size - 1].end()
        at += size
    return "".join([*made, text[end:]])


def _longest(text: str, words: list[re.Match[str]], known: Mapping[str, str]) -> tuple[int, str | None]:
    """How many of the words are one name, and the name, if it is written in another way than ours; else 1 and None."""
    for size in range(len(words), 0, -1):
        said = [word.group() for word in words[:size]]
        name = known.get(keyed("".join(said)))
        between = text[words[0].end() : words[size - 1].start()] if size > 1 else ""
        if name is None or not re.fullmatch(r"[\w'’ /-]*", between):
            continue
        if name.isupper() and size > 1 and any(len(word) > 1 for word in said):
            continue  # "a cic" is no "ACIC": short forms are written apart letter by letter
        if size == 1 and said[0].lower() in _AS_WORDS and not said[0].removesuffix("s").isupper():
            continue
        same = " ".join(said).lower() == name.lower() or text[words[0].start() : words[size - 1].end()].lower() == name.lower()
        return size, None if same else name
    return 1, None


# Short forms that are words, too: they count when written in capitals ("MAT", "MEAT", "WISE"), and so do their plurals.
_AS_WORDS = frozenset("mat mats meat meats wise its it second seconds lots cts".split())
