"""Looking at the plan: why a question is asked, progress, what was said, the checklist so far."""

from __future__ import annotations

from actions import plan_replies, replies, resources
from actions.turn import Talk, Turn, open_place
from knowledge import checklist as checklists
from knowledge.records import Journey


def why(talk: Talk) -> Turn:
    """Why the open question is asked, with the evidence."""
    here = open_place(talk)
    if here is None:
        return Turn((replies.nothing_open(),))
    return Turn((replies.why(here.question),))


def help_question(talk: Talk) -> Turn:
    """What the open question means, with an example answer."""
    here = open_place(talk)
    return Turn((replies.explained(here.question) if here else replies.help_with(False),))


def progress(talk: Talk) -> Turn:
    """Where the user stands and how much is left."""
    here = open_place(talk)
    if talk.journey is None:
        return Turn((replies.nothing_open(),))
    return Turn((plan_replies.progress(resources.named(talk.journey), here, here.questions - here.answered if here else 0),))


def summary(talk: Talk) -> Turn:
    """Everything that the user said."""
    said = checklists.summary(talk.knowledge, talk.answers, resources.today())
    aside = [each for each in resources.knowledge().journeys if each.id in talk.aside]
    return Turn((plan_replies.summary(resources.named(talk.journey), said, aside),))


def checklist(talk: Talk) -> Turn:
    """The checklist so far, with its documents."""
    journey = with_document("checklist")
    if talk.journey not in (None, journey.id) and not talk.everywhere.of(journey.id):
        return Turn((plan_replies.other_papers(journey, resources.named(talk.journey)),))
    made = checklists.make(resources.knowledge(journey.id), talk.everywhere.of(journey.id), resources.today())
    return Turn((plan_replies.checklist(made),))


def with_document(name: str) -> Journey:
    """The journey that leads to a document."""
    return next(each for each in resources.knowledge().journeys if name in {paper.id for paper in each.documents})
