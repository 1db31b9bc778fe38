"""Nothing twice and nothing in the wrong place: which messages of a session were taken, and which question it is at.

Only ids are kept, and only in memory: what was answered is read from the conversation itself when it is asked for again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any, Deque, Dict, List, Optional
from weakref import WeakValueDictionary

SESSIONS = 10_000  # remembered at once; an older one is read from the store again
MESSAGES = 50  # ids of a session; a page sends one message at a time


@dataclass
class Seen:
    """What is remembered of a session. `farewell`: the reply to the message that deleted the conversation, which no store has."""

    question: Optional[str]
    ids: Deque[str] = field(default_factory=lambda: deque(maxlen=MESSAGES))
    farewell: Optional[List[Dict[str, Any]]] = None


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
