"""When a line is due that hangs on a day that was given."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge import checklist, days, journey, journeys
from knowledge.records import Dated, Knowledge


@pytest.mark.parametrize(
    ("dated", "answers", "due"),
    [
        ({"day": "start_on"}, {"start_on": "2027-10-01"}, date(2027, 10, 1)),
        ({"day": "start_on", "before": True}, {"start_on": "2027-10-01"}, date(2027, 9, 30)),
        ({"day": "start_on", "before": True}, {"start_on": "2027-03-01"}, date(2027, 2, 26)),  # a Monday: the Friday before
        ({"day": "start_on", "before": True}, {"start_on": "2027-02-28"}, date(2027, 2, 26)),  # a Sunday
        ({"day": "start_on", "plus": ["term"], "months": -12}, {"start_on": "2027-10-01", "term": 3}, date(2029, 10, 1)),
        ({"day": "start_on", "plus": ["term"]}, {"start_on": "2027-10-01", "term": 1.5}, date(2029, 4, 1)),
        ({"day": "start_on", "months": 5}, {"start_on": "2027-09-30"}, date(2028, 2, 29)),
        ({"day": "start_on", "plus": ["term"]}, {"start_on": "2027-10-01", "term": "dont_know"}, None),
        ({"day": "start_on", "plus": ["term"]}, {"start_on": "2027-10-01"}, None),
        ({"day": "start_on"}, {"start_on": "skipped"}, None),
        ({"day": "start_on"}, {}, None),
    ],
)
def test_a_day_is_worked_out_from_the_answers_or_not_at_all(dated: Any, answers: Any, due: date | None) -> None:
    assert days.due(Dated.parse_obj(dated), answers) == due


def test_lines_have_their_days_once_the_days_of_the_plan_are_given(everything: Knowledge, today: date) -> None:
    knowledge = journeys.only(everything, "commission")
    given = {"nation": "wales", "body": "council", "rules": "light_touch", "value": 400_000, "term": 3, "route": "open_contest"}
    without = {line.id: line for line in checklist.make(knowledge, given, today).lines}
    dated = checklist.make(knowledge, {**given, "notice_on": "2027-03-01", "start_on": "2027-10-01"}, today).lines
    assert {line.id for line in dated} == {*without} and not any(line.due for line in without.values())
    assert {line.due for line in dated} >= {None, date(2027, 2, 26), date(2027, 9, 30)}


def test_a_start_that_would_come_before_a_notice_that_is_moved_is_asked_for_again(everything: Knowledge, today: date) -> None:
    knowledge = journeys.only(everything, "commission")
    given = {"notice_on": "2027-03-01", "start_on": "2027-10-01"}
    moved = journey.record(knowledge, given, "notice_on", "2027-06-01", today)
    assert moved == {"notice_on": "2027-06-01", "start_on": "2027-10-01"}
    assert journey.record(knowledge, given, "notice_on", "2027-10-01", today) == {"notice_on": "2027-10-01"}
    assert journey.record(knowledge, given, "notice_on", "skipped", today) == {**given, "notice_on": "skipped"}


def test_every_moment_that_hangs_on_a_day_hangs_on_one_of_its_own_journey(everything: Knowledge) -> None:
    for about in everything.journeys:
        mine = journeys.only(everything, about.id)
        asked = {question.id for question in mine.questions}
        moments = {item.by for item in mine.items}
        for moment in everything.moments:
            if moment.dated and moment.id in moments:
                assert {moment.dated.day, *moment.dated.plus} <= asked, f"{moment.id} in {about.id}"
