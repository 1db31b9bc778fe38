"""A message before Rasa sees it: is it new, is it meant for the question that is open, may its text be kept at all?

Nothing is taken twice and nothing for another question. Of messages only ids are kept, and only in memory: what was answered is
read from the conversation itself when it is asked for again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Deque, List, Optional
from weakref import WeakValueDictionary

from bot.replies import Message, Reply, asked_in, plain, turns_of
from bot.state import said_in
from knowledge import journey
from knowledge.records import Knowledge
from retrieval import wording
from retrieval.distress import Distress
from retrieval.open import open_distress, open_knowledge
from retrieval.refusing import LONGEST_QUESTION, refused

SESSIONS = 10_000  # remembered at once; an older one is read from the store again
MESSAGES = 50  # ids of a session; a page sends one message at a time


@dataclass
class Seen:
    """What is remembered of a session. `farewell`: the reply to the message that deleted the conversation, which no store has."""

    question: Optional[str]
    ids: Deque[str] = field(default_factory=lambda: deque(maxlen=MESSAGES))
    farewell: Optional[List[Message]] = None


class Sessions:
    """The sessions that were active last."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, Seen] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def lock(self, session: str) -> asyncio.Lock:
        """One message of a session at a time: a resent one waits until the first is answered."""
        return self._locks.setdefault(session, asyncio.Lock())

    def get(self, session: str) -> Optional[Seen]:
        """What is remembered, or None."""
        return self._seen.get(session)

    def keep(self, session: str, seen: Seen) -> Seen:
        """Remember a session as the one that was active last."""
        self._seen[session] = seen
        self._seen.move_to_end(session)
        while len(self._seen) > SESSIONS:
            self._seen.popitem(last=False)
        return seen

    def taken(self, session: str, name: str | None, replies: List[Message]) -> Seen:
        """Remember that a message was answered; `name` is its id, if it has one."""
        seen = self.keep(session, self.get(session) or Seen(None))
        seen.question, seen.farewell = asked_in(replies), None
        seen.ids.extend([name] if name else [])
        return seen

    def drop(self, session: str) -> None:
        """Forget a session."""
        self._seen.pop(session, None)


class Intake:
    """What is decided about a message by what it says and by what its conversation has already."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions

    @cached_property
    def knowledge(self) -> Knowledge:
        """The compiled content."""
        return open_knowledge()

    @cached_property
    def _distress(self) -> Distress:
        return open_distress()

    def refusal(self, text: str) -> Reply | None:
        """The reply to a text that must not be stored or cannot be understood, else None."""
        if not text.strip().lstrip("/").strip():
            return plain("I did not get any words. Type your answer or your question, or press a button.", None)
        stop = refused(text, self._distress, self.knowledge)
        if stop is not None:
            return {
                "distress": plain(wording.DISTRESS, "distress"),
                "personal_data": plain(
                    f"Your message seems to hold {stop.what}. I have not kept it, and I do not need personal data. Please say it "
                    "again without it.", "personal_data",
                ),
                "language": plain(wording.english_only(stop.what), "unclear"),
            }[stop.why]  # fmt: skip
        if len(text) > LONGEST_QUESTION:
            return plain(
                f"That is {len(text):,} characters, more than I can take in at once ({LONGEST_QUESTION:,}). I have not kept it. "
                "Please say it in a few sentences.", None,
            )  # fmt: skip
        return None

    async def for_another_question(self, store: Any, session: str, meant: str | None) -> Reply | None:
        """The reply to a text for a question that is not open now, or None if it is. `meant`: the one that its page shows."""
        seen = self.sessions.get(session)
        if seen is None:
            tracker = await store.retrieve_full_tracker(session)
            turns = turns_of(tracker) if tracker else []
            seen = self.sessions.keep(session, Seen(asked_in(turns[-1].replies) if turns else None))
        if seen.question == meant:
            return None
        asked = next((q for q in self.knowledge.questions if q.id == meant), None)
        tracker = await store.retrieve(session)
        value = said_in(tracker).first(asked.id) if tracker and asked else None
        has = f" It has its answer: {journey.said(asked, value)}." if asked and value is not None else ""
        meant_for = (
            f"That was meant for another question: “{asked.ask}”{has}" if asked else "This conversation went on elsewhere."
        )
        return plain(f"{meant_for} I have not taken what you typed. Say it again if you mean what stands here now.", "not_taken")

    async def answered_before(self, store: Any, session: str, name: str) -> List[Message] | None:
        """The replies to a message that came already: its answer was lost on the way and it is sent again."""
        seen = self.sessions.get(session)
        if seen is not None and name not in seen.ids:
            return None
        if seen is not None and seen.farewell is not None:
            return seen.farewell
        tracker = await store.retrieve_full_tracker(session)
        turn = next((turn for turn in turns_of(tracker) if turn.id == name and turn.replies), None) if tracker else None
        return turn.replies if turn else None
