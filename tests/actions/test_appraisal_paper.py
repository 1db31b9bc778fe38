"""The options appraisal as a document: the same order as the chat tells, every score with its evidence, deaf to hostile words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from complete import complete
from test_documents import HOSTILE, Page

from actions import documents, plan_replies
from knowledge import journeys
from knowledge.appraisal import Appraiser
from knowledge.records import NATION_NAMES, Answers, Knowledge


@pytest.fixture(scope="module")
def spin_out(everything: Knowledge) -> Knowledge:
    return journeys.only(everything, "spin_out")


def paper(form: str, knowledge: Knowledge, answers: Answers, today: date) -> str:
    return documents.FORMS[f"appraisal.{form}"].render(knowledge, answers, today)


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize("nation", NATION_NAMES)
def test_document_and_chat_tell_the_same_order(form: str, nation: str, spin_out: Knowledge, today: date) -> None:
    answers = complete(spin_out, today, nation=nation)
    made = Appraiser(spin_out).made(answers)
    said = paper(form, spin_out, answers, today).replace("\\", "")
    told = [each for tied in made.ranked for each in tied]
    heads = re.findall(r"<h3>(\d+=?\. .+?)</h3>" if form == "html" else r"(?m)^### (\d+=?\. .+)$", said)
    assert [head.split(". ", 1)[1] for head in heads] == [each.option.name for each in told]
    chat = plan_replies.appraisal(made).text
    assert all(f"**{each.option.name}**" in chat for each in told[:3])
    assert not re.findall(r"Draft", said) and len(told) + len(made.unknown) + len(made.out) == len(spin_out.options)


def test_the_bars_are_as_long_as_their_scores_and_the_table_says_the_same(spin_out: Knowledge, today: date) -> None:
    answers = complete(spin_out, today)
    made, page = Appraiser(spin_out).made(answers), paper("html", spin_out, answers, today)
    bars = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"[^>]*fill="currentColor"', page)]
    told = [each for tied in made.ranked for each in tied]
    assert bars == [pytest.approx(float(each.score or 0) / 3 * 520, abs=0.06) for each in told]
    assert 'role="img"' in page and "The table below says the same." in page
    assert all(re.search(rf'<th scope="row">{re.escape(each.option.name)}</th><td>[\d.]+ of 3</td>', page) for each in told)


def test_a_tie_is_called_a_tie(spin_out: Knowledge, today: date) -> None:
    weights = {question.id: "not_important" for question in Appraiser(spin_out).criteria}
    answers = complete(spin_out, today, **{**weights, "staff_terms_and_pensions": "important"})
    said = paper("md", spin_out, answers, today)
    assert "**A tie: Stay as we are and Make it better in-house" in said
    assert "### 1=. Stay as we are" in said and "### 1=. Make it better in-house" in said


@pytest.mark.parametrize("missing", ["nation", "owners", "if_nothing"])
@pytest.mark.parametrize("form", ["html", "md"])
def test_thin_answers_make_a_draft_that_puts_nobody_first(missing: str, form: str, spin_out: Knowledge, today: date) -> None:
    answers = complete(spin_out, today, **{missing: "dont_know"})
    said = paper(form, spin_out, answers, today)
    label = next(q.label for q in spin_out.questions if q.id == missing)
    assert "Draft: not every question" in said and f"What is missing: {label}." in said
    assert "First comes" not in said and "The options that can be ranked" not in said


@pytest.mark.parametrize("form", ["html", "md"])
def test_an_empty_one_is_made_all_the_same(form: str, spin_out: Knowledge, today: date) -> None:
    assert "What is missing" in paper(form, spin_out, {}, today)


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_only_law_of_the_readers_nation_is_in_the_document(nation: str, spin_out: Knowledge, today: date) -> None:
    answers = complete(spin_out, today, nation=nation, employer="council", pensions="both_schemes", first_contract="no_contest")
    said = paper("md", spin_out, answers, today)
    others = [note for note in spin_out.notes if note.kind == "rule" and nation not in note.nations]
    assert not [note.id for note in others if f". {note.term}." in said]


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_council_and_nhs_staff_get_their_own_pension_rule_or_hear_that_we_hold_none(
    nation: str, spin_out: Knowledge, today: date
) -> None:
    rules = {"lgps": "Council pensions: a provider", "nhs_scheme": "NHS pensions: staff who are moved out of the NHS"}
    for scheme, rule in rules.items():
        said = paper("md", spin_out, complete(spin_out, today, nation=nation, pensions=scheme), today)
        held = nation in {"england", "wales"}
        assert (rule in said) == held and ("we hold no rule on them for your nation" in said) == (not held)
        assert not any(other in said for name, other in rules.items() if name != scheme)


def test_every_number_that_is_cited_is_listed_and_every_link_leads_to_one(spin_out: Knowledge, today: date) -> None:
    page = Page(paper("html", spin_out, complete(spin_out, today), today))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids)) and page.lines_linked and not page.lines_linked - {*ids}
    assert not page.faults and page.headings[0] == "h1" and page.headings.count("h1") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_service_changes_nothing_but_its_words(text: str, spin_out: Knowledge, today: date) -> None:
    def shape(words: str) -> Any:
        return [tag for tag, _ in Page(paper("html", spin_out, complete(spin_out, today, words), today)).elements]

    assert shape(text) == shape("Community nursing")
    usual = paper("md", spin_out, complete(spin_out, today), today).splitlines()
    assert len(paper("md", spin_out, complete(spin_out, today, text), today).splitlines()) == len(usual)
