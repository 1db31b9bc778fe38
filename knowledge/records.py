"""The types of everything in `knowledge/content`: frozen, unknown keys refused, named in the words of the README."""

from __future__ import annotations

from datetime import date
from typing import Literal, Union

from pydantic import BaseModel, Extra, Field, StrictInt, StrictStr

Nation = Literal["england", "wales", "scotland", "northern_ireland"]
Audience = Literal["commissioner", "social_enterprise", "staff_group", "support_organisation"]
Priority = Literal["must", "should", "consider"]
QuestionKind = Literal["choice", "text", "money", "years"]
Confidence = Literal["verified", "secondary", "well-known", "unsure"]

# What an answer may be: an option's id, what was typed, pounds, years; or one of NO_ANSWER.
AnswerValue = Union[StrictInt, float, StrictStr]
Answers = dict[str, AnswerValue]
# Conditions are a closed language: every key must hold, by equality with one of its values. No expressions.
When = dict[str, tuple[str, ...]]

DONT_KNOW = "dont_know"
SKIPPED = "skipped"
NO_ANSWER = (DONT_KNOW, SKIPPED)

NATION_NAMES: dict[str, str] = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
}


class Record(BaseModel):
    """Base of every type of content."""

    class Config:
        allow_mutation = False
        frozen = True
        extra = Extra.forbid


class Section(Record):
    """A part of a source, with the id that passages name."""

    id: StrictStr
    heading: StrictStr


class Source(Record):
    """A report that passages digest, and the day someone last read it."""

    id: StrictStr
    title: StrictStr
    short: StrictStr
    names: tuple[StrictStr, ...] = ()  # what people call it, in lower case: each means this report alone
    publisher: StrictStr
    year: StrictInt
    nation: Union[Nation, Literal["uk"]]
    rights: StrictStr
    checked: date
    sections: tuple[Section, ...]


# What a near miss asks for and nothing of ours gives.
Missing = Literal[
    "number", "name", "money", "template", "law", "duration", "person", "method", "result", "reason", "comparison", "date",
    "today", "place", "other",
]  # fmt: skip


class NearMiss(Record):
    """What the reader of a passage would ask next and no passage or note answers. `says`: what the reports do give."""

    question: StrictStr
    missing: Missing
    says: StrictStr


class Passage(Record):
    """40-140 words on one point, in our own words, with the sections of the source that it digests."""

    id: StrictStr
    section: tuple[StrictStr, ...]
    title: StrictStr
    text: StrictStr
    notes: tuple[StrictStr, ...]
    without: dict[StrictStr, StrictStr] = {}  # note id -> why the passage does not carry it
    fidelity_ok: tuple[StrictStr, ...] = ()
    asks: tuple[StrictStr, ...]
    unanswered: tuple[NearMiss, ...] = ()
    stages: tuple[StrictStr, ...]
    audience: tuple[Audience, ...]
    topics: tuple[StrictStr, ...]
    cases: tuple[StrictStr, ...]
    models: tuple[StrictStr, ...] = ()
    source: StrictStr = ""  # the file's name, set by load


class Wording(Record):
    """Further questions that a passage answers, for the search alone: what its `asks` leave out, in yet other words."""

    id: StrictStr  # the passage's
    asks: tuple[StrictStr, ...]


class Twins(Record):
    """Two questions that are all but the same, and why both may stay."""

    id: StrictStr
    asks: tuple[StrictStr, StrictStr]
    because: StrictStr


class UkPlace(Record):
    """A council, health body, county or town. `id`: its name in lower case, with hyphens for spaces."""

    id: StrictStr
    nation: Union[Nation, None] = None  # None: there is one in more than one nation
    word: bool = False  # also an ordinary word: it needs a sign to be taken for a place


class Topic(Record):
    """What a passage is about, as the reader would call it; offered when nothing answers."""

    id: StrictStr
    name: StrictStr


class Fact(Record):
    """One statement, and the passages or notes that say so: at least one of the two."""

    value: StrictStr
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()


CaseAttribute = Literal[
    "service", "place", "body", "provider", "provider_age", "size", "users", "need", "route", "risk", "money",
    "price_weight", "contract", "length", "outcomes", "staff", "involvement", "went_wrong", "lesson", "cost",
]  # fmt: skip
ModelAttribute = Literal[
    "definition", "legal_form", "who_owns", "who_governs", "surplus", "asset_lock", "capital", "tax_and_pensions", "good_for",
    "poor_for",
]  # fmt: skip
NOT_IN_REPORT = "not_in_report"


class Case(Record):
    """A worked example of a report: a closed list of attributes, each a fact or not in the report."""

    id: StrictStr
    name: StrictStr
    aliases: tuple[StrictStr, ...]  # each names it: a text with one of them is about this case
    places: tuple[StrictStr, ...] = ()  # where it is: a text with one of them may be about this case
    source: StrictStr
    nation: Union[Nation, Literal["uk", "abroad"]]
    facts: dict[CaseAttribute, Union[Fact, Literal["not_in_report"]]]


