"""A first term and its extensions, in years, from what people type."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.reading.lengths import Length, Lengths, lengths_of
from knowledge.reading.outcome import Read, Unreadable
from knowledge.records import AnswerValue

LONGEST_TERM = 50  # years
RATHER_MONTHS = 12  # a bare number from here on may be months as well as years
_NONE = re.compile(
    r"^(?:no|none|nil|zero|nothing|n/a|no thanks|nope|not any|there (?:is|are|will be) (?:no|none|not any)\b.*)$"
    r"|\b(?:no|none|nil|without|not any|zero|isn't any|aren't any|won't be any) (?:an? )?(?:further |more |planned |other )?"
    r"(?:extensions?|options?|extra|renewals?|years?|ability|scope|possibility)\b"
    r"|\b(?:can'?t|cannot|can not|won'?t|will not|not) (?:be )?(?:extended|extend|extendable|renewed|renewable)\b|\bno$|^none\b"
)
_ONE_BY_ONE = re.compile(
    r"\b(?:at a time|annually|each year|every year|year on year|year by year|rolling|indefinite\w*|open[- ]ended)\b"
)
_IN_TOTAL = re.compile(r"\b(?:total|overall|altogether|in all|whole)\b")
NO_LENGTH = "I need a number of years, such as 3, or 18 months."
WRONG = "That length cannot be right. Give a number of years, such as 3."
SEVERAL = "I found more than one length. Give one: your best estimate in years, such as 3."


def read_term(text: str) -> Read | Unreadable:
    """The first term in years, without what may be added."""
    if re.match(r"\W*(?:-|minus\b)\W*\d", text.strip().lower()):
        return Unreadable(WRONG)
    lengths = lengths_of(text)
    fault = _fault(lengths)
    if fault:
        return fault
    if any(length.whole for length in lengths.first):
        return Unreadable("I found a whole and its parts. How many years is the first term, without what may be added?")
    first = {length.months for length in lengths.first}
    if not first:
        return Unreadable(
            f"{_options_only(lengths)}How many years is the first term, without them?" if lengths.added else NO_LENGTH
        )
    if len(first) > 1:
        return Unreadable(SEVERAL)
    return _in_years(lengths.first[0], least=1 / 12)


def read_extension(text: str, term: AnswerValue | None) -> Read | Unreadable:
    """All years that may be added, together. `term`: the first term, if it is known; "3+1+1" begins with it."""
    plain = " ".join(text.lower().split())
    if re.match(r"\W*(?:-|minus\b)\W*\d", plain):
        return Unreadable(WRONG)
    if _ONE_BY_ONE.search(plain):
        return Unreadable("How many years is that, all together? " + NO_LENGTH)
    lengths = lengths_of(text)
    figures = [length for length in lengths.found if length.months]
    if not figures and (_NONE.search(plain.strip(" .!")) or lengths.found):
        return Read(0)
    fault = _fault(lengths)
    if fault:
        return fault
    if not lengths.found:
        return Unreadable(NO_LENGTH)
    if re.match(r"(?:no|none|nope|nil)\b(?! (?:more|longer) than)", plain):
        return Unreadable("Is there an extension or not? Give the years of it, or 0.")
    if _NONE.search(plain.strip(" .!")) and not re.search(r"\bno(?:t)? (?:more|longer) than\b", plain):
        return Unreadable(SEVERAL)
    if _IN_TOTAL.search(plain) and isinstance(term, (int, float)) and lengths.found[0].months > term * 12:
        return Unreadable("Is that the whole contract? How many years could be added to the first term?")
    months = [length.months for length in lengths.found]
    known = float(term) * 12 if isinstance(term, (int, float)) else None
    if len(months) > 1 and known is not None and round(months[0]) == round(known) and not lengths.found[0].added:
        months = months[1:]
    elif len(lengths.first) > 1 or (lengths.first and lengths.added and not _a_chain(lengths)):
        if len({*months}) > 1:
            return Unreadable(SEVERAL)
        months = months[:1]
    return _in_years(
        replace(lengths.found[0], months=sum(months), bare=lengths.found[0].bare and len(lengths.found) == 1), least=0
    )


def _a_chain(lengths: Lengths) -> bool:
    """ "1 + 1" or "2 plus 1": what comes first is added to, so all of it is what may be added."""
    return len(lengths.first) == 1 and lengths.found[0] is lengths.first[0]


def _fault(lengths: Lengths) -> Unreadable | None:
    if lengths.several:
        return Unreadable(SEVERAL)
    if lengths.doubt:
        return Unreadable(
            f"I read a length, but not “{lengths.doubt[:40]}” beside it. Give a number of years, such as 3, or 18 months."
        )
    return None


def _options_only(lengths: Lengths) -> str:
    return f"I read {sum(length.months for length in lengths.added) / 12:g} years of extensions. "


def _in_years(length: Length, *, least: float) -> Read | Unreadable:
    years = _years(length.months)
    if not least <= years <= LONGEST_TERM:
        return Unreadable(WRONG)
    if length.bare and years >= RATHER_MONTHS:
        months = _years(years)  # "24": as many months, in years
        return Unreadable(f"Is that {years:g} months or {years:g} years?", (months, years))
    return Read(years)


def _years(months: float) -> float:
    years = months / 12
    return int(years) if float(years).is_integer() else round(years, 2)
