"""Documents from answers: rendered on demand by Jinja2 templates, never kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from knowledge import checklist, conditions, currency, journey
from knowledge.checklist import Checklist
from knowledge.records import Answers, Knowledge, Note, Passage, Unheld
from retrieval.answer import cited

TEMPLATES = Path(__file__).parent / "templates"
PRIORITIES = {"must": "Must", "should": "Should", "consider": "Consider"}
# The answers at the head of the first page, in their order there.
GLANCE = ("service", "nation", "rules", "main_outcome", "whole_life", "route")
NO_THRESHOLD = "None counts for health care that is bought under a Provider Selection Regime"
DISCLAIMER = (
    "Made by the Commissioning Guide, a program, from your answers and from published reports. It is not legal advice: check "
    "law, tax and pensions with your advisers before you rely on it."
)


@dataclass(frozen=True)
class Form:
    """A document in one format."""

    document: str  # the paper of a journey that it is
    title: str
    name: str
    content_type: str
    disposition: str  # shown by the browser, or saved
    render: Callable[[Knowledge, Answers, date], str]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(["html.j2"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters["markdown"] = _markdown
    return made


def _markdown(text: object) -> str:
    """A text of the user's as plain Markdown: nothing in it makes a heading, a link or HTML."""
    escaped = "".join(f"\\{c}" if c in r"\`*_{}[]<>#|!~&" else c for c in str(text))
    return " ".join(escaped.split())


def _rendered(template: str) -> Callable[[Knowledge, Answers, date], str]:
    def render(knowledge: Knowledge, answers: Answers, today: date) -> str:
        return _environment().get_template(template).render(_context(knowledge, answers, today))

    return render


FORMS = {
    "checklist.html": Form(
        "checklist", "Checklist as a web page", "HTML", "text/html; charset=utf-8", "inline", _rendered("checklist.html.j2")
    ),
    "checklist.md": Form(
        "checklist",
        "Checklist as Markdown",
        "Markdown",
        "text/markdown; charset=utf-8",
        "attachment",
        _rendered("checklist.md.j2"),
    ),
}


def _context(knowledge: Knowledge, answers: Answers, today: date) -> dict[str, Any]:
    made = checklist.make(knowledge, answers, today)
    musts = made.of_priority("must")
    evidence = {each.id: number for number, each in enumerate(_evidence(made), 1)}
    return {
        "title": "Checklist for your commission",
        "draft": made.draft,
        "glance": at_a_glance(knowledge, made, answers, today),
        "profile": made.profile,
        "undecided": made.undecided,
        "musts": musts,
        "stages": [(stage, rest) for stage, lines in made.stages if (rest := [line for line in lines if line not in musts])],
        "priorities": PRIORITIES,
        "numbers": evidence,
        "passages": [(evidence[p.id], p.title, source_line(knowledge, p)) for p in _passages(made)],
        "law": [(evidence[note.id], note.term, currency.told(note, today)) for note in _law(made)],
        "unheld": [(evidence[each.id], each.term, f"{each.says} Ask {each.ask}.") for each in _unheld(made)],
        "since": [(evidence[note.id], note.term, currency.told(note, today)) for note in _since(made)],
        "release": knowledge.release,
        "today": f"{today.day} {today:%B %Y}",
        "disclaimer": DISCLAIMER,
    }


def at_a_glance(knowledge: Knowledge, made: Checklist, answers: Answers, today: date) -> list[tuple[str, str]]:
    """What stands first in a file: what is bought, its worth, the threshold and by how much it is passed, the route."""
    said = {each.question: (each.label, each.answer) for each in made.profile}
    rows = [said[name] for name in GLANCE if name in said]
    sides = conditions.against(answers, knowledge.thresholds, today)
    counts = conditions.facts(answers, knowledge.thresholds, today).get("threshold") != "not_counted"
    compared = journey.compared(sides) if sides else NO_THRESHOLD if not counts else ""
    return [*rows, *([("the threshold", compared)] if compared else [])]


E = TypeVar("E", Passage, Note, Unheld)


def _once(entries: Iterable[E]) -> list[E]:
    return list({each.id: each for each in entries}.values())


def _passages(made: Checklist) -> list[Passage]:
    return _once(p for line in made.lines for p in line.passages)


def _law(made: Checklist) -> list[Note]:
    """What the lines rest on by law; the musts first, as they stand first."""
    return _once(note for line in [*made.of_priority("must"), *made.lines] for note in line.law)


def _unheld(made: Checklist) -> list[Unheld]:
    return _once(each for line in made.lines for each in line.unheld)


def _since(made: Checklist) -> list[Note]:
    """What has changed since the reports, as far as it is not law that a line rests on: each note once."""
    law = {note.id for note in _law(made)}
    return _once(note for line in made.lines for note in line.notes if note.id not in law)


def _evidence(made: Checklist) -> list[Passage | Note | Unheld]:
    return [*_law(made), *_passages(made), *_unheld(made), *_since(made)]


def source_line(knowledge: Knowledge, passage: Passage) -> str:
    """Report, publisher, year and section."""
    return cited(next(s for s in knowledge.sources if s.id == passage.source), passage)


def passage(knowledge: Knowledge, name: str, nation: object, today: date) -> dict[str, Any] | None:
    """A passage as the page shows it when a citation is opened, or None if there is none of that name."""
    found = next((p for p in knowledge.passages if p.id == name), None)
    if found is None:
        return None
    source = next(s for s in knowledge.sources if s.id == found.source)
    notes = currency.shown([n for n in knowledge.notes if n.id in found.notes], str(nation) if nation else None)
    return {
        "id": found.id, "title": found.title, "text": found.text, "source_title": source.title,
        "publisher": source.publisher, "year": source.year,
        "sections": [{"id": s.id, "heading": s.heading} for s in source.sections if s.id in found.section],
        "notes": [_note(note, today) for note in notes],
    }  # fmt: skip


def _note(note: Note, today: date) -> dict[str, Any]:
    return {
        "term": note.term, "text": note.text + currency.warning(note, today), "instrument": note.instrument,
        "nations": [currency.nations(note)], "as_at": currency.AS_AT,
    }  # fmt: skip