class Attribute(Record):
    """What may be asked of a case or a model. `asks`: phrases that ask for it; `alone`: whole questions, all but the name."""

    id: Union[CaseAttribute, ModelAttribute]
    name: StrictStr
    asks: tuple[StrictStr, ...]
    alone: tuple[StrictStr, ...] = ()


class Model(Record):
    """A form of organisation: a closed list of attributes, each a fact or not in the reports.

    `also`: other names of this one alone; `family`: names that stand for several models ("CIC"); `short`: its name at the head of
    a column; `traits`: what people look for in a form, which it has or has in part.
    """

    id: StrictStr
    name: StrictStr
    also: tuple[StrictStr, ...] = ()
    family: tuple[StrictStr, ...] = ()
    short: Union[StrictStr, None] = None
    facts: dict[ModelAttribute, Union[Fact, Literal["not_in_report"]]]
    examples: tuple[Fact, ...] = ()
    traits: dict[StrictStr, Literal["yes", "partly"]] = {}


LookupKind = Literal[
    "compare", "attribute", "describe", "became", "having", "forms", "helpers", "pathfinders", "should", "routes", "events",
]  # fmt: skip
LookupSlot = Literal[
    "attribute", "trait", "help", "source", "nation", "actor", "wave", "listed", "period", "money", "after",
]  # fmt: skip


class Lookup(Record):
    """A kind of question that structured facts answer; a question is the first of the list that it fits.

    One of the `cues` stands in it, if there are any. `of`: the kinds of entries that it names, at least and at most so many.
    `needs`: what it says besides; `one_of`: of these it says one; `takes`: what it may say. `left`: what other words are, beside
    `fillers`: a theme, by which entries are chosen; something that is none of ours; or else it is no such question.
    """

    id: LookupKind
    cues: tuple[StrictStr, ...] = ()
    of: tuple[Literal["model", "route", "listed", "pathfinder", "case", "note"], ...] = ()
    least: StrictInt = 0
    most: StrictInt = 0
    needs: tuple[LookupSlot, ...] = ()
    one_of: tuple[Union[LookupSlot, Literal["theme", "subjects"]], ...] = ()
    takes: tuple[LookupSlot, ...] = ()
    left: Union[Literal["theme", "stranger"], None] = None
    fillers: tuple[StrictStr, ...] = ()


class Trait(Record):
    """What people look for in a form of organisation, and the attribute that tells of it. `name` follows "forms that"."""

    id: StrictStr
    name: StrictStr
    attribute: ModelAttribute
    words: tuple[StrictStr, ...]


class Route(Record):
    """A route to a contract. `worth`: whether it is for contracts below the threshold, above it, or both."""

    id: StrictStr
    name: StrictStr
    also: tuple[StrictStr, ...] = ()
    what: Fact
    worth: tuple[Literal["below", "above"], ...] = ("below", "above")
    fits_when: tuple[Fact, ...]
    needs: tuple[Fact, ...]
    watch_out: tuple[Fact, ...]
    cases: tuple[StrictStr, ...] = ()
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()


class Help(Record):
    """What one may turn to an organisation, programme or publication for. `name` follows "help with"."""

    id: StrictStr
    name: StrictStr
    words: tuple[StrictStr, ...]


class Listed(Record):
    """An organisation, programme or publication: what it offered when a report named it.

    `areas`: the places that it is for, if it is not for all; `notes`: what became of it.
    """

    id: StrictStr
    kind: Literal["organisation", "programme", "publication"]
    name: StrictStr
    also: tuple[StrictStr, ...] = ()
    offers: StrictStr
    nation: Union[Nation, Literal["uk"]]
    year: Union[StrictInt, None] = None  # of publication
    helps: tuple[StrictStr, ...] = ()
    areas: tuple[StrictStr, ...] = ()
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()


class Pathfinder(Record):
    """A body of a programme, as a report found it: what it was to do, and where. `wave`: of a programme that had several."""

    id: StrictStr
    name: StrictStr
    programme: StrictStr
    wave: Union[StrictInt, None] = None
    place: Union[StrictStr, None] = None
    service: StrictStr
    passages: tuple[StrictStr, ...]


class Event(Record):
    """What happened when. `date`: a year, month or day, as precise as what is cited: 2010, 2010-11, 2010-11-19."""

    id: StrictStr
    date: StrictStr
    what: StrictStr
    nations: tuple[Nation, ...]
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()


Actor = Literal["government", "commissioner", "social_enterprise", "support_organisation", "staff_group"]


class Recommendation(Record):
    """What should be done, and by whom.

    `standing`: the report's own advice; advice of somebody whose work it sums up (`whose`); or drawn by us from what it tells.
    `named`: whether it says itself who is to act.
    """

    id: StrictStr
    to: Actor
    do: StrictStr
    nation: Union[Nation, Literal["uk", "abroad"]]
    standing: Literal["own", "reported", "drawn"]
    whose: Union[StrictStr, None] = None
    named: bool = True
    passages: tuple[StrictStr, ...]


