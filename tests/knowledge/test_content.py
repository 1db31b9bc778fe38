"""The content itself: it cites, it is reachable, its figures stand, and no nation reads another's rules."""

from __future__ import annotations

import re
from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import asks, checklist, conditions, currency, journey
from knowledge.links import LEVEL_ASKS, facts, references
from knowledge.load import CONTENT
from knowledge.records import (
    NATION_NAMES,
    NOT_IN_REPORT,
    Advice,
    CaseAttribute,
    Item,
    Knowledge,
    Passage,
    Question,
    When,
)

MOST_UNCONDITIONAL = 25  # a line that everybody gets says nothing about one's own case
FEWEST_ITEMS = 45
WORDS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip


def listed(offenders: list[str]) -> str:
    return f"{len(offenders)}:\n  " + "\n  ".join(offenders)


def digits(text: str) -> set[str]:
    """The figures of a text: "£62,000" and "62000" are the same, "10" and "10.00" too; the 3 of "E3M" is none."""
    found = (figure.replace(",", "").rstrip(".") for figure in re.findall(r"(?<![A-Za-z])\d[\d,]*(?:\.\d+)?", text))
    return {figure.rstrip("0").rstrip(".") if "." in figure else figure for figure in found}


def figures(text: str) -> set[str]:
    """Figures in digits and in words: "three-year" holds a 3."""
    words = {str(WORDS.index(word)) for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS}
    return digits(text) | words


def texts(entry: Item | Advice | Question) -> str:
    """What a reader sees of an entry. What people may type for an option (`says`) is not ours."""
    shown = {"do", "because", "who", "by", "say", "label", "ask", "why", "help", "example", "options"}
    return " ".join(str(value) for field, value in entry if field in shown)


def passages_of(knowledge: Knowledge) -> dict[str, Passage]:
    return {passage.id: passage for passage in knowledge.passages}


# --- questions, items, advice ----------------------------------------------------------------------------------------


def conditional(knowledge: Knowledge) -> list[When]:
    entries = (*knowledge.items, *knowledge.advice, *knowledge.knock_outs)
    return [*(entry.when for entry in entries), *(question.skip_when for question in knowledge.questions)]


def test_the_answer_to_every_question_changes_something(one, today):
    read = {question for when in conditional(one) for name in when for question in conditions.reads(name)}
    read |= {score.criterion for score in one.scores}
    read |= {getattr(level, part) for level in one.levels for part in LEVEL_ASKS}
    read |= {name for moment in one.moments if moment.dated for name in (moment.dated.day, *moment.dated.plus)}
    filled = set(journey.placeholders(one, {}, today))
    idle = [question.id for question in one.questions if question.id not in read | filled]
    assert not idle, listed(idle)


def test_no_choice_leads_to_the_same_whatever_is_chosen(one):
    idle = []
    criteria = {score.criterion for score in one.scores}
    for question in (q for q in one.questions if q.id not in criteria):
        options = {*question.options}
        tells_apart = any(set() < options & {*when.get(question.id, ())} < options for when in conditional(one))
        in_a_fact = any(question.id in fact.reads for fact in conditions.FACTS.values())
        idle += [question.id] if options and not tells_apart and not in_a_fact else []
    assert not idle, listed(idle)


def test_every_piece_of_advice_cites_a_passage_or_the_law(everything):
    bare = [advice.id for advice in everything.advice if not (advice.passages or advice.notes)]
    assert not bare, listed(bare)


def test_a_must_rests_on_the_law_alone_and_every_other_line_on_something(everything):
    musts = [item for item in everything.items if item.priority == "must"]
    loose = [item.id for item in musts if item.passages or not item.notes]
    bare = [item.id for item in everything.items if not (item.passages or item.notes or item.unheld)]
    assert len(musts) >= 20 and not loose + bare, listed(loose + bare)


def test_what_a_line_may_rest_on_has_one_id(knowledge):
    """A document numbers passages, notes and what is not held in one row."""
    ids = [entry.id for entry in (*knowledge.passages, *knowledge.notes, *knowledge.unheld)]
    assert len(ids) == len(set(ids)) > 600


def test_the_law_is_asked_of_no_nation_that_is_not_named(everything):
    """A `must` item is for certain nations, or its notes hold in all four."""
    everywhere = {note.id for note in everything.notes if len(note.nations) == len(NATION_NAMES)}
    loose = [
        item.id
        for item in everything.items
        if item.priority == "must"
        and not {"nation", "procurement_law", "regime"} & item.when.keys()
        and not everywhere & {*item.notes}
    ]
    assert not loose, listed(loose)


