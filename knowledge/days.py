"""Days of the calendar: in words, so many months later, and by which day a thing is due that hangs on a day that was given."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from knowledge.records import Answers, AnswerValue, Dated

_WEEKEND = (calendar.SATURDAY, calendar.SUNDAY)


def worded(day: date) -> str:
    """1 March 2027."""
    return f"{day.day} {day:%B %Y}"


def of(answer: AnswerValue | None) -> date | None:
    """The day that an answer gives ("2027-03-01"), or None if it gives none."""
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due(dated: Dated, answers: Answers) -> date | None:
    """The last day on which it is in time, or None while an answer that it hangs on is not known.

    What is due before a day is due on the last weekday before it; bank holidays are not known here.
    """
    given, lengths = of(answers.get(dated.day)), [answers.get(name) for name in dated.plus]
    years = [length for length in lengths if isinstance(length, (int, float))]
    if given is None or len(years) < len(lengths):
        return None
    day = later(given, dated.months + round(12 * sum(years)))
    if not dated.before:
        return day
    day -= timedelta(days=1)
    while day.weekday() in _WEEKEND:
        day -= timedelta(days=1)
    return day
