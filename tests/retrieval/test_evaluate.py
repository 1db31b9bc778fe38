"""How answers are measured, by hand; and what the real answerer has to reach on questions that it was not tuned on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.records import Knowledge
from retrieval import evaluate, metrics, report
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
    sections = tuple(f"{second.source}/{section}" for section in second.section)
    case = Case("a", "why?", "answerable", "test", "answered", sections=sections, facts=(fact,))
    outcome = Outcome(case, Answer("answered", "why?", found))
    assert outcome.right_status
    assert (outcome.section_in(1), outcome.section_in(3)) == (False, True)
    assert (outcome.fact_in(1), outcome.fact_in(3)) == (False, True)
    assert first != second


def test_where_an_answer_needs_two_sections_both_are_among_the_first_three(found: tuple[Found, ...]) -> None:
    def needing(*numbers: int) -> Outcome:
        sections = tuple(f"{found[n].passage.source}/{found[n].passage.section[0]}" for n in numbers)
        return Outcome(
            Case("a", "?", "answerable", "test", "answered", sections=sections, both=True), Answer("answered", "?", found)
        )

    assert (needing(0, 1).section_in(1), needing(0, 1).section_in(3)) == (True, True)
    elsewhere = Outcome(
        Case("a", "?", "answerable", "test", "answered", sections=(*needing(0).case.sections, "other/1"), both=True),
        Answer("answered", "?", found),
    )
    assert (elsewhere.section_in(1), elsewhere.section_in(3)) == (True, False)


def test_a_row_is_answerable_at_all_if_one_passage_holds_every_fact_of_it(knowledge: Knowledge) -> None:
    first, second = knowledge.passages[0], knowledge.passages[-1]
    one, other = first.title, second.title

    def asking(*facts: str) -> Case:
        return Case("a", "?", "answerable", "test", "answered", facts=facts)

    assert evaluate.answerable_at_all(asking(one), knowledge)
    assert not evaluate.answerable_at_all(asking(one, other), knowledge)


def test_the_sets_of_the_four_further_reports_are_read_beside_the_others() -> None:
    sources = {case.source for case in evaluate.read() if case.kind == "answerable"}
    assert sources == {"lgid-2010", "hscp-2011", "ppiw-2016", "sfph-2008", "pioneers-post-2026"}
    assert all("/" in section for case in evaluate.read() for section in case.sections)


def test_a_refusal_has_neither_section_nor_fact(found: tuple[Found, ...]) -> None:
    sections = tuple(f"{found[0].passage.source}/{section}" for section in found[0].passage.section)
    case = Case("a", "why?", "answerable", "test", "answered", sections=sections, facts=("the",))
    outcome = Outcome(case, Answer("not_covered", "why?", found))
    assert not (outcome.right_status or outcome.section_in(3) or outcome.fact_in(3))


def test_what_is_shown_as_the_nearest_is_neither_plainly_answered_nor_refused(found: tuple[Found, ...]) -> None:
    sections = tuple(f"{found[0].passage.source}/{section}" for section in found[0].passage.section)
    outcome = Outcome(Case("a", "?", "answerable", "test", "answered", sections=sections), Answer("nearest", "?", found))
    assert (outcome.plain, outcome.refused, outcome.section_in(1)) == (False, False, True)


def one(id: str, expected: str, got: str, confidence: float = 0.5, half: str = "test") -> Outcome:
    answer = Answer(got, "why?", confidence=confidence)  # type: ignore[arg-type]
    return Outcome(Case(id, "why?", "unanswerable", half, expected), answer)


def test_rates_are_shares_of_each_set() -> None:
    found = report.rates(
        [
            one("a", "off_topic", "off_topic"), one("b", "off_topic", "unclear"), one("c", "off_topic", "answered"),
            one("d", "off_topic", "off_topic"), one("e", "unclear", "answered"),
        ]
    )  # fmt: skip
    assert {name: round(r.mean, 2) for name, r in found.items()} == {
        "test off_topic not plainly answered": 0.75, "test off_topic refused": 0.75, "test off_topic right status": 0.5,
        "test unclear not plainly answered": 0, "test unclear refused": 0, "test unclear right status": 0,
    }  # fmt: skip


def test_an_interval_holds_its_rate_and_shrinks_with_more_questions() -> None:
    def spread(count: int) -> float:
        outcomes = [one(str(n), "off_topic", "off_topic" if n % 2 else "answered") for n in range(count)]
        found = metrics.rate(outcomes, lambda o: o.refused)
        assert found.low <= found.mean <= found.high
        return found.high - found.low

    assert spread(400) < spread(20) / 2
    assert metrics.rate([], lambda o: 1.0).n == 0


def test_ranks_by_hand(found: tuple[Found, ...]) -> None:
    """The right passage stands second: 1/2, and 1/log2(3)."""
    sections = tuple(f"{found[1].passage.source}/{section}" for section in found[1].passage.section)
    outcome = Outcome(Case("a", "why?", "answerable", "test", "answered", sections=sections), Answer("answered", "?", found))
    assert metrics.reciprocal_rank(outcome) == 0.5
    assert round(metrics.ndcg(outcome), 3) == 0.631
    refused = Outcome(outcome.case, Answer("not_covered", "?", found))
    assert (metrics.reciprocal_rank(refused), metrics.ndcg(refused)) == (0, 0)


def test_a_confidence_that_is_always_right_has_no_error_and_one_that_never_is_has_all() -> None:
    never = [one(str(n), "not_covered", "answered", 0.9) for n in range(10)]
    (only,) = metrics.reliability(never)
    assert (round(only.believed, 2), only.true, only.n) == (0.9, 0, 10)
    assert round(metrics.calibration_error([only]), 2) == 0.9
    humble = metrics.reliability([one(str(n), "not_covered", "not_covered", 0.0) for n in range(10)])
    assert metrics.calibration_error(humble) == 0


def test_the_terminal_and_the_page_tell_the_same_and_compare_with_the_last_release(tmp_path: Path, knowledge: Knowledge) -> None:
    outcomes = [one("a", "off_topic", "off_topic"), one("b", "off_topic", "<answered>", half="dev")]
    report.keep([outcomes[0]], "abc", tmp_path / "last.json")
    last = report.last_release(tmp_path / "last.json")
    assert last == {f"test off_topic {name}": 1 for name in ("not plainly answered", "refused", "right status")}
    assert any("refused 1.00" in line and "(+0.00)" in line for line in report.lines(outcomes, knowledge, last))
    report.write_page(outcomes, knowledge, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert f"content release {knowledge.release}" in page
    assert "&lt;answered&gt;" in page
    assert "data:image/png;base64," in page
    assert report.last_release(tmp_path / "none.json") is None


def test_every_set_has_both_halves_and_no_id_twice() -> None:
    cases = evaluate.read()
    assert len({case.id for case in cases}) == len(cases) >= 300
    for kind in ("answerable", "followups", "unanswerable", "currency"):
        assert {case.half for case in cases if case.kind == kind} == {"dev", "test"}


# --- floors on the test half -----------------------------------------------------------------------------------------

# Rates of `.venv/bin/python -m retrieval evaluate --half test` on 2026-11-26, less 0.05 so that a question or two may turn.
# To renew: run that command after a change that is meant to move them, and write the new rates less 0.05; never tune on them.
Test = Callable[[Outcome], bool]
REFUSED: Test = lambda o: o.refused  # noqa: E731 - a table of one-line measures
SHOWN: Test = lambda o: not o.refused  # noqa: E731
PLAIN: Test = lambda o: o.plain  # noqa: E731
RIGHT: Test = lambda o: o.right_status  # noqa: E731
FLOORS: list[tuple[str, str, Test, float]] = [
    ("answerable", "section@1", lambda o: o.section_in(1), 0.71),
    ("answerable", "section@3", lambda o: o.section_in(3), 0.78),
    ("answerable", "fact@1", lambda o: o.fact_in(1), 0.52),
    ("answerable", "fact@3", lambda o: o.fact_in(3), 0.64),
    ("answerable", "plainly answered", PLAIN, 0.80),
    ("answerable", "not refused", SHOWN, 0.93),
    ("followups", "section@1", lambda o: o.section_in(1), 0.72),
    ("followups", "fact@1", lambda o: o.fact_in(1), 0.60),
    ("followups", "not refused", SHOWN, 0.91),
    ("currency", "fact@1", lambda o: o.fact_in(1), 0.85),
    ("currency", "not refused", SHOWN, 0.95),
    ("not_covered", "not plainly answered", lambda o: not o.plain, 0.58),
    ("off_topic", "refused", REFUSED, 0.92),
    ("unclear", "refused", REFUSED, 0.67),
    ("personal_data", "right", RIGHT, 0.95),
    ("answered", "figures that are not personal are answered", SHOWN, 0.95),
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
