"""Questions that structured facts answer: what is read of a question, what the sheet holds, and what is left to the passages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from knowledge.lookup import Asked, Period, Reader, Sheet, Sheets
from knowledge.lookup.words import keys

ORDINARY = ("raise", "nesta", "compact", "charity")
TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def reader(knowledge) -> Reader:
    return Reader(knowledge, ORDINARY)


@pytest.fixture(scope="module")
def sheets(knowledge) -> Sheets:
    return Sheets(knowledge)


def sheet(reader: Reader, sheets: Sheets, question: str) -> Sheet:
    asked = reader.read(question)
    assert asked is not None, question
    made = sheets.made(asked, TODAY)
    assert made is not None, question
    return made


# --- what is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [("Co-operatives", "cooperative"), ("co-ops", "cooperative"), ("charities", "charity"), ("the society's", "the society"),
     ("A & B", "a and b"), ("multi-stakeholder", "multi stakeholder"), ("business", "business")],
)  # fmt: skip
def test_spellings_of_a_name_come_to_the_same(one, other):
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("question", "kind", "ids"),
    [
        ("What is a CIC limited by shares?", "describe", {"cic-by-shares"}),
        ("does a CIC have an asset lock", "attribute", {"cic-by-guarantee", "cic-by-shares"}),
        ("who owns a workers' co-operative?", "attribute", {"worker-co-operative"}),
        ("Compare a charity and a CIO", "compare", {"charity", "cio"}),
        ("what became of RAISE?", "became", {"raise"}),
        ("what was Central Surrey Health", "describe", {"central-surrey-health"}),
    ],
)
def test_a_question_is_read_as_what_it_asks_of_what_it_names(reader, question, kind, ids):
    asked = reader.read(question)
    assert asked is not None and asked.kind == kind
    assert {id for subject in asked.subjects for id in subject.ids} == ids


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("in 2011", Period("2011", "2011")), ("in February 2011", Period("2011-02", "2011-02")),
        ("between 2010 and 2014", Period("2010", "2014")), ("before 2004", Period("0000", "2003")),
        ("since 2024", Period("2024", "9999")), ("after 2024", Period("2025", "9999")),
    ],
)  # fmt: skip
def test_a_time_is_read_with_its_ends(reader, said, period):
    asked = reader.read(f"what happened {said}?")
    assert asked is not None and asked.period == period


def test_a_month_holds_what_is_dated_to_it_and_a_year_what_is_dated_more_exactly():
    assert Period("2011", "2011").holds("2011-02") and Period("2011-02", "2011-02").holds("2011-02-14")
    assert not Period("2011-02", "2011-02").holds("2011") and not Period("2010", "2010").holds("2011-01")


@pytest.mark.parametrize(
    "question",
    [
        "how do we raise money?",  # RAISE is an organisation
        "what is the difference it made to people",
        "who paid for the pilot in Torbay",
        "pilots?",
        "how many social enterprises are there today compared with 62,000",
        "is a social enterprise any different in Grimsby on Tuesdays",
        "what is a CIC",  # two forms share the name: the glossary tells of both in two lines
        "which organisations did Salford fund",
        "what should commissioners do when a provider fails on Tuesdays",
        "how long was the contract",
        "what happened in Torbay",
        "what is a CIC limited by shares good at cooking",
        "is a charity better",
        "",
    ],
)
def test_what_does_not_fit_the_closed_list_is_left_to_the_passages(reader, sheets, question):
    asked = reader.read(question)
    assert asked is None or sheets.made(asked, TODAY) is None


def test_a_fact_is_asked_of_what_the_question_before_named(reader):
    asked = reader.read("and who owns it?", "what is a bencom")
    assert asked is not None and (asked.kind, asked.attribute) == ("attribute", "who_owns")
    assert reader.read("and who owns it?", "how long was the contract") is None


@pytest.mark.parametrize(
    "question", ["what happened in Wales since 2020", "compare a CIC with an LLP", "which models have an asset lock"]
)
def test_what_is_asked_survives_being_kept_as_json(reader, question):
    asked = reader.read(question)
    assert asked is not None and Asked.of(asked.as_dict()) == asked


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_every_statement_of_a_sheet_rests_on_something_that_it_names(reader, sheets, knowledge):
    known = {p.id for p in knowledge.passages} | {n.id for n in knowledge.notes}
    for question in (
        "compare a CIO with a charity", "which models have an asset lock", "who were the pathfinders in Surrey",
        "what should staff groups do", "what happened in 2011", "which routes could I take for £80,000",
    ):  # fmt: skip
        made = sheet(reader, sheets, question)
        assert made.facts and all(fact.passages or fact.notes for fact in made.facts), question
        assert {*made.passages, *made.notes} <= known


def test_what_neither_of_two_forms_tells_is_said_once_and_what_one_lacks_stands_beside_the_other(reader, sheets):
    made = sheet(reader, sheets, "compare a CIC limited by guarantee with a community benefit society")
    assert [row.name for row in made.rows if not row.cells[0]] == ["Who owns it", "Who governs it"]
    assert made.after == "Of none of them do the reports or the notes give: capital."


def test_one_form_beside_itself_is_told_once(reader, sheets):
    made = sheet(reader, sheets, "what is the difference between a bencom and a community benefit society")
    assert made.shows == ("model/community-benefit-society",) and "one and the same" in made.lead


def test_what_is_not_held_is_said_and_what_is_held_is_told(reader, sheets):
    made = sheet(reader, sheets, "difference between an LLP and a worker co-op")
    assert "nothing on “llp”" in made.lead and made.shows == ("model/worker-co-operative",)


def test_a_list_of_a_nation_leaves_out_what_touched_the_whole_uk_alike(reader, sheets, knowledge):
    events = {f"event/{event.id}": event for event in knowledge.timeline}
    shown = [events[name] for name in sheet(reader, sheets, "what happened in Wales since 2016").shows]
    assert shown and all("wales" in event.nations and len(event.nations) < 4 for event in shown)


def test_a_list_too_long_to_read_is_cut_and_says_so(reader, sheets):
    made = sheet(reader, sheets, "what should commissioners do")
    assert len(made.rows) == 30 and "more are left out here" in made.after


@pytest.mark.parametrize("question", ["which form should we choose?", "what legal forms are there", "which model is best"])
def test_who_asks_which_form_gets_all_of_them_and_what_to_ask_next(reader, sheets, knowledge, question):
    made = sheet(reader, sheets, question)
    assert len(made.rows) == len(knowledge.models) and "No report says which is best" in made.after


def test_what_a_list_offers_to_ask_next_is_understood(reader, sheets):
    after = sheet(reader, sheets, "which form should we choose").after
    offered = re.findall("“([^”]+)”", after)
    assert len(offered) == 4 and all(reader.read(question) for question in offered)


def test_routes_are_held_against_the_thresholds_of_the_nation(reader, sheets):
    small = sheet(reader, sheets, "which routes could I take for £80,000 in England")
    large = sheet(reader, sheets, "which routes could I take for £2m in England")
    assert "£207,720" in small.lead and "£80,000" in small.lead and "£2,000,000" in large.lead
    assert set(small.shows) - set(large.shows) == {"route/small-service-without-tender"}


def test_we_are_commissioners_and_a_place_is_found_by_the_region_that_it_lies_in(reader, sheets):
    assert "What commissioners should do" in sheet(reader, sheets, "what should we do about price?").lead
    assert set(sheet(reader, sheets, "who can help us in Kent").shows) == {
        "listed/se2", "listed/raise", "listed/health-and-social-care-partnership-south-east",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "money", "yearly"),
    [("£80,000", 80_000, False), ("£1.5m", 1_500_000, False), ("£80k a year", 80_000, True), ("£5,000 a month", 60_000, True),
     ("£2 million", 2_000_000, False)],
)  # fmt: skip
def test_a_sum_is_read_as_the_plan_reads_it(reader, said, money, yearly):
    asked = reader.read(f"which routes could I take for {said}?")
    assert asked is not None and (asked.money, asked.yearly) == (money, yearly)


@pytest.mark.parametrize("said", ["£80,000 a year for 3 years", "£500 per head", "€80,000", "£80,000 or £90,000", "1,5m"])
def test_a_sum_that_is_not_understood_whole_is_left_to_the_passages(reader, said):
    assert reader.read(f"which routes could I take for {said}?") is None


def test_a_years_sum_rules_no_route_out(reader, sheets, knowledge):
    made = sheet(reader, sheets, "which routes could I take for £180,000 a year in England")
    assert len(made.rows) == len(knowledge.routes) and "all years together" in made.lead


def test_a_nation_that_would_not_limit_a_list_of_forms_is_not_passed_over(reader):
    assert reader.read("which models in Wales have an asset lock") is None


def test_advice_that_a_report_only_tells_of_is_told_as_that(reader, sheets):
    made = sheet(reader, sheets, "what does the 2011 paper recommend to government")
    assert any("National Audit Office, 2011, as told in" in row.name for row in made.rows)


def test_an_organisation_of_which_nothing_is_known_since_is_told_so(reader, sheets):
    made = sheet(reader, sheets, "does Skills for Care still exist")
    assert "We do not know what has become of it" in made.rows[-1].cells[0][0].value
