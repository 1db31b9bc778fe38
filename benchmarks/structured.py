"""How many questions on structured facts are answered right: `make structured`.

tests/evaluation/structured.yml says of each question which entries its answer is made of, and which words it holds. Right is an
answer of these entries and of no other, with all of these words.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import yaml

from retrieval.answer import Answerer
from retrieval.evaluate import SETS, plain
from retrieval.open import open_answerer
from retrieval.wording import plain_answer


@dataclass(frozen=True)
class Case:
    """A question and what its answer has to be made of."""

    id: str
    half: str
    question: str
    nation: Optional[str]
    shows: frozenset[str]
    facts: tuple[str, ...]


def read(folder: Path = SETS) -> list[Case]:
    """The questions of structured.yml."""
    rows = yaml.safe_load((folder / "structured.yml").read_text(encoding="utf-8"))
    return [
        Case(
            row["id"], row["half"], row["question"], str(row["nation"]).lower() if "nation" in row else None,
            frozenset(row["shows"]), tuple(row["facts"]),
        ) for row in rows
    ]  # fmt: skip


def fault(answerer: Answerer, case: Case) -> str:
    """What is wrong with the answer to a question, or nothing."""
    answer = answerer.ask(case.question, (), case.nation)
    shown = frozenset(answer.sheet.shows if answer.sheet else ())
    text = plain(plain_answer(answerer, answer))
    lacking = [fact for fact in case.facts if plain(fact) not in text]
    if shown == case.shows and not lacking:
        return ""
    return f"{answer.status}; beside {sorted(shown - case.shows)[:4]}, without {sorted(case.shows - shown)[:4]}, words {lacking}"


def lines(answerer: Answerer, half: Optional[str] = None) -> Iterator[str]:
    """A line for each wrong answer of a half, and the count."""
    for each in ("dev", "test") if half is None else (half,):
        cases = [case for case in read() if case.half == each]
        wrong = {case.id: (case.question, said) for case in cases if (said := fault(answerer, case))}
        yield f"{each}: {len(cases) - len(wrong)} of {len(cases)} right"
        yield from (f"  {name} {question}: {said}" for name, (question, said) in wrong.items())


def main() -> None:
    """Print the lines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=["dev", "test"])
    print("\n".join(lines(open_answerer(), parser.parse_args().half)))


if __name__ == "__main__":
    main()
