"""What is asked of one case or place is never answered with a fact of another."""

from __future__ import annotations

import re
from itertools import islice

import pytest

from knowledge.records import Case, Knowledge
from retrieval.answer import Answer, Answerer

FOUR = ("unlimited-potential", "sandwell-torbay", "safeguard-it", "open-door")
EACH = 30
# None of them has a case; some are near one, some are words, some have several words.
ELSEWHERE = (
    "Leeds", "Manchester", "Kent", "Reading", "Deal", "Bath", "Hull", "Cardiff", "Swansea", "Powys", "Gwynedd", "Wrexham",
    "Glasgow", "Edinburgh", "Fife", "Dundee", "Moray", "Belfast", "Derry", "Fermanagh", "Bristol", "Norwich", "Cornwall",
    "Rochdale", "Bury", "Stockport", "Exeter", "Hackney", "Camden", "Tower Hamlets", "Bath and North East Somerset",
    "Stoke-on-Trent", "Milton Keynes", "St Helens", "King's Lynn", "West Lothian", "Rhondda Cynon Taf", "Newcastle upon Tyne",
    "Leicester", "Doncaster",
)  # fmt: skip


def asks_of_others(knowledge: Knowledge, case: Case | None) -> list[str]:
    """Asks of other cases with the place of their names left open as {}: "how long was the contract in {}?"."""
    found = []
    for other in knowledge.cases:
        names = sorted((other.name, *other.aliases), key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
        passages = [p for p in knowledge.passages if other.id in p.cases and not (case and case.id in p.cases)]
        found += [pattern.sub("{}", ask) for p in passages for ask in p.asks if pattern.search(ask) and "{" not in ask]
    return found if case is None else [ask for ask in found if ask.count("{}") == 1]


def tells_of(answerer: Answerer, answer: Answer) -> set[str]:
    """The cases and places that an answer's first passage tells of; empty when nothing is answered or it is so in general."""
    if answer.status != "answered" or answer.note or answer.term or not answer.passages:
        return set()
    about = answerer.understanding.register.about[answer.passages[0].passage.id]
    return {*about.cases} | ({*about.mainly} if not about.cases else set())


@pytest.mark.parametrize("name", FOUR)
def test_a_question_on_one_case_is_not_answered_with_another(answerer: Answerer, knowledge: Knowledge, name: str) -> None:
    case = next(case for case in knowledge.cases if case.id == name)
    asks = asks_of_others(knowledge, case)
    every = [ask.format(case.aliases[0]) for ask in asks]
    alone = [question for question in every if answerer.understanding.of(question).names.cases == {case.id}]
    asked = list(islice(alone, 0, None, len(alone) // EACH))[:EACH]
    assert len(asked) == EACH
    wrong = []
    for question in asked:
        about = tells_of(answerer, answerer.answer(question))
        if about and case.id not in about:
            wrong.append((question, about))
    assert wrong == []


def test_a_question_on_a_place_of_which_we_hold_nothing_is_not_answered_with_a_case(
    answerer: Answerer, knowledge: Knowledge
) -> None:
    asks = [ask for ask in asks_of_others(knowledge, None) if ask.count("{}") == 1]
    known = answerer.understanding
    alone = [ask for ask in asks if not (names := known.of(ask.format("it")).names).thing and not names.nearby]
    wrong, asked = [], 0
    for ask, place in zip(islice(alone, 0, None, len(alone) // len(ELSEWHERE)), ELSEWHERE):
        answer = answerer.answer(ask.format(place))
        about = tells_of(answerer, answer)
        asked += 1
        if about and not about.intersection(known.of(ask.format(place)).names.places):
            wrong.append((ask.format(place), about))
    assert asked == len(ELSEWHERE) == 40
    assert wrong == []


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("Did crime fall in Torbay?", {"sandwell-torbay"}), ("How many fires were prevented by Open Door?", {"open-door"}),
        ("How many staff did Open Door have?", {"open-door"}),
        ("How long was the contract in Leeds?", set()), ("What percentage did price count for in Manchester?", set()),
    ],
)  # fmt: skip
def test_what_went_wrong_before_does_not_again(answerer: Answerer, question: str, of: set[str]) -> None:
    assert tells_of(answerer, answerer.answer(question)) <= of


def test_every_place_is_recognised_in_a_sentence(answerer: Answerer) -> None:
    named = {place: answerer.understanding.of(f"how long was the contract in {place}?").names for place in ELSEWHERE}
    assert [place for place, names in named.items() if not (names.places or names.nearby)] == []