def test_every_stage_has_items_and_they_are_many_enough_and_mostly_particular(knowledge):
    seven = [item for item in knowledge.items if item.stage != "profile"]
    assert {item.stage for item in seven} == {stage.id for stage in knowledge.stages} - {"profile"}
    assert len(seven) >= FEWEST_ITEMS
    assert sum(not item.when for item in knowledge.items) <= MOST_UNCONDITIONAL


def test_every_placeholder_of_the_content_is_known(one, today):
    known = journey.placeholders(one, {}, today).keys()
    strays = [
        f"{entry.id}: {name}"
        for entry in [*one.items, *one.advice, *one.questions]
        for name in re.findall(r"\{(.*?)\}", texts(entry).replace(str(getattr(entry, "options", None)), ""))
        if name not in known
    ]
    assert not strays, listed(strays)


def test_text_that_names_a_closed_body_or_programme_carries_the_note_on_it(one):
    became = [note for note in one.notes if note.kind == "became"]
    passages = passages_of(one)
    bare = []
    for entry in [*one.items, *one.advice, *one.questions]:
        carried = {*getattr(entry, "notes", ()), *(name for p in entry.passages for name in passages[p].notes)}
        for note in became:
            hit = next(
                (found.group() for alias in note.aliases if (found := re.search(alias, texts(entry), re.IGNORECASE))), None
            )
            if hit and note.id not in carried:
                bare.append(f"{entry.id} says “{hit}” without {note.id}")
    assert not bare, listed(bare)


@pytest.mark.parametrize("text", ["Ask the PCT to agree.", "Advertise in OJEU first.", "Big Lottery Fund money may help."])
def test_a_closed_body_would_be_seen(knowledge, text):
    aliases = [alias for note in knowledge.notes if note.kind == "became" for alias in note.aliases]
    assert any(re.search(alias, text, re.IGNORECASE) for alias in aliases)


def test_ids_of_items_and_advice_and_questions_are_words_that_read_alike(one):
    odd = [e.id for e in [*one.items, *one.advice, *one.questions] if not re.fullmatch(r"[a-z][a-z0-9_]*", e.id)]
    assert not odd, listed(odd)


# --- for any profile -------------------------------------------------------------------------------------------------


@given(data=st.data(), nation=st.sampled_from(list(NATION_NAMES)))
def test_no_item_rests_only_on_rules_of_other_nations(one, today, walk_in, data, nation):
    answers = walk_in(one)(data, nation=nation)
    notes = {note.id: note for note in one.notes}
    resting = {
        f"{nation}: {line.id}"
        for line in checklist.make(one, answers, today).lines
        if line.item.notes and not any(nation in notes[name].nations for name in line.item.notes)
    }
    assert not resting, listed(sorted(resting))


@given(data=st.data())
def test_every_stage_gives_two_to_five_pieces_of_advice(one, today, walk_in, data):
    answers = walk_in(one)(data)
    given_by = {
        stage.id: len(checklist.advice(one, stage.id, answers, today))
        for stage in one.stages
        if any(advice.stage == stage.id for advice in one.advice)
    }
    assert all(2 <= number <= 5 for number in given_by.values()), given_by


@given(data=st.data(), nation=st.sampled_from(list(NATION_NAMES)))
def test_advice_that_rests_on_law_alone_has_a_law_of_the_readers_nation(one, today, walk_in, data, nation):
    answers = walk_in(one)(data, nation=nation)
    lines = [line for stage in one.stages for line in checklist.advice(one, stage.id, answers, today)]
    bare = {f"{nation}: {line.id}" for line in lines if not (line.passages or line.law)}
    assert not bare, listed(sorted(bare))


@given(data=st.data())
def test_every_profile_gets_lines_for_every_stage_that_are_not_the_same_for_everyone(knowledge, today, walk, data):
    made = checklist.make(knowledge, walk(data), today)
    everyone = {item.id for item in knowledge.items if not item.when}
    assert {stage.id for stage, _ in made.stages} >= {stage.id for stage in knowledge.stages} - {"profile"}
    assert len({line.id for line in made.lines} - everyone) > len(everyone) / 2


def test_every_item_and_every_piece_of_advice_can_be_reached(everything, today):
    """A condition that asks for two values of facts that exclude each other would never hold."""
    derived = {name: set(fact.values) for name, fact in conditions.FACTS.items()}
    law = {"act": {"england", "wales", "northern_ireland"}, "scotland": {"scotland"}}
    clashing = []
    for entry in [*everything.items, *everything.advice]:
        nations = set(entry.when.get("nation", NATION_NAMES))
        allowed = set().union(*(law[value] for value in entry.when.get("procurement_law", ()) if value in law))
        if "procurement_law" in entry.when and not nations & allowed:
            clashing.append(f"{entry.id}: nation and procurement_law")
        counted = {*entry.when.get("threshold", ())} and {"above", "below"} >= {*entry.when["threshold"]}
        if counted and entry.when.get("rules") == ("health_care",):  # which counts no threshold in England and Wales, and of
            clashing.append(f"{entry.id}: threshold and health care")  # the other two nations we hold none
        clashing += [
            f"{entry.id}: {key}" for key, values in entry.when.items() if key in derived and not derived[key] & {*values}
        ]
    assert not clashing, listed(clashing)


