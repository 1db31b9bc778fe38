"""What an action gets to know and what it gives back, free of Rasa; and the one place where the two meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, FollowupAction, Restarted, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from knowledge import journey
from knowledge.folding import folded
from knowledge.journeys import Said
from knowledge.records import NATION_NAMES, Answers, Knowledge

FORM = "interview"
FINISH = "action_finish"
# The slots that are the conversation.
STATE = ("journey", "answers", "focus", "aside", "topic", "tries", "warned", "told", "offered")
LONG_SESSION = 150  # events, about 12 turns (docs/measurements.md, "Turns")


@dataclass(frozen=True)
class Talk:
    """A conversation at one moment: its state, and what the user just said or pressed."""

    journey: str | None
    answers: Answers
    focus: str | None
    topic: dict[str, Any]
    aside: dict[str, dict[str, Any]] = field(default_factory=dict)  # journey -> answers and focus that it was left with
    tries: dict[str, int] = field(default_factory=dict)  # question -> answers to it that could not be read, of the open one
    offered: dict[str, Any] | None = None  # the correction that was just offered: its question and value
    warned: bool = False  # notes that are past their review were told
    told: tuple[str, ...] = ()  # ids of the notes that were given in full
    text: str = ""
    intent: str = ""
    entities: dict[str, str] = field(default_factory=dict)
    confidence: float = 1.0  # of the intent, 0 to 1
    nearness: float = 1.0  # cosine of the nearest training example of the intent, -1 to 1
    asked_to_confirm: str | None = None  # what the guide's last message asked the user to confirm
    in_teams: bool = False  # the conversation is held in Microsoft Teams
    in_form: bool = False  # the form is active: it asks the open question again after every action

    @property
    def said(self) -> str:
        """What was typed in one spelling, for whatever reads it; `text` is what is kept."""
        return folded(self.text)

    @property
    def everywhere(self) -> Said:
        """What was said in this journey and in those set aside."""
        return Said(self.journey, self.answers, self.focus, self.aside)

    @property
    def nation(self) -> str | None:
        """The reader's nation, if it is known."""
        said = self.everywhere.first("nation")
        return said if said in NATION_NAMES else None  # type: ignore[return-value]

    @property
    def knowledge(self) -> Knowledge:
        """The content with what the journey under way asks, advises and lists."""
        return resources.knowledge(self.journey)


@dataclass(frozen=True)
class Button:
    """A button: what is on it, and the payload that it sends (`/intent{"entity": "value"}`)."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One message to the user: complete as plain text; the rest is for a page that can show more."""

    text: str
    buttons: tuple[Button, ...] = ()
    status: str | None = None
    sources: tuple[str, ...] = ()  # passage ids
    law: tuple[str, ...] = ()  # ids of the notes whose instruments it rests on
    marked: str | None = None
    progress: tuple[str, int, int, int, int] | None = None  # stage, its number, stages, answered, questions
    question: str | None = None  # the question that this message asks
    lookup: dict[str, Any] | None = None  # what was asked of structured facts: the channel makes a table of it
    answers: tuple[tuple[str, str, str], ...] = ()  # label, answer, and the question that changes it: what is to be checked
    shows: str | None = None  # a document that the channel adds: "checklist"
    in_days: bool = False  # lines of that document have days, so that there is a calendar of them
    confirm: str | None = None
    forget: bool = False


@dataclass(frozen=True)
class Turn:
    """What comes of what the user said: replies, slots that change, and whether the interview goes on."""

    replies: tuple[Reply, ...] = ()
    slots: dict[str, Any] = field(default_factory=dict)
    resume: bool = True  # ask the open question again, if an interview is under way
    restart: bool = False  # forget every answer


