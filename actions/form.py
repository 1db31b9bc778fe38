"""The interview as Rasa's form: what is heard while a question is open, and the question itself."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import interview, moves, resources
from actions.corrections import named_change, names_something_else
from actions.turn import FORM, Talk, Turn, anew, open_place, say, talk_of, withdrawn
from knowledge import journey


def hear(talk: Talk) -> Turn:
    """Words that are no command: a change that names its answer, else an answer, a question, or both."""
    if talk.journey and not talk.text.startswith("/"):
        on_path = journey.path(talk.knowledge, talk.answers, resources.today())
        here = open_place(talk)
        unknown = here is not None and here.question.kind != "text" and names_something_else(talk.said)
        if unknown or named_change([q for q in on_path if q.id in talk.answers], talk.said):
            return moves.change_answer(talk)
    return interview.take(talk)


class ValidateInterview(Action):
    """Takes what the form's slot holds; the slot is emptied again, so that the form goes on to the next question."""

    def name(self) -> str:
        return f"validate_{FORM}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        if tracker.get_slot("answer") is None:
            return []  # a command
        if not _was_listening(tracker):
            return [SlotSet("answer", None)]  # the form just began, and the words that began it are no answer
        talk = talk_of(tracker)
        turn = hear(talk)
        for reply in turn.replies:
            say(dispatcher, reply)
        return [
            *anew(tracker, in_form=True),
            *(SlotSet(name, value) for name, value in {**withdrawn(talk), **turn.slots}.items()),
            SlotSet("answer", _left(talk, turn)),
        ]


def _was_listening(tracker: Tracker) -> bool:
    """False when the form has just been started by another action: Rasa then offers it that action's words again."""
    done = [e.get("name") for e in tracker.events if e.get("event") == "action" and e.get("name") != FORM]
    return not done or done[-1] == "action_listen"


def _left(talk: Talk, turn: Turn) -> str | None:
    """The form ends when its slot is filled, so it is filled only when no question is left."""
    answers, focus = turn.slots.get("answers", talk.answers), turn.slots.get("focus", talk.focus)
    return None if journey.place(talk.knowledge, answers, focus, resources.today()) else "done"


class AskAnswer(Action):
    """Asks the open question of the interview."""

    def name(self) -> str:
        return f"action_ask_{FORM}_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        turn = interview.ask(talk_of(tracker))
        for reply in turn.replies:
            say(dispatcher, reply)
        return [SlotSet(name, value) for name, value in turn.slots.items()]
