"""Checks over the options appraisal and readiness: what is told rests on something, and what it reads is asked."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge import conditions
from knowledge.appraisal import WEIGHTS
from knowledge.files import Located
from knowledge.links import of_type
from knowledge.records import Dimension, KnockOut, Note, Option, Question, Request, Score, Stage


def faults(found: dict[str, Located]) -> Iterator[str]:
    """Every fault of options, scores and knock-outs, one line each."""
    questions = {question.id: (place, question) for place, question in of_type(found["questions"], Question)}
    yield from _scores(found)
    yield from _criteria(found, questions)
    yield from _knock_outs(found)
    yield from _readiness(found, questions)
    yield from _requests(found)
    names: dict[str, str] = {}
    for place, option in of_type(found["options"], Option):
        if names.setdefault(option.name.lower(), place) != place:
            yield f"{place}, name: '{option.name}' is also the name in {names[option.name.lower()]}; a name means one option."


def _scores(found: dict[str, Located]) -> Iterator[str]:
    nations = {note.id: {*note.nations} for _, note in of_type(found["notes"], Note)}
    first: dict[tuple[str, str], str] = {}
    for place, score in of_type(found["scores"], Score):
        pair = (score.option, score.criterion)
        if first.setdefault(pair, place) != place:
            yield f"{place}: {first[pair]} has a score for the same option and criterion; keep one."
        if not score.passages and not score.notes:
            yield f"{place}: rests on nothing; name a passage or note that says so, or delete it: no score means no evidence."
        held = {nation for name in score.notes for nation in nations.get(name, ())}
        if not score.passages and score.nations and not {*score.nations} <= held:
            yield f"{place}, nations: no note of it holds in all of them; leave out those where none does."


def _criteria(found: dict[str, Located], questions: dict[str, tuple[str, Question]]) -> Iterator[str]:
    for name in {score.criterion for _, score in of_type(found["scores"], Score)} & questions.keys():
        place, question = questions[name]
        if {*question.options} != {*WEIGHTS}:
            yield f"{place}, options: scores name it as a criterion, so that they have to be {', '.join(WEIGHTS)}."


def _knock_outs(found: dict[str, Located]) -> Iterator[str]:
    criteria, own = _weighed(found)
    for place, rule in of_type(found["knock_outs"], KnockOut):
        yield from (f"{place}, when: {fault}" for fault in conditions.faults(rule.when, own) if own)
        if rule.kind != "check" and not rule.when:
            yield f"{place}, when: is empty, so that nobody could choose the option; say for which answers, or make it a check."
        if rule.kind == "law" and not rule.notes:
            yield f"{place}, notes: what the law forbids rests on a note; name it, or make it a form."
        if not rule.passages and not rule.notes:
            yield f"{place}: rests on nothing; name passages or notes."
        for name in rule.when.keys() & criteria:
            yield f"{place}, when: '{name}' is a weight, and a weight rules nothing out."


def _weighed(found: dict[str, Located]) -> tuple[set[str], list[Question]]:
    """The criteria of the appraisal, and all questions of the journey that asks for them."""
    journey_of = {stage.id: stage.journey for _, stage in of_type(found["stages"], Stage)}
    criteria = {score.criterion for _, score in of_type(found["scores"], Score)}
    asked = [question for _, question in of_type(found["questions"], Question)]
    weighing = {journey_of.get(question.stage) for question in asked if question.id in criteria}
    return criteria, [question for question in asked if journey_of.get(question.stage) in weighing]


def _requests(found: dict[str, Located]) -> Iterator[str]:
    _, own = _weighed(found)
    for place, request in of_type(found["requests"], Request):
        for field, when in (("when", request.when), ("skip_when", request.skip_when)):
            yield from (f"{place}, {field}: {fault}" for fault in conditions.faults(when, own) if own)
        if not request.passages and not request.notes:
            yield f"{place}: rests on nothing; name passages or notes."


def _readiness(found: dict[str, Located], questions: dict[str, tuple[str, Question]]) -> Iterator[str]:
    for place, dimension in of_type(found["dimensions"], Dimension):
        for number, sign in enumerate(dimension.signs, 1):
            where = f"{place}, signs.{number}"
            if sign.question in questions:
                options = questions[sign.question][1].options
                yield from (
                    f"{where}: '{name}' is not an option of '{sign.question}'.{conditions.nearest(name, options)}"
                    for name in (*sign.ready, *sign.nearly) if name not in options
                )  # fmt: skip
            yield from (f"{where}: '{name}' cannot be both ready and nearly." for name in {*sign.ready} & {*sign.nearly})
            if bool(sign.nearly) != (sign.next_nearly is not None):
                yield f"{where}, next_nearly: stands there if, and only if, some options are nearly."
            for step in (sign.next_nearly, sign.next_not_yet):
                if step and not (step.passages or step.notes):
                    yield f"{where}: '{step.say[:40]}' rests on nothing; name passages or notes."
