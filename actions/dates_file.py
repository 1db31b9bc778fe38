"""The dated lines of a plan as a calendar (iCalendar, RFC 5545), which Outlook, Google and others take in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timezone

from icalendar import Calendar, Event, vText

from actions.frame import DISCLAIMER, PRIORITIES, source_line
from knowledge import checklist, days, journey
from knowledge.checklist import Line
from knowledge.records import Answers, Knowledge
from knowledge.wording import capital

PRODUCT = "-//The Commissioning Guide//EN"


def has_days(knowledge: Knowledge, answers: Answers, today: date) -> bool:
    """True if there is anything for a calendar."""
    return checklist.make(knowledge, answers, today).in_days


def calendar(knowledge: Knowledge, answers: Answers, today: date) -> bytes:
    """Each dated line and each day that was given, as an event of one day that blocks no time.

    An event keeps its id as long as the plan is for the same service, so that a calendar that takes the file in again moves
    what it has and adds nothing twice.
    """
    made = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH")):
        made.add(name, value)
    made.add("x-wr-calname", vText(_called(knowledge, answers)))  # as it is, a line break in it would end the line
    plan = hashlib.sha256(str(answers.get("service", "")).encode()).hexdigest()[:12]
    for entry in sorted(_entries(knowledge, answers, today), key=lambda entry: (entry.day, entry.id)):
        event = Event()
        event.add("uid", f"{entry.id}.{plan}@commissioning-guide")
        event.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=timezone.utc))
        event.add("dtstart", entry.day)
        event.add("summary", entry.what)
        event.add("description", f"{entry.told}\n\n{DISCLAIMER} Content release {knowledge.release}.")
        event.add("categories", [entry.part])
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


@dataclass(frozen=True)
class _Entry:
    """What stands on a day: what to do, why and on what it rests, and the stage or phase that it is of."""

    id: str
    day: date
    what: str
    told: str
    part: str


def _called(knowledge: Knowledge, answers: Answers) -> str:
    """The service, in the user's words if there are any."""
    asked = next((question for question in knowledge.questions if question.id == "service" and "service" in answers), None)
    return journey.said(asked, answers["service"]) if asked else knowledge.stages[0].name


def _entries(knowledge: Knowledge, answers: Answers, today: date) -> Iterator[_Entry]:
    stages = {stage.id: stage.name for stage in knowledge.stages}
    for question in knowledge.questions:
        day = days.of(answers.get(question.id)) if question.kind == "date" else None
        if day:
            yield _Entry(question.id, day, capital(question.label), f"You gave this day. {question.why}", stages[question.stage])
    for part, lines in checklist.make(knowledge, answers, today).stages:
        for line in lines:
            if line.due and line.item:
                what = f"{PRIORITIES[line.item.priority]}: {line.text}"
                yield _Entry(line.id, line.due, what, _told(knowledge, line), part.name)


def _told(knowledge: Knowledge, line: Line) -> str:
    rests = dict.fromkeys([note.instrument for note in line.law] + [source_line(knowledge, p) for p in line.passages])
    parts = [f"Because {line.because.rstrip('.')}.", f"{capital(line.who)}, {line.by}."]
    return "\n".join([*parts, *([f"It rests on: {'; '.join(rests)}."] if rests else [])])
