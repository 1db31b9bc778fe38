"""What an entry of the content names and states: ids of other entries, and statements with what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from knowledge.files import Located
from knowledge.records import Advice, Dimension, Fact, Level, Model, Moment, Passage, Question, Record, Stage, Wording

R = TypeVar("R", bound=Record)

# Fields that name ids, and the kind of what they name.
NAMES = {
    "passages": "passages", "notes": "notes", "cases": "cases", "models": "models", "topics": "topics", "stages": "stages",
    "stage": "stages", "phase": "phases", "journey": "journeys",
    "helpers": "directory", "source": "sources", "note": "notes", "by": "moments", "unheld": "unheld", "never_with": "items",
    "option": "options", "criterion": "questions", "model": "models", "helps": "helps", "programme": "directory",
}  # fmt: skip

# Of a level: the questions that its parts are answered by.
LEVEL_ASKS = ("benefit", "hard", "soft", "how", "kind")


def facts(entry: Record) -> Iterator[tuple[str, Fact]]:
    """Every statement of an entry and where in it the statement stands."""
    for field, value in entry:
        if isinstance(value, Fact):
            yield field, value
        elif isinstance(value, tuple):
            yield from ((f"{field}.{number}", each) for number, each in enumerate(value, 1) if isinstance(each, Fact))
        elif isinstance(value, dict):
            yield from ((f"{field}.{name}", each) for name, each in value.items() if isinstance(each, Fact))


def references(entry: Record) -> Iterator[tuple[str, str, str]]:
    """(field, kind of what it names, id) for every id that an entry names."""
    for field, value in entry:
        if field in NAMES and value and not (field == "source" and isinstance(entry, Passage)):
            yield from ((field, NAMES[field], name) for name in ([value] if isinstance(value, str) else value))
    for place, fact in facts(entry):
        yield from ((place, "passages", name) for name in fact.passages)
        yield from ((place, "notes", name) for name in fact.notes)
    if isinstance(entry, Wording):
        yield "id", "passages", entry.id
    if isinstance(entry, Passage):
        yield from (("without", "notes", name) for name in entry.without)
    if isinstance(entry, Stage) and entry.case:
        yield from (("case", "passages", name) for name in entry.case.passages)
    if isinstance(entry, Model):
        yield from (("traits", "traits", name) for name in entry.traits)
    if isinstance(entry, Level):
        yield from ((field, "questions", getattr(entry, field)) for field in LEVEL_ASKS)
    if isinstance(entry, Dimension):
        for number, sign in enumerate(entry.signs, 1):
            yield f"signs.{number}.question", "questions", sign.question
            for step in (sign.next_nearly, sign.next_not_yet):
                yield from ((f"signs.{number}", "passages", name) for name in (step.passages if step else ()))
                yield from ((f"signs.{number}", "notes", name) for name in (step.notes if step else ()))
    if isinstance(entry, Moment) and entry.dated:
        yield from (("dated", "questions", name) for name in (entry.dated.day, *entry.dated.plus))
    if isinstance(entry, Question) and entry.after:
        yield "after", "questions", entry.after
    if isinstance(entry, Advice) and entry.case:
        yield "case", "cases", entry.case


def of_type(rows: Located, kind: type[R]) -> Iterator[tuple[str, R]]:
    """The same rows, known to be of one type."""
    return ((place, entry) for place, entry in rows if isinstance(entry, kind))
