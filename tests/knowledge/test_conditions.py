"""The closed language of conditions, and the facts worked out from answers: whole-life value, scale, threshold, length."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge import conditions
from knowledge.conditions import WholeLife, facts, holds, nearest, reads, whole_life
from knowledge.records import Question

WORTH = {"value": 180_000, "vat": "without_vat", "term": 3, "extension": 2}


def test_the_whole_life_value_counts_every_year_and_the_vat(knowledge, today):
    # 180,000 x (3 + 2) = 900,000; with VAT at 20 % 1,080,000
    worth = whole_life(WORTH, knowledge.thresholds, today)
    assert worth == WholeLife(180_000, 3, 2, 900_000, pytest.approx(1_080_000), 900_000)
    assert worth.years == 5


@pytest.mark.parametrize(
    ("changed", "total", "with_vat", "without_vat"),
    [
        ({"vat": "with_vat"}, 900_000, 900_000, 750_000),  # 900,000 / 1.2
        ({"vat": "no_vat"}, 900_000, 900_000, 900_000),
        ({"vat": "dont_know"}, 900_000, 1_080_000, 900_000),  # rather too much than a threshold missed
        ({"vat": "skipped"}, 900_000, 1_080_000, 900_000),
        ({"extension": 0}, 540_000, 648_000, 540_000),
        ({"extension": "dont_know"}, 540_000, 648_000, 540_000),
        ({"term": 1.5, "extension": 0.5}, 360_000, 432_000, 360_000),
        ({"value": 2_000_000}, 10_000_000, 12_000_000, 10_000_000),
    ],
)
def test_each_way_to_state_the_value_by_hand(knowledge, today, changed, total, with_vat, without_vat):
    worth = whole_life({**WORTH, **changed}, knowledge.thresholds, today)
    assert (worth.total, worth.with_vat, worth.without_vat) == pytest.approx((total, with_vat, without_vat))


@pytest.mark.parametrize("missing", ["value", "term"])
@pytest.mark.parametrize("instead", ["dont_know", "skipped"])
def test_without_yearly_value_or_first_term_there_is_no_whole_life_value(knowledge, today, missing, instead):
    answers = {"nation": "wales", "body": "fire", "rules": "other_services", **WORTH, missing: instead}
    assert whole_life(answers, knowledge.thresholds, today) is None
    known = facts(answers, knowledge.thresholds, today)
    assert (known["whole_life_known"], known["scale"], known["threshold"]) == ("not_known", "not_known", "not_known")


@pytest.mark.parametrize("missing", ["value", "term"])
def test_what_was_not_asked_yet_is_no_fact(knowledge, today, missing):
    answers = {name: value for name, value in WORTH.items() if name != missing}
    known = facts(answers, knowledge.thresholds, today)
    assert not {"whole_life_known", "scale", "threshold"} & known.keys()


# --- the threshold at its edges: one year, so that the value a year is the whole-life value --------------------------

COUNCIL, NHS, FIRE = {"body": "council"}, {"body": "nhs"}, {"body": "fire"}
EDGES = [
    # 207,720 with VAT is 173,100 without
    ("england", COUNCIL, "other_services", "without_vat", 173_100, "above"),
    ("england", COUNCIL, "other_services", "without_vat", 173_099, "below"),
    ("wales", FIRE, "other_services", "with_vat", 207_720, "above"),
    ("wales", FIRE, "other_services", "with_vat", 207_719, "below"),
    ("northern_ireland", COUNCIL, "other_services", "no_vat", 207_720, "above"),
    ("northern_ireland", COUNCIL, "other_services", "no_vat", 207_719, "below"),
    # 135,018 with VAT is 112,515 without
    ("england", NHS, "other_services", "without_vat", 112_515, "above"),
    ("england", NHS, "other_services", "without_vat", 112_514, "below"),
    ("wales", NHS, "other_services", "dont_know", 112_515, "above"),
    ("northern_ireland", NHS, "other_services", "with_vat", 135_017, "below"),
    # 663,540 with VAT is 552,950 without
    ("england", COUNCIL, "light_touch", "without_vat", 552_950, "above"),
    ("england", COUNCIL, "light_touch", "without_vat", 552_949, "below"),
    ("wales", NHS, "light_touch", "with_vat", 663_540, "above"),
    ("northern_ireland", FIRE, "light_touch", "with_vat", 663_539, "below"),
    # while the kind of service is open, only where both amounts agree
    ("england", COUNCIL, "dont_know", "with_vat", 207_719, "below"),
    ("england", COUNCIL, "dont_know", "with_vat", 207_720, "not_known"),
    ("england", COUNCIL, "mixed", "with_vat", 663_539, "not_known"),
    ("england", COUNCIL, "mixed", "with_vat", 663_540, "above"),
    # health care in England and Wales counts no threshold; of the other two we hold no regime
    ("england", NHS, "health_care", "with_vat", 5_000_000, "not_counted"),
    ("wales", COUNCIL, "health_care", "with_vat", 1, "not_counted"),
    ("scotland", NHS, "health_care", "with_vat", 5_000_000, "above"),
    ("northern_ireland", NHS, "health_care", "with_vat", 663_539, "below"),
    ("northern_ireland", NHS, "health_care", "with_vat", 663_540, "above"),
    ("northern_ireland", NHS, "mixed", "with_vat", 663_540, "above"),
    # Scotland's 50,000 leaves VAT out: 60,000 with it
    ("scotland", COUNCIL, "other_services", "without_vat", 50_000, "above"),
    ("scotland", COUNCIL, "other_services", "without_vat", 49_999, "below"),
    ("scotland", COUNCIL, "light_touch", "with_vat", 60_000, "above"),
    ("scotland", COUNCIL, "light_touch", "with_vat", 59_999, "below"),
    ("scotland", NHS, "dont_know", "no_vat", 50_000, "above"),
    # without a nation nobody can say
    ("dont_know", COUNCIL, "other_services", "with_vat", 5_000_000, "not_known"),
    ("skipped", COUNCIL, "light_touch", "with_vat", 1, "not_known"),
]


@pytest.mark.parametrize(("nation", "body", "rules", "vat", "value", "expected"), EDGES)
def test_the_threshold_is_reached_at_its_amount_and_not_a_pound_below(
    knowledge, today, nation, body, rules, vat, value, expected
):
    answers = {"nation": nation, **body, "rules": rules, "vat": vat, "value": value, "term": 1, "extension": 0}
    assert facts(answers, knowledge.thresholds, today)["threshold"] == expected


@pytest.mark.parametrize(("day", "expected"), [(date(2025, 12, 31), "below"), (date(2026, 1, 1), "above")])
def test_the_amount_of_the_day_counts(knowledge, day, expected):
    # 210,000 is under the 214,904 of 2024-25 and over the 207,720 of 2026
    answers = {"nation": "england", "body": "council", "rules": "other_services", "vat": "with_vat", "value": 210_000, "term": 1}
    assert facts(answers, knowledge.thresholds, day)["threshold"] == expected


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
def test_the_whole_life_value_is_what_the_threshold_counts(knowledge, today, nation):
    # 45,000 a year is under every threshold, 45,000 x 5 = 225,000 over those of all nations
    answers = {"nation": nation, "body": "council", "rules": "other_services", "vat": "with_vat", "value": 45_000, "term": 1}
    assert facts(answers, knowledge.thresholds, today)["threshold"] == "below"
    longer = {**answers, "term": 3, "extension": 2}
    assert facts(longer, knowledge.thresholds, today)["threshold"] == "above"


# --- the other facts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "scale"),
    [
        (100_000, "under_100k"), (100_001, "to_1m"), (1_000_000, "to_1m"), (1_000_001, "to_5m"),
        (5_000_000, "to_5m"), (5_000_001, "over_5m"),
    ],
)  # fmt: skip
def test_the_scale_turns_over_one_pound_above_its_amount(knowledge, today, value, scale):
    answers = {"value": value, "vat": "with_vat", "term": 1}
    assert facts(answers, knowledge.thresholds, today)["scale"] == scale


def test_the_scale_counts_vat(knowledge, today):
    # 90,000 + 20 % = 108,000
    assert facts({"value": 90_000, "term": 1}, knowledge.thresholds, today)["scale"] == "to_1m"
    assert facts({"value": 90_000, "term": 1, "vat": "no_vat"}, knowledge.thresholds, today)["scale"] == "under_100k"


@pytest.mark.parametrize(
    ("term", "extension", "length"),
    [
        (2, 0, "short"), (1, 1, "short"), (2, 0.5, "middle"), (3, 1.5, "middle"), (3, 2, "long"), (5, 0, "long"),
        (2, "dont_know", "short"), (5, "skipped", "long"), ("dont_know", 2, "not_known"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", [180_000, "dont_know"])
def test_the_length_counts_extensions_whether_or_not_the_value_is_known(knowledge, today, term, extension, length, value):
    answers = {"value": value, "term": term, "extension": extension}
    assert facts(answers, knowledge.thresholds, today)["length"] == length


@pytest.mark.parametrize(
    ("nation", "law"),
    [
        ("england", "act"), ("wales", "act"), ("northern_ireland", "act"), ("scotland", "scotland"),
        ("dont_know", "not_known"), ("skipped", "not_known"),
    ],
)  # fmt: skip
def test_the_procurement_act_is_the_law_of_three_nations(knowledge, today, nation, law):
    assert facts({"nation": nation}, knowledge.thresholds, today)["procurement_law"] == law


def test_with_no_answers_there_are_no_facts(knowledge, today):
    assert facts({}, knowledge.thresholds, today) == {}


def test_answers_stand_beside_the_facts_as_text(knowledge, today):
    known = facts({"nation": "wales", "value": 180_000}, knowledge.thresholds, today)
    assert (known["nation"], known["value"]) == ("wales", "180000")


# --- conditions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({}, True),
        ({"nation": ("wales",)}, True),
        ({"nation": ("england", "wales")}, True),
        ({"nation": ("england",)}, False),
        ({"nation": ("wales",), "scale": ("to_1m",)}, True),
        ({"nation": ("wales",), "scale": ("over_5m",)}, False),
        ({"body": ("council",)}, False),  # not answered
        ({"body": ("dont_know", "skipped")}, False),  # not answered is not the same as not known
    ],
)
def test_a_condition_holds_if_every_key_has_one_of_its_values(when, expected):
    assert holds(when, {"nation": "wales", "scale": "to_1m"}) is expected


@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("nation", ("nation",)),
        ("length", ("term", "extension")),
        ("scale", ("value", "term", "extension", "vat")),
        ("threshold", ("value", "term", "extension", "vat", "nation", "body", "rules")),
    ],
)
def test_a_key_depends_on_the_questions_that_it_is_worked_out_from(name, questions):
    assert reads(name) == questions


def test_every_fact_depends_on_questions_that_are_asked_and_has_only_the_values_that_it_names(knowledge, today):
    asked = {question.id for question in knowledge.questions}
    for name, fact in conditions.FACTS.items():
        assert set(fact.reads) <= asked
        unsaid = dict.fromkeys(fact.reads, "dont_know")
        assert facts(unsaid, knowledge.thresholds, today)[name] in fact.values


def _question(id: str, kind: str, **more: object) -> Question:
    texts = dict.fromkeys(("label", "ask", "why", "help", "example"), "x")
    return Question.parse_obj({"id": id, "stage": "profile", "names": [], "kind": kind, **texts, **more})


QUESTIONS = [_question("nation", "choice", options={"england": "England", "wales": "Wales"}), _question("value", "money")]


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ({"nation": ("wales", "dont_know", "skipped")}, []),
        ({"scale": ("to_1m", "not_known")}, []),
        ({"value": ("dont_know",)}, []),
        ({"nation": ("walse",)}, ["nation can never be 'walse'. Nearest: 'wales'."]),
        ({"value": ("100",)}, ["value can never be '100'."]),
        ({"scal": ("to_1m",)}, ["'scal' is neither a question nor a fact. Nearest: 'scale'."]),
        ({"scale": ("to_2m",), "x": ("y",)}, ["scale can never be 'to_2m'. Nearest: 'to_5m'.",
                                               "'x' is neither a question nor a fact."]),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_hold_is_named_with_what_was_nearly_meant(when, found):
    assert list(conditions.faults(when, QUESTIONS)) == found


@pytest.mark.parametrize(
    ("word", "words"), [("walse", " Nearest: 'wales'."), ("wales", " Nearest: 'wales'."), ("zzz", ""), ("", "")]
)
def test_the_nearest_word_is_named_only_if_one_is_near(word, words):
    assert nearest(word, ["england", "wales", "scotland"]) == words
