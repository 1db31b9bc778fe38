"""Questions on the law: the instrument is the source, the nation decides, and what is not held says whom to ask."""

from __future__ import annotations

import re

import pytest

from knowledge import currency
from knowledge.records import NATION_NAMES, Knowledge
from retrieval.answer import SEE_ALSO, Answerer
from retrieval.wording import plain_answer

OF_A_NATION = [
    ("does this need to go on Public Contracts Scotland?", "scotland", "notices-scotland"),
    ("when do we have to advertise on PCS", "scotland", "notices-scotland"),
    ("where do I publish a contract notice", "scotland", "notices-scotland"),
    ("where do I publish a contract notice", "wales", "notices-find-a-tender"),
    ("can an NHS trust award directly to a CIC for health care?", "england", "provider-selection-regime"),
    ("which rules cover community nursing bought by a health board", "wales", "wales-provider-selection-regime"),
    ("is there a provider selection regime for health care here", "northern_ireland", "light-touch-contracts"),
    ("threshold for social care", "england", "eu-thresholds"),
    ("threshold for social care", "scotland", "scotland-procurement-rules"),
    ("must we pay suppliers promptly by law", "wales", "payment-terms"),
    ("does the right to challenge still exist", "england", "right-to-challenge"),
]
NOT_HELD = {
    "standstill": "how long is the standstill period before we sign?",
    "conflicts-of-interest": "what are the rules on a conflict of interest of somebody on the panel?",
    "assessment-summaries": "do we have to send assessment summaries?",
    "award-notices": "when is the award notice due?",
    "exclusions": "what are the mandatory exclusion grounds?",
    "challenges": "how long does a loser have for a legal challenge?",
    "contract-changes": "can we modify the contract after the award?",
    "real-living-wage": "do we have to ask for the real living wage?",
    "evaluation": "what do we do with an abnormally low tender?",
    "time-limits": "what is the minimum tender period?",
    "procedures": "what is the competitive flexible procedure?",
    "data-protection": "do we need a DPIA for this contract?",
    "freedom-of-information": "are bids open to freedom of information requests?",
    "equality": "is an equality impact assessment needed?",
    "modern-slavery": "must bidders give a modern slavery statement?",
    "safeguarding-checks": "which staff need a DBS check?",
    "insurance-levels": "how much public liability cover should a provider have?",
    "contract-terms": "have you got a template contract?",
    "purchase-cards": "who may sign under our scheme of delegation?",
    "e-tendering": "which e-tendering portal should we use?",
    "pay-scales": "do we stay on agenda for change?",
    "going-back": "can we go back to the NHS if it fails?",
    "provider-failure": "what happens when a provider goes bust?",
    "redundancy": "do we lose our jobs if we spin out?",
    "assets-on-leaving": "can we take our equipment with us?",
}
OF_FAILING = [
    "what if the provider fails?", "provider insolvency", "what happens if it fails?", "exit plan if the contract ends early",
    "what if the new organisation runs out of money", "what happens to staff if the spin-out fails?",
    "step in if the charity fails", "how do we deal with safeguarding?", "what happens to our building?",
    "will our jobs be safe?", "redundancy", "is there a right of return?",
]  # fmt: skip


@pytest.mark.parametrize(("question", "nation", "note"), OF_A_NATION)
def test_a_question_on_the_law_goes_to_the_rule_of_the_readers_nation(
    answerer: Answerer, question: str, nation: str, note: str
) -> None:
    answer = answerer.ask(question, (), nation)
    assert answer.status == "answered"
    assert answer.note is not None and answer.note.id == note


def test_every_matter_that_is_not_held_has_its_question_here(knowledge: Knowledge) -> None:
    assert {each.id for each in knowledge.unheld} == NOT_HELD.keys()


@pytest.mark.parametrize("name", NOT_HELD)
@pytest.mark.parametrize("nation", [*NATION_NAMES, None])
def test_what_is_not_held_is_said_with_whom_to_ask(
    answerer: Answerer, knowledge: Knowledge, name: str, nation: str | None
) -> None:
    unheld = next(each for each in knowledge.unheld if each.id == name)
    answer = answerer.ask(NOT_HELD[name], (), nation)
    assert (answer.status, answer.unheld) == ("not_covered", unheld)
    told = plain_answer(answerer, answer)
    assert told.startswith(f"**{unheld.term}: I hold no rule on that.**") and told.endswith(f"Ask {unheld.ask}.")


