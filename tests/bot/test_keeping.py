"""What ends by itself, and what is told when nothing can be kept."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.client import TIMEOUT, Conversation
from bot.keeping import CLOSED, CLOSED_WORDS, LONGEST_NOTICE, REMOVED, notice, remove_old
from bot.ledger import Ledger
from bot.logs import put_aside
from bot.serve import Servers, StartError, for_scripts, free_port, running
from bot.settings import Settings
from bot.store import ConversationStore

NOW, DAY = 1_800_000_000.0, 24 * 3600.0
SECRET = "the swans of Abbotsbury"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(state=str(tmp_path), keep_days=30)


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore(Domain.empty(), db=str(tmp_path / "conversations.db"))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


def said(store: Any, session: str, text: str, moment: float) -> None:
    async def say() -> None:
        tracker = await store.retrieve(session) or DialogueStateTracker(session, [])
        tracker.update(UserUttered(text, timestamp=moment))
        await store.save(tracker)

    asyncio.run(say())


def in_files(folder: Path, text: str) -> list[str]:
    return [file.name for file in folder.iterdir() if text.encode() in file.read_bytes()]


# --- retention -------------------------------------------------------------------------------------------------------


def test_a_conversation_goes_when_nothing_was_said_for_the_days_that_are_set(
    store: ConversationStore, ledger: Ledger, settings: Settings
) -> None:
    for session, days in (("old", 31), ("young", 29)):
        ledger.begin(session, NOW - days * DAY)
        said(store, session, "hello", NOW - days * DAY)
    said(store, "both", "long ago", NOW - 40 * DAY)
    said(store, "both", "today", NOW)
    assert remove_old(store, ledger, settings, NOW) == 1
    left = {name for name in ("old", "young", "both") if asyncio.run(store.retrieve_full_tracker(name))}
    assert left == {"young", "both"}
    assert ledger.last_seen("old") is None and ledger.last_seen("young") is not None
    assert remove_old(store, ledger, settings, NOW) == 0


def test_the_log_of_what_was_removed_has_none_of_its_text_and_nothing_that_opens_it(
    store: ConversationStore, ledger: Ledger, settings: Settings, tmp_path: Path
) -> None:
    said(store, "session-of-anna", SECRET, NOW - 90 * DAY)
    remove_old(store, ledger, settings, NOW)
    log = (tmp_path / REMOVED).read_text(encoding="utf-8")
    assert "1 events" in log and "last said 20" in log and SECRET not in log and "session-of-anna" not in log


@pytest.mark.parametrize("how", ["retention", "forget me"])
def test_what_is_deleted_is_in_no_file_any_more(
    how: str, store: ConversationStore, ledger: Ledger, settings: Settings, tmp_path: Path
) -> None:
    for number in range(50):
        said(store, f"other-{number}", "something else", NOW)
    said(store, "anna", SECRET, NOW - 90 * DAY)
    assert in_files(tmp_path, SECRET)
    if how == "retention":
        remove_old(store, ledger, settings, NOW)
    else:
        store.forget("anna")
    assert not in_files(tmp_path, SECRET)


# --- the log, the switch ---------------------------------------------------------------------------------------------


def test_a_log_that_is_too_large_is_put_aside_and_only_so_many_are_kept(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with log.open("ab") as writer:  # as the servers hold it, all the while
        for number in range(5):
            writer.write(str(number).encode() * (1024 * 1024 + 1))
            writer.flush()
            assert put_aside(log, 1, 3) and log.stat().st_size == 0
        writer.write(b"small")
        writer.flush()
    assert not put_aside(log, 1, 3) and log.read_bytes() == b"small"
    kept = {file.name: file.read_bytes()[:1] for file in tmp_path.iterdir() if file != log}
    assert kept == {"log.txt.1": b"4", "log.txt.2": b"3", "log.txt.3": b"2"}


def test_the_guide_is_closed_by_a_file_whose_words_it_says(tmp_path: Path) -> None:
    assert notice(tmp_path) is None
    (tmp_path / CLOSED).write_text("", encoding="utf-8")
    assert notice(tmp_path) == CLOSED_WORDS
    (tmp_path / CLOSED).write_text("Back on Monday.\n", encoding="utf-8")
    assert notice(tmp_path) == "Back on Monday."
    (tmp_path / CLOSED).write_bytes(b"\xff" * 9999)
    assert len(notice(tmp_path) or "") == LONGEST_NOTICE


# --- what cannot be kept ---------------------------------------------------------------------------------------------


def break_table(folder: Path) -> None:
    """Nothing can be written any more, as on a full disk; what is there can be read."""
    with sqlite3.connect(folder / "conversations.db") as database:
        for what in ("INSERT", "DELETE"):
            database.execute(
                f"CREATE TRIGGER full_{what} BEFORE {what} ON events BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
            )


def mend_table(folder: Path) -> None:
    with sqlite3.connect(folder / "conversations.db") as database:
        for what in ("INSERT", "DELETE"):
            database.execute(f"DROP TRIGGER full_{what}")


def test_a_failed_save_is_remembered_once_hides_nothing_and_logs_no_text(
    store: ConversationStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wrapped = FailSafeTrackerStore(store)
    said(wrapped, "anna", "kept", NOW)
    break_table(tmp_path)
    logging.getLogger("guide").propagate = True
    with caplog.at_level(logging.DEBUG):
        said(wrapped, "anna", SECRET, NOW)
    assert store.failed("anna") and not store.failed("anna") and not store.failed("bob")
    assert SECRET not in caplog.text and not in_files(tmp_path, SECRET)
    mend_table(tmp_path)
    told = asyncio.run(store.retrieve("anna"))
    assert told is not None and [event.text for event in told.events if isinstance(event, UserUttered)] == ["kept"]


def test_of_a_conversation_that_cannot_be_read_nothing_new_is_written(store: ConversationStore, tmp_path: Path) -> None:
    said(store, "anna", "kept", NOW)
    store._held.clear()
    with sqlite3.connect(tmp_path / "conversations.db") as database:
        database.execute("ALTER TABLE events RENAME TO elsewhere")
    assert asyncio.run(store.retrieve("anna")) is None
    with sqlite3.connect(tmp_path / "conversations.db") as database:
        database.execute("ALTER TABLE elsewhere RENAME TO events")
    said(store, "anna", "begun anew", NOW)
    assert store.failed("anna")
    told = asyncio.run(store.retrieve("anna"))
    assert told is not None and [event.text for event in told.events if isinstance(event, UserUttered)] == ["kept"]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with running(for_scripts(free_port(), tmp_path_factory.mktemp("kept"))) as servers:
        yield servers


def ask(talk: Conversation, method: str, path: str, **given: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {talk.token}"}
    return requests.request(method, f"{talk.url}/guide{path}", headers=headers, timeout=TIMEOUT, **given)


def test_on_a_full_disk_nothing_is_confirmed_and_what_was_said_before_is_there_when_it_is_mended(own: Servers) -> None:
    talk = Conversation.begin(own.url)
    talk.press("Plan a commission")
    talk.press("Wales")
    folder = own.log.parent
    break_table(folder)
    try:
        for body in ({"press": '/choose{"question": "body", "option": "council"}'}, {"text": "a council", "id": "one"}):
            answer = ask(talk, "POST", "/messages", json=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "cannot_keep")
        assert ask(talk, "DELETE", "/sessions").json()["error"]["code"] == "cannot_delete"
        assert requests.post(f"{own.url}/guide/sessions", timeout=TIMEOUT).json()["error"]["code"] == "cannot_keep"
        turns = ask(talk, "GET", "/messages").json()["turns"]
        assert [turn["you"] for turn in turns][-2:] == ["Plan a commission", "Wales"]
    finally:
        mend_table(folder)
    again = ask(talk, "POST", "/messages", json={"text": "a council", "id": "one"})
    assert again.status_code == 200 and "council" in again.json()["replies"][0]["text"].lower()
    assert [turn["you"] for turn in ask(talk, "GET", "/messages").json()["turns"]][-2:] == ["Wales", "a council"]


def test_a_closed_guide_says_so_in_its_own_words_at_once_and_what_was_said_can_still_be_read(own: Servers) -> None:
    talk = Conversation.begin(own.url)
    switch = own.log.parent / CLOSED
    switch.write_text("Back on Monday.", encoding="utf-8")
    try:
        for path in ("/sessions", "/messages"):
            error = ask(talk, "POST", path, json={"text": "hello"}).json()["error"]
            assert (error["code"], error["message"]) == ("closed", "Back on Monday.")
        assert ask(talk, "GET", "/messages").status_code == 200
        helped = ask(talk, "POST", "/messages", json={"text": "I want to kill myself"})
        assert helped.status_code == 200 and "116 123" in helped.json()["replies"][0]["text"]
    finally:
        switch.unlink()
    assert talk.say("hello")[0]["text"]


def test_old_conversations_go_when_the_guide_starts(tmp_path: Path) -> None:
    store = ConversationStore(Domain.empty(), db=str(tmp_path / "conversations.db"))
    said(store, "old", SECRET, time.time() - 90 * DAY)
    store.engine.dispose()
    with running(for_scripts(free_port(), tmp_path)):
        until = time.monotonic() + 20
        while not (tmp_path / REMOVED).exists() and time.monotonic() < until:
            time.sleep(0.2)
    assert (tmp_path / REMOVED).exists() and not in_files(tmp_path, SECRET)


def test_a_folder_that_cannot_be_written_is_told_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(StartError, match="cannot be written"), running(for_scripts(free_port(), tmp_path / "file")):
        pass
