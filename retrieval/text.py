"""Words and sentences of our own prose and of questions."""

from __future__ import annotations

import re

import Stemmer

# Words that say nothing of what a question is about.
STOPWORDS = frozenset(
    """a about all also am an and any are as at be been before being but by can could did do does done for from get got
    had has have having he her here hers him his how i if in into is it its just like may me might my no not of on one
    only or our ours out over own please shall she should so some such tell than that the their them then there these
    they this those to too up us very was we were what when where which while who whom whose why will with would you
    your yours""".split()
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'(£\d])")


def words(text: str) -> list[str]:
    """Lower-case words and figures: "£1.5m" is "1.5m"."""
    return re.findall(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*", text.lower().replace("’", "'"))


def content_words(text: str) -> list[str]:
    """The words that say what a text is about."""
    return [word.removesuffix("'s") for word in words(text) if word not in STOPWORDS]


def terms(text: str, stemmer: Stemmer.Stemmer) -> list[str]:
    """Stems of the content words, with hyphenated words also in their parts."""
    parts = [part for word in content_words(text) for part in ([word, *word.split("-")] if "-" in word else [word])]
    return list(stemmer.stemWords(parts))


def sentences(text: str) -> list[str]:
    """The sentences of a passage."""
    return [part for part in _SENTENCE_END.split(" ".join(text.split())) if part]
