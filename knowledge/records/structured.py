"""Structured facts: cases, forms of organisation, routes, who helps, what happened when, who should do what."""

from __future__ import annotations

from typing import Literal, Union

from pydantic import StrictInt, StrictStr

from knowledge.records.basics import Fact, Nation, Record

CaseAttribute = Literal[
    "service", "place", "body", "provider", "provider_age", "size", "users", "need", "route", "risk", "money",
    "price_weight", "contract", "length", "outcomes", "staff", "involvement", "went_wrong", "lesson", "cost",
]  # fmt: skip

ModelAttribute = Literal[
    "definition", "legal_form", "who_owns", "who_governs", "surplus", "asset_lock", "capital", "tax_and_pensions", "good_for",
    "poor_for",
]  # fmt: skip


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
