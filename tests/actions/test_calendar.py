"""The calendar of a plan: other calendars can read it, each line keeps its id, and what is typed stays text."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from actions import documents
from knowledge import checklist, journeys
from knowledge.records import Knowledge

TODAY = date(2026, 11, 27)
PLAN = {
    "nation": "wales", "body": "council", "rules": "light_touch", "value": 400_000, "term": 3, "route": "open_contest",
    "service": "Home visits for older people", "notice_on": "2027-03-01", "start_on": "2027-10-01",
}  # fmt: skip
SPIN_OUT = {"nation": "england", "employer": "council", "service": "Libraries", "transfer_on": "2028-04-01"}


@pytest.fixture
def events(everything: Knowledge) -> Any:
    """The events of a document's calendar by their ids."""

    def read(paper: str, answers: dict[str, Any]) -> dict[str, Any]:
        about = next(each for each in everything.journeys if paper in {one.id for one in each.documents})
        form = documents.FORMS[f"{paper}.ics"]
        made = Calendar.from_ical(form.make(journeys.only(everything, about.id), answers, TODAY))
        assert (made["version"], str(made["prodid"])) == ("2.0", "-//The Commissioning Guide//EN")
        return {str(event["uid"]): event for event in made.walk("VEVENT")}

    return read


@pytest.mark.parametrize(("paper", "answers"), [("checklist", PLAN), ("roadmap", SPIN_OUT)])
def test_each_dated_line_and_each_day_that_was_given_is_one_event(
    paper: str, answers: dict[str, Any], events: Any, everything: Knowledge
) -> None:
    about = "commission" if paper == "checklist" else "spin_out"
    lines = checklist.make(journeys.only(everything, about), answers, TODAY).lines
    dated = {line.id: line for line in lines if line.due}
    given = {name for name in answers if name.endswith("_on")}
    found = events(paper, answers)
    assert len(dated) > 3 and {uid.split(".")[0] for uid in found} == {*dated} | given
    for uid, event in found.items():
        name = uid.split(".")[0]
        assert event["transp"] == "TRANSPARENT" and "It is not legal advice" in event["description"]
        if name in given:
            assert event.decoded("dtstart") == date.fromisoformat(answers[name])
        else:
            assert event.decoded("dtstart") == dated[name].due and str(event["summary"]).endswith(dated[name].text)
            assert f"Because {dated[name].because.rstrip('.')}." in event["description"]


def test_a_plan_that_moves_keeps_the_ids_of_its_lines(events: Any) -> None:
    first, moved = events("checklist", PLAN), events("checklist", {**PLAN, "notice_on": "2027-04-01"})
    assert first.keys() == moved.keys()
    assert {uid for uid in first if first[uid].decoded("dtstart") != moved[uid].decoded("dtstart")}


def test_two_plans_do_not_share_ids(events: Any) -> None:
    assert not events("checklist", PLAN).keys() & events("checklist", {**PLAN, "service": "Another service"}).keys()


@pytest.mark.parametrize("typed", ['R&D <b>"x"</b>; a, b \\n', "🙂 שלום", "w" * 300, "x\r\nEND:VCALENDAR"])
def test_what_is_typed_stays_text(typed: str, events: Any, everything: Knowledge) -> None:
    found = events("checklist", {**PLAN, "service": typed, "contract_manager": typed})
    assert found.keys() and len(found) == len(events("checklist", PLAN))
    raw = documents.FORMS["checklist.ics"].make(journeys.only(everything, "commission"), {**PLAN, "service": typed}, TODAY)
    unfolded = raw.decode().replace("\r\n ", "")
    name = next(line.partition(":")[2] for line in unfolded.splitlines() if line.startswith("X-WR-CALNAME"))
    shown = re.sub(r"\\(.)", lambda escaped: {"n": "\n"}.get(escaped[1], escaped[1]), name)  # as RFC 5545 has it
    assert shown.split() == typed.split()


@pytest.mark.parametrize("paper", ["checklist", "roadmap"])
def test_without_a_day_there_is_no_calendar(paper: str, everything: Knowledge) -> None:
    knowledge = journeys.only(everything, "commission" if paper == "checklist" else "spin_out")
    has = documents.FORMS[f"{paper}.ics"].has
    assert not has(knowledge, {}, TODAY) and not has(knowledge, {"notice_on": "skipped", "transfer_on": "dont_know"}, TODAY)
    assert has(knowledge, {**PLAN, **SPIN_OUT}, TODAY)
