"""What a question asks of structured facts, found by closed lists of names, phrases and words: what is found was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Optional, get_args

from knowledge.folding import folded
from knowledge.lookup.names import NAMED, Named, by_name
from knowledge.lookup.words import Match, Phrases, keys
from knowledge.reading.figures import pieces
from knowledge.reading.money import FOREIGN, UNITS, sums
from knowledge.records import Actor, Knowledge, Lookup, LookupKind, ModelAttribute

_NATIONS = {
    "england": "england", "english": "england", "wales": "wales", "welsh": "wales", "scotland": "scotland",
    "scottish": "scotland", "northern ireland": "northern_ireland", "northern irish": "northern_ireland",
}  # fmt: skip
# "We" are whoever the guide is for: commissioners.
_ACTORS: dict[str, Actor] = {
    **dict.fromkeys(("government", "the government", "minister", "ministers", "central government", "welsh government",
                     "scottish government", "uk government"), "government"),
    **dict.fromkeys(("commissioner", "commissioners", "council", "councils", "buyer", "buyers", "public body", "public bodies",
                     "local authority", "local authorities", "purchaser", "purchasers", "we"), "commissioner"),
    **dict.fromkeys(("social enterprise", "social enterprises", "provider", "providers"), "social_enterprise"),
    **dict.fromkeys(("support organisation", "support organisations", "network", "networks"), "support_organisation"),
    **dict.fromkeys(("staff group", "staff groups", "staff"), "staff_group"),
}  # fmt: skip
_MONTHS = "january february march april may june july august september october november december".split()
_YEAR = r"((?:19|20)\d\d)"
# Words that say nothing in any of these questions, in the form of `keys`.
_FILLERS = frozenset(
    keys(
        """a an the of in on to for is are was were be been do does did have has had it its they their this that there and or
        with by at as me us my our i you please exactly about can could would if so between from today now any all list give
        show up out one"""
    )
)
_ARTICLES = frozenset(("a", "an", "the"))
_JOINS = frozenset("and with or to than from between versus vs compare".split())  # beside each stands something to be compared
MOST_STRANGE = 3  # words of what is to be compared and is none of ours


@dataclass(frozen=True)
class Subject:
    """What a question names. `ids`: one entry, or all that a common name stands for ("CIC")."""

    kind: NAMED
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Period:
    """First and last, each a year or month (2010, 2010-11), both included."""

    first: str = "0000"
    last: str = "9999"

    def holds(self, date: str) -> bool:
        """True if a date, as precise as it is, lies within."""
        return self.first <= date[: len(self.first)] and date[: len(self.last)] <= self.last


@dataclass(frozen=True)
class Asked:
    """What is asked of structured facts: the kind of question and what fills it."""

    kind: LookupKind
    subjects: tuple[Subject, ...] = ()
    attribute: str | None = None
    trait: str | None = None
    help: str | None = None
    listed: str | None = None  # a kind of directory entry
    actor: Actor | None = None
    period: Period | None = None
    after: str | None = None  # "before" or "after" the subject
    nation: str | None = None
    source: str | None = None
    wave: int | None = None
    money: float | None = None  # pounds
    yearly: bool = False  # the pounds are a year's
    theme: tuple[str, ...] = ()  # words that what is shown has to hold
    strangers: tuple[str, ...] = ()  # what was to be compared and is none of ours

    def as_dict(self) -> dict[str, Any]:
        """As JSON keeps it; `of` reads it."""
        return {name: value for name, value in asdict(self).items() if value not in (None, (), [], False)}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Asked:
        """What `as_dict` gave."""
        made: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
        made["subjects"] = tuple(Subject(each["kind"], tuple(each["ids"])) for each in made.get("subjects", ()))
        made["period"] = Period(**made["period"]) if made.get("period") else None
        return cls(**made)


def _month(name: str) -> str:
    return f"{[month[:3] for month in _MONTHS].index(name[:3]) + 1:02d}"


def _limit(match: re.Match[str]) -> Period:
    word, year = match[1], int(match[2])
    if word == "before":
        return Period(last=f"{year - 1}")
    if word == "after":
        return Period(first=f"{year + 1}")
    return Period(last=f"{year}") if word in {"until", "up to"} else Period(first=f"{year}")


# What a question may say of time, the most exact first.
_PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = (
    (
        re.compile(rf"\b({'|'.join((*_MONTHS, *(month[:3] for month in _MONTHS)))})\.? {_YEAR}\b"),
        lambda match: Period(f"{match[2]}-{_month(match[1])}", f"{match[2]}-{_month(match[1])}"),
    ),
    (re.compile(rf"\b(?:between|from) {_YEAR} (?:and|to|until|till) {_YEAR}\b"), lambda match: Period(match[1], match[2])),
    (re.compile(rf"\b(before|until|up to|after|since|from) (?:the year )?{_YEAR}\b"), _limit),
    (re.compile(rf"\b{_YEAR}\b"), lambda match: Period(match[1], match[1])),
)


@dataclass
class _Reading:
    """A question while it is read as one of a kind: its words, and which of them have been understood."""

    typed: str
    said: tuple[str, ...]
    subjects: list[Match[Named]]
    lookup: Lookup
    used: set[int] = field(default_factory=set)

    def take(self, matches: Iterable[Match[Any]]) -> None:
        """These words are understood."""
        self.used |= {at for match in matches for at in range(match.begin, match.end)}

    def take_text(self, text: str) -> None:
        """The same for a run of the question as typed."""
        run = keys(text)
        at = next((at for at in range(len(self.said)) if self.said[at : at + len(run)] == run), None)
        if at is not None:
            self.used |= set(range(at, at + len(run)))


class Reader:
    """Reads questions by the closed lists of one knowledge; keeps nothing of any user."""

    def __init__(self, knowledge: Knowledge, ordinary: Collection[str] = ()) -> None:
        """`ordinary`: common words in small letters; a name that is one of them has to be written as a name."""
        self._lookups = knowledge.lookups
        self._ordinary = frozenset(ordinary)
        self._names = by_name(knowledge)
        of_models = frozenset(get_args(ModelAttribute))
        attributes = [each for each in knowledge.attributes if each.id in of_models]
        listed = {"organisation": "organisation", "body": "organisation", "who": "organisation", "network": "organisation",
                  "publication": "publication", "guide": "publication", "report": "publication", "reading": "publication",
                  "programme": "programme"}  # fmt: skip
        self._slots: dict[str, Phrases[Any]] = {
            "attribute": Phrases({phrase: each.id for each in attributes for phrase in (each.name, *each.asks)}),
            "trait": Phrases({word: trait.id for trait in knowledge.traits for word in (trait.name, *trait.words)}),
            "help": Phrases({word: each.id for each in knowledge.helps for word in (each.name, *each.words)}),
            "source": Phrases({name: source.id for source in knowledge.sources for name in source.names}),
            "nation": Phrases(_NATIONS),
            "actor": Phrases(_ACTORS),
            "wave": Phrases({"first wave": 1, "1st wave": 1, "wave 1": 1, "second wave": 2, "2nd wave": 2, "wave 2": 2}),
            "listed": Phrases(listed),
        }
        self._cues = {lookup.id: Phrases(dict.fromkeys(lookup.cues, True)) for lookup in knowledge.lookups}
        self._fillers = {
            lookup.id: frozenset(word for filler in lookup.fillers for word in keys(filler)) | _FILLERS
            for lookup in knowledge.lookups
        }

    def read(self, text: str, earlier: Optional[str] = None) -> Optional[Asked]:
        """What a question asks, or None if that is nothing of the list.

        Args:
            text: the question, spelt as the content does.
            earlier: the question before, if this one leans on it: "and who owns it?" is asked of what that named.
        """
        said = keys(text)
        subjects = [match for match in self._names.found(said) if self._is_name(match, said, text)]
        found = next((asked for lookup in self._lookups if (asked := self._as(lookup, text, said, subjects))), None)
        if found is None and earlier is not None and not subjects:
            before = self.read(earlier)
            models = before is not None and {subject.kind for subject in before.subjects} == {"model"}
            return self._of_before(text, said, before.subjects) if before and models else None
        return found

    def _is_name(self, match: Match[Named], said: tuple[str, ...], text: str) -> bool:
        """A word like others is a name only where it is written as one: RAISE, not "raise"."""
        words = said[match.begin : match.end]
        if len(words) > 1 or words[0] not in self._ordinary or not match.value.proper:
            return True
        return any(re.search(rf"\b{re.escape(name)}\b", text) for name in match.value.written)

    def _of_before(self, text: str, said: tuple[str, ...], subjects: tuple[Subject, ...]) -> Optional[Asked]:
        """A fact of the models that the question before was about."""
        lookup = next((each for each in self._lookups if each.id == "attribute"), None)
        if lookup is None:
            return None
        reading = _Reading(text, said, [], lookup)
        asked = self._slot("attribute", Asked("attribute", subjects), reading)
        if asked is None or self._left(reading):
            return None
        return replace(asked, kind="compare") if len(subjects) > 1 else asked

    def _as(self, lookup: Lookup, text: str, said: tuple[str, ...], subjects: list[Match[Named]]) -> Optional[Asked]:
        """A question as one of a kind, if it has all that this needs and nothing that is not understood."""
        cues = self._cues[lookup.id].found(said)
        if lookup.cues and not cues:
            return None
        reading = _Reading(text, said, subjects, lookup)
        asked = self._about(Asked(lookup.id), reading) if lookup.of else Asked(lookup.id)
        for slot in (*lookup.needs, *lookup.takes):
            taken = self._slot(slot, asked, reading) if asked else None
            if taken is None and slot in lookup.needs:
                return None
            asked = taken or asked
        if asked is None:
            return None
        reading.take(cues)
        left = self._left(reading)
        words = tuple(said[at] for at in left)
        if left and lookup.left == "theme":
            asked = replace(asked, theme=words)
        elif left and lookup.left == "stranger" and len(asked.subjects) == 1 and self._one_name(said, left):
            asked = replace(asked, strangers=words)
        elif left:
            return None
        enough = len(asked.subjects) + bool(asked.strangers) >= lookup.least
        return asked if enough and (not lookup.one_of or any(getattr(asked, each) for each in lookup.one_of)) else None

    def _left(self, reading: _Reading) -> tuple[int, ...]:
        """Where the words stand that are neither understood nor fillers."""
        fillers = self._fillers[reading.lookup.id]
        return tuple(at for at, word in enumerate(reading.said) if at not in reading.used and word not in fillers)

    @staticmethod
    def _one_name(said: tuple[str, ...], left: tuple[int, ...]) -> bool:
        """True if what is not understood may be the name of one thing, that stands beside "and", "with" and the like."""
        run = left[-1] - left[0] + 1 == len(left) <= MOST_STRANGE and not any(said[at].isdigit() for at in left)
        before = [word for word in said[: left[0]] if word not in _ARTICLES][-1:]
        return run and bool(_JOINS & {*before, *said[left[-1] + 1 : left[-1] + 2]})

    def _about(self, asked: Asked, reading: _Reading) -> Optional[Asked]:
        """What is named, of the kinds that this is about; all of one kind, if they may be. None: something else is named, too."""
        of = reading.lookup.of
        if any(not match.value.kinds & set(of) for match in reading.subjects):
            return None
        shared = [kind for kind in of if all(kind in match.value.kinds for match in reading.subjects)]
        found = []
        for match in reading.subjects:
            kind = shared[0] if shared else next(kind for kind in of if kind in match.value.kinds)
            found.append(Subject(kind, match.value.of[kind]))
        distinct = tuple(dict.fromkeys(found))
        if reading.lookup.most and len(distinct) > reading.lookup.most:
            return None
        reading.take(reading.subjects)
        # One thing named twice is compared with itself.
        return replace(asked, subjects=tuple(found) if reading.lookup.least > 1 and len(distinct) == 1 else distinct)

    def _slot(self, slot: str, asked: Asked, reading: _Reading) -> Optional[Asked]:
        """A question with one more of its slots filled, or None if there is nothing for it, or more than one thing."""
        own = {"period": self._period, "money": self._money, "after": self._after}
        if slot in own:
            return own[slot](asked, reading)
        matches = [match for match in self._slots[slot].found(reading.said) if match.begin not in reading.used]
        if len({match.value for match in matches}) != 1:
            return None
        reading.take(matches)
        return replace(asked, **{slot: matches[0].value})

    def _period(self, asked: Asked, reading: _Reading) -> Optional[Asked]:
        low = reading.typed.lower()
        for pattern, made in _PERIODS:
            match = pattern.search(low)
            if match:
                reading.take_text(match[0])
                return replace(asked, period=made(match))
        return None

    def _money(self, asked: Asked, reading: _Reading) -> Optional[Asked]:
        """The one sum of money, if there is no other figure that it might belong with ("for 3 years")."""
        found = pieces(folded(reading.typed))
        amounts = [amount for amount in sums(found) if amount.money and not amount.negated and amount.per != "other"]
        numbers = [piece for piece in found if piece.kind == "number"]
        foreign = any(piece.text in FOREIGN for piece in found)
        if foreign or len(amounts) != 1 or len(numbers) != 1 or numbers[0].value is None:
            return None
        reading.used |= {
            at for at, word in enumerate(reading.said) if word in UNITS or "£" in word or any(sign.isdigit() for sign in word)
        }
        pounds = amounts[0].pounds * (12 if amounts[0].per == "month" else 1)
        return replace(asked, money=pounds, yearly=bool(amounts[0].per))

    def _after(self, asked: Asked, reading: _Reading) -> Optional[Asked]:
        """Before or after what is named."""
        at = next((at for at, word in enumerate(reading.said) if word in {"before", "after", "since"}), None)
        if at is None or not asked.subjects:
            return None
        reading.used.add(at)
        return replace(asked, after="before" if reading.said[at] == "before" else "after")