# --- passages and cases ----------------------------------------------------------------------------------------------


def test_every_figure_of_a_title_stands_in_its_passage(knowledge):
    strays = [f"{p.id}: {sorted(missing)}" for p in knowledge.passages if (missing := digits(p.title) - figures(p.text))]
    assert not strays, listed(strays)


def test_every_figure_of_an_ask_stands_in_its_passage(knowledge):
    strays = [
        f"{p.id}: {sorted(missing)} of “{ask}”"
        for p in knowledge.passages
        for ask in p.asks
        if (missing := digits(ask) - figures(p.text))
    ]
    assert not strays, listed(strays)


def test_every_figure_of_a_case_stands_in_what_it_cites(knowledge):
    passages, notes = passages_of(knowledge), {note.id: note for note in knowledge.notes}
    strays = []
    for case in knowledge.cases:
        for place, fact in facts(case):
            known = [f"{passages[name].title} {passages[name].text}" for name in fact.passages]
            known += [f"{notes[name].text} {notes[name].instrument} {notes[name].since}" for name in fact.notes]
            # "one" is a word like any other: "one contract", "one of three"
            missing = figures(fact.value) - figures(" ".join(known)) - {"1"}
            strays += [f"{case.id}, {place}: {sorted(missing)}"] if missing else []
    assert not strays, listed(strays)


def test_there_is_as_much_as_the_guide_promises(knowledge):
    assert len(knowledge.sources) == 5
    assert {p.source for p in knowledge.passages} == {s.id for s in knowledge.sources}
    assert len(knowledge.passages) >= 480
    assert sum(len(passage.asks) for passage in knowledge.passages) >= 2300
    assert len(knowledge.cases) >= 18
    assert len(knowledge.notes) >= 125
    assert len(knowledge.glossary) >= 80


def test_no_reader_is_shown_the_rule_of_another_nation_as_their_own(everything):
    notes = {note.id: note for note in everything.notes}
    entries = [e for kind in ("passages", "items", "advice", "glossary") for e in getattr(everything, kind)]
    for entry in entries:
        carried = [notes[name] for name in getattr(entry, "notes", ())]
        for nation in NATION_NAMES:
            strangers = [n.id for n in currency.shown(carried, nation) if n.kind == "rule" and nation not in n.nations]
            assert not strangers, f"{entry.id}: {strangers}"
            rules = [n for n in carried if n.kind == "rule"]
            if rules and not any(nation in n.nations for n in rules):
                assert NATION_NAMES[nation] in (currency.gap(carried, nation) or ""), f"{entry.id}: nothing said for {nation}"


def test_what_became_of_a_thing_in_some_nations_names_them(knowledge):
    places = {
        "england": "england|english",
        "wales": "wales|welsh",
        "scotland": "scotland|scottish",
        "northern_ireland": "ireland",
    }
    unsaid = [
        f"{note.id}: {nation}" for note in knowledge.notes if note.kind == "became" and len(note.nations) < len(NATION_NAMES)
        for nation in note.nations if not re.search(places[nation], note.text, re.IGNORECASE)
    ]  # fmt: skip
    assert not unsaid, listed(unsaid)


def test_what_nobody_could_confirm_is_worded_as_something_to_check(knowledge):
    sure = [
        n.id for n in knowledge.notes if n.confidence == "unsure" and not re.search(r"\b(check|ask)\b", n.text, re.IGNORECASE)
    ]
    assert not sure, listed(sure)


def test_every_case_has_passages_and_every_model_passages_or_law(knowledge):
    for kind in ("cases", "models"):
        told = {name for passage in knowledge.passages for name in getattr(passage, kind)}
        law = {m.id for m in knowledge.models if any(fact.notes for _, fact in facts(m)) and kind == "models"}
        bare = [entry.id for entry in getattr(knowledge, kind) if entry.id not in told | law]
        assert not bare, f"{kind}: {listed(bare)}"


def test_no_name_of_a_case_means_two_cases(knowledge):
    names: dict[str, str] = {}
    for case in knowledge.cases:
        for name in {case.name.lower(), *(alias.lower() for alias in case.aliases)}:
            assert names.setdefault(name, case.id) == case.id, f"{name} is {names[name]} and {case.id}"


