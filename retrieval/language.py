"""Other languages than English, told by the lingua library; Welsh above all, since public bodies in Wales write it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from knowledge.folding import folded
from knowledge.records import Knowledge

if TYPE_CHECKING:
    from lingua import LanguageDetector

WELSH = "Welsh"
# What people in the UK speak beside English, as far as lingua knows it; each language costs memory.
_LANGUAGES = (
    "ENGLISH", "WELSH", "POLISH", "ROMANIAN", "PUNJABI", "URDU", "PORTUGUESE", "SPANISH", "ARABIC", "BENGALI", "GUJARATI",
    "ITALIAN", "FRENCH", "GERMAN", "TURKISH", "SOMALI", "CHINESE", "UKRAINIAN", "HINDI",
)  # fmt: skip
FEWEST_WORDS = 4  # names and greetings are shorter: "Cyngor Sir Gâr", "diolch yn fawr"
# Words of English and of none of the others: with one of them, Welsh names around it make no Welsh question.
_ENGLISH = frozenset(
    "the and with who what how which when where why you your our from this that they their would could should have is of".split()
)
# Confidence of another language, and the most that English may have: of 7,900 English questions, titles and answers of four words
# and more none is taken for another language (docs/measurements.md, "Languages").
SURE, NOT_ENGLISH = 0.6, 0.1


@cache
def _detector() -> LanguageDetector:
    from lingua import Language, LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(*(getattr(Language, name) for name in _LANGUAGES)).build()


def other_language(text: str, knowledge: Knowledge) -> str | None:
    """The English name of the language of a text that is not in English, or None. What our own content says is known to us."""
    said = folded(text)
    words = re.findall(r"[^\W\d_]{2,}", said)
    latin = all(ord(letter) < 0x250 for word in words for letter in word)
    if not words or (latin and len(words) < FEWEST_WORDS) or _ENGLISH.intersection(word.lower() for word in words):
        return None
    found = {row.language.name: row.value for row in _detector().compute_language_confidence_values(said)}
    best = max(found, key=lambda name: found[name])
    if best == "ENGLISH" or found[best] < SURE or found["ENGLISH"] > NOT_ENGLISH or _is_ours(said, knowledge):
        return None
    return best.title()


def _is_ours(said: str, knowledge: Knowledge) -> bool:
    """True for words that stand so in the content: "société coopérative d'intérêt collectif"."""
    asks = (ask for passage in knowledge.passages for ask in (*passage.asks, passage.title))
    terms = (name for term in knowledge.glossary for name in (term.term, *term.also))
    names = (name for case in knowledge.cases for name in (case.name, *case.aliases))
    models = (name for model in knowledge.models for name in (model.name, *model.also))
    return any(_words(said) in _words(ours) for ours in (*asks, *terms, *names, *models))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text).lower()))
