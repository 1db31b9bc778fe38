"""How well questions are answered: sets of tests/evaluation, with sections and facts that a right answer has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.records import Knowledge, Passage
from retrieval.answer import Answer, Answerer

SETS = Path("tests/evaluation")
FOUR_REPORTS = "four_reports"  # a folder below, with sets of the same form


@dataclass(frozen=True)
class Case:
    """One question of a set, and what is known of a right answer."""

    id: str
    question: str
    kind: str  # answerable, followups, unanswerable, currency
    half: str
    expected: str
    history: tuple[str, ...] = ()
    nation: str | None = None
    sections: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    style: str = ""
    source: str = ""  # the report that it is about, or "none"
    both: bool = False  # the answer needs every section, not one of them


@dataclass(frozen=True)
class Outcome:
    """A question with the answer that it got."""

    case: Case
    answer: Answer

    @property
    def right_status(self) -> bool:
        return self.answer.status == self.case.expected

    @property
    def plain(self) -> bool:
        """True if it was answered, and not with what is only said to be the nearest."""
        return self.answer.status == "answered"

    @property
    def refused(self) -> bool:
        """True if neither an answer nor what is nearest was shown."""
        return self.answer.status not in ("answered", "nearest")

    def right_places(self, count: int) -> list[bool]:
        """For each of the first `count` passages shown: does it digest a section that holds the fact?"""
        return [bool(sections & {*self.case.sections}) for sections in self._sections(count)]

    def section_in(self, count: int) -> bool:
        """True if one of the first `count` passages digests a section that holds the fact.

        Where the answer needs every section, all of them have to be among the first three.
        """
        if self.case.both and count > 1:
            return {*self.case.sections} <= {section for sections in self._sections(count) for section in sections}
        return any(self.right_places(count))

    def _sections(self, count: int) -> list[set[str]]:
        """`source/section` of each of the first `count` passages shown."""
        shown = () if self.refused else self.answer.passages[:count]
        return [{f"{found.passage.source}/{section}" for section in found.passage.section} for found in shown]

    def fact_in(self, count: int) -> bool:
        """True if all facts stand in the first `count` passages (title and text), or in the note that answers."""
        return not self.refused and self._holds_facts(count)

    def _holds_facts(self, count: int) -> bool:
        texts = [_text(found.passage) for found in self.answer.passages[:count]]
        texts += [f"{n.text} {n.instrument}" for n in self.answer.notes]
        texts += [self.answer.term.meaning] if self.answer.term else []
        texts += [self.answer.told.text] if self.answer.told else []
        texts += [fact.value for fact in self.answer.sheet.facts] if self.answer.sheet else []
        return holds(self.case, " ".join(texts))


def holds(case: Case, text: str) -> bool:
    """True if a text has every fact of a case."""
    said = plain(text)
    return all(plain(fact) in said for fact in case.facts)


def answerable_at_all(case: Case, knowledge: Knowledge) -> bool:
    """True if one passage or note holds every fact: what no search can do better than."""
    texts = [_text(passage) for passage in knowledge.passages] + [f"{n.text} {n.instrument}" for n in knowledge.notes]
    return any(holds(case, text) for text in texts)


def _text(passage: Passage) -> str:
    return f"{passage.title} {passage.text}"


_NAMES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_FIGURES = {name: str(number) for number, name in enumerate(_NAMES.split())}


@lru_cache(maxsize=8192)  # every passage is held against every question
def plain(text: str) -> str:
    """Lower case, figures for number words, no thousands separators, "%" and "section" in one form: for comparing facts."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower().replace("’", "'")).replace("per cent", "%").replace(" %", "%")
    text = re.sub(r"\bs\.(?=\d)", "section ", text)
    return " ".join(_FIGURES.get(word, word) for word in re.findall(r"[\w£%.'-]+", text.replace("-", " ")))


def read(folder: Path = SETS) -> list[Case]:
    """All cases of a folder and of the one for the four further reports below it."""
    names = ("answerable", "followups", "unanswerable", "currency")
    return [case for place in (folder, folder / FOUR_REPORTS) for name in names for case in _set(place, name)]


def _set(folder: Path, name: str) -> Iterable[Case]:
    file = folder / f"{name}.yml"
    rows: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
    for row in rows:
        sections = tuple(map(str, row.get("sections", ())))
        yield Case(
            id=row["id"],
            question=row["question"],
            kind=name,
            half=row["half"],
            expected=row.get("expected", "answered"),
            history=tuple(row.get("history", ())),
            nation=_nation(row.get("nation")),
            sections=sections,
            facts=tuple(map(str, row.get("facts", ()))),
            style=row.get("style", ""),
            source=row.get("source") or (sections[0].partition("/")[0] if sections else "none"),
            both=row.get("both", False),
        )


def _nation(name: str | None) -> str | None:
    known = name.lower().replace(" ", "_") if name else None
    return known if known in {"england", "wales", "scotland", "northern_ireland"} else None


def run(answerer: Answerer, cases: Iterable[Case]) -> list[Outcome]:
    """Ask every question."""
    return [Outcome(case, answerer.ask(case.question, case.history, case.nation)) for case in cases]