def test_whatever_the_check_of_fidelity_lets_pass_has_its_reason_as_a_comment():
    bare = [
        f"{file.name}, line {number}: {line.strip()[:80]}"
        for file in sorted((CONTENT / "passages").glob("*.yml"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if "fidelity_ok:" in line and not re.search(r"\]\s+#\s*\w", line)
    ]
    assert not bare, listed(bare)


def test_a_figure_is_found_in_words_and_in_digits():
    assert figures("A three-year contract of £400,000, 41 per cent.") == {"3", "400000", "41"}
    assert digits("62,000 by 2010.") == {"62000", "2010"}


def test_every_case_names_every_attribute_and_most_are_in_the_report(knowledge):
    assert len(knowledge.cases) >= 4
    for case in knowledge.cases:
        assert case.facts.keys() == set(get_args(CaseAttribute))
        assert sum(fact != NOT_IN_REPORT for fact in case.facts.values()) >= 6, case.id


def test_the_same_words_ask_for_one_attribute_of_a_case_only(knowledge):
    asks = [ask.lower() for attribute in knowledge.attributes for ask in attribute.asks]
    twice = sorted({ask for ask in asks if asks.count(ask) > 1})
    assert not twice, listed(twice)


def test_the_shared_part_of_two_asks_by_hand():
    def shared(one: str, other: str) -> float:
        return asks.shared(asks.content_words(one), asks.content_words(other))

    # town, pay against pay, provider, late: one of the shorter's two
    assert shared("when did the town pay", "who pays the provider late") == 0.5
    assert shared("how long was the contract", "contract length, how long") == 1
    assert shared("what is a lot", "who judges bids") == 0


def test_no_ask_stands_in_two_places(knowledge):
    first: dict[str, str] = {}
    twice = []
    for entry in [*knowledge.passages, *knowledge.notes]:
        for ask in entry.asks:
            key = " ".join(re.findall(r"\w+", ask.lower()))
            if key in first:
                twice.append(f"“{ask}”: {first[key]} and {entry.id}")
            first[key] = entry.id
    assert not twice, listed(twice)


def test_every_section_of_a_report_has_a_passage(knowledge):
    digested = {(p.source, section) for p in knowledge.passages for section in p.section}
    bare = [f"{source.id}: {s.id}" for source in knowledge.sources for s in source.sections if (source.id, s.id) not in digested]
    assert not bare, listed(bare)


def test_every_note_is_carried_by_something_that_a_reader_meets(knowledge):
    kinds = ("passages", "items", "advice", "glossary", "thresholds", "cases")
    named = [row for kind in kinds for entry in getattr(knowledge, kind) for row in references(entry)]
    carried = {name for field, kind, name in named if kind == "notes" and field != "without"}
    unseen = [note.id for note in knowledge.notes if note.id not in carried and not note.asks]
    assert not unseen, listed(unseen)


# --- amounts ---------------------------------------------------------------------------------------------------------


def test_on_any_day_an_amount_has_one_value(knowledge):
    twice = [
        f"{one.id} and {other.id}"
        for one, other in combinations(knowledge.thresholds, 2)
        if one.applies_to == other.applies_to
        and {*one.nations} & {*other.nations}
        and (one.until is None or other.from_ <= one.until)
        and (other.until is None or one.from_ <= other.until)
    ]
    assert not twice, listed(twice)


def test_the_amounts_that_the_guide_counts_with(knowledge, today):
    """By hand from the Procurement Act 2023 Sch. 1 as of 1 January 2026 (PPN 023) and the Scottish Act of 2014."""
    now = {
        t.applies_to: t.amount or t.percent
        for t in knowledge.thresholds
        if t.from_ <= today and (not t.until or today <= t.until)
    }
    counted = {
        "sub_central_services": 207_720, "nhs_and_central": 135_018, "light_touch": 663_540, "scotland_regulated": 50_000,
        "vat": 20,
    }  # fmt: skip
    assert {key: now[key] for key in counted} == counted


def test_an_amount_that_a_note_gives_is_the_same_in_its_threshold(knowledge, today):
    notes = {note.id: note for note in knowledge.notes}
    now = [t for t in knowledge.thresholds if t.amount and t.note and t.from_ <= today and (not t.until or today <= t.until)]
    assert now
    for threshold in now:
        text = notes[threshold.note].text
        millions = f"{threshold.amount / 1_000_000:g}"
        assert digits(text) & {str(threshold.amount), millions}, f"{threshold.id}: {threshold.amount} is not in {threshold.note}"
