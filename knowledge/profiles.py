"""A profile in a file: a journey and the answers that are given in it, for papers without the chat and for tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge import days, journey, journeys
from knowledge.conditions import nearest
from knowledge.files import mapping
from knowledge.load import ContentError
from knowledge.reading import Read, Unreadable, read
from knowledge.records import NO_ANSWER, Answers, Journey, Knowledge, Question

EXAMPLES = Path(__file__).parent / "examples"
_OPEN = {"skip": "skipped", "don't know": "dont_know", "dont know": "dont_know"}  # as people say it


@dataclass(frozen=True)
class Profile:
    """A journey with its own content, and the answers in the order of its questions."""

    journey: Journey
    knowledge: Knowledge
    answers: Answers


def profile(file: Path, knowledge: Knowledge, today: date) -> Profile:
    """What a file says: `journey`, and `answers` by the ids of their questions, as ids of options or as people type them.

    Questions may be left out; the papers are drafts then.

    Raises:
        ContentError: with every fault of the file, one line each.
    """
    faults: list[str] = []
    found = mapping(file, faults)
    if not faults:
        faults += _shape(file.name, found, knowledge)
    if faults:
        raise ContentError(faults)
    mine = journeys.only(knowledge, found["journey"])
    answers, faults = _answers(file.name, found["answers"], mine, today)
    if faults:
        raise ContentError(faults)
    return Profile(journeys.named(knowledge, found["journey"]), mine, answers)


def _shape(name: str, found: Mapping[str, Any], knowledge: Knowledge) -> Iterator[str]:
    known = [each.id for each in knowledge.journeys]
    for key in found.keys() - {"journey", "answers"}:
        yield f"{name}: the key '{key}' is not known; a profile has 'journey' and 'answers'."
    if found.get("journey") not in known:
        given = found.get("journey")
        yield f"{name}, journey: found '{given}'; it must be one of {', '.join(known)}.{nearest(str(given), known)}"
    if not isinstance(found.get("answers"), dict) or not found["answers"]:
        yield f"{name}, answers: is missing; give the answers by the ids of their questions ('nation: Wales')."


def _answers(name: str, given: Mapping[str, Any], knowledge: Knowledge, today: date) -> tuple[Answers, list[str]]:
    """The answers that can be read, in the order of the questions, and what is wrong with the others."""
    asked = [question.id for question in knowledge.questions]
    faults = [f"{name}, {id}: there is no such question.{nearest(str(id), asked)}" for id in given if id not in asked]
    answers: Answers = {}
    for question in knowledge.questions:
        if question.id not in given or question not in journey.path(knowledge, answers, today):
            continue
        understood = _value(question, given[question.id], answers, knowledge, today)
        if isinstance(understood, Read):
            answers = journey.record(knowledge, answers, question.id, understood.value, today)
        else:
            one_of = f" It may be one of {', '.join(question.options)}." if question.options else ""
            faults.append(f"{name}, {question.id}: found '{given[question.id]}'. {understood.reason}{one_of}")
    if not faults:
        off = [id for id in given if id not in answers]
        faults += [f"{name}, {id}: is not asked after these answers; delete it." for id in off]
    return answers, faults


def _value(question: Question, given: object, answers: Answers, knowledge: Knowledge, today: date) -> Read | Unreadable:
    said = _OPEN.get(str(given), str(given))
    if said in {*question.options, *NO_ANSWER}:
        return Read(said)
    day = days.of(said) if question.kind == "date" else None  # in a file, it may have passed
    return Read(day.isoformat()) if day else read(question, said, answers, knowledge.places, today)
