"""Roadmap, requests and impact statement as documents: whole, of the reader's nation, deaf to hostile words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from complete import complete
from test_documents import HOSTILE, Page

from actions import documents, plan_replies
from knowledge import checklist, impact, journeys, readiness
from knowledge.records import NATION_NAMES, Answers, AnswerValue, Knowledge

PAPERS = {"roadmap": "spin_out", "requests": "spin_out", "statement": "impact"}


@pytest.fixture(scope="module", params=PAPERS)
def paper(request: pytest.FixtureRequest, everything: Knowledge, today: date) -> Paper:
    return Paper(request.param, journeys.only(everything, PAPERS[request.param]), today)


class Paper:
    """One document of its journey."""

    def __init__(self, name: str, knowledge: Knowledge, today: date) -> None:
        self.name, self.knowledge, self.today = name, knowledge, today

    def made(self, form: str, answers: Answers) -> str:
        return documents.FORMS[f"{self.name}.{form}"].render(self.knowledge, answers, self.today)

    def answered(self, text: str = "Community nursing", **given: AnswerValue) -> Answers:
        """Every question with an answer: what is given, else its first option."""
        return complete(self.knowledge, self.today, text, **given)


@pytest.fixture(scope="module")
def spin_out(everything: Knowledge, today: date) -> Paper:
    return Paper("roadmap", journeys.only(everything, "spin_out"), today)


@pytest.fixture(scope="module")
def good(everything: Knowledge, today: date) -> Paper:
    return Paper("statement", journeys.only(everything, "impact"), today)


@pytest.mark.parametrize("form", ["html", "md"])
def test_an_empty_one_is_a_draft_and_is_made_all_the_same(paper: Paper, form: str) -> None:
    assert "Draft: not every question" in paper.made(form, {})
    assert "Draft" not in paper.made(form, paper.answered())


def test_every_number_that_is_cited_is_listed_and_every_link_leads_to_one(paper: Paper) -> None:
    page = Page(paper.made("html", paper.answered()))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids)) and not page.lines_linked - {*ids} and bool(page.lines_linked) == (paper.name != "requests")
    assert not page.faults and page.headings[0] == "h1" and page.headings.count("h1") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_change_nothing_but_themselves(paper: Paper, text: str) -> None:
    def shape(words: str) -> Any:
        return [tag for tag, _ in Page(paper.made("html", paper.answered(words))).elements]

    assert shape(text) == shape("Community nursing")
    usual = paper.made("md", paper.answered()).splitlines()
    assert len(paper.made("md", paper.answered(text)).splitlines()) == len(usual)


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_only_law_of_the_readers_nation_is_in_it(paper: Paper, nation: str) -> None:
    said = paper.made("md", paper.answered(nation=nation, employer="council", pensions="both_schemes", field="social_care"))
    others = [note for note in paper.knowledge.notes if note.kind == "rule" and nation not in note.nations]
    assert not [note.id for note in others if f". {note.term}." in said or f"({note.instrument}" in said]


# --- readiness and roadmap -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["html", "md"])
def test_document_and_chat_tell_of_the_same_readiness(form: str, spin_out: Paper) -> None:
    answers = spin_out.answered(staff_support="split", leader="no_leader")
    sides = readiness.standing(spin_out.knowledge, answers, spin_out.today)
    said, chat = spin_out.made(form, answers).replace("\\", ""), plan_replies.readiness(sides).text
    for side in sides:
        told = f"{side.dimension.name}: {readiness.LEVEL_WORDS[side.level]}"
        assert told in said and told in chat
    assert readiness.in_short(sides) in said and readiness.in_short(sides) in chat


def test_the_roadmap_has_every_line_once_those_of_the_law_first_and_each_phase_in_order_of_time(spin_out: Paper) -> None:
    answers = spin_out.answered(pensions="both_schemes", first_contract="reserved_contest", field="social_care")
    made = checklist.make(spin_out.knowledge, answers, spin_out.today)
    said = spin_out.made("md", answers).replace("\\", "")
    assert all(said.count(f": {line.text}**") == 1 for line in made.lines) and len(made.lines) > 60
    law = said[said.index("## What the law asks") : said.index("## What is undecided")]
    assert law.count("**Must:") == said.count("**Must:") == len(made.of_priority("must")) >= 8
    for phase, lines in made.stages:
        part = said[said.index(f"## {phase.name}") :]
        in_time = sorted((line for line in lines if line.item and line.item.priority != "must"), key=lambda line: line.moment)
        places = [part.index(line.text) for line in in_time]
        assert places == sorted(places)


def test_each_must_of_the_roadmap_names_its_instrument(spin_out: Paper) -> None:
    answers = spin_out.answered(pensions="lgps")
    said = spin_out.made("md", answers)
    assert "SI 2006/246" in said and "LGPS Regulations 2013" in said and "Subsidy Control Act 2022" in said


# --- what to ask the commissioner for --------------------------------------------------------------------------------


def test_the_sheet_gives_a_reason_and_a_source_for_each_and_has_no_annex(everything: Knowledge, today: date) -> None:
    sheet = Paper("requests", journeys.only(everything, "spin_out"), today)
    answers = sheet.answered(nation="wales", capital="grant", commissioner_view="against")
    said = sheet.made("md", answers).replace("\\", "")
    lines = checklist.requests(sheet.knowledge, answers, today)
    assert len(lines) >= 10 and "Annex" not in said and "Annex" not in sheet.made("html", answers)
    assert all(f"**{line.text}** Because {line.because} (" in said for line in lines)
    assert not [line.id for line in lines if "settled" in line.because]


# --- the impact statement --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["html", "md"])
def test_the_statement_has_three_levels_in_the_groups_own_words_with_who_measured_the_like(form: str, good: Paper) -> None:
    answers = good.answered(good_people="People keep their home", hard_people="Tenancies kept for a year")
    said = good.made(form, answers)
    for each in impact.stated(good.knowledge, answers, good.today):
        assert each.level.name in said and each.example and each.example.value in said.replace("\\", "").replace("&#39;", "'")
    assert "People keep their home" in said and "Tenancies kept for a year" in said and "Still open" not in said


def test_what_is_open_is_said_to_be_open_in_document_and_chat(good: Paper) -> None:
    answers = good.answered(soft_society="dont_know", hard_people="skipped")
    levels = impact.stated(good.knowledge, answers, good.today)
    said, chat = good.made("md", answers), plan_replies.statement(levels).text
    assert said.count("Still open") == 2
    assert "**Still open** for the people whom we serve: we count; for society: people tell us." in chat


@pytest.mark.parametrize("nothing", ["nothing", "dont_know", "skipped"])
def test_where_there_is_nothing_for_the_environment_nothing_is_claimed(good: Paper, nothing: str) -> None:
    said = good.made("md", good.answered(any_environment=nothing))
    assert "We claim nothing here." in said and "Pulp Friction" not in said.split("## Annex")[0]


def test_a_borrowed_figure_in_pounds_is_to_be_taken_out_and_one_of_ones_own_needs_its_method(good: Paper) -> None:
    borrowed, own = (good.made("md", good.answered(in_pounds=given)) for given in ("figure_of_others", "own_study"))
    assert "Take the borrowed figure out" in borrowed and "Take the borrowed figure out" not in own
    assert "method, year and number of people" in own.lower() and "£4.98" not in own.split("## Annex")[0]
    assert "SROI" not in good.made("md", good.answered(in_pounds="no_pounds")).split("## Annex")[0]
