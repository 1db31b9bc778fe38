"""A turn is whole, or it did not happen: Rasa 3.6.21 goes on when an action fails, and saves the half."""

from __future__ import annotations

import functools
from typing import Any, List

from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.shared.core.events import Event


class Broken(BaseException):
    """The action server failed in the middle of a turn. What the turn changed so far is not saved.

    Not an `Exception`: those Rasa catches around each action, drops what the action would have said and done, lets the turn go
    on, and saves it. The user's words would then stand in the conversation with half an answer or none, and once more when they
    are said again.
    """


def break_with_its_actions() -> None:
    """Have a turn end with the first of its actions that fails."""
    own = RemoteAction.run

    @functools.wraps(own)
    async def run(action: RemoteAction, *given: Any, **named: Any) -> List[Event]:
        try:
            return await own(action, *given, **named)
        except ActionExecutionRejection:  # an answer, and no failure
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, the action did not answer
            raise Broken(type(error).__name__) from error

    RemoteAction.run = run
