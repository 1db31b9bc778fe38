"""A day is taken only if all of it is understood; what leaves it open is asked back with the days that it may be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.days import later, worded
from knowledge.folding import folded
from knowledge.reading import Read, Unreadable
from knowledge.reading.dates import read_date

TODAY = date(2026, 11, 27)


def said(text: str) -> Read | Unreadable:
    return read_date(folded(text), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "1 March 2027", "1st March 2027", "the 1st of March 2027", "March 1, 2027", "March 1st 2027", "1 Mar 27", "1-Mar-2027",
        "01/03/2027", "1/3/27", "01.03.2027", "2027-03-01", "Monday 1 March 2027", "Mon, 1 March 2027", "1 march 2027.",
        "we expect to publish the notice on 1 March 2027", "about 1 March 2027", "w/c 1 March 2027",
        "we may go out on 1 March 2027",
        "１ March ２０２７",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert said(text) == Read("2027-03-01")


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("March 2027", ("2027-03-01", "2027-03-31")),
        ("end of March 2027", ("2027-03-31",)),
        ("mid March 2027", ("2027-03-15",)),
        ("1 April", ("2027-04-01", "2028-04-01")),
        ("1 December", ("2026-12-01", "2027-12-01")),
        ("03/25/2027", ("2027-03-25",)),  # the American way round
        ("Tuesday 1 March 2027", ("2027-03-01",)),  # it is a Monday
        ("before 1 March 2027", ("2027-03-01",)),
        ("no earlier than 1 March 2027", ("2027-03-01",)),
        ("not 1 March 2027", ("2027-03-01",)),
        ("in six months", ("2027-05-27",)),
        ("2 years from now", ("2028-11-27",)),
        ("tomorrow", ("2026-11-28",)),
    ],
)
def test_what_leaves_the_day_open_is_asked_back_with_the_days_that_it_may_be(text: str, offers: tuple[str, ...]) -> None:
    asked = said(text)
    assert isinstance(asked, Unreadable) and asked.offers == offers


@pytest.mark.parametrize(
    "text",
    [
        "spring 2027", "Q2", "2027", "soon", "when the budget is agreed", "31 February 2027", "00/00/2027",
        "1 March 2020", "27/11/2026", "1 March 2090", "1 March or 15 March 2027", "1 March 2027 to 5 April 2027",
        "99/99/9999", "1/3", "£1 million", "", "in 900 years", "13/13/2027", "30 February",
    ],
)  # fmt: skip
def test_what_is_no_single_day_to_come_is_never_taken(text: str) -> None:
    assert isinstance(said(text), Unreadable)


def test_a_day_that_has_to_come_later_than_another_is_told_so() -> None:
    start = read_date("1 march 2027", TODAY, not_before=date(2027, 4, 1))
    assert isinstance(start, Unreadable) and not start.offers and "is not after 1 April 2027" in start.reason


@given(st.dates(min_value=TODAY + timedelta(days=1), max_value=date(2041, 12, 31)), st.sampled_from(range(8)))
def test_any_day_to_come_in_any_writing_is_itself(day: date, way: int) -> None:
    written = (
        worded(day), f"{day:%d/%m/%Y}", f"{day:%d.%m.%y}", day.isoformat(), f"{day:%A} {worded(day)}",
        f"{day:%b} {day.day}, {day.year}",
        f"{day.day} of {day:%B}, {day:%Y}", f"the {day.day}th of {day:%b} '{day:%y}",
    )[way]  # fmt: skip
    assert said(written) == Read(day.isoformat())


@given(st.text(max_size=40))
def test_random_text_never_raises(text: str) -> None:
    said(text)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-03-01", 36, "2030-03-01"),
        ("2027-03-31", -1, "2027-02-28"),
        ("2027-01-15", -12, "2026-01-15"),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_a_shorter_month(day: str, months: int, then: str) -> None:
    assert later(date.fromisoformat(day), months) == date.fromisoformat(then)


def test_only_days_that_may_follow_are_offered() -> None:
    asked = read_date("april 2027", TODAY, not_before=date(2027, 4, 10))
    assert isinstance(asked, Unreadable) and asked.offers == ("2027-04-30",)
    ahead = read_date("in a month", TODAY, not_before=date(2027, 4, 10))
    assert isinstance(ahead, Unreadable) and not ahead.offers
