"""Checks over structured facts: every statement rests on something, every attribute is told of, a name means one entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import get_args

from knowledge.files import Located
from knowledge.links import facts, of_type
from knowledge.records import (
    Attribute,
    Event,
    Fact,
    Help,
    Listed,
    Model,
    ModelAttribute,
    Pathfinder,
    Recommendation,
    Route,
    Trait,
)

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def faults(found: dict[str, Located]) -> Iterator[str]:
    """Every fault, one line each."""
    yield from _statements(found)
    yield from _models(found)
    yield from _names(found)
    yield from _words(found)
    for place, event in of_type(found["timeline"], Event):
        yield from _event(place, event)
    for place, advice in of_type(found["recommendations"], Recommendation):
        if (advice.standing == "reported") != (advice.whose is not None):
            yield f"{place}, whose: says whose advice it is, where it is `reported` and nowhere else."
    programmes = {entry.id for _, entry in of_type(found["directory"], Listed) if entry.kind == "programme"}
    listed = {entry.id for _, entry in of_type(found["directory"], Listed)}
    for place, body in of_type(found["pathfinders"], Pathfinder):
        if body.programme in listed - programmes:
            yield f"{place}, programme: '{body.programme}' is no programme of the directory."


def _statements(found: dict[str, Located]) -> Iterator[str]:
    for rows in found.values():
        for place, entry in rows:
            for where, fact in facts(entry):
                if not fact.passages and not fact.notes:
                    yield f"{place}, {where}: names neither a passage nor a note that says so."
            rests = isinstance(entry, (Route, Listed, Pathfinder, Event, Recommendation))
            if rests and not entry.passages and not getattr(entry, "notes", ()):  # type: ignore[attr-defined]
                yield f"{place}: names neither a passage nor a note that says so."


def _models(found: dict[str, Located]) -> Iterator[str]:
    """Models tell of every attribute, and of what makes a trait theirs; every attribute has words to ask for it."""
    traits = {trait.id: trait for _, trait in of_type(found["traits"], Trait)}
    for place, model in of_type(found["models"], Model):
        for attribute in sorted(set(get_args(ModelAttribute)) - model.facts.keys()):
            yield f"{place}, facts: '{attribute}' is missing; write `not_in_report` if neither a report nor a note says."
        for name in model.traits.keys() & traits.keys():
            told = model.facts.get(traits[name].attribute)
            if told is not None and not isinstance(told, Fact):
                yield f"{place}, traits: '{name}' needs a fact under '{traits[name].attribute}', which is not in the reports."
    asked = {attribute.id for _, attribute in of_type(found["attributes"], Attribute)}
    for attribute in get_args(ModelAttribute):
        if found["models"] and found["attributes"] and attribute not in asked:
            yield f"{found['attributes'][0][0].split(',')[0]}: '{attribute}', an attribute of models, is missing."


def _names(found: dict[str, Located]) -> Iterator[str]:
    """A name means one entry of its kind."""
    for key, kind in (("models", Model), ("routes", Route), ("directory", Listed)):
        first: dict[str, str] = {}
        for place, entry in of_type(found[key], kind):
            for name in dict.fromkeys(each.lower() for each in (entry.name, *entry.also)):  # type: ignore[attr-defined]
                if name in first:
                    yield f"{place}, also: '{name}' also names {first[name]}; a name means one entry."
                first.setdefault(name, place.split(", ")[-1])


def _words(found: dict[str, Located]) -> Iterator[str]:
    """A word means one thing to look for."""
    for key, kind in (("traits", Trait), ("helps", Help)):
        first: dict[str, str] = {}
        for place, entry in of_type(found[key], kind):
            for word in entry.words:  # type: ignore[attr-defined]
                if word in first:
                    yield f"{place}, words: '{word}' is also in {first[word]}; a word means one of them."
                first.setdefault(word, place.split(", ")[-1])


def _event(place: str, event: Event) -> Iterator[str]:
    match = _DATE.fullmatch(event.date)
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None
    except ValueError:
        match = None
    if not match:
        yield f"{place}, date: '{event.date}' is no year, month or day (2010, 2010-11, 2010-11-19)."
    if not event.nations:
        yield f"{place}, nations: is empty; name the nations that it touched."
