"""Checks over the journeys: each question once in its own, one fact the same in all, conditions that can hold, no loops."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge import conditions
from knowledge.files import Located
from knowledge.links import LEVEL_ASKS, of_type
from knowledge.records import Advice, Item, Journey, Level, Moment, Phase, Question, Stage

Rows = list[tuple[str, Question]]


def faults(found: dict[str, Located]) -> Iterator[str]:
    """Every fault of what the journeys ask, advise and list, one line each."""
    of_stage = {stage.id: stage.journey for _, stage in of_type(found["stages"], Stage)}
    order = {stage: number for number, stage in enumerate(of_stage)}
    asked: dict[str, Rows] = {}
    for place, question in sorted(of_type(found["questions"], Question), key=lambda row: order.get(row[1].stage, 0)):
        asked.setdefault(of_stage.get(question.stage, ""), []).append((place, question))
    for rows in asked.values():
        yield from _once(rows)
        questions = [question for _, question in rows]
        for place, question in rows:
            yield from _looks_back(place, question, questions)
    yield from _one_fact([row for rows in asked.values() for row in rows])
    of_part = {**of_stage, **{phase.id: phase.journey for _, phase in of_type(found["phases"], Phase)}}
    yield from _conditions(found, of_part, {journey: [q for _, q in rows] for journey, rows in asked.items()})
    yield from _journeys(found, of_stage)
    yield from _levels(found, of_stage)
    yield from _dates(found)


def _once(rows: Rows) -> Iterator[str]:
    first: dict[str, str] = {}
    for place, question in rows:
        if question.id in first:
            yield f"{place}: the id is also in {first[question.id]}; rename one."
        first.setdefault(question.id, place)


def _one_fact(rows: Rows) -> Iterator[str]:
    """What two journeys ask under one id can be carried over: it is of one kind, with the same options."""
    first: dict[str, tuple[str, Question]] = {}
    for place, question in rows:
        there, other = first.setdefault(question.id, (place, question))
        if question.kind != other.kind or set(question.options) != set(other.options):
            yield f"{place}: {there} has the same id with other options; make them one fact, or rename one."


def _conditions(found: dict[str, Located], of_part: dict[str, str], asked: dict[str, list[Question]]) -> Iterator[str]:
    """A condition reads only what its own journey asks."""
    if "" in asked:  # of a stage that is not there: said already, and not once for each condition on its questions
        return
    rows = [(place, "skip_when", q.stage, q.skip_when) for place, q in of_type(found["questions"], Question)]
    rows += [(place, "when", a.stage, a.when) for place, a in of_type(found["advice"], Advice)]
    for place, item in of_type(found["items"], Item):
        rows += [(place, "when", item.part or "", item.when), (place, "skip_when", item.part or "", item.skip_when)]
    for place, field, part, when in rows:
        questions = asked.get(of_part.get(part, ""))
        if questions:  # without one their files could not be read: said already, and not once for each condition
            yield from (f"{place}, {field}: {fault}" for fault in conditions.faults(when, questions))


def _journeys(found: dict[str, Located], of_stage: dict[str, str]) -> Iterator[str]:
    """Each journey has stages, and what begins it or names it means it alone."""
    first: dict[str, str] = {}
    for place, journey in of_type(found["journeys"], Journey):
        if of_stage and journey.id not in of_stage.values():
            yield f"{place}: no stage names it; give it stages in stages.yml."
        for word in (journey.begins, *journey.words):
            if word in first:
                yield f"{place}: '{word}' also means {first[word]}; it must mean one journey."
            first.setdefault(word, place)


def _levels(found: dict[str, Located], of_stage: dict[str, str]) -> Iterator[str]:
    """The parts of a level are asked in one journey, its examples are for options, and what is asked in own words is a text."""
    asked = {question.id: question for _, question in of_type(found["questions"], Question)}
    for place, level in of_type(found["levels"], Level):
        parts = {field: asked[name] for field in LEVEL_ASKS if (name := getattr(level, field)) in asked}
        if len({of_stage.get(question.stage) for question in parts.values()}) > 1:
            yield f"{place}: its questions are of different journeys; a level is asked in one."
        for field, question in parts.items():
            kind = "choice" if field in ("how", "kind") else "text"
            if question.kind != kind:
                yield f"{place}, {field}: '{question.id}' is a {question.kind}; it has to be a {kind}."
        if "kind" in parts:
            for name in level.examples.keys() - parts["kind"].options.keys():
                near = conditions.nearest(name, parts["kind"].options)
                yield f"{place}, examples: '{name}' is not an option of '{level.kind}'.{near}"


def _dates(found: dict[str, Located]) -> Iterator[str]:
    """What a moment or a date hangs on is a day or a length."""
    asked = {question.id: question for _, question in of_type(found["questions"], Question)}
    hangs = [
        (place, "dated", name, kind)
        for place, moment in of_type(found["moments"], Moment)
        if moment.dated
        for name, kind in ((moment.dated.day, "date"), *((name, "years") for name in moment.dated.plus))
    ]
    hangs += [
        (place, "after", q.after, "date") for place, q in of_type(found["questions"], Question) if q.after and q.kind == "date"
    ]
    for place, field, name, kind in hangs:
        if name in asked and asked[name].kind != kind:
            yield f"{place}, {field}: '{name}' is a {asked[name].kind}; it has to be a {kind}."
    for place, question in of_type(found["questions"], Question):
        if question.after and question.kind != "date":
            yield f"{place}, after: only a date follows another; this is a {question.kind}."


def _looks_back(place: str, question: Question, questions: list[Question]) -> Iterator[str]:
    """A question may only be skipped for what was asked before it, or the questions go round in a circle."""
    order = [q.id for q in questions]
    if question.after in order and order.index(question.after) >= order.index(question.id):
        yield f"{place}, after: '{question.after}' is asked later: a loop. Move one of the two."
    for name in question.skip_when:
        for needed in conditions.reads(name):
            if needed in order and question.id in order and order.index(needed) >= order.index(question.id):
                yield f"{place}, skip_when: '{name}' needs '{needed}', which is asked later: a loop. Move one of the two."
