"""A day from what people type: "1 March 2027", "01/03/27", "March 1st 2027"; half a day is asked back with the days it may be."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.days import later, worded
from knowledge.reading.outcome import Read, Unreadable

FARTHEST = 15  # years from today; beyond it a year is rather mistyped
NO_DAY = "I need a day, such as 1 April 2027 or 01/04/2027."
SEVERAL = "I found more than one day. Give one: your best guess."
_MONTHS = {
    name: number for number in range(1, 13) for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
_SHORT_DAYS = ("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun")
_DAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)} | {
    short: number for number, some in enumerate(_SHORT_DAYS) for short in some.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_FIRST, _MIDDLE, _LAST = ("start", "beginning", "early"), ("mid", "middle"), ("end", "late")  # of a month
_YEAR = r"(?:\d{4}|'?\d{2})"
_WRITTEN = re.compile(
    rf"(?:\b(?P<weekday>{_DAY})\b\.?,? )?(?:the )?(?:"
    rf"\b(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?!\d)"
    rf"|\b(?P<d2>\d{{1,2}})(?P<sign>[./-])(?P<m2>\d{{1,2}})(?:(?P=sign)(?P<y2>{_YEAR}))?(?![\d/])"
    rf"|\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)?[ -]?(?P<m3>{_MONTH})\b\.?(?:,?[ -]?(?P<y3>{_YEAR})(?![\d:]))?"
    rf"|\b(?P<m4>{_MONTH})\b\.? (?:the )?(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\b(?!')(?:,? (?P<y4>{_YEAR})(?![\d:]))?"
    rf"|(?:\b(?P<part>{'|'.join((*_FIRST, *_MIDDLE, *_LAST))})(?: of| in)?[ -])?\b(?P<m5>{_MONTH})\b\.?"
    rf"(?:,? (?P<y5>{_YEAR})(?![\d:]))?"
    r")"
)
_AHEAD = re.compile(
    r"\b(?:in )?(?P<count>\d{1,3}|an?|one|two|three|four|five|six|nine|twelve|eighteen) (?P<unit>day|week|month|year)s?"
    r"(?: from (?:now|today)| time)?\b"
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "twelve": 12, "eighteen": 18,
}  # fmt: skip
_IN_DAYS, _IN_MONTHS = {"day": 1, "week": 7}, {"month": 1, "year": 12}
# What may stand beside a day without changing it.
_BESIDE = frozenset(
    """
    a about aim aiming approximately around as at be begin beginning begins body by c circa commencing contract date day expect
    expected for from go go-live goes going hopefully i in invitation invite is it it'll it's its launch launches like likely
    live may maybe move moves new notice of on or organisation out over perhaps plan planned probably provisionally publish
    published roughly say service should start starting starts target tender the think to transfer us w/c wc we we'd week will
    would
    """.split()
)


@dataclass(frozen=True)
class _Found:
    """A day as it was written: parts that were left out are None. `where`: its place in the text."""

    year: int | None
    month: int
    day: int | None
    weekday: int | None
    where: tuple[int, int]
    part: str = ""


def read_date(text: str, today: date, not_before: date | None = None) -> Read | Unreadable:
    """The day as "2027-03-01".

    Args:
        text: folded; what was typed.
        not_before: a day that was given before and that this one has to follow.
    """
    low = " ".join(text.lower().replace(",", ", ").split()).strip(" .!")
    found = [_found(match) for match in _WRITTEN.finditer(low)]
    found = [each for each in found if each.day is not None] or found  # "we may start on 1 April": no month
    if len({(each.year, each.month, each.day) for each in found}) > 1:
        return Unreadable(SEVERAL)
    if not found:
        return _ahead(low, today, not_before)
    one = found[0]
    unread = _unread(low[: one.where[0]] + " " + low[one.where[1] :])
    days = [day for day in _days(one, today) if today < day]
    if not_before is not None and days and days[-1] <= not_before:
        return _too_early(days[-1], not_before)
    days = [day for day in days if not_before is None or not_before < day]
    if one.day is None or one.year is None:
        return _which(one, days)
    if not days:
        return _impossible(one, today)
    day = days[0]
    if one.weekday is not None and one.weekday != day.weekday():
        return Unreadable(f"{worded(day)} is a {day:%A}. Which day do you mean?", (day.isoformat(),))
    if unread:
        return Unreadable(f"I read {worded(day)}, but not “{unread[:40]}” beside it. Is that the day?", (day.isoformat(),))
    if day.year - today.year > FARTHEST:
        return Unreadable(f"{worded(day)} is more than {FARTHEST} years away. Is the year right? {NO_DAY}")
    return Read(day.isoformat())


def names_a_day(text: str) -> bool:
    """True if a day stands in a text, with its year."""
    return any(found["y"] or found["y2"] or found["y3"] or found["y4"] for found in _WRITTEN.finditer(text.lower()))


def _found(match: re.Match[str]) -> _Found:
    said = {
        name: next((value for key, value in match.groupdict().items() if value and key.rstrip("2345") == name), None)
        for name in ("y", "m", "d")
    }
    month = said["m"] or ""
    year = int(said["y"].strip("'")) if said["y"] else None
    return _Found(
        year + 2000 if year is not None and year < 100 else year,
        int(month) if month.isdigit() else _MONTHS[month],
        int(said["d"]) if said["d"] else None,
        _DAYS[match["weekday"]] if match["weekday"] else None,
        match.span(),
        match["part"] or "",
    )


def _days(one: _Found, today: date) -> Iterator[date]:
    """The days that it may be. Without a year, of this and the next two; without a day, the first, middle or last."""
    for year in [one.year] if one.year else range(today.year, today.year + 3):
        with suppress(ValueError):  # there is no 31 April
            if one.day is not None:
                yield date(year, one.month, one.day)
            else:
                last = calendar.monthrange(year, one.month)[1]
                part = {"": (1, last), **dict.fromkeys(_FIRST, (1,)), **dict.fromkeys(_MIDDLE, (15,))}.get(one.part, (last,))
                yield from (date(year, one.month, day) for day in part)


def _which(one: _Found, days: list[date]) -> Unreadable:
    offers = tuple(day.isoformat() for day in days[:2])
    if not offers:
        return Unreadable(f"That has passed. {NO_DAY}")
    asked = "Of which year?" if one.day is not None else "On which day?"
    return Unreadable(f"{asked} {NO_DAY}", offers)


def _impossible(one: _Found, today: date) -> Unreadable:
    with suppress(ValueError):
        day = date(one.year or 0, one.month, one.day or 0)
        return Unreadable(
            f"{worded(day)} {'is today' if day == today else 'has passed'}. Give a day that is still to come, or say “skip”."
        )
    with suppress(ValueError):  # the American way round
        day = date(one.year or 0, one.day or 0, one.month)
        if day > today:
            return Unreadable(f"Here the day comes before the month. Do you mean {worded(day)}?", (day.isoformat(),))
    return Unreadable(f"There is no such day in the calendar. {NO_DAY}")


def _ahead(low: str, today: date, not_before: date | None) -> Unreadable:
    """ "in six months", "tomorrow": the day that it would be is offered, not taken."""
    low = re.sub(r"\btomorrow\b", "in 1 day", low)
    found = _AHEAD.search(low)
    if not found or _unread(low[: found.start()] + " " + low[found.end() :]):
        return Unreadable(NO_DAY)
    count, unit = _NUMBERS.get(found["count"]) or int(found["count"]), found["unit"]
    day = today + timedelta(days=count * _IN_DAYS[unit]) if unit in _IN_DAYS else later(today, count * _IN_MONTHS[unit])
    if not today < day <= later(today, FARTHEST * 12):
        return Unreadable(NO_DAY)
    if not_before is not None and day <= not_before:
        return _too_early(day, not_before)
    return Unreadable(f"Counted from today that is {worded(day)}. Is that the day?", (day.isoformat(),))


def _too_early(day: date, not_before: date) -> Unreadable:
    return Unreadable(
        f"{worded(day)} is not after {worded(not_before)}, which you gave before. Give a later day, or change the other one."
    )


def _unread(beside: str) -> str:
    return " ".join(word for word in re.findall(r"[\w'/-]+", beside) if word not in _BESIDE)
