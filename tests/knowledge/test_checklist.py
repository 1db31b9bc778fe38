"""The lines that a profile gets: each with a reason from its answers, its evidence, and the rules of its nation alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import checklist, conditions
from knowledge.checklist import Said
from knowledge.records import NATION_NAMES

FIRE = {
    "nation": "wales", "body": "fire", "service": "Fire safety checks at home", "newness": "new_service", "vat": "without_vat",
    "term": 3, "extension": 2, "rules": "other_services", "provider_now": "nobody", "market": "none", "in_view": "new_local",
    "payment": "in_arrears",
}  # fmt: skip
# 180,000 x 5 and 2,000,000 x 5, each with 20 % as well
SMALL_WORTH = {"£900,000", "£1,080,000"}
LARGE_WORTH = {"£10,000,000", "£12,000,000"}


def sums(text: str) -> set[str]:
    return set(re.findall(r"£\d[\d,]*", text))


def line(made: checklist.Checklist, id: str) -> checklist.Line:
    return next(line for line in made.lines if line.id == id)


def test_without_answers_the_checklist_is_a_draft_of_what_holds_for_everyone(knowledge, today):
    made = checklist.make(knowledge, {}, today)
    assert made.draft
    assert made.profile == ()
    assert {line.id for line in made.lines if not line.item.when} == {item.id for item in knowledge.items if not item.when}


def test_with_every_answer_given_the_checklist_is_no_draft(knowledge, today, first_options):
    assert not checklist.make(knowledge, first_options(), today).draft


def test_lines_stand_under_their_stage_in_the_order_of_the_stages(knowledge, today, first_options):
    made = checklist.make(knowledge, first_options(**FIRE), today)
    assert [stage.id for stage, _ in made.stages] == [stage.id for stage in knowledge.stages]
    assert all(line.item.stage == stage.id for stage, lines in made.stages for line in lines)
    assert [line.id for _, lines in made.stages for line in lines] == [line.id for line in made.lines]


def test_a_line_has_its_action_reason_evidence_and_notes(knowledge, today):
    answers = {"nation": "wales", "body": "fire", "staff_moving": "moving"}
    got = line(checklist.make(knowledge, answers, today), "workforce_rules_check")
    item = next(item for item in knowledge.items if item.id == "workforce_rules_check")
    assert (got.text, got.because, got.item) == (item.do, item.because, item)
    assert got.said == (Said("your nation", "Wales"), Said("staff moving", "Yes"))
    assert [p.id for p in got.passages] == list(item.passages)
    assert [note.id for note in got.law] == list(item.notes) == ["two-tier-workforce"]
    assert (got.who, got.by) == ("HR lead, with legal", "before the budget is set")


def test_a_condition_on_the_value_gives_the_whole_life_value_as_its_reason(knowledge, today):
    answers = {"nation": "wales", "body": "council", "value": 30_000, "vat": "without_vat", "term": 3, "extension": 2,
               "rules": "other_services"}  # fmt: skip
    # 30,000 x 5 = 150,000; with 20 % 180,000, under 207,720
    got = line(checklist.make(knowledge, answers, today), "small_contract_notices")
    assert got.said[0].label == "Whole-life value"
    assert sums(got.said[0].answer) == {"£150,000", "£180,000"}
    assert set(got.said[1:]) == {
        Said("your nation", "Wales"), Said("kind of body", "Council"), Said("kind of service", "Any other service"),
    }  # fmt: skip


def test_a_condition_on_the_length_alone_names_the_years_and_not_the_value(knowledge, today):
    answers = {"value": 30_000, "vat": "with_vat", "term": 2, "extension": 0}
    got = line(checklist.make(knowledge, answers, today), "term_fits_the_job")
    assert got.said == (Said("first term", "2 years"), Said("extensions", "None"))
    assert got.text.startswith("Write down why 2 years is enough for the provider")


def test_the_summary_has_every_answer_in_the_order_of_the_questions_and_in_words(knowledge, today):
    answers = {"value": 180_000, "nation": "wales", "body": "dont_know", "extension": 0, "term": 3}
    assert checklist.summary(knowledge, answers, today) == (
        Said("your nation", "Wales"), Said("kind of body", "Don't know"), Said("value a year", "£180,000 a year"),
        Said("first term", "3 years"), Said("extensions", "None"),
    )  # fmt: skip


def test_the_summary_leaves_out_what_is_off_the_path(knowledge, today):
    answers = {"route": "direct_award", "price_weight": "shared_marks"}
    assert checklist.summary(knowledge, answers, today) == (Said("the route", "Direct award"),)


def test_advice_for_particular_answers_comes_before_advice_for_everyone(knowledge, today, first_options):
    answers = first_options(**FIRE, value=180_000, finance_tests="years_of_accounts", investment="provider_invests")
    given_when = {a.id: a.when for a in knowledge.advice}
    got = checklist.advice(knowledge, "finance", answers, today)
    keys = [len(given_when[line.id]) for line in got]
    assert keys == sorted(keys, reverse=True)
    assert "pay_sooner_at_the_start" in [line.id for line in got]
    assert "short_term_but_investment" not in [line.id for line in got]  # five years are not short


def test_at_most_five_pieces_of_advice_are_given(knowledge, today):
    one = knowledge.advice[0]
    many = tuple(one.copy(update={"id": f"advice_{n}", "when": {}}) for n in range(7))
    got = checklist.advice(knowledge.copy(update={"advice": many}), one.stage, {}, today)
    assert [line.id for line in got] == ["advice_0", "advice_1", "advice_2", "advice_3", "advice_4"]


def test_a_stage_without_advice_gives_none(knowledge, today):
    assert checklist.advice(knowledge, "profile", {}, today) == []


# --- 180,000 a year against 2 million --------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "worth"), [(180_000, SMALL_WORTH), (2_000_000, LARGE_WORTH)])
def test_every_line_on_the_whole_life_value_shows_the_right_one(knowledge, today, first_options, value, worth):
    answers = first_options(**FIRE, value=value)
    made = checklist.make(knowledge, answers, today)
    named = [said.answer for line in made.lines for said in line.said if said.label == "Whole-life value"]
    assert [sums(answer) for answer in named] == [worth] * len(named)
    on_value = [line for line in made.lines if {"scale", "threshold", "whole_life_known"} & line.item.when.keys()]
    assert len(named) == len(on_value) >= 10
    assert len(sums(line(made, "compare_with_threshold").text) & worth) == 1  # the one that counts VAT
    other = {*SMALL_WORTH, *LARGE_WORTH} - worth
    assert not [line.id for line in made.lines if other & sums(line.text)]


def test_another_value_gives_other_lines(knowledge, today, first_options):
    small = checklist.make(knowledge, first_options(**FIRE, value=180_000), today)
    large = checklist.make(knowledge, first_options(**FIRE, value=2_000_000), today)
    # Paying sooner is for providers of contracts up to 5 million; both pass the threshold and 1 million.
    assert {x.id for x in small.lines} - {x.id for x in large.lines} == {"smaller_payments_sooner"}
    assert not {x.id for x in large.lines} - {x.id for x in small.lines}
    texts = {x.id: x.text for x in large.lines}
    assert {x.id for x in small.lines if texts.get(x.id, x.text) != x.text} == {"compare_with_threshold"}


def test_a_contract_under_the_threshold_gets_the_lines_for_small_ones(knowledge, today, first_options):
    # 20,000 x 5 = 100,000, as stated with VAT
    fire = {**FIRE, "vat": "with_vat"}
    small = {x.id for x in checklist.make(knowledge, first_options(**fire, value=20_000, route="quotes"), today).lines}
    large = {x.id for x in checklist.make(knowledge, first_options(**fire, value=2_000_000, route="quotes"), today).lines}
    assert {"small_contract_notices", "simple_quotation", "small_involvement"} <= small - large
    assert {"quotes_above_threshold", "fair_entry_tests_law", "pay_in_thirty_days"} <= large - small


# --- for any profile -------------------------------------------------------------------------------------------------


@given(data=st.data())
def test_no_line_lacks_a_reason_or_evidence_or_holds_an_unfilled_placeholder(knowledge, today, walk, data):
    answers = walk(data, stop=data.draw(st.integers(0, 40)))
    labels = {question.id: question.label for question in knowledge.questions}
    for got in checklist.make(knowledge, answers, today).lines:
        assert got.because
        assert got.passages or got.law or got.unheld
        assert not {"{", "}"} & {*got.text, *got.because, *got.who}
        said = {said.label for said in got.said}
        assert {labels[key] for key in got.item.when if key in labels} <= said, got.id


@given(data=st.data())
def test_an_item_on_an_answer_that_was_not_given_is_not_in_the_checklist(knowledge, today, walk, data):
    answers = walk(data, stop=data.draw(st.integers(0, 40)))
    for got in checklist.make(knowledge, answers, today).lines:
        assert {key for key in got.item.when if key not in conditions.FACTS} <= answers.keys(), got.id


@given(data=st.data(), nation=st.sampled_from(list(NATION_NAMES)))
def test_no_line_carries_a_rule_of_another_nation(knowledge, today, walk, data, nation):
    answers = walk(data, nation=nation)
    lines = checklist.make(knowledge, answers, today).lines
    for stage in knowledge.stages:
        lines += checklist.advice(knowledge, stage.id, answers, today)
    strays = {f"{got.id}: {n.id}" for got in lines for n in got.notes if n.kind == "rule" and nation not in n.nations}
    assert not strays


@given(data=st.data())
def test_the_whole_life_value_of_every_reason_is_that_of_the_answers(knowledge, today, walk, data):
    numbers = {"value": data.draw(st.integers(1, 5_000_000)), "term": data.draw(st.sampled_from([1, 2, 3, 5]))}
    extension = data.draw(st.sampled_from([0, 1, 2]))
    answers = walk(data, **numbers, extension=extension, vat="with_vat")
    years = numbers["term"] + extension
    start = f"£{numbers['value'] * years:,} over {years} year"
    reasons = [
        s.answer for got in checklist.make(knowledge, answers, today).lines for s in got.said if s.label == "Whole-life value"
    ]
    on_worth = {name for name, fact in conditions.FACTS.items() if "value" in fact.reads}
    assert reasons or not [x for x in checklist.make(knowledge, answers, today).lines if on_worth & x.item.when.keys()]
    assert all(reason.startswith(start) for reason in reasons)
