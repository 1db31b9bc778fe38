"""Structured facts: as much as was promised, and every figure and name stands in what a fact rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from test_content import figures, listed

from knowledge.links import facts
from knowledge.records import Fact, Knowledge, Listed, ModelAttribute

# Words that begin with a capital and are no name of anything that a source would have to give.
NO_NAMES = frozenset(
    """England Wales Scotland Northern Ireland English Welsh Scottish UK Great Britain CIC CIO SCIO LATC VAT January February
    March April May June July August September October November December Act Acts Regulations Bill""".split()
)
OF = {"Italy": "Italian", "France": "French"}  # a country, by those whom a passage names
_NAME = re.compile(r"(?<![.:?!(] )(?<![.:?!(])(?<!^)(?<!“)\b[A-Z][\w'’&-]*")


def sayings(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """(kind and id, what a fact says, what it rests on) of every structured fact."""
    passages = {p.id: f"{p.title} {p.text}" for p in knowledge.passages}
    notes = {n.id: f"{n.term} {n.text} {n.instrument} {n.since}" for n in knowledge.notes}

    def rests(entry: object) -> str:
        found = [passages[name] for name in getattr(entry, "passages", ())]
        return " ".join([*found, *(notes[name] for name in getattr(entry, "notes", ()))])

    for kind in ("models", "routes", "situations"):
        for entry in getattr(knowledge, kind):
            for where, fact in facts(entry):
                yield f"{kind}/{entry.id}, {where}", fact.value, rests(fact)
    for entry in knowledge.directory:
        yield f"directory/{entry.id}", f"{entry.offers} {entry.year or ''}", f"{entry.name} {rests(entry)}"
    for body in knowledge.pathfinders:
        yield f"pathfinders/{body.id}", f"{body.name}. {body.place or ''}. {body.service}", rests(body)
    for event in knowledge.timeline:
        yield f"timeline/{event.id}", f"{event.date[:4]}. {event.what}", rests(event)
    sources = {p.id: p.source for p in knowledge.passages}
    shorts = {source.id: f"{source.short} {source.year} {source.title}" for source in knowledge.sources}
    for advice in knowledge.recommendations:
        report = shorts[sources[advice.passages[0]]]
        yield f"recommendations/{advice.id}", f"{advice.do} {advice.whose or ''}", f"{rests(advice)} {report}"


def plain(text: str) -> str:
    return " ".join(re.findall(r"[\w&]+", text.lower().replace("’", "'").replace("'s", "").replace("-", " ")))


def names(text: str) -> set[str]:
    return {name.rstrip("'’").removesuffix("'s").removesuffix("’s") for name in _NAME.findall(text)} - NO_NAMES


def stands(name: str, rests: str) -> bool:
    known = plain(rests)
    return plain(name).removesuffix("s") in known or plain(OF.get(name, name)) in known


def test_every_figure_of_a_fact_stands_in_what_it_rests_on(knowledge):
    # "one" and "two" are words like any other: "one of them", "two questions"
    strays = [f"{place}: {sorted(lost)}" for place, said, rests in sayings(knowledge)
              if (lost := figures(said) - figures(rests) - {"1", "2"})]  # fmt: skip
    assert not strays, listed(strays)


def test_every_name_in_a_fact_stands_in_what_it_rests_on(knowledge):
    strays = [f"{place}: {sorted(lost)}" for place, said, rests in sayings(knowledge)
              if (lost := {name for name in names(said) if not stands(name, rests)})]  # fmt: skip
    assert not strays, listed(strays)


@pytest.mark.parametrize(
    ("kind", "least"),
    [("models", 15), ("routes", 10), ("pathfinders", 41), ("timeline", 100), ("recommendations", 170), ("situations", 14)],
)
def test_there_are_as_many_structured_facts_as_the_guide_promises(knowledge, kind, least):
    assert len(getattr(knowledge, kind)) >= least


def test_the_directory_has_organisations_publications_and_programmes(knowledge):
    of = {kind: [e for e in knowledge.directory if e.kind == kind] for kind in ("organisation", "publication", "programme")}
    assert len(of["organisation"]) >= 25 and len(of["publication"]) >= 25 and len(of["programme"]) >= 5


def test_the_timeline_does_not_end_with_the_reports(knowledge):
    assert sum(event.date > "2012-12" for event in knowledge.timeline) >= 60
    assert list(knowledge.timeline) == sorted(knowledge.timeline, key=lambda event: event.date)


def test_there_are_recommendations_of_all_five_reports(knowledge):
    sources = {p.id: p.source for p in knowledge.passages}
    assert {sources[r.passages[0]] for r in knowledge.recommendations} == {s.id for s in knowledge.sources}


def test_what_a_model_lacks_in_the_reports_is_said_and_not_left_out(knowledge):
    for model in knowledge.models:
        assert set(model.facts) == set(get_args(ModelAttribute))
        assert sum(isinstance(fact, Fact) for fact in model.facts.values()) >= 3, model.id


def test_every_programme_of_a_pathfinder_tells_what_became_of_it(knowledge):
    programmes: dict[str, Listed] = {entry.id: entry for entry in knowledge.directory}
    assert all(programmes[body.programme].notes for body in knowledge.pathfinders)


def test_every_trait_and_every_kind_of_help_is_had_by_something(knowledge):
    has = {name for model in knowledge.models for name in model.traits}
    has |= {name for entry in knowledge.directory for name in entry.helps}
    idle = [each.id for each in (*knowledge.traits, *knowledge.helps) if each.id not in has]
    assert not idle, listed(idle)
