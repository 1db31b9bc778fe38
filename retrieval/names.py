"""What a question names: a case, place, body, form of organisation, report, nation or time; and which passages are about that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from knowledge import cases
from knowledge.records import NATION_NAMES, Fact, Knowledge, UkPlace

LONGEST = 7  # words of a name
NATION = {
    "england": re.compile(r"\b(?:england|english)\b", re.IGNORECASE),
    "wales": re.compile(r"\b(?:wales|welsh|cymru)\b", re.IGNORECASE),
    "scotland": re.compile(r"\b(?:scotland|scottish)\b", re.IGNORECASE),
    # "ni" in small letters is National Insurance as often.
    "northern_ireland": re.compile(
        r"\b(?i:northern (?:ireland|irish)|n\.? ireland|ulster)\b|\bNI\b(?! (?i:numbers?|no\b|contributions?|rates?))"
    ),
}
_TIME = re.compile(r"\b(before|until|up to|by|after|since|from)\s+(?:the year\s+)?((?:19|20)\d\d)\b", re.IGNORECASE)
_EARLIER = frozenset(("before", "until", "up to", "by"))
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TOKEN = re.compile(r"[^\W_]+(?:['’&-][^\W_]+)*")
# What before a word says that it is a place, and what after it.
_BEFORE = frozenset("in at near around from for of across".split())
_AFTER = frozenset("council city borough county district nhs hospital hospitals town icb trust area".split())
_CAPITAL = r"[A-Z][\w'’&-]*"
_PROPER = re.compile(rf"{_CAPITAL}(?: (?:(?:of|for|the|and|&) )*{_CAPITAL})*")
_STARTS = re.compile(r"(?:^|[.!?:;]\s+|[“\"(]\s*)$")
# Words that are written with a capital and name nothing by themselves.
_REGION = re.compile(r"(?:the )?(?:north|south|east|west|mid)(?: ?(?:north|south|east|west|midlands|of|england|and|wales|the))*$")
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday "
    "friday saturday sunday".split()
)


def plain(text: str) -> str:
    """A text in the form in which places are written: lower case, "and" in full, spaces for hyphens and signs."""
    low = text.lower().replace("&", " and ").replace("'", "").replace("’", "").replace(".", "")
    return " ".join(re.findall(r"[^\W_]+", low))


def titled(name: str) -> str:
    """A name in small letters as it is written: "Bath and North East Somerset"."""
    small = {"and", "of", "the", "on", "upon", "under", "in", "for", "with", "le"}
    short = {"nhs", "uk", "cic", "pct", "ltd", "gp", "icb", "bcp", "bsw", "rct"}
    words = name.replace("-", " ").split()
    return " ".join(w.upper() if w in short else w if w in small and n else w.capitalize() for n, w in enumerate(words))


@dataclass(frozen=True)
class Names:
    """What a text names. Empty where it names nothing of a kind."""

    cases: frozenset[str] = frozenset()  # by a name of theirs
    nearby: frozenset[str] = frozenset()  # at a place that is named
    places: tuple[str, ...] = ()  # UK places, as ids of places.yml
    bodies: tuple[str, ...] = ()  # organisations and the like that our passages name, in lower case
    strangers: tuple[str, ...] = ()  # what is written as a name and stands in none of our texts
    models: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    nations: frozenset[str] = frozenset()
    years: tuple[int, int] | None = None  # first and last that it limits itself to: "before 2010" is (0, 2009)

    @property
    def limits(self) -> bool:
        """True if not every entry may answer."""
        return self.thing or bool(self.sources or self.nations or self.years)

    @property
    def only_places(self) -> bool:
        """True if places are named and no case or body."""
        return bool(self.places) and not (self.cases or self.bodies or self.strangers)

    @property
    def thing(self) -> bool:
        """True if an answer has to be about something that is named."""
        return bool(self.cases or self.places or self.bodies or self.strangers)


@dataclass(frozen=True)
class About:
    """What an entry of the index is about, by what it names in its title, its asks and its text."""

    cases: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()  # cases that its text names, whether or not it is about them
    places: frozenset[str] = frozenset()  # anywhere in it
    mainly: frozenset[str] = frozenset()  # places in its title, or in its text and an ask: it tells of that place
    bodies: frozenset[str] = frozenset()
    source: str = ""
    nations: frozenset[str] = frozenset()  # of its source, its rule, or named in it
    years: tuple[int, ...] = ()

    @property
    def general(self) -> bool:
        """True if it tells of no case and no place."""
        return not self.cases and not self.mainly


@dataclass
class Register:
    """Closed lists of everything that has a name, made from the content; reads, keeps nothing of any user."""

    knowledge: Knowledge
    english: frozenset[str] = field(default_factory=frozenset)  # common words, which are no names when in small letters

    def named(self, text: str, *, cases_named: Iterable[str] = ()) -> Names:
        """What a text names; `cases_named`: the cases that it names by the closed list of their names."""
        said = f" {plain(text)} "
        sources = frozenset(source for name, source in self._sources if f" {name} " in said)
        rest = text
        if sources:  # "the Welsh review" is a report and says nothing of the reader's nation
            rest = _without(text, [name for name, source in self._sources])
        places = tuple(self._places_in(rest))
        found = frozenset(cases_named)
        nations = frozenset(nation for nation, pattern in NATION.items() if pattern.search(rest))
        return Names(
            cases=found,
            nearby=frozenset(case for place in places for case in self._cases_at.get(place, ()))
            | frozenset(cases.nearby(text, self._case_places)) - found,
            places=tuple(place for place in places if not found & self._cases_at.get(place, frozenset())),
            bodies=tuple(self._bodies_in(rest, self._names_of(found))),
            strangers=tuple(self._strangers(text)),
            models=frozenset(model for name, model in self._models.items() if f" {name} " in said),
            sources=sources,
            nations=nations,
            years=_years(text),
        )

    def nation_of(self, names: Names) -> str | None:
        """The one nation that is named, by its own name or by a place in it; None if none or several."""
        of_places = {self._places[place].nation for place in names.places}
        nations = {*names.nations} or {nation for nation in of_places if nation}
        return next(iter(nations)) if len(nations) == 1 else None

    # --- what passages and notes are about -------------------------------------------------------------------------

    @cached_property
    def about(self) -> dict[str, About]:
        """For every passage, note and term by its id (passages before notes before terms of one name)."""
        found = {term.id: About() for term in self.knowledge.glossary}
        for note in self.knowledge.notes:
            text = f"{note.term} {note.text}"
            nations = frozenset(note.nations) | self._nations_in(text)
            found[note.id] = About(bodies=frozenset(self._bodies_of(text)), nations=nations)
        sources = {source.id: source for source in self.knowledge.sources}
        names = cases.names(self.knowledge.cases)
        for p in self.knowledge.passages:
            whole, source = f"{p.title}. {p.text}", sources[p.source]
            there, asked = frozenset(self._places_in(whole)), frozenset(self._places_in(" . ".join(p.asks)))
            found[p.id] = About(
                cases=frozenset(p.cases), mentions=frozenset(cases.named(whole, names, misspelt=False)[0]),
                places=there | asked, mainly=frozenset(self._places_in(p.title)) | there & asked,
                bodies=frozenset(self._bodies_of(f"{whole} {' '.join(p.asks)}")),
                source=p.source, nations=frozenset({source.nation}) | self._nations_in(whole),
                years=(source.year, *map(int, _YEAR.findall(whole))),
            )  # fmt: skip
        return found

    def of_one_section(self, ids: Iterable[str]) -> frozenset[str]:
        """The passages that share a section of a report with one of these entries."""
        return frozenset(other for each in ids for section in self._sections.get(each, ()) for other in self._in_section[section])

    @cached_property
    def _sections(self) -> dict[str, tuple[tuple[str, str], ...]]:
        return {p.id: tuple((p.source, section) for section in p.section) for p in self.knowledge.passages}

    @cached_property
    def _in_section(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for passage, sections in self._sections.items():
            for section in sections:
                found.setdefault(section, []).append(passage)
        return found

    @staticmethod
    def _nations_in(text: str) -> frozenset[str]:
        return frozenset(nation for nation, pattern in NATION.items() if pattern.search(text))

    def fits(self, entry: str, names: Names) -> bool:
        """True if an entry is about what is named: one of the cases, places or bodies, the report, and the time."""
        about = self.about[entry]
        if names.thing and not self._tells_of(about, names):
            return False
        if names.sources and about.source not in names.sources:
            return False
        if names.nations and not names.thing and about.nations and not (about.nations & names.nations or "uk" in about.nations):
            return False
        first, last = names.years or (0, 9999)
        return not names.years or not about.years or any(first <= year <= last for year in about.years)

    @staticmethod
    def _tells_of(about: About, names: Names) -> bool:
        """What tells of one case and mentions another, or a place elsewhere, by the way does not tell of that one."""
        if names.cases:
            return bool((about.cases or about.mentions) & names.cases)
        here = about.mainly if about.cases else about.places
        return bool(
            about.cases & names.nearby or here.intersection(names.places) or about.bodies.intersection(names.bodies)
        )  # fmt: skip

    def called(self, names: Names) -> tuple[str, ...]:
        """What is named, in words for the user."""
        called = {case.id: case.name for case in self.knowledge.cases}
        things = [called[case] for case in sorted(names.cases)] + [titled(place) for place in names.places]
        things += [titled(body) for body in names.bodies] + [*names.strangers]
        if things:
            return tuple(dict.fromkeys(things))
        if names.sources:
            shorts = {source.id: source.short for source in self.knowledge.sources}
            return tuple(shorts[name] for name in sorted(names.sources))
        first, last = names.years or (0, 9999)
        times = [f"the time before {last + 1}" if not first else f"the time from {first} on"] if names.years else []
        return (*(NATION_NAMES[name] for name in sorted(names.nations)), *times)

    def told_of(self, entry: str) -> str:
        """Of which case or place an entry tells, or which report it is from, in words for the user."""
        about = self.about[entry]
        called = {case.id: case.name for case in self.knowledge.cases}
        things = [called[case] for case in sorted(about.cases)] or [titled(place) for place in sorted(about.mainly)]
        return " and ".join(things) or next(source.short for source in self.knowledge.sources if source.id == about.source)

    # --- closed lists ----------------------------------------------------------------------------------------------

    @cached_property
    def _sources(self) -> list[tuple[str, str]]:
        return [(plain(name), source.id) for source in self.knowledge.sources for name in source.names]

    @cached_property
    def _models(self) -> dict[str, str]:
        return {plain(name): model.id for model in self.knowledge.models for name in (model.name, *model.also)}

    @cached_property
    def _places(self) -> dict[str, UkPlace]:
        return {place.id: place for place in self.knowledge.places}

    @cached_property
    def _first_words(self) -> dict[str, int]:
        """The first word of every place, and how many words the longest place with it has."""
        found: dict[str, int] = {}
        for place in self._places:
            words = place.split("-")
            found[words[0]] = max(found.get(words[0], 0), len(words))
        return found

    @cached_property
    def _case_places(self) -> dict[str, list[str]]:
        return cases.places(self.knowledge.cases)

    @cached_property
    def _cases_at(self) -> dict[str, frozenset[str]]:
        """UK place -> the cases there, by their names and by what their facts say of where it is."""
        found: dict[str, set[str]] = {}
        for case in self.knowledge.cases:
            where = case.facts["place"]
            said = [where.value] if isinstance(where, Fact) else []
            for place in self._places_in(" . ".join((case.name, *case.places, *said))):
                found.setdefault(place, set()).add(case.id)
        return {place: frozenset(ids) for place, ids in found.items()}

    def _names_of(self, ids: frozenset[str]) -> frozenset[str]:
        return frozenset(plain(n) for c in self.knowledge.cases if c.id in ids for n in (c.name, *c.aliases, *c.places))

    def _places_in(self, text: str) -> Iterator[str]:
        """UK places in a text, the longest name first at each place: "Bath and North East Somerset" is not Bath."""
        tokens = list(_TOKEN.finditer(text))
        words = [plain(token.group()) for token in tokens]
        at = 0
        while at < len(words):
            longest = self._first_words.get(words[at].partition(" ")[0], 0)
            for size in range(min(longest, len(words) - at), 0, -1):
                place = self._places.get("-".join(" ".join(words[at : at + size]).split()))
                if place and (not place.word or _has_sign(text, tokens, at, size)):
                    yield place.id
                    at += size - 1
                    break
            at += 1

    @cached_property
    def _bodies(self) -> frozenset[str]:
        """Names of organisations, programmes and people in our passages, in the form of `plain`.

        What stands in small letters as well is a word like others: "social care", "foundation trust".
        """
        texts = [f"{p.title}. {p.text}" for p in self.knowledge.passages]
        small = plain(re.sub(r"\b[A-Z][\w'’-]*", "0", " ".join(texts)))  # what has a capital, taken out
        return frozenset(name for text in texts for name in self._proper(text) if name not in small)

    @cached_property
    def _no_bodies(self) -> frozenset[str]:
        """Names that are words of ours: terms, notes, forms of organisation, nations, places, reports, months."""
        terms = (name for term in self.knowledge.glossary for name in (term.term, *term.also))
        notes = (note.term for note in self.knowledge.notes)
        models = (name for model in self.knowledge.models for name in (model.name, *model.also))
        reports = (name for source in self.knowledge.sources for name in (source.title, *source.names))
        places = (place.id for place in self.knowledge.places)
        return frozenset(map(plain, (*terms, *notes, *models, *reports, *NATION_NAMES.values(), *places))) | _MONTHS

    def _proper(self, text: str) -> set[str]:
        """Proper names of two words and more in a text, in the form of `plain`; a sentence's first capital says nothing."""
        found: set[str] = set()
        for match in _PROPER.finditer(text):
            said = re.sub(r"['’]s\b", "", match.group())
            if _STARTS.search(text[: match.start()]):
                said = said.partition(" ")[2]
            said = re.sub(r"^(?:(?:of|for|the|and|&) )+", "", said, flags=re.IGNORECASE)
            parts = said.split(" and ")
            found |= {plain(part) for part in parts} if any(" " in part for part in parts[1:]) else {plain(said)}
        return {name for name in found - self._no_bodies if " " in name and not _REGION.match(name)}

    def _bodies_of(self, text: str) -> Iterator[str]:
        """Every body that a text of ours names, wherever in a sentence it stands."""
        words = plain(text).split()
        runs = (" ".join(words[at : at + size]) for at in range(len(words)) for size in range(2, LONGEST + 1))
        return (run for run in runs if run in self._bodies)

    def _bodies_in(self, text: str, taken: frozenset[str]) -> Iterator[str]:
        """Bodies that a text names: in small letters only those with a word that is not common English, or of three words.

        Args:
            taken: names that are known as something else, in the form of `plain`.
        """
        words = plain(text).split()
        capitals = {plain(match.group()) for match in _PROPER.finditer(text)}
        at = 0
        while at < len(words):
            for size in range(min(LONGEST, len(words) - at), 1, -1):
                name = " ".join(words[at : at + size])
                if name in self._bodies and not any(name in other for other in taken):
                    rare = size > 2 or not all(word in self.english for word in words[at : at + size])
                    if rare or any(name in said for said in capitals):
                        yield name
                    at += size - 1
                    break
            at += 1

    def _strangers(self, text: str) -> Iterator[str]:
        """Words with a capital inside a sentence that neither we nor common English know."""
        if text.upper() == text or text.istitle():
            return
        for token in _TOKEN.finditer(text):
            word = plain(token.group().removesuffix("'s"))
            capital = token.group()[0].isupper() and not token.group().isupper() and not _STARTS.search(text[: token.start()])
            if capital and not any(part in self._ours or part in self.english for part in word.split()):
                yield token.group().removesuffix("'s")

    @cached_property
    def _ours(self) -> frozenset[str]:
        """Every word of our texts."""
        passages = (f"{p.title} {p.text} {' '.join(p.asks)}" for p in self.knowledge.passages)
        notes = (f"{n.term} {n.text} {n.instrument} {' '.join(n.asks)}" for n in self.knowledge.notes)
        terms = (f"{t.term} {' '.join(t.also)} {t.meaning}" for t in self.knowledge.glossary)
        named = (f"{c.name} {' '.join((*c.aliases, *c.places))}" for c in self.knowledge.cases)
        places = (place.id.replace("-", " ") for place in self.knowledge.places)
        return frozenset(word for text in (*passages, *notes, *terms, *named, *places) for word in plain(text).split())


