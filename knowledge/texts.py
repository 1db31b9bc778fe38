"""What an author did not mean to write in a text: markup, braces, letters that look like others or like nothing, outer quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from knowledge.folding import folded
from knowledge.journey import PLACEHOLDERS
from knowledge.records import Record

# Kinds of entries whose texts are filled in, and what may stand in braces there.
FILLED = {"Item": PLACEHOLDERS, "Advice": PLACEHOLDERS, "Question": PLACEHOLDERS, "Journey": ("lines",)}
# Fields that hold no text for people: expressions, names of things, conditions.
NO_TEXT = {
    "id",
    "aliases",
    "when",
    "skip_when",
    "seen_in",
    "section",
    "passages",
    "notes",
    "cases",
    "models",
    "topics",
    "url",
    "without",
    "unheld",
    "never_with",
}
# Fields that name one thing by its id; a stage's `case` is a record with a text of its own.
NAMES_ONE = {"case", "stage", "phase", "source", "note", "by", "journey", "option", "criterion", "model"}
_TAG = re.compile(r"</?[a-z][^>]*>|<!--|&[a-z]+;|&#\d+;", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}|\$\{")
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_MARKDOWN = re.compile(r"\*\*|__|`|^#+ |^> |\]\(|!\[", re.MULTILINE)
_QUOTED = re.compile(r"""^(?:“[^“”]*”|‘[^‘’]*’|"[^"]*"|'[^']*'|«[^«»]*»)[.?!]?$""", re.DOTALL)
_ODD_HYPHENS = "\u2010\u2011\u2212\ufe63\uff0d"


def faults(entry: Record) -> Iterator[str]:
    """`field: what was found and what to do` for every text of an entry."""
    for place, text in _texts(entry):
        yield from (f"{place}: {fault}" for fault in _faults(text, FILLED.get(type(entry).__name__, ())))


def _texts(entry: Record) -> Iterator[tuple[str, str]]:
    for field, value in entry:
        if field not in NO_TEXT and not (field in NAMES_ONE and isinstance(value, str)):
            yield from _inside(field, value)


def _inside(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Record):
        yield from ((f"{place}.{where}", text) for where, text in _texts(value))
    elif isinstance(value, (tuple, list)):
        yield from (found for number, each in enumerate(value, 1) for found in _inside(f"{place}.{number}", each))
    elif isinstance(value, dict):
        yield from (found for name, each in value.items() for found in _inside(f"{place}.{name}", each))


def _faults(text: str, filled: Sequence[str]) -> Iterator[str]:
    for pattern, name in ((_TAG, "HTML"), (_TEMPLATE, "a template"), (_MARKDOWN, "markup")):
        match = pattern.search(text)
        if match:
            yield f"'{match[0]}' is {name}, which readers would see; write plain text."
    if not _TEMPLATE.search(text):
        for match in _BRACES.finditer(text):
            if match[1] not in filled:
                known = f"; there are {', '.join('{' + name + '}' for name in filled)}" if filled else ""
                yield f"'{match[0]}' is no placeholder here{known}."
    if _QUOTED.match(text.strip()):
        yield f"{text.strip()[:40]!r} has quotes round it, which readers would see; leave them out."
    for character in sorted(set(text)):
        fault = _odd(character)
        if fault:
            word = next((w for w in text.split() if character in w), character)
            yield fault.replace("{word}", f"'{word[:30]}'")


@cache
def _odd(character: str) -> str:
    """What is wrong with a character, `{word}` being where it stands; empty for one that anybody may type."""
    number, name = f"U+{ord(character):04X}", unicodedata.name(character, f"U+{ord(character):04X}").lower()
    if character != "\n" and not folded(character):
        return f"holds an invisible character ({number}, {name}); delete it."
    if character in _ODD_HYPHENS:  # odd spaces became plain ones when the entry was read
        return f"holds {number} ({name}), which looks like a hyphen and is not found as one; type a hyphen."
    if character.isalpha() and not name.startswith(("latin", "feminine", "masculine")):
        return f"{{word}} holds a letter of another script ({number}, {name}); type it anew."
    return ""
