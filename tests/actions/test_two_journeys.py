"""Two journeys in one conversation: going from one to the other, and facts that both ask."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions import interview, moves, reception, resources
from actions.turn import Talk
from retrieval.answer import Answerer

PLAN = {"nation": "wales", "body": "nhs", "service": "Falls checks at home"}


@pytest.fixture(autouse=True)
def _real_knowledge_on_a_fixed_day(monkeypatch: pytest.MonkeyPatch, answerer: Answerer, today: date) -> None:
    monkeypatch.setattr(resources, "answerer", lambda: answerer)
    monkeypatch.setattr(resources, "today", lambda: today)


def leaving(answers: dict[str, Any], text: str = "", **more: Any) -> Talk:
    """A spin-out under way, with a plan set aside."""
    state = {"intent": "inform", "aside": {"commission": {"answers": PLAN, "focus": None}}, **more}
    return Talk("spin_out", answers, None, {}, text=text, **state)


def test_a_fact_of_the_plan_is_offered_and_not_taken() -> None:
    turn = interview.ask(leaving({}))
    assert "For your plan you told me: Wales." in turn.replies[0].text
    assert turn.replies[0].buttons[0].title == "The same: Wales"
    assert [button.title for button in turn.replies[0].buttons].count("Wales") == 0
    assert turn.slots == {"offered": {"question": "nation", "value": "wales"}}


def test_what_was_said_to_a_like_question_is_offered_if_it_is_an_option_here() -> None:
    asked = interview.ask(leaving({"nation": "wales"}))
    assert asked.slots == {"offered": {"question": "employer", "value": "nhs"}}
    fire = {"commission": {"answers": {**PLAN, "body": "fire"}, "focus": None}}
    assert interview.ask(leaving({"nation": "wales"}, aside=fire)).slots == {}


@pytest.mark.parametrize("value", ["dont_know", "skipped"])
def test_what_was_left_open_there_is_not_offered(value: str) -> None:
    there = {"commission": {"answers": {"nation": value}, "focus": None}}
    assert interview.ask(leaving({}, aside=there)).slots == {}


def test_yes_takes_what_was_offered_and_a_button_only_what_it_stands_for() -> None:
    offered = {"question": "nation", "value": "wales"}
    assert reception.affirm(leaving({}, "yes", offered=offered)).slots["answers"] == {"nation": "wales"}
    late = leaving({}, "/affirm", offered=offered, entities={"question": "service"})
    assert "answers" not in reception.affirm(late).slots
    assert "answers" not in reception.affirm(leaving({}, "/affirm")).slots


def test_no_leaves_the_question_open() -> None:
    turn = reception.deny(leaving({}, "no", offered={"question": "nation", "value": "wales"}))
    assert "say what it is here" in turn.replies[0].text and not turn.slots


@pytest.mark.parametrize(("text", "journey"), [
    ("go on with my plan", "commission"), ("back to the commission", "commission"), ("go on", None),
    ("continue the spin-out", None),
])  # fmt: skip
def test_going_on_means_the_journey_that_is_named_else_the_one_under_way(text: str, journey: str | None) -> None:
    turn = reception.go_on(leaving({"nation": "wales"}, text, intent="go_on"))
    assert turn.slots.get("journey") == journey
    if journey:
        assert turn.slots["answers"] == PLAN
        assert turn.slots["aside"] == {"spin_out": {"answers": {"nation": "wales"}, "focus": None}}


def test_starting_again_empties_one_journey_and_keeps_the_other() -> None:
    turn = reception.start_again_now(leaving({"nation": "wales"}, asked_to_confirm="start_again"))
    assert turn.slots["answers"] == {} and turn.slots["journey"] is None and "aside" not in turn.slots
    assert "Your plan is kept" in reception.start_again(leaving({"nation": "wales"})).replies[0].text


def test_a_jump_goes_to_a_stage_of_the_journey_under_way_alone() -> None:
    assert moves.jump_stage(leaving({"nation": "wales"}, "go to money and terms")).slots == {"focus": "money"}
    assert "Which stage" in moves.jump_stage(leaving({"nation": "wales"}, "go to user involvement")).replies[0].text