def _has_sign(text: str, tokens: list[re.Match[str]], at: int, size: int) -> bool:
    """True if an ordinary word is written or used as a place: "in Reading", "Deal Council", but not "Reading this"."""
    first, last = tokens[at], tokens[at + size - 1]
    before = tokens[at - 1].group().lower() if at else ""
    after = tokens[at + size].group().lower() if at + size < len(tokens) else ""
    shouted = text.upper() == text
    ends = not after or bool(re.match(r"\s*[?.,!;)]", text[last.end() :]))
    capital = first.group()[0].isupper() and not shouted
    inside = at > 0 and not re.search(r"[.!?:]\s*$", text[: first.start()])
    return after in _AFTER or (capital and inside) or (before in _BEFORE and ends)


def _without(text: str, names: Iterable[str]) -> str:
    """A text in the form of `plain` with names taken out, if it has one of them; else as it is."""
    said = f" {plain(text)} "
    for name in sorted(names, key=len, reverse=True):
        said = said.replace(f" {name} ", " ")
    return said.strip()


def _years(text: str) -> tuple[int, int] | None:
    found = _TIME.search(text)
    if not found:
        return None
    year, earlier = int(found[2]), found[1].lower() in _EARLIER
    if not earlier:
        return (year + 1, 9999) if found[1].lower() == "after" else (year, 9999)
    return (0, year - 1) if found[1].lower() == "before" else (0, year)
