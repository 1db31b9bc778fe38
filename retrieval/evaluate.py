"""How well questions are answered: sets of tests/evaluation, with sections and facts that a right answer has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
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

    def section_in(self, count: int) -> bool:
        """True if one of the first `count` passages digests a section that holds the fact."""
        first = {s for found in self.answer.passages[:count] for s in found.passage.section}
        return self.answer.status == "answered" and bool(first & set(self.case.sections))

    def fact_in(self, count: int) -> bool:
        """True if all facts stand in the first `count` passages (title and text), or in the note that answers."""
        texts = [f"{found.passage.title} {found.passage.text}" for found in self.answer.passages[:count]]
        texts += [f"{n.text} {n.instrument}" for n in self.answer.notes]
        texts += [self.answer.term.meaning] if self.answer.term else []
        said = plain(" ".join(texts))
        return self.answer.status == "answered" and all(plain(fact) in said for fact in self.case.facts)


_NAMES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_FIGURES = {name: str(number) for number, name in enumerate(_NAMES.split())}


def plain(text: str) -> str:
    """Lower case, figures for number words, no thousands separators, "%" for per cent: for comparing facts."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower().replace("’", "'")).replace("per cent", "%").replace(" %", "%")
    return " ".join(_FIGURES.get(word, word) for word in re.findall(r"[\w£%.'-]+", text.replace("-", " ")))


def read(folder: Path = SETS) -> list[Case]:
    """All cases of a folder."""
    return [case for name in ("answerable", "followups", "unanswerable", "currency") for case in _set(folder, name)]


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


def report(outcomes: Sequence[Outcome]) -> list[str]:
    """Rates by set, one line each."""
    lines = []
    for name in ("answerable", "followups"):
        chosen = [o for o in outcomes if o.case.kind == name]
        rates: list[tuple[str, Callable[[Outcome], bool]]] = [
            ("section@1", lambda o: o.section_in(1)), ("section@3", lambda o: o.section_in(3)),
            ("fact@1", lambda o: o.fact_in(1)), ("fact@3", lambda o: o.fact_in(3)),
            ("wrongly refused", lambda o: not o.right_status),
        ]  # fmt: skip
        lines.append(f"{name:13} n={len(chosen):3}  " + "  ".join(f"{label} {_rate(chosen, of)}" for label, of in rates))
    currency = [o for o in outcomes if o.case.kind == "currency"]
    known, right = _rate(currency, lambda o: o.fact_in(1)), _rate(currency, lambda o: o.right_status)
    lines.append(f"{'currency':13} n={len(currency):3}  fact@1 {known}  answered {right}")
    for status in ("not_covered", "off_topic", "unclear", "personal_data", "answered"):
        chosen = [o for o in outcomes if o.case.kind == "unanswerable" and o.case.expected == status]
        refused = _rate(chosen, lambda o: o.answer.status != "answered")
        lines.append(f"{status:13} n={len(chosen):3}  right status {_rate(chosen, lambda o: o.right_status)}  refused {refused}")
    return lines


def _rate(outcomes: Sequence[Outcome], of: Callable[[Outcome], bool]) -> str:
    return f"{sum(map(of, outcomes)) / len(outcomes):.2f}" if outcomes else "  - "
