"""Questions to the real index: what becomes of each, and what a reader of each nation is shown."""

from __future__ import annotations

import pytest

from knowledge import currency
from knowledge.records import NATION_NAMES
from retrieval.answer import LONGEST_QUESTION, Answerer, cited
from retrieval.wording import plain_answer

STATUSES = [
    ("has anyone put their own director on the board?", "answered"),
    ("how can risk be shared?", "answered"),
    ("How long was the contract in Torbay?", "answered"),
    ("What did the Torbay contract cost?", "not_covered"),
    ("what is the weather like in Paris?", "off_topic"),
    ("who won the football?", "off_topic"),
    ("write me a poem about cats", "off_topic"),
    ("x", "unclear"),
    ("", "unclear"),
    (" \n\t ", "unclear"),
    ("?!... --- ///", "unclear"),
    ("£250,000", "unclear"),
    ("🦄🎉👩‍👩‍👧", "unclear"),
    ("a" * 100_000, "unclear"),
    ("wales " * 20_000, "unclear"),
    ("ring me on 07700 900123", "personal_data"),
    ("how can risk be shared? write to jo@example.org", "personal_data"),
]
UNREADABLE = [
    ("?!...", "no_words"), ("🦄", "no_words"), ("", "no_words"), ("a " * LONGEST_QUESTION, "too_long"),
    ("b" * (LONGEST_QUESTION + 1), "too_long"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "status"), STATUSES, ids=[question[:40] for question, _ in STATUSES])
def test_each_question_gets_its_status(answerer: Answerer, question: str, status: str) -> None:
    assert answerer.ask(question).status == status


@pytest.mark.parametrize(("question", "reason"), UNREADABLE, ids=[f"{reason} {q[:12]}" for q, reason in UNREADABLE])
def test_why_a_question_is_unclear_is_said(answerer: Answerer, question: str, reason: str) -> None:
    assert answerer.ask(question).reason == reason


def test_emoji_beside_words_do_no_harm(answerer: Answerer) -> None:
    plain, gay = answerer.ask("how can risk be shared?"), answerer.ask("🦄 how can risk be shared? 🎉")
    assert gay.status == "answered"
    assert gay.passages[0].passage == plain.passages[0].passage


def test_an_answer_has_up_to_five_passages_the_best_first(answerer: Answerer) -> None:
    answer = answerer.ask("has anyone put their own director on the board?")
    scores = [found.score for found in answer.passages]
    assert len(scores) == 5
    assert scores[0] == max(scores)
    assert answer.passages[0].passage.id == "commissioner-director-on-board"


def test_the_marked_sentence_stands_in_its_passage(answerer: Answerer) -> None:
    for found in answerer.ask("how can risk be shared?").passages:
        assert found.marked and found.marked in found.passage.text


def test_the_source_line_names_the_report_and_the_section(answerer: Answerer) -> None:
    passage = answerer.ask("has anyone put their own director on the board?").passages[0].passage
    source = answerer.source(passage)
    line = cited(source, passage)
    headings = [s.heading for s in source.sections if s.id in passage.section]
    assert headings and line.startswith(f"{source.short}, section ")
    assert all(part in line for heading in headings for part in heading.split(" › "))


@pytest.mark.parametrize(
    ("question", "kind"), [("ring me on 07700 900123", "a phone number"), ("mail jo@example.org", "an e-mail address")]
)
def test_personal_data_is_not_kept_in_the_answer(answerer: Answerer, question: str, kind: str) -> None:
    answer = answerer.ask(question)
    assert (answer.reason, answer.question, answer.passages) == (kind, "", ())


def test_what_is_off_topic_gets_no_passage_and_topics_instead(answerer: Answerer) -> None:
    answer = answerer.ask("what is the weather like in Paris?")
    assert answer.passages == ()
    assert 1 <= len(answer.topics) <= 3


# --- what has changed since ------------------------------------------------------------------------------------------

OF_MANY_NATIONS = "How did Salford justify not going out to tender?"


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_rules_are_shown_of_the_readers_nation_only(answerer: Answerer, nation: str) -> None:
    for question in (OF_MANY_NATIONS, "what is social value?", "how much weight should price have?", "what does TUPE mean?"):
        notes = answerer.ask(question, (), nation).notes
        assert [note.id for note in notes if note.kind == "rule" and nation not in note.nations] == []


