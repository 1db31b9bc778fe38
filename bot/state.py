"""Deleting a conversation for good: Rasa's tracker stores have no call for it."""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore

from bot.store import ConversationStore


async def forget(store: Any, session: str) -> None:
    """Delete every event of a session from the store that Rasa wraps.

    Raises:
        TypeError: for a store that this cannot do; saying "deleted" would be a lie.
    """
    while hasattr(store, "_tracker_store"):  # Rasa wraps every store (FailSafeTrackerStore, AwaitableTrackerStore)
        store = store._tracker_store
    if isinstance(store, ConversationStore):
        store.forget(session)
    elif isinstance(store, InMemoryTrackerStore):
        store.store.pop(session, None)
    else:
        raise TypeError(f"conversations cannot be deleted from a {type(store).__name__}")
