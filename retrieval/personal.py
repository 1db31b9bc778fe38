"""Personal data in what people type: UK phone, e-mail, NHS and National Insurance numbers.

Anchored patterns only: budgets, notices, company and charity numbers and dates look like numbers of people to a loose
pattern, and commissioners type all of them.
"""

from __future__ import annotations

import re

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NATIONAL_INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE)
# A UK number as people write it: +44 or 0, then an area or mobile code, ten digits after the 0 (nine in old areas).
_PHONE = re.compile(r"(?<![\w£/-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)(?:[127]\d|3[037]|8[047])(?:[\s()-]{0,2}\d){7,8}(?![\w/]|[.,]\d)")
_TEN_DIGITS = re.compile(r"(?<![\w£/.,-])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?![\w/]|[.,]\d)")
_OTHER_NUMBER = re.compile(
    r"(company|charity|registration|notice|reference|ref|order|budget|value|£)\W*(number|no\.?)?\W*$", re.IGNORECASE
)


def found_in(text: str) -> str | None:
    """What kind of personal data a text holds, in words for the user, or None."""
    if _EMAIL.search(text):
        return "an e-mail address"
    if _NATIONAL_INSURANCE.search(text):
        return "a National Insurance number"
    if any(_is_nhs_number(m) for m in _TEN_DIGITS.finditer(text)):
        return "an NHS number"
    if any(not _OTHER_NUMBER.search(text[: m.start()]) for m in _PHONE.finditer(text)):
        return "a phone number"
    return None


def _is_nhs_number(match: re.Match[str]) -> bool:
    """Ten digits whose last is the modulus 11 check digit, and that no word before them calls something else.

    Source: NHS Data Model and Dictionary, NHS number. One in eleven random numbers would pass.
    """
    digits = [int(d) for d in match.group() if d.isdigit()]
    check = 11 - sum(d * weight for d, weight in zip(digits, range(10, 1, -1))) % 11
    named = _OTHER_NUMBER.search(match.string[: match.start()])
    says_nhs = re.search(r"nhs\s*(number|no\b|num)", match.string, re.IGNORECASE)
    return bool(says_nhs) or (check % 11 == digits[9] and check != 10 and not named and not match.group().startswith("0"))