def test_the_same_question_shows_each_nation_its_own_rules(answerer: Answerer) -> None:
    def rules(nation: str | None) -> set[str]:
        return {note.id for note in answerer.ask(OF_MANY_NATIONS, (), nation).notes if note.kind == "rule"}

    assert rules("england") and rules("scotland")
    assert not rules("england") & rules("scotland")
    assert rules(None) >= rules("england") | rules("scotland")


def test_what_became_of_a_thing_is_for_every_reader(answerer: Answerer) -> None:
    became = {
        nation: {note.id for note in answerer.ask(OF_MANY_NATIONS, (), nation).notes if note.kind == "became"}
        for nation in (None, *NATION_NAMES)
    }
    assert became["wales"]
    assert len({frozenset(ids) for ids in became.values()}) == 1


def test_a_reader_in_scotland_is_told_where_no_rule_is_held(answerer: Answerer) -> None:
    question = "how much weight should price have in Torbay?"
    assert answerer.ask(question, (), "scotland").passages[0].passage.id == "torbay-price-thirty-per-cent"
    gap = answerer.ask(question, (), "scotland").gap
    assert gap is not None and "no rule of Scotland" in gap and "England, Wales and Northern Ireland" in gap


@pytest.mark.parametrize("nation", ["england", "wales", "northern_ireland", None])
def test_there_is_no_gap_where_a_rule_is_held_or_no_nation_known(answerer: Answerer, nation: str | None) -> None:
    answer = answerer.ask("how much weight should price have in Torbay?", (), nation)
    assert (answer.status, answer.gap) == ("answered", None)


def test_a_note_is_answered_to_no_reader_of_another_nation(answerer: Answerer) -> None:
    notes = [n for n in answerer.knowledge.notes if n.kind == "rule" and n.asks and len(n.nations) < len(NATION_NAMES)]
    assert len(notes) >= 5
    for note in notes:
        stranger = next(nation for nation in NATION_NAMES if nation not in note.nations)
        answer = answerer.ask(note.asks[0], (), stranger)
        assert answer.note is None or answer.note.id != note.id, note.asks[0]


# --- notes and terms as answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "note"),
    [("Is a notice needed in the OJEU?", "ojeu-notices"), ("where do I publish a tender notice?", "notices-find-a-tender")],
)
def test_a_note_answers_what_is_asked_of_today(answerer: Answerer, question: str, note: str) -> None:
    answer = answerer.ask(question, (), "england")
    assert answer.status == "answered"
    assert answer.note is not None and answer.note.id == note
    assert answer.notes == (answer.note,)


TERMS = ["TUPE?", "what is TUPE?", "what is a needs assessment?", "define social value", "what is a specificaton?"]


@pytest.mark.parametrize(("question", "term"), zip(TERMS, ["tupe", "tupe", "needs-assessment", "social-value", "specification"]))
def test_the_glossary_answers_what_a_term_means(answerer: Answerer, question: str, term: str) -> None:
    answer = answerer.ask(question)
    assert answer.status == "answered"
    assert answer.term is not None and answer.term.id == term


def test_a_term_comes_with_its_own_passage_first_and_its_notes(answerer: Answerer) -> None:
    answer = answerer.ask("define social value", (), "england")
    assert answer.term is not None
    assert {note.id for note in answer.notes} <= set(answer.term.notes)
    assert [n.id for n in currency.shown(answer.notes, "england")] == [n.id for n in answer.notes] != []


# --- cases and follow-ups --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "case", "attribute"),
    [
        ("What did the Torbay contract cost?", "sandwell-torbay", "cost"),
        ("How much did the Salford contract cost in total?", "unlimited-potential", "cost"),
        ("How old was Unlimited Potential?", "unlimited-potential", "provider_age"),
        ("how old was unlimted potential", "unlimited-potential", "provider_age"),
    ],
)
def test_what_a_report_does_not_say_of_a_case_is_named_and_what_it_does_is_offered(
    answerer: Answerer, question: str, case: str, attribute: str
) -> None:
    answer = answerer.ask(question)
    assert answer.status == "not_covered"
    assert answer.told is not None and answer.told.absent is not None
    assert (answer.told.absent[0].id, answer.told.absent[1].id) == (case, attribute)
    assert answer.passages and all(case in found.passage.cases for found in answer.passages)


