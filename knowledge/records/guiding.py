"""What a journey is made of: stages, questions, advice, and the lines of its documents."""

from __future__ import annotations

from typing import Literal, Union

from pydantic import StrictInt, StrictStr

from knowledge.records.basics import Record, When

Priority = Literal["must", "should", "consider"]

QuestionKind = Literal["choice", "text", "money", "years", "date"]


class Paper(Record):
    """What a journey leads to, a document or a view in chat. `button` shows it; its `id` is the intent and names its files."""

    id: StrictStr
    button: StrictStr


class Journey(Record):
    """A guided way through stages to documents.

    `called`: what it is called in a sentence ("your plan"); `begins`: the intent that begins it or goes on with it; `words`: what
    people call it, in lower case; `closing`: told once no question is left, with {lines} for the number of its lines.
    """

    id: StrictStr
    name: StrictStr
    called: StrictStr
    begins: StrictStr
    words: tuple[StrictStr, ...]
    opening: StrictStr
    closing: StrictStr
    documents: tuple[Paper, ...]


class StageCase(Record):
    """A case that did what a stage is about."""

    say: StrictStr
    passages: tuple[StrictStr, ...]


class Stage(Record):
    """One step of a journey; in the commissioning cycle `profile` comes before the seven."""

    id: StrictStr
    journey: StrictStr
    name: StrictStr
    purpose: StrictStr
    case: Union[StageCase, None] = None
    passages: tuple[StrictStr, ...] = ()


class Phase(Record):
    """A part of what is to be done after a journey's questions; it asks nothing, and its lines stand under its name."""

    id: StrictStr
    journey: StrictStr
    name: StrictStr
    purpose: StrictStr
    passages: tuple[StrictStr, ...] = ()


class Shares(Record):
    """The shares of a whole that options stand for, in per cent: an option's share lies above its floor.

    `of`: words for what is asked about; `beside`: words for what has the rest.
    """

    of: tuple[StrictStr, ...]
    beside: tuple[StrictStr, ...]
    above: dict[StrictStr, float]


class Question(Record):
    """What the guide asks. `options` map ids to button texts; `says` gives words that people type for an option.

    An id that two journeys have is one fact: what was said in one is offered in the other.
    """

    id: StrictStr
    stage: StrictStr
    label: StrictStr
    names: tuple[StrictStr, ...]
    kind: QuestionKind
    ask: StrictStr
    why: StrictStr
    help: StrictStr
    example: StrictStr
    options: dict[StrictStr, StrictStr] = {}
    says: dict[StrictStr, tuple[StrictStr, ...]] = {}
    shares: Union[Shares, None] = None
    at_least: dict[StrictStr, StrictInt] = {}  # option -> the least number of people that it stands for
    by_place: bool = False  # the options are nations, and a place says which
    like: Union[StrictStr, None] = (
        None  # a question of another journey: what was said there is offered if it is an option here, too
    )
    after: Union[StrictStr, None] = None  # of a date: the earlier question of the journey whose day it has to follow
    by_the_way: bool = False  # its answer is also taken from a longer text that says it in passing
    skip_when: When = {}
    decides: bool = False  # while it is open, an appraisal recommends nothing
    chosen: bool = False  # it is for the group to choose: an appraisal tries what another answer would change
    still_open: tuple[StrictStr, ...] = ()  # options that leave the matter open: "it may still change"
    passages: tuple[StrictStr, ...] = ()


class Advice(Record):
    """What the reports suggest after a stage, for answers that meet `when`."""

    id: StrictStr
    stage: StrictStr
    when: When
    say: StrictStr
    because: StrictStr
    passages: tuple[StrictStr, ...]
    notes: tuple[StrictStr, ...] = ()
    case: Union[StrictStr, None] = None


class Dated(Record):
    """How a moment hangs on a day that the user gave.

    `day`: the question for it; `plus`: questions for lengths in years that are added; `months`: that are added or, below 0,
    taken off; `before`: it is due before that day, not on it.
    """

    day: StrictStr
    plus: tuple[StrictStr, ...] = ()
    months: StrictInt = 0
    before: bool = False


class Moment(Record):
    """A point in the course of a journey by which something is to be done; the file has them in the order of time."""

    id: StrictStr
    say: StrictStr
    dated: Union[Dated, None] = None


class Item(Record):
    """One line of a checklist or a roadmap: an action, why it is there for this profile, and what it rests on.

    It stands under a stage or under a phase, one of the two. A `must` rests on the law alone: on notes. Other lines rest on
    passages, on notes, or on what we know that we do not hold.
    """

    id: StrictStr
    stage: Union[StrictStr, None] = None
    phase: Union[StrictStr, None] = None
    when: When
    skip_when: When = {}  # whom it does not concern, whatever `when` says; it gives no reason
    do: StrictStr
    because: StrictStr
    priority: Priority
    who: StrictStr
    by: StrictStr  # a moment
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()
    unheld: tuple[StrictStr, ...] = ()
    never_with: tuple[StrictStr, ...] = ()  # lines that would contradict this one on the same list

    @property
    def part(self) -> str | None:
        """What it stands under, a stage or a phase."""
        return self.phase or self.stage
