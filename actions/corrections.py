"""Slips put right: "change the route to open competition", "wait, its 280k", "actually with VAT"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.reading import Read, exactly, read
from knowledge.reading.dates import names_a_day
from knowledge.records import NO_ANSWER, Answers, AnswerValue, Knowledge, Question

NEAR_ENOUGH = 79  # similarity (0-100) from which a misspelt name right after "change" is the one meant
LOOKS_BACK = 6  # answers; who corrects an older one names it

_CHANGE = re.compile(
    r"^(?:(?:please|pls|ok|can you|could you|can i|could i|i want to|i'd like to|i need to|id like to|need to|want to|let me|"
    r"let's|lets|wait|oops|sorry|actually)[ ,]+)*(?:change|correct|amend|edit|update|alter|swap|switch|fix|make)\b"
    r"(?: my| our| the| your| that| answer| on| to)*[ ,]+(?P<rest>.+)$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"^(?P<name>.+?)(?:\s+(?:from\s+.+?\s+)?(?:to be|to|into|as|is|should be)\s+|\s*[:=]\s*|,\s+(?:it is|it's|its)\s+)"
    r"(?P<value>.+)$",
    re.IGNORECASE,
)
# What people say before or behind what they put right; it is meant as nothing else.
_SLIP = re.compile(
    r"^(?:(?:oh|oops|whoops|wait|hang on|hold on|sorry|apologies|my mistake|my bad|correction|scratch that|i meant|i mean|meant|"
    r"actually|acutally|no wait|make that|rather|typo|i got (?:it|that) wrong|got that wrong|i got confused)\b[ ,.:;!-]*)+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[ ,.;-]*(?:i (?:got|was) confused|sorry|my mistake|my bad|typo|oops|i mean|i meant to say|not what i said)[ .!]*$",
    re.IGNORECASE,
)
# And what may stand before anything.
_WEAK = re.compile(
    r"^(?:(?:no|nope|nah|it'?s|it is|its|that'?s|thats|it was|should be|that should be|it should be|i put|yes but)\b[ ,.:;!-]*)+",
    re.IGNORECASE,
)
_MONEY = re.compile(r"£|\d ?(?:k|m|mn|mil|mill|million|thousand|grand|bn)\b|\d,\d{3}|\d{5}", re.IGNORECASE)
_LENGTH = re.compile(r"\b(?:years?|yrs?|months?|mths?)\b", re.IGNORECASE)
_SAYS_LITTLE = frozenset(("yes", "no", "both", "none", "some"))


@dataclass(frozen=True)
class Named:
    """A change that names its answer: the question, and the new value as it was typed, or nothing yet."""

    question: Question
    value: str


def named_change(questions: Sequence[Question], said: str) -> Named | None:
    """The answer that stands right behind "change" or the like, with what it is to be; None for anything else."""
    rest = _behind_change(said)
    if not rest:
        return None
    parts = _TO.match(rest)
    name, value = (parts["name"], parts["value"].strip()) if parts else (rest, "")
    question, left = _called(questions, name)
    return Named(question, value or left) if question else None


def names_something_else(said: str) -> bool:
    """True for "change X to Y", whatever X is."""
    return bool(_TO.match(_behind_change(said) or ""))


def _behind_change(said: str) -> str | None:
    """What stands behind "change" or the like, be it misspelt at the beginning: "chnage the vlaue to 2m"."""
    said = said.strip().rstrip("?.! ")
    first, _, more = said.partition(" ")
    if more and any(fuzz.ratio(first.lower(), verb) >= NEAR_ENOUGH for verb in ("change", "correct", "update")):
        said = f"change {more}"
    match = _CHANGE.match(said)
    return match["rest"].strip() if match else None


def _called(questions: Sequence[Question], name: str) -> tuple[Question | None, str]:
    """The question with this name, in full, at its beginning (the longest wins) or nearly so spelt; and what follows it."""
    name = " ".join(re.findall(r"[\w-]+", re.sub(r"\b(?:answer|answers|question|please|pls)\b", "", name.lower())))
    name = re.sub(r"^(?:my|our|the|your) ", "", name)
    known = {
        n.lower(): q
        for q in questions
        for n in (q.id.replace("_", " "), q.label, re.sub("^(?:the|your) ", "", q.label), *q.names)
    }
    if name in known:
        return known[name], ""
    begins = [n for n in known if name.startswith(f"{n} ") and len(name.split()) <= len(n.split()) + 2]
    if begins:
        longest = max(begins, key=len)
        return known[longest], name[len(longest) :].strip()
    near = max(known, key=lambda n: fuzz.ratio(n, name))
    return (known[near] if len(name) > 3 and fuzz.ratio(near, name) >= NEAR_ENOUGH else None), ""


@dataclass(frozen=True)
class Slip:
    """What a text puts right: the earlier question and its new answer; `also_here`: the open question could take it as well."""

    question: Question
    value: AnswerValue
    also_here: AnswerValue | None = None


def earlier(knowledge: Knowledge, path: Sequence[Question], answers: Answers, here: Question, text: str) -> Slip | None:
    """The earlier answer that a text puts right, if only that is plain.

    A text that the open question can read is its answer, unless it begins as a correction does and an earlier question of the
    same kind could be meant; then it is asked which.
    """
    strong, rest = _stripped(text)
    fits_here = read(here, rest, answers, knowledge.places)
    if isinstance(fits_here, Read) and not strong:
        return None
    before = [q for q in reversed(path) if q.id in answers and q.id != here.id and q.kind != "text"][:LOOKS_BACK]
    for question in before:
        new = _plainly(question, rest, answers, knowledge)
        if new is None or new == answers[question.id]:
            continue
        if question.kind == here.kind == "date" and not strong:
            continue  # a day that cannot follow the one before says why; it does not put that right
        if not isinstance(fits_here, Read) or here.kind == "text":
            return Slip(question, new)
        return Slip(question, new, fits_here.value) if question.kind == here.kind != "choice" else None
    return None


def _stripped(text: str) -> tuple[bool, str]:
    """Whether a text begins or ends as a correction, and what is left of it."""
    text = text.strip()
    rest = _SLIP.sub("", text)
    rest = _AFTER.sub("", rest)
    strong = rest != text
    return strong, _WEAK.sub("", rest).strip() or text


def _plainly(question: Question, rest: str, answers: Answers, knowledge: Knowledge) -> AnswerValue | None:
    """The value that a text plainly gives to an earlier question: an option in its own words, money as money, a length as one."""
    plain = {
        "choice": exactly(question, rest) and rest.lower() not in _SAYS_LITTLE,
        "money": bool(_MONEY.search(rest)),
        "years": bool(_LENGTH.search(rest)),
        "date": names_a_day(rest),
    }
    if not plain.get(question.kind):
        return None
    got = read(question, rest, answers, knowledge.places)
    value = got.value if isinstance(got, Read) else None
    return None if value in NO_ANSWER else value