def test_the_structured_fact_stands_before_its_passage(answerer: Answerer) -> None:
    answer = answerer.ask("how long was the Torbay contract?")
    assert (answer.status, answer.passages[0].passage.id) == ("answered", "torbay-five-years-plus-two")
    said = plain_answer(answerer, answer)
    assert said.startswith("**") and said.index("Five years") < said.index("Torbay's contract runs five years")


def test_a_follow_up_between_two_cases_is_not_guessed(answerer: Answerer) -> None:
    answer = answerer.ask("and how long was the contract?", ["what do Torbay and the Plymouth Alliance have in common?"])
    assert (answer.status, answer.reason) == ("unclear", "which")
    assert "Plymouth" in plain_answer(answerer, answer)


FOLLOW_UPS = [
    ("What was Torbay Care Trust buying?", "And how long was their contract?", "torbay-five-years-plus-two"),
    ("Tell me about Open Door", "And what did both contracts come to?", "open-door-two-contracts"),
    ("How long was the Open Door contract?", "and in Torbay?", "torbay-five-years-plus-two"),
    ("How long was the Open Door contract?", "did Torbay do it like that?", "torbay-five-years-plus-two"),
    (
        "Tell me about Lambeth's social work practice pilot",
        "what sort of need would its clients have",
        "pilot-lambeth-early-help",
    ),
    ("How much was there in the Social Enterprise Investment Fund?", "was it mostly lent?", "ppiw-seif-119-million"),
]
ELSEWHERE = [
    "and the weather there?", "is it going to rain there?", "who won the match there?", "where can I eat there?", "did it snow?",
    "how far is it from London?", "what colour was it?", "how tall is he?", "can I get a train there?", "who sang it?",
    "did they win the cup?", "can you tell me a joke about it?",
]  # fmt: skip


def test_what_a_report_does_not_say_of_a_case_is_told_in_a_follow_up_too(answerer: Answerer) -> None:
    answer = answerer.ask("And how long was their contract?", ["Tell me about Open Door"])
    assert answer.status == "not_covered" and answer.told is not None and answer.told.absent is not None
    assert (answer.told.absent[0].id, answer.told.absent[1].id) == ("open-door", "length")


@pytest.mark.parametrize(("before", "question", "passage"), FOLLOW_UPS)
def test_a_follow_up_is_understood_with_the_question_before(answerer: Answerer, before: str, question: str, passage: str) -> None:
    answer = answerer.ask(question, (before,))
    assert answer.status == "answered"
    assert answer.passages[0].passage.id == passage


def test_only_the_last_question_before_counts(answerer: Answerer) -> None:
    question = "And how long was their contract?"
    one = answerer.ask(question, ("Tell me about Open Door",))
    two = answerer.ask(question, ("What was Torbay Care Trust buying?", "Tell me about Open Door"))
    assert two == one


def test_a_complete_question_is_not_bent_by_the_one_before(answerer: Answerer) -> None:
    question = "has anyone put their own director on the board?"
    assert answerer.ask(question, ("How long was the Open Door contract?",)) == answerer.ask(question)


@pytest.mark.parametrize(
    "before", ["How long was the Open Door contract?", "Tell me about the Social Enterprise Investment Fund"]
)
@pytest.mark.parametrize("question", ELSEWHERE)
def test_a_follow_up_off_our_subject_stays_off_topic(answerer: Answerer, before: str, question: str) -> None:
    assert answerer.ask(question, (before,)).status == "off_topic"


def test_nothing_of_a_question_is_kept_for_the_next(answerer: Answerer) -> None:
    alone = answerer.ask("And how long was their contract?")
    answerer.ask("What was Torbay Care Trust buying?")
    assert answerer.ask("And how long was their contract?") == alone


def test_white_space_makes_no_difference(answerer: Answerer) -> None:
    assert answerer.ask("  how can\n\trisk be   shared? ") == answerer.ask("how can risk be shared?")