def talk_of(tracker: Tracker) -> Talk:
    """The conversation as the tracker has it."""
    message = tracker.latest_message or {}
    said = next((e for e in reversed(tracker.events) if e.get("event") == "bot"), {})
    custom = (said.get("data") or {}).get("custom") or {}
    return Talk(
        journey=tracker.get_slot("journey"),
        answers=dict(tracker.get_slot("answers") or {}),
        focus=tracker.get_slot("focus"),
        topic=dict(tracker.get_slot("topic") or {}),
        aside=dict(tracker.get_slot("aside") or {}),
        tries=dict(tracker.get_slot("tries") or {}),
        offered=tracker.get_slot("offered"),
        warned=bool(tracker.get_slot("warned")),
        told=tuple(tracker.get_slot("told") or ()),
        text=message.get("text") or "",
        intent=(message.get("intent") or {}).get("name") or "",
        entities={e["entity"]: str(e["value"]) for e in message.get("entities") or []},
        confidence=float((message.get("intent") or {}).get("confidence") or 0),
        nearness=float((message.get("intent") or {}).get("nearness", 1.0)),
        asked_to_confirm=custom.get("confirm"),
        in_teams=tracker.get_latest_input_channel() == "teams",
        in_form=(tracker.active_loop or {}).get("name") == FORM,
    )


def open_place(talk: Talk) -> journey.Place | None:
    """The question that is open, with its stage; None without a journey or once every question has its answer."""
    if talk.journey is None:
        return None
    return journey.place(talk.knowledge, talk.answers, talk.focus, resources.today())


def say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """Hand a reply to Rasa. Only what is set goes along: every event is read again in every later turn."""
    custom = {
        "status": reply.status, "sources": list(reply.sources), "law": list(reply.law), "marked": reply.marked,
        "progress": reply.progress, "shows": reply.shows, "in_days": reply.in_days,
        "confirm": reply.confirm, "forget": reply.forget, "question": reply.question,
        "answers": reply.answers, "lookup": reply.lookup,
    }  # fmt: skip
    dispatcher.utter_message(
        text=reply.text,
        buttons=[{"title": b.title, "payload": b.payload} for b in reply.buttons],
        json_message={name: value for name, value in custom.items() if value},
    )


def events_of(turn: Turn, talk: Talk) -> list[dict[str, Any]]:
    """The events that carry a turn out.

    While a question is open the interview goes on as a follow-up action, which asks it again. When a turn has answered
    the last one, the end is told instead. Where nothing is to be asked the form is closed, or it would ask all the same;
    the next words of the user open it again (`reception.say_outside`).
    """
    if turn.restart:
        return [AllSlotsReset(), Restarted()]
    events: list[Any] = [SlotSet(name, value) for name, value in {**withdrawn(talk), **turn.slots}.items()]
    closed = [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("answer", None)] if talk.in_form else []
    under_way = turn.slots.get("journey", talk.journey)
    if under_way is None or not turn.resume:
        return [*events, *closed]
    answers, focus = turn.slots.get("answers", talk.answers), turn.slots.get("focus", talk.focus)
    if journey.place(resources.knowledge(under_way), answers, focus, resources.today()) is not None:
        return [*events, FollowupAction(FORM)]
    return [*events, *closed, *([FollowupAction(FINISH)] if "answers" in turn.slots else [])]


def withdrawn(talk: Talk) -> dict[str, Any]:
    """The slot that takes an offered correction back: it holds for the next words alone."""
    return {"offered": None} if talk.offered else {}


def anew(tracker: Tracker, *, in_form: bool) -> list[dict[str, Any]]:
    """The events that begin a new session with the same state, once the last one has grown long; else none.

    Rasa reads and replays every event of a session in every turn, and its policy looks at all of them: at 100 turns that
    takes 200 ms. State is a few slots and the open form, so nothing is lost; the older events stay in the store.
    """
    if len(tracker.events) < LONG_SESSION:
        return []
    state = [SlotSet(name, tracker.get_slot(name)) for name in STATE]
    return [SessionStarted(), *state, *([ActiveLoop(FORM), SlotSet("requested_slot", "answer")] if in_form else [])]


def action(call: Callable[[Talk], Turn]) -> type[Action]:
    """The Rasa action named `action_<function>` that makes one call: a conversation in, a turn out."""

    def name(self: Action) -> str:
        return f"action_{call.__name__}"

    def run(self: Action, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        talk = talk_of(tracker)
        turn = call(talk)
        for reply in turn.replies:
            say(dispatcher, reply)
        return [*anew(tracker, in_form=talk.in_form), *events_of(turn, talk)]

    doc = call.__doc__
    return type(call.__name__, (Action,), {"name": name, "run": run, "__doc__": doc, "call": staticmethod(call)})
