"""Every nation, kind of body, kind of service and route: what its checklist must hold, may not hold and never says."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import product

import pytest

from knowledge import checklist, conditions, journey
from knowledge.checklist import Checklist
from knowledge.records import NATION_NAMES, NO_ANSWER, Answers, Knowledge

BODIES = ["council", "nhs", "fire", "police", "housing", "other_body"]
RULES = ["health_care", "light_touch", "other_services", "mixed"]
ROUTES = ["open_contest", "reserved_contest", "direct_award", "quotes"]
WORTH = {"large": 400_000, "small": 12_000}
TYPED = {
    "service": "Mental health advocacy", "main_outcome": "more people have a say", "contract_manager": "Commissioning officer",
}  # fmt: skip
USUAL: Answers = {"vat": "no_vat", "term": 3, "extension": 2, "in_view": "new_local", "whole_life": "confirmed", **TYPED}

# Terms of the reports that are no longer in force, and the note that a line whose reader meets one has to carry.
DATED = {
    r"\bPCTs?\b|primary care trust": "primary-care-trusts", r"\bOJEU\b|Official Journal|EU journal": "ojeu-notices",
    r"\bcare trusts?\b": "care-trusts", r"\bPart B\b": "part-b-services",
}  # fmt: skip


def profiles(nation: str) -> list[Answers]:
    """Every kind of body, of service and route of a nation, in two sizes, each other answer taking its turn."""
    return [
        {"nation": nation, "body": body, "rules": rules, "route": route, "value": value}
        for body, rules, route, value in product(BODIES, RULES, ROUTES, WORTH.values())
    ]


def complete(knowledge: Knowledge, given: Answers, today: date, turn: int) -> Answers:
    """A whole profile: what is given, what is usual, and of every other choice the option whose turn it is."""
    answers: Answers = {}
    for asked in knowledge.questions:
        options = [*asked.options, *NO_ANSWER]
        answers[asked.id] = given.get(asked.id, USUAL.get(asked.id, options[turn % len(options)]))
    return journey.on_path_only(knowledge, answers, today)


@pytest.fixture(scope="module")
def made(knowledge: Knowledge, today: date):  # type: ignore[no-untyped-def]
    """nation -> each of its profiles with its checklist."""

    @cache
    def of(nation: str) -> list[tuple[Answers, Checklist]]:
        whole = [complete(knowledge, given, today, turn) for turn, given in enumerate(profiles(nation))]
        return [(answers, checklist.make(knowledge, answers, today)) for answers in whole]

    return of


def told(answers: Answers) -> str:
    return ", ".join(str(answers[name]) for name in ("nation", "body", "rules", "route", "value"))


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_no_list_holds_two_lines_that_exclude_each_other(made, nation: str) -> None:
    faults = [
        f"{told(answers)}: {line.id} beside {other}"
        for answers, found in made(nation) for ids in [{line.id for line in found.lines}]
        for line in found.lines for other in line.item.never_with if other in ids
    ]  # fmt: skip
    assert faults == []


def test_pairs_that_exclude_each_other_are_held(knowledge: Knowledge) -> None:
    assert sum(len(item.never_with) for item in knowledge.items) >= 8


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_every_must_rests_on_an_instrument_of_the_readers_nation_and_on_no_report(made, nation: str) -> None:
    for answers, found in made(nation):
        for line in found.of_priority("must"):
            assert line.law and not line.passages, f"{told(answers)}: {line.id}"
            assert all(nation in note.nations and note.instrument != "Not a legal change" for note in line.law), line.id


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_no_line_rests_on_a_rule_of_another_nation_or_names_its_forms(made, nation: str) -> None:
    others = {name: word for name, word in {"wales": "Welsh", "scotland": "Scottish"}.items() if name != nation}
    for answers, found in made(nation):
        for line in found.lines:
            assert all(nation in note.nations for note in line.law if note.kind == "rule"), f"{told(answers)}: {line.id}"
            assert all(nation in note.nations for note in line.notes if note.kind == "rule"), f"{told(answers)}: {line.id}"
            said = f"{line.text} {line.because}"
            assert not [word for word in others.values() if word in said], line.id


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_whoever_buys_above_a_threshold_that_we_hold_has_a_must(made, knowledge: Knowledge, today: date, nation: str) -> None:
    above = 0
    for answers, found in made(nation):
        known = conditions.facts(answers, knowledge.thresholds, today)
        if known["regime"] in {"act", "scotland"} and known["threshold"] == "above":
            above += 1
            assert len(found.of_priority("must")) >= 2, told(answers)
    assert above > 40


@pytest.mark.parametrize("nation", ["england", "wales"])
def test_health_care_of_a_council_or_the_nhs_is_bought_under_its_regime_and_not_the_act(made, nation: str) -> None:
    lists = [(a, found) for a, found in made(nation) if a["rules"] == "health_care" and a["body"] in {"council", "nhs"}]
    assert lists
    for answers, found in lists:
        ids = {line.id for line in found.lines}
        assert f"{nation}_health_regime" in ids and "regime_steps" in ids, told(answers)
        of_the_act = {"notice_before_advert", "direct_award_ground", "most_advantageous_tender", "consider_lots"}
        assert not ids & of_the_act, told(answers)


def test_health_care_in_northern_ireland_is_bought_under_the_act(made) -> None:
    lists = [(a, found) for a, found in made("northern_ireland") if a["rules"] == "health_care" and a["value"] == WORTH["large"]]
    for answers, found in lists:
        ids = {line.id for line in found.lines}
        assert "northern_ireland_health" in ids and "pay_in_thirty_days" in ids, told(answers)
        compared = next(line.text for line in found.lines if line.id == "compare_with_threshold")
        assert "£2,000,000 counting VAT is £1,336,460 above the threshold of £663,540 (light touch services)" in compared


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_at_most_a_third_of_the_lines_are_to_consider(made, nation: str) -> None:
    for answers, found in made(nation):
        assert len(found.of_priority("consider")) * 3 <= len(found.lines), told(answers)


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_beside_a_contest_nobody_asks_one_provider_or_takes_a_seat_on_its_board(made, nation: str) -> None:
    for answers, found in made(nation):
        ids = {line.id for line in found.lines}
        if answers["route"] != "direct_award":
            assert not ids & {"seat_on_board", "backing_in_writing"}, told(answers)
            assert not [line.id for line in found.lines if line.text.startswith("Ask the provider")], told(answers)
        if answers["provider_now"] == "nobody":
            assert "handover_in_steps" not in ids, told(answers)


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_no_reason_states_what_is_not_known(made, knowledge: Knowledge, nation: str) -> None:
    labels = {question.id: question.label for question in knowledge.questions}
    for answers, found in made(nation):
        for line in found.lines:
            for name, values in line.item.when.items():
                if name in labels and answers.get(name) in NO_ANSWER and {*values} - {*NO_ANSWER}:
                    assert line.because == f"this is not settled yet: {labels[name]}" or " and " in line.because, line.id
                    assert labels[name] in line.because, line.id


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_steps_on_which_we_hold_no_rule_say_so_and_whom_to_ask(made, nation: str) -> None:
    steps = {"conflicts_of_interest", "exclusion_checks", "scotland_notice" if nation == "scotland" else "award_notices"}
    for answers, found in made(nation):
        lines = {line.id: line for line in found.lines}
        assert steps <= lines.keys(), told(answers)
        assert all(lines[step].unheld and "procurement lead" in lines[step].text for step in steps)
        if answers["route"] != "direct_award":
            assert [each.id for each in lines["legal_duty_to_bidders"].unheld] == ["standstill", "assessment-summaries"]


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_what_the_user_gave_is_used(made, nation: str) -> None:
    for answers, found in made(nation):
        lines = {line.id: line for line in found.lines}
        assert "more people have a say" in lines["outcomes_on_paper"].text
        assert "Commissioning officer" in lines["handover_note"].text, told(answers)


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_a_line_in_whose_sight_a_dated_term_stands_carries_its_note(made, knowledge: Knowledge, nation: str) -> None:
    kinds = {note.id: note for note in knowledge.notes}
    for _, found in made(nation):
        for line in found.lines:
            met, carried = f"{line.text} {' '.join(p.title for p in line.passages)}", {n.id for n in (*line.law, *line.notes)}
            for term, note in DATED.items():
                if re.search(term, met, re.IGNORECASE) and (kinds[note].kind == "became" or nation in kinds[note].nations):
                    assert note in carried, f"{line.id}: {note}"


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_musts_come_in_the_order_of_their_dates(made, knowledge: Knowledge, nation: str) -> None:
    order = [moment.id for moment in knowledge.moments]
    for _, found in made(nation):
        dates = [order.index(line.item.by) for line in found.of_priority("must")]
        assert dates == sorted(dates)


def test_a_line_says_by_how_much_a_value_misses_or_passes_its_threshold(knowledge: Knowledge, today: date) -> None:
    given = {"nation": "england", "body": "council", "rules": "other_services", "route": "quotes"}
    for value, said in [
        (41_544, "£207,720 counting VAT is at the threshold of £207,720"),
        (41_543, "£207,715 counting VAT is £5 below the threshold of £207,720"),
        (41_545, "£207,725 counting VAT is £5 above the threshold of £207,720"),
    ]:
        answers = complete(knowledge, {**given, "value": value}, today, 0)
        lines = {line.id: line.text for line in checklist.make(knowledge, answers, today).lines}
        assert said in lines["compare_with_threshold"]
