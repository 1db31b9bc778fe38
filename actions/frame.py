"""What every document has: its head and foot, what was said, and one numbered row of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from knowledge import checklist, currency, days
from knowledge.checklist import Line
from knowledge.records import Answers, Knowledge, Note, Passage, Unheld
from retrieval.answer import cited

DISCLAIMER = (
    "Made by the Commissioning Guide, a program, from your answers and from published reports. It is not legal advice: check "
    "law, tax and pensions with your advisers before you rely on it."
)

PRIORITIES = {"must": "Must", "should": "Should", "consider": "Consider"}

E = TypeVar("E", Passage, Note, Unheld)


@dataclass(frozen=True)
class Evidence:
    """All that a document rests on, each once, in the order of its annex."""

    law: Sequence[Note]
    passages: Sequence[Passage]
    unheld: Sequence[Unheld] = ()
    since: Sequence[Note] = ()  # what has changed since the passages

    @property
    def numbers(self) -> dict[str, int]:
        """id -> its number in the document."""
        return {each.id: number for number, each in enumerate((*self.law, *self.passages, *self.unheld, *self.since), 1)}


class Rests(Protocol):
    """What rests on law and passages: a line, a next step, a level."""

    @property
    def law(self) -> Sequence[Note]:
        """The notes."""

    @property
    def passages(self) -> Sequence[Passage]:
        """The passages."""


def evidence_of(lines: Sequence[Line], before: Sequence[Rests] = ()) -> Evidence:
    """All that lines rest on; what stands `before` them in the document has the first numbers."""
    resting: tuple[Rests, ...] = (*before, *lines)
    law = once(note for each in resting for note in each.law)
    return Evidence(
        law, once(passage for each in resting for passage in each.passages),
        once(each for line in lines for each in line.unheld),
        once(note for line in lines for note in line.notes if note not in law),
    )  # fmt: skip


def framed(
    knowledge: Knowledge, answers: Answers, today: date, evidence: Evidence, *, draft: bool, title: str,
    glance: Sequence[tuple[str, str]],
) -> dict[str, Any]:  # fmt: skip
    """What `document.html.j2` and `document.md.j2` ask for."""
    numbers = evidence.numbers
    return {
        "title": title,
        "draft": draft,
        "glance": glance,
        "profile": checklist.summary(knowledge, answers, today),
        "numbers": numbers,
        "passages": [(numbers[p.id], p.title, source_line(knowledge, p)) for p in evidence.passages],
        "law": [(numbers[note.id], note.term, currency.told(note, today)) for note in evidence.law],
        "unheld": [(numbers[each.id], each.term, f"{each.says} Ask {each.ask}.") for each in evidence.unheld],
        "since": [(numbers[note.id], note.term, currency.told(note, today)) for note in evidence.since],
        "rests_on": rests_on(knowledge, evidence),
        "release": knowledge.release,
        "today": days.worded(today),
        "disclaimer": DISCLAIMER,
    }


def rests_on(knowledge: Knowledge, evidence: Evidence) -> str:
    """The reports in short and the law, for the foot of a document; "" if it rests on nothing."""
    cited = {passage.source for passage in evidence.passages}
    reports = [source.short for source in knowledge.sources if source.id in cited]
    return "; ".join([*reports, *([f"the law as at {currency.AS_AT}"] if evidence.law or evidence.since else [])])


def at_a_glance(knowledge: Knowledge, answers: Answers, today: date, names: Sequence[str]) -> list[tuple[str, str]]:
    """Label and answer of some questions, in this order, as far as they were answered."""
    said = {each.question: (each.label, each.answer) for each in checklist.summary(knowledge, answers, today)}
    return [said[name] for name in names if name in said]


def once(entries: Iterable[E]) -> list[E]:
    """Each entry once, in the order in which it comes first."""
    return list({each.id: each for each in entries}.values())


def source_line(knowledge: Knowledge, passage: Passage) -> str:
    """Report, publisher, year and section."""
    return cited(next(s for s in knowledge.sources if s.id == passage.source), passage)
