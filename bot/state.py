"""What the store holds of a conversation: its answers, and how to delete all of it for good, for which Rasa has no call."""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore

from bot.store import ConversationStore
from knowledge.journeys import Said


def said_in(tracker: Any) -> Said:
    """What was said in the journeys of a conversation, by its slots."""
    slot = tracker.get_slot
    return Said(slot("journey"), dict(slot("answers") or {}), slot("focus"), slot("aside") or {})


def within(store: Any) -> Any:
    """The store itself: Rasa wraps every one (FailSafeTrackerStore, AwaitableTrackerStore)."""
    while hasattr(store, "_tracker_store"):
        store = store._tracker_store
    return store


async def forget(store: Any, session: str) -> None:
    """Delete every event of a session from the store that Rasa wraps.

    Raises:
        TypeError: for a store that this cannot do; saying "deleted" would be a lie.
    """
    store = within(store)
    if isinstance(store, ConversationStore):
        store.forget(session)
    elif isinstance(store, InMemoryTrackerStore):
        store.store.pop(session, None)
    else:
        raise TypeError(f"conversations cannot be deleted from a {type(store).__name__}")