@pytest.mark.parametrize("question", OF_FAILING)
def test_what_becomes_of_staff_and_service_when_it_goes_wrong_is_not_answered_with_something_else(
    answerer: Answerer, question: str
) -> None:
    answer = answerer.ask(question, (), "england")
    assert answer.status == "not_covered" and answer.unheld is not None


@pytest.mark.parametrize(
    "question", ["debarment list", "what is a debrief", "standstill?", "exclusion grounds", "letters to the losers", "GDPR"]
)
def test_a_word_or_two_of_procurement_is_never_another_subject(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question, (), "england").status == "not_covered"


@pytest.mark.parametrize(
    "question",
    [
        "should patients help to mark the bids?", "how did Torbay's community question the bidders?", "how can a contract flex?",
        "which form fits best where the market fails?", "what went wrong at Open Door?",
    ],
)  # fmt: skip
def test_what_the_reports_tell_is_not_taken_for_what_is_not_held(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question, (), "england").unheld is None


def test_an_answer_of_a_note_names_its_instrument_and_no_report_as_its_source(answerer: Answerer, knowledge: Knowledge) -> None:
    told = 0
    for note in knowledge.notes:
        answer = answerer.ask(note.asks[0], (), note.nations[0]) if note.asks else None
        if answer is None or answer.note is None or answer.status != "answered":
            continue
        told += 1
        source = re.findall(r"^Source: (.+)\.$", plain_answer(answerer, answer), re.MULTILINE)
        assert source == [currency.source(answer.note)]
        assert not [s.short for s in knowledge.sources if s.short in source[0]]
    assert told >= 100


def test_a_term_names_the_law_behind_it_or_the_report_that_uses_it(answerer: Answerer, knowledge: Knowledge) -> None:
    told = {"law": 0, "report": 0, "glossary": 0}
    for term in knowledge.glossary:
        answer = answerer.ask(f"what is {term.term}?", (), "england")
        if answer.term is None or answer.status != "answered":
            continue
        source = re.findall(r"^Source: (.+)\.$", plain_answer(answerer, answer), re.MULTILINE)
        assert len(source) == 1
        if answer.notes:
            assert any(currency.source(note) in source[0] for note in answer.notes)
            assert not any(report.short in source[0] for report in knowledge.sources)
            told["law"] += 1
        elif source == ["this guide's glossary"]:
            told["glossary"] += 1
        else:
            assert any(s.short in source[0] for s in knowledge.sources) and answer.term.passages
            told["report"] += 1
    assert told["law"] >= 30 and told["report"] >= 10


@pytest.mark.parametrize(
    "question", ["what is TUPE?", "is VAT charged when we leave the council?", "what is a light touch contract"]
)
def test_a_passage_that_only_lies_near_is_not_pointed_to(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question, (), "england")
    assert (answer.note or answer.term) and answer.see is None
    assert "See also" not in plain_answer(answerer, answer)


def test_a_passage_that_is_pointed_to_is_near_by_its_own_asks(answerer: Answerer) -> None:
    answer = answerer.ask("Do Welsh councils have a duty to promote social enterprises and co-ops?", (), "wales")
    assert answer.see is not None and f"See also: {answer.see.passage.title}" in plain_answer(answerer, answer)
    asks = answerer.encoder.encode([*answer.see.passage.asks, answer.question])
    assert float((asks[:-1] @ asks[-1]).max()) >= SEE_ALSO - 0.1  # further wordings of the passage count as well


def test_of_many_notes_two_are_told_in_full_and_the_others_by_name(answerer: Answerer) -> None:
    answer = next(
        found for passage in answerer.knowledge.passages if len(passage.notes) > 3
        for found in [answerer.ask(passage.asks[0], (), "england")]
        if len(found.notes) > 3 and not found.note and not found.term
    )  # fmt: skip
    told = plain_answer(answerer, answer)
    in_full = [note for note in answer.notes if note.text in told]
    assert len(in_full) == currency.AT_ONCE
    folded = next(line for line in told.splitlines() if line.startswith("Changed as well"))
    assert all(note.term in folded for note in answer.notes if note not in in_full)


def test_what_was_told_in_full_before_is_named_and_not_told_again(answerer: Answerer) -> None:
    answer = answerer.ask("has anyone put their own director on the board?", (), "england")
    before = [note.id for note in answer.notes]
    told = plain_answer(answerer, answer, told=before)
    assert answer.notes and not [note.id for note in answer.notes if note.text in told]
    assert all(note.term in told for note in answer.notes)
