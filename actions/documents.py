"""Documents from answers: rendered on demand by Jinja2 templates, never kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from knowledge import checklist, currency
from knowledge.checklist import Checklist, Line
from knowledge.records import Answers, Knowledge, Note, Passage
from retrieval.answer import cited

TEMPLATES = Path(__file__).parent / "templates"
PRIORITIES = {"must": "Must", "should": "Should", "consider": "Consider"}
DISCLAIMER = (
    "Made by the Commissioning Guide, a program, from your answers and from published reports. It is not legal advice: check "
    "law, tax and pensions with your advisers before you rely on it."
)


@dataclass(frozen=True)
class Form:
    """A document in one format."""

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
        "Checklist as a web page", "HTML", "text/html; charset=utf-8", "inline", _rendered("checklist.html.j2")
    ),
    "checklist.md": Form(
        "Checklist as Markdown", "Markdown", "text/markdown; charset=utf-8", "attachment", _rendered("checklist.md.j2")
    ),
}


def _context(knowledge: Knowledge, answers: Answers, today: date) -> dict[str, Any]:
    made = checklist.make(knowledge, answers, today)
    numbers = {p.id: number for number, p in enumerate(_cited(made), 1)}
    notes = {n.id: n for line in made.lines for n in line.notes}
    return {
        "title": "Checklist for your commission",
        "draft": made.draft,
        "profile": made.profile,
        "stages": made.stages,
        "priorities": PRIORITIES,
        "numbers": numbers,
        "sources": [(numbers[p.id], p.title, source_line(knowledge, p)) for p in _cited(made)],
        "notes": [(note.term, currency.wording(note) + currency.warning(note, today)) for note in notes.values()],
        "terms": {note.id: note.term for note in notes.values()},
        "release": knowledge.release,
        "today": f"{today.day} {today:%B %Y}",
        "disclaimer": DISCLAIMER,
    }


def _cited(made: Checklist) -> list[Passage]:
    return list({p.id: p for line in made.lines for p in line.passages}.values())


def source_line(knowledge: Knowledge, passage: Passage) -> str:
    """Report, publisher, year and section."""
    return cited(next(s for s in knowledge.sources if s.id == passage.source), passage)


def as_text(knowledge: Knowledge, answers: Answers, today: date) -> str:
    """The checklist for a chat: every line with its reason and evidence, in the light markup of replies."""
    made = checklist.make(knowledge, answers, today)
    parts = [f"# {stage.name}\n\n" + "\n".join(_line(knowledge, line) for line in lines) for stage, lines in made.stages]
    notes = {n.id: n for line in made.lines for n in line.notes}
    changed = "\n".join(f"- {note.term}: {currency.wording(note)}{currency.warning(note, today)}" for note in notes.values())
    return "\n\n".join([*parts, *([f"# What has changed since the reports\n\n{changed}"] if changed else []), DISCLAIMER])


def _line(knowledge: Knowledge, line: Line) -> str:
    assert line.item is not None
    said = f" (you said: {'; '.join(f'{s.label}: {s.answer}' for s in line.said)})" if line.said else ""
    since = f" Note: {', '.join(n.term for n in line.notes)}." if line.notes else ""
    evidence = "; ".join(dict.fromkeys(source_line(knowledge, p) for p in line.passages))
    return (
        f"- **{PRIORITIES[line.item.priority]}: {line.text}** Because {line.because.rstrip('.')}{said}. "
        f"{_capital(line.item.who)}, {line.item.by}. {evidence}.{since}"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
