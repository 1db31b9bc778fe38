"""The schema is checked once; the action server's answers are checked as before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.speed import check_schema_once

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
