"""All content in one record."""

from __future__ import annotations

from pydantic import StrictStr

from knowledge.records.appraisal import KnockOut, Option, Score
from knowledge.records.basics import Record
from knowledge.records.guiding import Advice, Item, Journey, Moment, Phase, Question, Stage
from knowledge.records.impact import Level
from knowledge.records.readiness import Dimension, Request
from knowledge.records.sources import Legislation, Note, Passage, Source, Term, Threshold, Topic, Twins, UkPlace, Unheld, Wording
from knowledge.records.structured import (
    Attribute,
    Case,
    Event,
    Help,
    Listed,
    Lookup,
    Model,
    Pathfinder,
    Recommendation,
    Route,
    Situation,
    Trait,
)


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
    legislation: tuple[Legislation, ...]
    glossary: tuple[Term, ...]
    unheld: tuple[Unheld, ...]
    thresholds: tuple[Threshold, ...]
    journeys: tuple[Journey, ...]
    stages: tuple[Stage, ...]
    phases: tuple[Phase, ...]
    questions: tuple[Question, ...]
    advice: tuple[Advice, ...]
    moments: tuple[Moment, ...]
    items: tuple[Item, ...]
    options: tuple[Option, ...]
    scores: tuple[Score, ...]
    knock_outs: tuple[KnockOut, ...]
    dimensions: tuple[Dimension, ...]
    requests: tuple[Request, ...]
    levels: tuple[Level, ...]
