"""How well questions are answered: sets of tests/evaluation, with sections and facts that a right answer has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from retrieval.answer import Answer, Answerer

SETS = Path("tests/evaluation")


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


@dataclass(frozen=True)
class Outcome:
    """A question with the answer that it got."""

    case: Case
    answer: Answer

    @property
    def right_status(self) -> bool:
        return self.answer.status == self.case.expected

    @property
    def refused(self) -> bool:
        return self.answer.status != "answered"

    @property
    def was_right(self) -> bool:
        """True if the first passage or note has what was asked for, whether or not we dared to show it."""
        return self.case.expected == "answered" and self._holds_facts(1)

    def right_places(self, count: int) -> list[bool]:
        """For each of the first `count` passages shown: does it digest a section that holds the fact?"""
        if self.refused:
            return []
        return [
            any(f"{found.passage.source}/{section}" in self.case.sections for section in found.passage.section)
            for found in self.answer.passages[:count]
        ]

    def section_in(self, count: int) -> bool:
        """True if one of the first `count` passages digests a section that holds the fact."""
        return any(self.right_places(count))

    def fact_in(self, count: int) -> bool:
        """True if all facts stand in the first `count` passages (title and text), or in the note that answers."""
        return not self.refused and self._holds_facts(count)

    def _holds_facts(self, count: int) -> bool:
        texts = [f"{found.passage.title} {found.passage.text}" for found in self.answer.passages[:count]]
        texts += [f"{n.text} {n.instrument}" for n in self.answer.notes]
        texts += [self.answer.term.meaning] if self.answer.term else []
        texts += [self.answer.told.text] if self.answer.told else []
        said = plain(" ".join(texts))
        return all(plain(fact) in said for fact in self.case.facts)


_NAMES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_FIGURES = {name: str(number) for number, name in enumerate(_NAMES.split())}


def plain(text: str) -> str:
    """Lower case, figures for number words, no thousands separators, "%" for per cent: for comparing facts."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower().replace("’", "'")).replace("per cent", "%").replace(" %", "%")
    return " ".join(_FIGURES.get(word, word) for word in re.findall(r"[\w£%.'-]+", text.replace("-", " ")))


def read(folder: Path = SETS) -> list[Case]:
    """All cases of a folder."""
    return [case for name in ("answerable", "followups", "unanswerable", "currency") for case in _set(folder, name)]


def read_training(folder: Path = SETS) -> list[Case]:
    """Unanswerable questions of half "train", for `fit` alone."""
    return list(_set(folder, "training"))


def _set(folder: Path, name: str) -> Iterable[Case]:
    rows: list[dict[str, Any]] = yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))
    for row in rows:
        yield Case(
            id=row["id"],
            question=row["question"],
            kind=name,
            half=row["half"],
            expected=row.get("expected", "answered"),
            history=tuple(row.get("history", ())),
            nation=_nation(row.get("nation")),
            sections=tuple(map(str, row.get("sections", ()))),
            facts=tuple(map(str, row.get("facts", ()))),
            style=row.get("style", ""),
        )


def _nation(name: str | None) -> str | None:
    known = name.lower().replace(" ", "_") if name else None
    return known if known in {"england", "wales", "scotland", "northern_ireland"} else None


def run(answerer: Answerer, cases: Iterable[Case]) -> list[Outcome]:
    """Ask every question."""
    return [Outcome(case, answerer.ask(case.question, case.history, case.nation)) for case in cases]
