"""What is kept of a conversation: the table always has it, memory only spares reading it again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import read_endpoint_config

from bot import store as store_module
from bot.serve import ROOT
from bot.state import forget
from bot.store import ConversationStore


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "conversations.db")


@pytest.fixture
def store(file: str) -> ConversationStore:
    return ConversationStore(Domain.empty(), db=file)


def told(tracker: DialogueStateTracker | None) -> list[str]:
    """What the user said, in order."""
    return [e.text for e in tracker.events if isinstance(e, UserUttered)] if tracker else []  # type: ignore[misc]


def in_table(file: str, session: str = "anna") -> list[str]:
    """What Rasa's own store reads from the table."""
    return told(asyncio.run(SQLTrackerStore(Domain.empty(), db=file).retrieve_full_tracker(session)))


def turn(store: TrackerStore, *events: Any, session: str = "anna") -> None:
    async def take() -> None:
        tracker = await store.get_or_create_tracker(session, append_action_listen=False)
        for event in events:
            tracker.update(event, Domain.empty())
        await store.save(tracker)

    asyncio.run(take())


def test_every_turn_is_in_the_table_once_and_in_order(store: ConversationStore, file: str) -> None:
    for word in ("one", "two", "three"):
        turn(store, UserUttered(word))
    assert in_table(file) == ["one", "two", "three"]
    assert told(asyncio.run(store.retrieve("anna"))) == ["one", "two", "three"]


def test_a_store_that_starts_again_goes_on_where_the_table_ends(store: ConversationStore, file: str) -> None:
    turn(store, UserUttered("one"))
    again = ConversationStore(Domain.empty(), db=file)
    turn(again, UserUttered("two"))
    assert in_table(file) == ["one", "two"]


def test_what_a_failed_turn_left_behind_is_not_kept(store: ConversationStore, file: str) -> None:
    turn(store, UserUttered("one"))

    async def fail() -> None:
        tracker = await store.retrieve("anna")
        assert tracker is not None
        tracker.update(UserUttered("half done"), Domain.empty())  # and never saved

    asyncio.run(fail())
    turn(store, UserUttered("two"))
    assert in_table(file) == ["one", "two"] == told(asyncio.run(store.retrieve("anna")))


def test_a_save_that_fails_is_told_and_the_table_is_believed(store: ConversationStore, file: str, monkeypatch: Any) -> None:
    turn(store, UserUttered("one"))
    with monkeypatch.context() as broken:
        broken.setattr(store, "session_scope", lambda: (_ for _ in ()).throw(OSError("no space left")))
        with pytest.raises(OSError, match="no space left"):
            turn(store, UserUttered("lost"))
    turn(store, UserUttered("two"))
    assert in_table(file) == ["one", "two"]


def test_one_who_only_reads_does_not_take_the_conversation_away(store: ConversationStore, file: str) -> None:
    turn(store, UserUttered("one"))
    for _ in range(3):
        assert told(asyncio.run(store.retrieve("anna"))) == ["one"]
    turn(store, UserUttered("two"))
    assert in_table(file) == ["one", "two"]


def test_two_at_once_do_not_get_the_same_copy(store: ConversationStore) -> None:
    turn(store, UserUttered("one"))

    async def both() -> tuple[Any, Any]:
        return await store.retrieve("anna"), await store.retrieve("anna")

    first, second = asyncio.run(both())
    assert first is not second and told(first) == told(second)


def test_a_new_session_of_a_conversation_begins_with_its_start(store: ConversationStore, file: str) -> None:
    turn(store, UserUttered("one", timestamp=1.0))
    turn(
        store, ActionExecuted("action_session_start", timestamp=2.0), SessionStarted(timestamp=3.0), SlotSet("journey", "x", 4.0)
    )
    turn(store, UserUttered("two", timestamp=5.0))
    assert told(asyncio.run(store.retrieve("anna"))) == ["two"]
    assert in_table(file) == ["one", "two"]


def test_conversations_beyond_those_here_now_are_read_again(store: ConversationStore, file: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(store_module, "HERE_NOW", 2)
    for round_ in ("first", "second"):
        for name in ("anna", "bela", "cara", "dora"):
            turn(store, UserUttered(f"{round_} {name}"), session=name)
    for name in ("anna", "bela", "cara", "dora"):
        assert in_table(file, name) == [f"first {name}", f"second {name}"]
    assert len(store._held) == 2


def test_who_is_forgotten_is_gone_from_both(store: ConversationStore, file: str) -> None:
    turn(store, UserUttered("one"))
    asyncio.run(forget(store, "anna"))
    assert asyncio.run(store.retrieve("anna")) is None and in_table(file) == []


def test_the_guide_runs_with_this_store(tmp_path: Path, monkeypatch: Any) -> None:
    """Rasa takes a store that lives in memory alone, with no more than a warning, if it cannot load ours."""
    monkeypatch.setenv("GUIDE_STATE", str(tmp_path))
    monkeypatch.setenv("ACTIONS_URL", "http://127.0.0.1:1/webhook")
    config = read_endpoint_config(str(ROOT / "endpoints.yml"), endpoint_type="tracker_store")
    assert isinstance(TrackerStore.create(config, Domain.empty()), ConversationStore)
