"""Where conversations are kept: Rasa's table of events, and in memory the conversations of those who are here now."""

from __future__ import annotations

import itertools
import json
import logging
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Optional

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

logger = logging.getLogger("guide")

HERE_NOW = 100  # conversations in memory: twice as many as there are visitors in the load that is measured (make load)


@dataclass
class Held:
    """A conversation in memory. `stored`: how many of its events the table has. `lent`: a turn works on it."""

    tracker: DialogueStateTracker
    stored: int
    lent: bool


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL store, which reads a conversation from the table with its first turn only.

    A conversation is lent to one turn and comes back when the turn is saved. A turn that fails, or a reader that saves nothing,
    does not give it back: the next one reads what the table has. The table is written in every turn, before the user is
    answered; what is in memory is never the only copy. One process only may write to a table.

    What cannot be read or written is no error to Rasa, which would hide it, log what the user typed, and keep a copy elsewhere:
    the store remembers it, and the channel asks before it answers.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        """See the parent class."""
        super().__init__(*args, **settings)
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._failed: set[str] = set()
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _overwrite_what_is_deleted)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The session that goes on, with all its events."""
        held = self._held.pop(sender_id, None)
        try:
            tracker = held.tracker if held and not held.lent else await super().retrieve(sender_id)
        except sa.exc.SQLAlchemyError as error:
            self._failure(sender_id, error)
            return None
        if tracker is not None:
            self._hold(tracker, lent=True)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """All sessions of a conversation."""
        try:
            return await super().retrieve_full_tracker(conversation_id)
        except sa.exc.SQLAlchemyError as error:
            self._failure(conversation_id, error)
            return None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the events that are new. Of a conversation that could not be read nothing is written: it would begin anew."""
        held = self._held.pop(tracker.sender_id, None)
        if tracker.sender_id in self._failed:
            return
        try:
            with self.session_scope() as database:
                if held is not None and held.tracker is tracker:
                    new = list(itertools.islice(tracker.events, held.stored, None))
                else:
                    new = list(self._additional_events(database, tracker))
                if new:
                    database.execute(self.SQLEvent.__table__.insert(), [_row(tracker.sender_id, event) for event in new])
                    database.commit()
        except sa.exc.SQLAlchemyError as error:
            self._failure(tracker.sender_id, error)
            return
        # A session that begins anew leaves its older events to the table.
        if not any(isinstance(event, SessionStarted) for event in new):
            self._hold(tracker, lent=False)

    def forget(self, sender_id: str) -> None:
        """Delete every event of a conversation."""
        self._held.pop(sender_id, None)
        with self.session_scope() as database:
            database.query(self.SQLEvent).filter_by(sender_id=sender_id).delete()
            database.commit()

    def failed(self, sender_id: str) -> bool:
        """True if something of this conversation could not be read or written since this was asked last."""
        found = sender_id in self._failed
        self._failed.discard(sender_id)
        return found

    def older_than(self, moment: float) -> dict[str, tuple[float, int]]:
        """Conversations of which nothing was said since (seconds since 1970): name -> its last moment, how many events it has."""
        event = self.SQLEvent
        with self.session_scope() as database:
            last = sa.func.max(event.timestamp)
            rows = database.query(event.sender_id, last, sa.func.count()).group_by(event.sender_id).having(last < moment)
            return {sender: (float(said), int(number)) for sender, said, number in rows}

    def _failure(self, sender_id: str, error: Exception) -> None:
        self._failed.add(sender_id)
        logger.error("A conversation could not be read or written: %s", type(getattr(error, "orig", None) or error).__name__)

    def _hold(self, tracker: DialogueStateTracker, *, lent: bool) -> None:
        self._held[tracker.sender_id] = Held(tracker, len(tracker.events), lent)
        while len(self._held) > HERE_NOW:
            self._held.popitem(last=False)


def _overwrite_what_is_deleted(connection: Any, record: Any) -> None:
    """SQLite would only mark the place of deleted rows as free, and leave what was typed in the file."""
    connection.execute("PRAGMA secure_delete=ON")


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    """An event as Rasa's table has it."""
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
