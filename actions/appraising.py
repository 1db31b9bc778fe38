"""What came of a spin-out's answers, in the chat: its options compared, and how ready the group is."""

from __future__ import annotations

from functools import cache

from actions import plan_replies, resources
from actions.overview import with_document
from actions.turn import Talk, Turn
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
    journey = with_document(PAPER)
    answers, knowledge = talk.everywhere.of(journey.id), resources.knowledge(journey.id)
    if not answers:
        return Turn((plan_replies.no_readiness(journey),))
    return Turn((plan_replies.readiness(readiness_of.standing(knowledge, answers, resources.today())),))
