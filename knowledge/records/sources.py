"""Reports, passages, and what has changed since."""

from __future__ import annotations

from datetime import date
from typing import Literal, Union

from pydantic import Field, StrictInt, StrictStr

from knowledge.records.basics import Audience, Confidence, Nation, Record


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
    bodies: tuple[StrictStr, ...] = ()  # for the staff of these bodies alone: options of `body` and `employer`


class Legislation(Record):
    """An Act or a set of regulations that notes name: `name` as it stands in their `instrument`, and where it can be read."""

    id: StrictStr
    name: StrictStr
    address: StrictStr


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
