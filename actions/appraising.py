"""What came of the answers, in the chat: options compared, readiness, roadmap, what to ask for, the impact statement."""

from __future__ import annotations

from functools import cache

from actions import plan_replies, resources
from actions.overview import with_document
from actions.turn import Talk, Turn
from knowledge import checklist, impact
from knowledge import readiness as readiness_of
from knowledge.appraisal import Appraiser

PAPER = "appraisal"


@cache
def appraiser() -> Appraiser:
    """Weighs the options of the journey that has the appraisal among its documents."""
    return Appraiser(resources.knowledge(with_document(PAPER).id))


def appraisal(talk: Talk) -> Turn:
    """The options so far, with their document."""
    journey = with_document(PAPER)
    answers = talk.everywhere.of(journey.id)
    if not answers:
        return Turn((plan_replies.no_appraisal(journey),))
    return Turn((plan_replies.appraisal(appraiser().made(answers)),))


def readiness(talk: Talk) -> Turn:
    """How ready the group is, by dimension."""
    journey = with_document("readiness")
    answers, knowledge = talk.everywhere.of(journey.id), resources.knowledge(journey.id)
    if not answers:
        return Turn((plan_replies.no_readiness(journey),))
    return Turn((plan_replies.readiness(readiness_of.standing(knowledge, answers, resources.today())),))


def roadmap(talk: Talk) -> Turn:
    """What to do in which phase, with its document."""
    journey = with_document("roadmap")
    answers = talk.everywhere.of(journey.id)
    if not answers:
        return Turn((plan_replies.no_roadmap(journey),))
    return Turn((plan_replies.roadmap(checklist.make(resources.knowledge(journey.id), answers, resources.today())),))


def requests(talk: Talk) -> Turn:
    """What to ask the commissioner for, with its sheet."""
    journey = with_document("requests")
    answers = talk.everywhere.of(journey.id)
    lines = checklist.requests(resources.knowledge(journey.id), answers, resources.today()) if answers else []
    return Turn((plan_replies.requests(lines, journey),))


def statement(talk: Talk) -> Turn:
    """The impact statement so far, with its document."""
    journey = with_document("statement")
    answers = talk.everywhere.of(journey.id)
    if not answers:
        return Turn((plan_replies.no_statement(journey),))
    return Turn((plan_replies.statement(impact.stated(resources.knowledge(journey.id), answers, resources.today())),))
