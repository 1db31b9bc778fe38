"""The structured fact that a question asks for: of a case, a form of organisation, a route, an organisation or a year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Union

from knowledge import cases
from knowledge.records import (
    NOT_HELD,
    NOT_IN_REPORT,
    Attribute,
    Case,
    DirectoryEntry,
    Event,
    Fact,
    Knowledge,
    Model,
    Route,
)

Subject = Union[Case, Model, Route, DirectoryEntry]

_YEAR = re.compile(
    r"\b(?:happen\w*|changed?|came|new|begin|began|start\w*|timeline)\b.*\b((?:19|20)\d\d)\b|^(?:in )?((?:19|20)\d\d)\??$"
)
_ROUTE = tuple(
    (field, says, re.compile(rf"\b(?:{asks})\b"))
    for field, says, asks in (
        ("fits", "fits when", "when (?:does|do|is|are|should|would|can|could)|fits?|suits?|suitable|right for|use"),
        ("needs", "needs", "needs?|requires?|required|takes? to|set up"),
        ("beware", "has these risks", "risks?|problems?|downsides?|drawbacks?|wrong|beware|disadvantages?|catch"),
        ("law", "is under this law today", "law|legal|lawful|allowed|rules?|legally"),
    )
)
_OFFERS = re.compile(r"\b(?:(?:what|who) (?:does|do|did|is|are|was|were)|tell me about|whats|do|does|did|offer(?:s|ed)?)\b")
_NOW = re.compile(r"\b(?:became of|happened to|still (?:there|exist|exists|open|going|around)|gone|today|now)\b")


@dataclass(frozen=True)
class Told:
    """What the structured content says: `text` in a sentence or list, and the passages and notes that say so.

    `absent` is set when the closed list of a case or model knows that the reports do not give it.
    """

    about: str
    text: str
    passages: tuple[str, ...]
    notes: tuple[str, ...] = ()
    absent: tuple[Case, Attribute] | None = None


class Facts:
    """Finds subjects and their facts by closed lists of names and phrases; reads the knowledge and keeps nothing else."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @cached_property
    def _case_names(self) -> dict[str, str]:
        return cases.names(self._knowledge.cases)

    @cached_property
    def _others(self) -> list[tuple[str, Subject]]:
        """Names of all subjects that are no case, the longest first: "public service mutual" is no "mutual"."""
        rows: list[Subject] = [*self._knowledge.models, *self._knowledge.routes, *self._knowledge.directory]
        named = [(_plain(name), row) for row in rows for name in (row.name, *row.aliases)]
        return sorted(named, key=lambda each: -len(each[0]))

    def subjects(self, text: str) -> list[Subject]:
        """Whom or what a text names: its cases, or else what has the longest name in it."""
        found, _ = cases.named(text, self._case_names)
        if found:
            return [case for case in self._knowledge.cases if case.id in found]
        said = f" {_plain(text)} "
        for name, row in self._others:
            if f" {name} " in said:
                return [row]
        return []

    def asked(self, question: str, subject: Subject) -> Told | None:
        """The fact of a subject that a question asks for, or None if it asks for none by its closed phrases."""
        if isinstance(subject, (Case, Model)):
            return self._attribute(question, subject)
        return _of_route(question, subject) if isinstance(subject, Route) else _of_entry(question, subject)

    def year(self, question: str) -> Told | None:
        """What the timeline holds for a year that a question names."""
        match = _YEAR.search(question.lower())
        named = next((group for group in match.groups() if group), None) if match else None
        events = [event for event in self._knowledge.timeline if named and event.when.startswith(named)]
        if not events or named is None:
            return None
        return Told(
            named, f"{named}:\n{_listed(_line(event) for event in events)}", _once(events, "passages"), _once(events, "notes")
        )

    def attributes(self, question: str, subject: Case | Model) -> list[Attribute]:
        """What a question asks of a case or model."""
        _, bare = cases.named(question, self._case_names)
        if isinstance(subject, Model):
            bare = question
        said = _plain(bare)
        return [
            each for each in self._knowledge.attributes if each.id in subject.facts
            and (said in each.alone or any(f" {phrase} " in f" {said} " for phrase in each.asks))
        ]  # fmt: skip

    def _attribute(self, question: str, subject: Case | Model) -> Told | None:
        wanted = self.attributes(question, subject)
        given = [subject.facts[each.id] for each in wanted]  # type: ignore[index]
        known = [fact for fact in given if isinstance(fact, Fact)]
        if len(known) == 1:
            return Told(subject.name, known[0].value, known[0].passages, known[0].notes)
        if known or not wanted or set(given) != {NOT_IN_REPORT} or not isinstance(subject, Case):
            return None
        return Told(subject.name, "", (), (), (subject, wanted[0]))


def _of_route(question: str, route: Route) -> Told | None:
    said = _plain(question)
    for field, says, asks in _ROUTE:
        if asks.search(said):
            name = f"{route.name[:1].upper()}{route.name[1:]}"
            if field == "law":
                notes = [n for law in route.law.values() if law != NOT_HELD for n in law]
                return Told(route.name, f"{name} {says}.", route.what.passages, tuple(dict.fromkeys(notes)))
            facts: Sequence[Fact] = getattr(route, field)
            return Told(
                route.name, f"{name} {says}:\n{_listed(f.value for f in facts)}", _once(facts, "passages"), _once(facts, "notes")
            )
    return None


def _of_entry(question: str, entry: DirectoryEntry) -> Told | None:
    said = _plain(question)
    if _NOW.search(said) and entry.notes or _OFFERS.search(said):
        made = ", ".join(str(part) for part in (entry.by, entry.year) if part)
        return Told(entry.name, f"{entry.name}{f' ({made})' if made else ''}: {entry.offers}", entry.passages, entry.notes)
    return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+(?:['-][a-z0-9]+)*", text.lower().replace("’", "'")))


def _line(event: Event) -> str:
    return f"{event.when}: {event.what}"


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _once(rows: Iterable[Fact | Event], field: str) -> tuple[str, ...]:
    def every() -> Iterator[str]:
        for row in rows:
            yield from getattr(row, field)

    return tuple(dict.fromkeys(every()))
