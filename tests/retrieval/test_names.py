"""What a question names, by closed lists made from the content."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.records import Knowledge
from retrieval.answer import Answerer
from retrieval.names import Register, plain, titled
from retrieval.question import Question

PLACES = [
    ("how is it done in Leeds?", {"leeds"}), ("what about Bath and North East Somerset", {"bath-and-north-east-somerset"}),
    ("stoke-on-trent contracts", {"stoke-on-trent"}), ("King's Lynn", {"kings-lynn"}), ("st. helens", {"st-helens"}),
    # ordinary words need a sign
    ("is there anything in reading?", {"reading"}), ("what did Reading do", {"reading"}), ("reading the contract", set()),
    ("reading council", {"reading"}), ("what is a good deal", set()), ("how do we deal with risk", set()), ("in deal", {"deal"}),
    ("who can sale goods", set()), ("how can risk be shared?", set()),
]  # fmt: skip


@pytest.fixture(scope="module")
def register(knowledge: Knowledge, answerer: Answerer) -> Register:
    return Register(knowledge, answerer.index.english)


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_uk_places_are_named_and_words_are_not(register: Register, text: str, places: set[str]) -> None:
    assert set(register.named(text).places) == places


NATIONS = [
    ("and in Scotland?", {"scotland"}), ("Welsh councils", {"wales"}), ("what about Northern Ireland", {"northern_ireland"}),
    ("rules in NI", {"northern_ireland"}), ("your NI number", set()), ("england and wales", {"england", "wales"}),
    ("what did the Welsh review say", set()), ("how can risk be shared", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "nations"), NATIONS)
def test_nations_are_named(register: Register, text: str, nations: set[str]) -> None:
    assert set(register.named(text).nations) == nations


SOURCES = [
    ("What did the Welsh review say about staff?", {"ppiw-2016"}), ("according to the 2010 report", {"lgid-2010"}),
    ("fit for purpose recommendations", {"sfph-2008"}), ("the Pioneers Post article", {"pioneers-post-2026"}),
    ("the 2011 paper on mutuals", {"hscp-2011"}), ("a review of the contract", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sources"), SOURCES)
def test_reports_are_named_as_people_call_them(register: Register, text: str, sources: set[str]) -> None:
    assert set(register.named(text).sources) == sources


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("what was done before 2010?", (0, 2009)), ("after 2012", (2013, 9999)), ("since 2011", (2011, 9999)),
        ("up to 2015", (0, 2015)), ("in 2010", None), ("how long", None),
    ],
)  # fmt: skip
def test_a_time_limits_a_question(register: Register, text: str, years: tuple[int, int] | None) -> None:
    assert register.named(text).years == years


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("how did Central Surrey Health start?", {"central surrey health"}), ("what did the local authority do", set()),
        ("social care in england", set()), ("what does social enterprise UK say", {"social enterprise uk"}),
    ],
)  # fmt: skip
def test_bodies_are_names_in_our_passages_and_no_words(register: Register, text: str, bodies: set[str]) -> None:
    assert set(register.named(text).bodies) == bodies


@pytest.mark.parametrize(
    ("text", "strangers"),
    [
        ("how did Zorbington do it", ("Zorbington",)), ("Zorbington", ()), ("HOW DID ZORBINGTON DO IT", ()),
        ("what did Torbay do", ()),
    ],
)  # fmt: skip
def test_a_name_that_stands_nowhere_is_a_stranger(register: Register, text: str, strangers: tuple[str, ...]) -> None:
    assert register.named(text).strangers == strangers


def test_a_place_gives_its_nation(register: Register) -> None:
    assert register.nation_of(register.named("a council in Cardiff")) == "wales"
    assert register.nation_of(register.named("Leeds and Fife")) is None
    assert register.nation_of(register.named("how can risk be shared")) is None


def test_every_name_of_a_place_reads_well() -> None:
    assert titled("bath-and-north-east-somerset") == "Bath and North East Somerset"
    assert plain("St. Helens & King's Lynn") == "st helens and kings lynn"


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_text_is_too_odd(register: Register, text: str) -> None:
    register.named(text)


# --- the whole record ------------------------------------------------------------------------------------------------


def asked(answerer: Answerer, text: str) -> Question:
    return answerer.understanding.of(text)


LEANS = [
    ("and how long was it?", True), ("why?", True), ("what about the price", True), ("did it work", True), ("the price", True),
    ("who carried the risk", False), ("how can risk be shared?", False), ("does social value count", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "leans"), LEANS)
def test_a_short_complete_question_does_not_lean_on_the_one_before(answerer: Answerer, text: str, leans: bool) -> None:
    assert asked(answerer, text).leans == leans


def test_where_the_reader_is_does_not_limit_what_is_asked(answerer: Answerer) -> None:
    question = asked(answerer, "we are a council in Cardiff, how can risk be shared?")
    assert question.reader == "wales" and not question.names.limits
    assert asked(answerer, "How is risk shared in Cardiff?").names.places == ("cardiff",)


def test_a_name_alone_asks_the_question_before_of_it(answerer: Answerer) -> None:
    question = answerer.understanding.after("and in Torbay?", "How long was Salford's contract?")
    assert "contract" in question.words and question.names.cases == {"sandwell-torbay"}


def test_what_a_follow_up_names_takes_the_place_of_what_was_named(answerer: Answerer) -> None:
    earlier = "What did the Welsh review say about small providers?"
    names = answerer.understanding.after("and in Scotland?", earlier).names
    assert (names.sources, names.nations) == (frozenset(), {"scotland"})


def test_a_passage_does_not_tell_of_a_place_that_only_an_ask_names(register: Register, knowledge: Knowledge) -> None:
    passage = next(p for p in knowledge.passages if p.id == "ppiw-nine-suggestions-at-a-glance")
    assert any("Cardiff" in ask for ask in passage.asks) and "Cardiff" not in passage.text
    assert "cardiff" not in register.about[passage.id].mainly