class Situation(Record):
    """A situation in which a social enterprise may fit, or may not: what is said for it and against it.

    `speaks_for`, `speaks_against`: what about a commission tells that the situation is there, or is not.
    """

    id: StrictStr
    name: StrictStr
    points_for: tuple[Fact, ...]
    points_against: tuple[Fact, ...]
    speaks_for: tuple[StrictStr, ...]
    speaks_against: tuple[StrictStr, ...]


class Note(Record):
    """What has changed since a report: `became` is shown to everyone, `rule` only to readers of its nations."""

    id: StrictStr
    term: StrictStr
    kind: Literal["became", "rule"]
    nations: tuple[Nation, ...]
    text: StrictStr
    instrument: StrictStr
    since: StrictStr
    confidence: Confidence
    checked: date
    review_by: date
    seen_in: tuple[StrictStr, ...]
    aliases: tuple[StrictStr, ...]
    asks: tuple[StrictStr, ...] = ()


class Term(Record):
    """An entry of the glossary."""

    id: StrictStr
    term: StrictStr
    also: tuple[StrictStr, ...]
    meaning: StrictStr
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()


class Unheld(Record):
    """A matter at the heart of procurement that no passage and no note holds: what we lack, and whom to ask."""

    id: StrictStr
    term: StrictStr
    aliases: tuple[StrictStr, ...]  # regular expressions that name it
    says: StrictStr
    ask: StrictStr  # after "Ask ": "your procurement lead, before you set the dates"


class Threshold(Record):
    """A dated amount in pounds that a rule turns on, or a dated rate in per cent."""

    id: StrictStr
    name: StrictStr
    amount: Union[StrictInt, None] = None
    percent: Union[StrictInt, None] = None
    from_: date = Field(alias="from")
    until: Union[date, None] = None
    nations: tuple[Nation, ...]
    applies_to: StrictStr
    includes_vat: Union[bool, None] = True
    note: Union[StrictStr, None] = None


class StageCase(Record):
    """A case that did what a stage is about."""

    say: StrictStr
    passages: tuple[StrictStr, ...]


class Stage(Record):
    """One step of the commissioning cycle; `profile` comes before the seven."""

    id: StrictStr
    name: StrictStr
    purpose: StrictStr
    case: Union[StageCase, None] = None
    passages: tuple[StrictStr, ...] = ()


class Shares(Record):
    """The shares of a whole that options stand for, in per cent: an option's share lies above its floor.

    `of`: words for what is asked about; `beside`: words for what has the rest.
    """

    of: tuple[StrictStr, ...]
    beside: tuple[StrictStr, ...]
    above: dict[StrictStr, float]


class Question(Record):
    """What the guide asks. `options` map ids to button texts; `says` gives words that people type for an option."""

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
    by_place: bool = False  # the options are nations, and a place says which
    skip_when: When = {}
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


class Moment(Record):
    """A point in the course of a commission by which something is to be done; the file has them in the order of time."""

    id: StrictStr
    say: StrictStr


class Item(Record):
    """One line of a checklist: an action, why it is there for this profile, and what it rests on.

    A `must` rests on the law alone: on notes. Other lines rest on passages, on notes, or on what we know that we do not hold.
    """

    id: StrictStr
    stage: StrictStr
    when: When
    do: StrictStr
    because: StrictStr
    priority: Priority
    who: StrictStr
    by: StrictStr  # a moment
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()
    unheld: tuple[StrictStr, ...] = ()
    never_with: tuple[StrictStr, ...] = ()  # lines that would contradict this one on the same list


class Knowledge(Record):
    """All content, checked: every id that is named exists."""

    release: StrictStr
    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    passages: tuple[Passage, ...]
    wordings: tuple[Wording, ...]
    cases: tuple[Case, ...]
    attributes: tuple[Attribute, ...]
    models: tuple[Model, ...]
    traits: tuple[Trait, ...]
    lookups: tuple[Lookup, ...]
    routes: tuple[Route, ...]
    helps: tuple[Help, ...]
    directory: tuple[Listed, ...]
    pathfinders: tuple[Pathfinder, ...]
    timeline: tuple[Event, ...]
    recommendations: tuple[Recommendation, ...]
    situations: tuple[Situation, ...]
    places: tuple[UkPlace, ...]
    twins: tuple[Twins, ...]
    notes: tuple[Note, ...]
    glossary: tuple[Term, ...]
    unheld: tuple[Unheld, ...]
    thresholds: tuple[Threshold, ...]
    stages: tuple[Stage, ...]
    questions: tuple[Question, ...]
    advice: tuple[Advice, ...]
    moments: tuple[Moment, ...]
    items: tuple[Item, ...]
