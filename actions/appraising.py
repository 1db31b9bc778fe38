"""What came of the answers, in the chat: options compared, readiness, roadmap, what to ask for, the impact statement."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from actions import plan_replies, resources
from actions.overview import with_document
from actions.turn import Reply, Talk, Turn
from knowledge import checklist, impact
from knowledge import readiness as readiness_of
from knowledge.appraisal import Appraiser
from knowledge.records import Answers, Knowledge

PAPER = "appraisal"


@cache
def appraiser() -> Appraiser:
    """Weighs the options of the journey that has the appraisal among its documents."""
    return Appraiser(resources.knowledge(with_document(PAPER).id))


def appraisal(talk: Talk) -> Turn:
    """The options so far, with their document."""
    return _paper(talk, PAPER, "There is nothing to compare yet", lambda _, said: plan_replies.appraisal(appraiser().made(said)))


def readiness(talk: Talk) -> Turn:
    """How ready the group is, by dimension."""

    def worded(knowledge: Knowledge, said: Answers) -> Reply:
        return plan_replies.readiness(readiness_of.standing(knowledge, said, resources.today()))

    return _paper(talk, "readiness", "There is nothing to tell yet", worded)


def roadmap(talk: Talk) -> Turn:
    """What to do in which phase, with its document."""

    def worded(knowledge: Knowledge, said: Answers) -> Reply:
        return plan_replies.roadmap(checklist.make(knowledge, said, resources.today()))

    return _paper(talk, "roadmap", "There is no roadmap yet", worded)


def requests(talk: Talk) -> Turn:
    """What to ask the commissioner for, with its sheet."""

    def worded(knowledge: Knowledge, said: Answers) -> Reply:
        return plan_replies.requests(checklist.requests(knowledge, said, resources.today()), with_document("requests"))

    return _paper(talk, "requests", "There is nothing to ask a commissioner for yet", worded)


def statement(talk: Talk) -> Turn:
    """The impact statement so far, with its document."""

    def worded(knowledge: Knowledge, said: Answers) -> Reply:
        return plan_replies.statement(impact.stated(knowledge, said, resources.today()))

    return _paper(talk, "statement", "There is no impact statement yet", worded)


def _paper(talk: Talk, name: str, nothing: str, worded: Callable[[Knowledge, Answers], Reply]) -> Turn:
    """What came of the answers of the journey that leads to a paper; `nothing`: said where there are none."""
    journey = with_document(name)
    said = talk.everywhere.of(journey.id)
    if not said:
        return Turn((plan_replies.nothing_yet(journey, nothing),))
    return Turn((worded(resources.knowledge(journey.id), said),))
