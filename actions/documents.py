"""Documents from answers: made on demand, as web pages, Word files, PDF and Markdown, never kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from actions import appraisal_paper, references, roadmap_paper, statement_paper
from actions.dates_file import calendar, has_days
from actions.frame import PRIORITIES, at_a_glance, evidence_of, framed
from actions.pdf import pdf
from actions.word import word
from knowledge import checklist, conditions, currency, journey
from knowledge.records import Answers, Knowledge, Note

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CALENDAR = "iCalendar"  # the format that needs days
TEMPLATES = Path(__file__).parent / "templates"
# The answers at the head of the first page, in their order there.
GLANCE = ("service", "nation", "rules", "main_outcome", "whole_life", "route", "notice_on", "start_on")
NO_THRESHOLD = "None counts for health care that is bought under a Provider Selection Regime"
Context = Callable[[Knowledge, Answers, date], "dict[str, Any]"]


@dataclass(frozen=True)
class Form:
    """A document in one format."""

    document: str  # the paper of a journey that it is
    title: str
    name: str
    content_type: str
    disposition: str  # shown by the browser, or saved
    make: Callable[[Knowledge, Answers, date], bytes]
    # Whether there is anything in it; a calendar is empty until a day was given.
    has: Callable[[Knowledge, Answers, date], bool] = lambda *_: True

    def render(self, knowledge: Knowledge, answers: Answers, today: date) -> str:
        """The text of a format that is one."""
        return self.make(knowledge, answers, today).decode()


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


def _checklist(knowledge: Knowledge, answers: Answers, today: date) -> dict[str, Any]:
    made = checklist.make(knowledge, answers, today)
    musts = made.of_priority("must")
    return {
        **framed(
            knowledge, answers, today, evidence_of(made.lines, musts), title="Checklist for your commission", draft=made.draft,
            glance=glance(knowledge, answers, today),
        ),
        "undecided": made.undecided,
        "musts": musts,
        "stages": [(stage, rest) for stage, lines in made.stages if (rest := [line for line in lines if line not in musts])],
        "priorities": PRIORITIES,
    }  # fmt: skip


def glance(knowledge: Knowledge, answers: Answers, today: date) -> list[tuple[str, str]]:
    """What stands first in a file: what is bought, its worth, the threshold and by how much it is passed, the route."""
    sides = conditions.against(answers, knowledge.thresholds, today)
    counts = conditions.facts(answers, knowledge.thresholds, today).get("threshold") != "not_counted"
    compared = journey.compared(sides) if sides else NO_THRESHOLD if not counts else ""
    return [*at_a_glance(knowledge, answers, today, GLANCE), *([("the threshold", compared)] if compared else [])]


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


def _forms(document: str, title: str, context: Context, *, in_days: bool = False) -> dict[str, Form]:
    """A document in every format that there is, by the names of its files. `in_days`: its lines may have days."""

    def text(template: str, link: references.Link, knowledge: Knowledge, given: dict[str, Any]) -> str:
        helpers = references.helpers(knowledge, given["numbers"], link)
        return _environment().get_template(f"{document}.{template}.j2").render({**given, **helpers})

    def html(knowledge: Knowledge, answers: Answers, today: date) -> bytes:
        return text("html", references.html, knowledge, context(knowledge, answers, today)).encode()

    def markdown(knowledge: Knowledge, answers: Answers, today: date) -> bytes:
        return text("md", references.plain, knowledge, context(knowledge, answers, today)).encode()

    def laid_out(layout: Callable[[dict[str, Any], str], bytes]) -> Callable[[Knowledge, Answers, date], bytes]:
        def make(knowledge: Knowledge, answers: Answers, today: date) -> bytes:
            given = context(knowledge, answers, today)
            return layout(given, text("md", references.markdown, knowledge, given))

        return make

    made = {
        f"{document}.html": Form(document, f"{title} as a web page", "HTML", "text/html; charset=utf-8", "inline", html),
        f"{document}.docx": Form(document, f"{title} as a Word file", "DOCX", DOCX, "attachment", laid_out(word)),
        f"{document}.pdf": Form(document, f"{title} as a PDF", "PDF", "application/pdf", "attachment", laid_out(pdf)),
        f"{document}.md": Form(
            document, f"{title} as Markdown", "Markdown", "text/markdown; charset=utf-8", "attachment", markdown
        ),
    }
    if in_days:
        called = f"{title}: its dates as a calendar"
        made[f"{document}.ics"] = Form(
            document, called, CALENDAR, "text/calendar; charset=utf-8", "attachment", calendar, has_days
        )
    return made


FORMS = {
    **_forms("checklist", "Checklist", _checklist, in_days=True),
    **_forms("appraisal", "Options appraisal", appraisal_paper.context),
    **_forms("roadmap", "Readiness and roadmap", roadmap_paper.context, in_days=True),
    **_forms("requests", "What to ask the commissioner for", roadmap_paper.sheet),
    **_forms("statement", "Impact statement", statement_paper.context),
}
