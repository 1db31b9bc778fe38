"""Read `knowledge/content`, check it as a whole, and report every fault at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.checks import cross_check
from knowledge.files import Located, entries
from knowledge.links import of_type
from knowledge.records import (
    Advice,
    Attribute,
    Case,
    Dimension,
    Event,
    Help,
    Item,
    Journey,
    KnockOut,
    Knowledge,
    Legislation,
    Level,
    Listed,
    Lookup,
    Model,
    Moment,
    Note,
    Option,
    Passage,
    Pathfinder,
    Phase,
    Question,
    Recommendation,
    Record,
    Request,
    Route,
    Score,
    Situation,
    Source,
    Stage,
    Term,
    Threshold,
    Topic,
    Trait,
    Twins,
    UkPlace,
    Unheld,
    Wording,
)

CONTENT = Path(__file__).parent / "content"
# Keys of `Knowledge` -> type and where its entries stand: one file, or every file of a folder.
PLACES: dict[str, tuple[type[Record], str]] = {
    "sources": (Source, "sources.yml"),
    "topics": (Topic, "topics.yml"),
    "passages": (Passage, "passages/"),
    "wordings": (Wording, "wordings/"),
    "cases": (Case, "cases.yml"),
    "attributes": (Attribute, "attributes.yml"),
    "models": (Model, "models.yml"),
    "traits": (Trait, "traits.yml"),
    "lookups": (Lookup, "lookups.yml"),
    "routes": (Route, "routes.yml"),
    "helps": (Help, "helps.yml"),
    "directory": (Listed, "directory.yml"),
    "pathfinders": (Pathfinder, "pathfinders.yml"),
    "timeline": (Event, "timeline.yml"),
    "recommendations": (Recommendation, "recommendations/"),
    "situations": (Situation, "situations.yml"),
    "twins": (Twins, "twins.yml"),
    "places": (UkPlace, "places.yml"),
    "notes": (Note, "currency.yml"),
    "legislation": (Legislation, "legislation.yml"),
    "glossary": (Term, "glossary.yml"),
    "unheld": (Unheld, "unheld.yml"),
    "thresholds": (Threshold, "thresholds.yml"),
    "journeys": (Journey, "journeys.yml"),
    "stages": (Stage, "stages.yml"),
    "phases": (Phase, "phases.yml"),
    "questions": (Question, "questions/"),
    "advice": (Advice, "advice/"),
    "moments": (Moment, "moments.yml"),
    "items": (Item, "checklist/"),
    "options": (Option, "spinout/options.yml"),
    "scores": (Score, "spinout/scores.yml"),
    "knock_outs": (KnockOut, "spinout/knock_outs.yml"),
    "dimensions": (Dimension, "spinout/readiness.yml"),
    "requests": (Request, "spinout/requests.yml"),
    "levels": (Level, "impact/levels.yml"),
}


class ContentError(Exception):
    """Content that an author has to mend; `faults` has one line each: file, place, what was found, what to do."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class Survey:
    """What could be read of a folder, by the keys of `Knowledge`, and every fault in it."""

    entries: dict[str, Located]
    faults: tuple[str, ...]


def survey(folder: Path = CONTENT) -> Survey:
    """Read a folder as far as it can be read. Never raises for what an author wrote."""
    faults: list[str] = []
    found: dict[str, Located] = {key: entries(folder, place, kind, faults) for key, (kind, place) in PLACES.items()}
    return Survey(found, (*faults, *cross_check(found)))


def load(folder: Path = CONTENT) -> Knowledge:
    """The whole content of a folder.

    Raises:
        ContentError: with all faults of all files.
    """
    return whole(survey(folder))


def whole(result: Survey) -> Knowledge:
    """The content of a survey.

    Raises:
        ContentError: with all faults that it has.
    """
    if result.faults:
        raise ContentError(result.faults)
    found = result.entries
    _in_order(found)
    return Knowledge.parse_obj({"release": _release(found), **{key: [entry for _, entry in rows] for key, rows in found.items()}})


def _release(found: dict[str, Located]) -> str:
    text = json.dumps({key: [json.loads(e.json(by_alias=True)) for _, e in rows] for key, rows in found.items()},
                      sort_keys=True)  # fmt: skip
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _in_order(found: dict[str, Located]) -> None:
    """Files are read by name; questions and advice stand in the order of the stages, items in that of stages and phases."""
    parts = [*(stage.id for _, stage in of_type(found["stages"], Stage)), *(p.id for _, p in of_type(found["phases"], Phase))]
    order = {part: number for number, part in enumerate(parts)}
    for key in ("questions", "advice"):
        found[key].sort(key=lambda row: order[row[1].stage])  # type: ignore[attr-defined]
    found["items"].sort(key=lambda row: order[row[1].part])  # type: ignore[attr-defined]
