"""What kind of thing a question asks for, and whether a text gives such a thing."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "money", "number", "duration", "date", "person", "place", "reason", "method", "comparison", "meaning", "list"
]  # fmt: skip

# Those that a curve may tell apart; "meaning" and "list" are no things that a text could lack.
KINDS: tuple[Kind, ...] = ("money", "number", "duration", "date", "person", "place", "reason", "comparison", "method")

_COUNT = r"\d+(?:[.,]\d+)*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|half|hundred"
_UNIT = r"(?:years?|months?|weeks?|days?|hours?|decades?)"
_ASKED: tuple[tuple[Kind, str], ...] = (
    ("duration", rf"how long\b|how (?:many|much) (?:more )?{_UNIT}|\b(?:length|duration) of\b|what (?:length|duration|term)\b"),
    (
        "money",
        r"how much (?:money|funding|cash|did|does|do|was|were|is|are|would|will|could|can|has|have|had|they|it|in)\b|"
        r"how expensive|"
        r"\bcosts? (?:of|per|was|were|to)\b|what (?:[\w-]+ ){0,4}?(?:costs?|price|fees?|budget|salar(?:y|ies)|"
        r"(?<!staff )turnover|grant|interest|premium|wages?)\b|"
        r"\b(?:cost|price|fee|budget|salary|turnover|hourly rate|day rate|pay)(?: a year| each)?\s*\??$|"
        r"\bworth\b.*\?|^(?:the )?(?:cost|price|budget|fee)s? ",
    ),
    (
        "number",
        r"how many\b|how much (?!of a\b)|what (?:share|proportion|percentage|per cent|number|rate|size|fraction|score|"
        r"weight\w*)\b|"
        r"\bpercentage\b|\bnumber of\b|\bhow (?:big|large|often)\b|\bper cent of\b|% of",
    ),
    ("date", r"\bwhen\b(?! (?:we|you|they|it|a|the|i|there|an)\b.*,)|(?:what|which) (?:year|date|month|day)\b|since what\b"),
    ("person", r"\bwho(?:m|se)?\b|name of the (?:person|manager|director|author|officer|chair)"),
    ("place", r"\bwhere\b|(?:what|which) (?:areas?|towns?|city|cities|part of|council|region|country|countries|place|county)\b"),
    ("reason", r"\bwhy\b|what made\b|\breasons?\b|how come\b"),
    (
        "comparison",
        r"\b(?:better|worse|cheaper|faster|safer|bigger|higher|lower|versus|vs|compared?|difference|differ|differs|outperform\w*)\b|"
        r"\bwhich (?:of|one|is|was|are)\b|\b(?:more|less|fewer) \w+ than\b|\bbest\b",
    ),
    ("method", r"\bhow (?:do|did|does|can|could|should|to|would|is|was|were|are|have|has|might|must)\b|what (?:steps|way)\b"),
    (
        "list",
        r"\b(?:what|which) (?:are|were|other|kinds?|types?|sorts?|things?|\w+s)\b|\b(?:examples?|list|name) (?:of|the|some)\b",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ASKED)
_MONEY = re.compile(
    r"£|\bp(?:ence|ounds?)\b|\d(?:p|m|bn)\b|\bmillion\b|\bbillion\b|\bfree of charge\b|\bno (?:cost|charge|money)\b", re.I
)
_NUMBER = re.compile(rf"\b(?:{_COUNT})\b|per cent|%|\b(?:none|most|no one|all of|a third|a quarter|every)\b", re.IGNORECASE)
_DURATION = re.compile(
    rf"\b(?:{_COUNT}|a|an|each|every|several|few)(?:[ -](?:or|to|and|more)[ -]\w+)?[ -]{_UNIT}\b", re.IGNORECASE
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b|"
    r"\b(?:before|after|once|until|as soon as|stage|first|then)\b"
)
_PERSON = re.compile(
    r"\b(?:manager|director|officers?|chair|chief|council|board|trust|team|staff|members?|owners?|providers?|commissioners?|group|"
    r"authority|people|users?|partners?|volunteers?|company|government|department|body|bodies|unit|nurses?|workers?|carers?)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
# Where two begin at one word, the first is meant: "how many years" is for a duration, "how much did it cost" for money.
_AMOUNTS: tuple[Kind, ...] = ("duration", "money", "number")
_GIVES = {"money": _MONEY, "number": _NUMBER, "duration": _DURATION, "date": _DATE, "person": _PERSON, "place": _PLACE}


def asked_for(question: str, *, meaning: bool) -> frozenset[Kind]:
    """The kinds of thing that a question asks for; of money, number and duration the one that its words come to first.

    Args:
        meaning: the question may be for what a word means.
    """
    found = {kind: match.start() for kind, pattern in _PATTERNS if (match := pattern.search(question))}
    amounts = sorted((at, n, kind) for n, kind in enumerate(_AMOUNTS) if (at := found.get(kind)) is not None)
    others = {kind for _, _, kind in amounts[1:]}
    return frozenset([kind for kind in found if kind not in others] + (["meaning"] if meaning else []))


def missing(kinds: frozenset[Kind], text: str) -> bool:
    """True if a question asks for an amount, a time, a person or a place, and a text has none of that kind."""
    return any(kind in kinds and not pattern.search(text) for kind, pattern in _GIVES.items())
