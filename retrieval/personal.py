"""Personal data in what people type: it is refused, not stored.

Numbers are told apart by their form and by what stands before them: a notice, a budget code and a supplier's number have as many
digits as a telephone. Names alone are not looked for: officers, authors and provider names are no secrets, and no list of names
is right. A name with a date of birth, or with a street and a postcode, is one person.
"""

from __future__ import annotations

import re

from knowledge.folding import folded

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?(?:@|\[at\]|\(at\)|\{at\}|<at>)\s?[\w-]+(?:\s?(?:\.|\[dot\]|\(dot\))\s?[\w-]+)+"
    r"|\b[\w.+-]+ at [\w-]+ dot (?:\w+ dot )*\w+\b",
    re.IGNORECASE,
)
# HMRC never issues these first pairs, so they are codes of something else (National Insurance Manual, NIM39110).
_NEVER_ISSUED = "BG|GB|KN|NK|NT|TN|ZZ"
_SIX = r"[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?"
_NATIONAL_INSURANCE = re.compile(rf"\b(?!{_NEVER_ISSUED})[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]{_SIX}[A-D]\b", re.IGNORECASE)
_CALLED_NI = re.compile(
    rf"\b(?:nino|national insurance(?: number| no\.?)?|ni (?:number|no\.?))\W{{1,3}}(?:is\W)?[a-z]{{2}}{_SIX}[a-z]?\b",
    re.IGNORECASE,
)
# A UK number as people write it: +44, 0044 or 0, then an area or mobile code; nine or ten digits after the 0.
_PHONE = re.compile(
    r"(?<![\w£/.,-])(?:\(?(?:\+|00)44\)?[\s.-]?(?:\(0\)[\s.-]?)?0?|\(?0)(?:[127]\d|3[0347]|8[047])(?:[\s().-]{0,2}\d){7,8}(?![\w/]|[.,-]\d)"
)
_TEN_DIGITS = re.compile(r"(?<![\w£/.,-])\d{3}([\s-]?)\d{3}([\s-]?)\d{4}(?![\w/]|[.,-]\d)")
_NHS = re.compile(
    r"\bnhs\s*(?:number|no\b|num\b|id\b|#)|\bpatient (?:number|no\b|id\b)|\bnhs\W+(?=\d{3}\W?\d{3}\W?\d{4})", re.IGNORECASE
)
# What calls a number something else, up to four words before it: "budget code 0123...", "PO 4010... was for grant 4010...".
_OTHER_NUMBER = re.compile(
    r"\b(?:company|charity|charities|registration|registered|notice|reference|ref|order|po|budget|value|code|cost|centre|center|ledger|gl|"
    r"nominal|account|grant|supplier|vendor|contract|framework|lot|itt|rfq|fts|tender|project|invoice|case|duns|uprn|usrn|urn|vat|cic|"
    r"provider|location|ods|cqc|ofsted|cpv|sort|isbn|id|ukprn|programme|report|minute|decision|spend|£)\b\W*"
    r"(?:[\w'-]+\W+){0,2}$",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"\b(?:ring|call|phone|tel|telephone|mobile|mob|text|whatsapp|dial|reach)\b\W*(?:\w+\W+){0,3}$", re.IGNORECASE
)
_NOTICE = re.compile(r"^\d{6}-20\d\d$")  # Find a Tender's own form

_MONTHS = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    "dec(?:ember)?)"
)
_DATE = (
    r"(?:\d{1,2}[\s./-]\d{1,2}[\s./-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS},? (?:19|20)\d\d)"
)
_BORN = re.compile(
    rf"\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth|birth ?date|birthday)\b\W*(?:is|was|:)?\W*{_DATE}", re.IGNORECASE
)
_STREET = re.compile(
    r"\b(?:flat \d+\w?,? )?\d{1,4}[a-z]? (?:[A-Z][\w'-]+ ){1,3}?(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|way|crescent|"
    r"court|gardens|terrace|place|grove|walk|hill|park|square|mews|row|view|green)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]?) ?\d[A-Z]{2}\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:mr|mrs|miss|ms|mx|dr)\.? [a-z]{2,}|\b(?:her|his|their|my) name is [a-z]{2,}", re.IGNORECASE)
# Two capitals right before a street: a person, unless the words are those of a body or a building.
_NAMED = re.compile(
    r"\b[A-Z][a-z'-]+ (?:[A-Z]\.? )?(?P<last>[A-Z][a-z'-]+),?(?: of| at| lives at| who lives at)? (?=(?:[Ff]lat )?\d)"
)
_BODY = re.compile(
    r"\b(?:House|Centre|Council|Trust|Hall|Age|Mind|UK|Cymru|Scotland|Hub|Church|School|College|Community|Services?|Care|Support|Home|"
    r"Surgery|Clinic|Hospital|Library|Office|Offices|Foundation|Society|Association|Partnership|Project|Group|Works|Court|Lodge|Unit)\b"
)


def found_in(text: str) -> str | None:
    """What kind of personal data a text holds, in words for the user, or None. It folds the text itself."""
    text = folded(text)
    if _EMAIL.search(text):
        return "an e-mail address"
    if _CALLED_NI.search(text) or any(not _is_other(m) for m in _NATIONAL_INSURANCE.finditer(text)):
        return "a National Insurance number"
    if any(_is_nhs_number(m) for m in _TEN_DIGITS.finditer(text)):
        return "an NHS number"
    if any(_is_phone(m) for m in _PHONE.finditer(text)):
        return "a phone number"
    if _BORN.search(text):
        return "a person's date of birth"
    return "a person's name and address" if _is_somebodys_address(text) else None


def _is_somebodys_address(text: str) -> bool:
    street = _STREET.search(text)
    if not street:
        return False
    named = _NAMED.search(text[: street.end()])
    return bool(_TITLED.search(text)) or bool(named and _POSTCODE.search(text) and not _BODY.search(named.group()))


def _is_other(match: re.Match[str]) -> bool:
    """True if a word before a number calls it a code, a reference or the like."""
    return bool(_OTHER_NUMBER.search(match.string[: match.start()]))


def _is_phone(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    return not _NOTICE.match(match.group()) and (bool(_CALLS.search(before)) or not _is_other(match))


def _is_nhs_number(match: re.Match[str]) -> bool:
    """Ten digits that are called so; or in groups of 3, 3 and 4, with the modulus 11 check digit and not called anything else.

    Source: NHS Data Model and Dictionary, NHS number. One number in eleven has the check digit: ten in a row prove nothing.
    """
    digits = [int(d) for d in match.group() if d.isdigit()]
    check = (11 - sum(d * weight for d, weight in zip(digits, range(10, 1, -1))) % 11) % 11
    grouped = bool(match[1]) and match[1] == match[2]
    return bool(_NHS.search(match.string)) or (grouped and check == digits[9] and digits[0] != 0 and not _is_other(match))
