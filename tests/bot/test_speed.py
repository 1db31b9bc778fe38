"""What Rasa does anew in every turn is done once, and comes to the same as before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered

from bot.speed import check_schema_once, know_events_once

VALID = {"events": [{"event": "slot", "name": "journey", "value": "commission"}], "responses": [{"text": "Hello"}]}
INVALID: list[Any] = [
    {"events": "none"}, {"events": [{"name": "journey"}]}, {"responses": "hello"}, {"events": [5]}, ["events"], "hello", None,
]  # fmt: skip


@pytest.fixture
def unpatched() -> Iterator[Any]:
    """Rasa's own check, put back afterwards."""
    own = RemoteAction._validate_action_result
    yield own
    RemoteAction._validate_action_result = own


def _checked(result: Any) -> bool:
    return RemoteAction("action_test", None)._validate_action_result(result)


def test_a_valid_answer_passes(unpatched: Any) -> None:
    check_schema_once()
    assert _checked(VALID) is True


@pytest.mark.parametrize("result", INVALID, ids=str)
def test_an_invalid_answer_is_rejected(unpatched: Any, result: Any) -> None:
    check_schema_once()
    with pytest.raises(ValidationError):
        _checked(result)


def test_rasas_own_method_is_still_there_to_be_replaced() -> None:
    assert callable(RemoteAction._validate_action_result)


@pytest.fixture
def unpatched_events() -> Iterator[Any]:
    """Rasa's own look-up, put back afterwards."""
    own = Event.resolve_by_type
    yield own
    Event.resolve_by_type = staticmethod(own)


@pytest.mark.parametrize("kind", [UserUttered, BotUttered, SlotSet])
def test_an_event_is_known_by_its_name_again_and_again(unpatched_events: Any, kind: Any) -> None:
    know_events_once()
    assert [Event.resolve_by_type(kind.type_name) for _ in range(3)] == [kind] * 3
    assert Event.resolve_by_type(kind.type_name) is unpatched_events(kind.type_name)


def test_an_event_of_an_unknown_name_is_refused_or_what_the_caller_says(unpatched_events: Any) -> None:
    know_events_once()
    for _ in range(2):
        with pytest.raises(ValueError, match="Unknown event name 'nothing'"):
            Event.resolve_by_type("nothing")
        assert Event.resolve_by_type("nothing", SlotSet) is SlotSet
        assert Event.resolve_by_type("topic") is None
