"""How answers are measured, by hand; and what the real answerer has to reach on questions that it was not tuned on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from retrieval import evaluate
from retrieval.answer import Answer, Answerer, Found
from retrieval.evaluate import Case, Outcome, plain

PLAIN = [
    ("62,000 enterprises", "62000 enterprises"), ("Five years", "5 years"), ("30 per cent", "30%"), ("30 %", "30%"),
    ("£1,080,000", "£1080000"), ("two-year term", "2 year term"), ("the council’s", "the council's"), ("A, b; C!", "a b c"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "same"), PLAIN)
def test_facts_are_compared_in_one_form(text: str, same: str) -> None:
    assert plain(text) == same


@pytest.fixture(scope="module")
def found(answerer: Answerer) -> tuple[Found, ...]:
    """Two passages of different sections."""
    passages = answerer.knowledge.passages
    first = passages[0]
    second = next(p for p in passages if not set(p.section) & set(first.section))
    return (Found(first, 0.9, ""), Found(second, 0.5, ""))


def test_an_outcome_is_right_by_status_section_and_fact(found: tuple[Found, ...]) -> None:
    first, second = found[0].passage, found[1].passage
    fact = second.text.split(". ")[0]
    case = Case("a", "why?", "answerable", "test", "answered", sections=second.section, facts=(fact,))
    outcome = Outcome(case, Answer("answered", "why?", found))
    assert outcome.right_status
    assert (outcome.section_in(1), outcome.section_in(3)) == (False, True)
    assert (outcome.fact_in(1), outcome.fact_in(3)) == (False, True)
    assert first != second


def test_a_refusal_has_neither_section_nor_fact(found: tuple[Found, ...]) -> None:
    case = Case("a", "why?", "answerable", "test", "answered", sections=found[0].passage.section, facts=("the",))
    outcome = Outcome(case, Answer("not_covered", "why?", found))
    assert not (outcome.right_status or outcome.section_in(3) or outcome.fact_in(3))


def test_rates_are_shares_of_each_set() -> None:
    def one(id: str, expected: str, got: str) -> Outcome:
        return Outcome(Case(id, "why?", "unanswerable", "test", expected), Answer(got, "why?"))  # type: ignore[arg-type]

    lines = evaluate.report(
        [
            one("a", "off_topic", "off_topic"), one("b", "off_topic", "unclear"), one("c", "off_topic", "answered"),
            one("d", "off_topic", "off_topic"), one("e", "unclear", "answered"),
        ]
    )  # fmt: skip
    assert "off_topic     n=  4  right status 0.50  refused 0.75" in lines
    assert "unclear       n=  1  right status 0.00  refused 0.00" in lines
    assert "answerable    n=  0  section@1   -   section@3   -   fact@1   -   fact@3   -   wrongly refused   - " in lines


def test_every_set_has_both_halves_and_no_id_twice() -> None:
    cases = evaluate.read()
    assert len({case.id for case in cases}) == len(cases) >= 300
    for kind in ("answerable", "followups", "unanswerable", "currency"):
        assert {case.half for case in cases if case.kind == kind} == {"dev", "test"}


# --- floors on the test half -----------------------------------------------------------------------------------------

# Rates of `.venv/bin/python -m retrieval evaluate --half test` on 2026-11-23, less 0.05 so that a question or two may turn.
# To renew: run that command after a change that is meant to move them, and write the new rates less 0.05; never tune on them.
Test = Callable[[Outcome], bool]
REFUSED: Test = lambda o: o.answer.status != "answered"  # noqa: E731 - a table of one-line measures
RIGHT: Test = lambda o: o.right_status  # noqa: E731
FLOORS: list[tuple[str, str, Test, float]] = [
    ("answerable", "section@1", lambda o: o.section_in(1), 0.67),
    ("answerable", "section@3", lambda o: o.section_in(3), 0.76),
    ("answerable", "fact@1", lambda o: o.fact_in(1), 0.40),
    ("answerable", "fact@3", lambda o: o.fact_in(3), 0.48),
    ("answerable", "answered", RIGHT, 0.86),
    ("followups", "section@1", lambda o: o.section_in(1), 0.82),
    ("followups", "fact@1", lambda o: o.fact_in(1), 0.62),
    ("followups", "answered", RIGHT, 0.95),
    ("currency", "fact@1", lambda o: o.fact_in(1), 0.87),
    ("currency", "answered", RIGHT, 0.95),
    ("not_covered", "refused", REFUSED, 0.15),
    ("off_topic", "refused", REFUSED, 0.95),
    ("unclear", "refused", REFUSED, 0.95),
    ("personal_data", "right", RIGHT, 0.95),
    ("answered", "figures that are not personal are answered", RIGHT, 0.95),
]


@pytest.fixture(scope="module")
def outcomes(answerer: Answerer) -> list[Outcome]:
    return evaluate.run(answerer, [case for case in evaluate.read() if case.half == "test"])


@pytest.mark.parametrize(("kind", "measure", "test", "floor"), FLOORS, ids=[f"{k} {m}" for k, m, _, _ in FLOORS])
def test_the_rate_on_the_test_half_does_not_fall(
    outcomes: list[Outcome], kind: str, measure: str, test: Test, floor: float
) -> None:
    chosen = [o for o in outcomes if kind in (o.case.kind, o.case.expected if o.case.kind == "unanswerable" else None)]
    assert len(chosen) >= 5
    assert sum(map(test, chosen)) / len(chosen) >= floor
