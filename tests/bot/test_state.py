"""What is left of a conversation on disk: everything to go on with, and nothing once it is forgotten."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
import requests

from bot.client import TIMEOUT, Conversation
from bot.serve import Servers
from bot.state import forget

MARK = "Quibblethwaite"  # a word that nobody else types


def _stored(servers: Servers, session: str) -> list[str]:
    """The stored events of a session."""
    with sqlite3.connect(servers.log.parent / "conversations.db") as database:
        return [row[0] for row in database.execute("SELECT data FROM events WHERE sender_id = ?", (session,))]


def _on_disk(servers: Servers, text: str) -> list[str]:
    """The files of the state folder in whose bytes a text stands."""
    files = [file for file in Path(servers.log.parent).rglob("*") if file.is_file()]
    assert files
    return [file.name for file in files if text.encode() in file.read_bytes()]


def _rows_with(servers: Servers, text: str) -> int:
    with sqlite3.connect(servers.log.parent / "conversations.db") as database:
        return int(database.execute("SELECT count(*) FROM events WHERE data LIKE ?", (f"%{text}%",)).fetchone()[0])


def _session(talk: Conversation) -> str:
    return talk.token.partition(".")[0]


def _told(talk: Conversation, mark: str) -> None:
    talk.press("Plan a commission")
    talk.press("Wales")
    talk.press("Council")
    talk.say(f"Visits for {mark}")


@pytest.mark.parametrize("way", ["said and confirmed", "by the API"])
def test_what_is_forgotten_is_no_longer_in_the_database(servers: Servers, talk: Conversation, way: str) -> None:
    mark = f"{MARK}{len(way)}"
    _told(talk, mark)
    assert _stored(servers, _session(talk)) and _rows_with(servers, mark)  # or there would be nothing to delete
    assert _on_disk(servers, mark)
    if way == "by the API":
        headers = {"Authorization": f"Bearer {talk.token}"}
        assert requests.delete(f"{talk.url}/guide/sessions", headers=headers, timeout=TIMEOUT).status_code == 204
    else:
        talk.say("forget me")
        talk.press("Yes, forget me")
    assert _stored(servers, _session(talk)) == []
    assert _rows_with(servers, mark) == 0
    assert _on_disk(servers, mark) == []  # nor in what the database keeps of deleted rows


def test_forgetting_one_conversation_leaves_the_others(servers: Servers, talk: Conversation) -> None:
    other = Conversation.begin(servers.url)
    _told(other, "Otherwise")
    before = len(_stored(servers, _session(other)))
    talk.say("forget me")
    talk.press("Yes, forget me")
    assert before and len(_stored(servers, _session(other))) == before


@pytest.mark.parametrize("text", ["my number is 07700 900987, ring me", "write to quibble@example.org"])
def test_personal_data_never_reaches_the_disk(servers: Servers, talk: Conversation, text: str) -> None:
    before = len(_stored(servers, _session(talk)))
    assert talk.say(text)[0]["status"] == "personal_data"
    assert len(_stored(servers, _session(talk))) == before
    assert _on_disk(servers, "07700 900987") == _on_disk(servers, "quibble@example.org") == []


def test_what_the_user_types_is_in_the_database_and_never_in_the_log(servers: Servers, talk: Conversation) -> None:
    talk.say(f"how can {MARK}log share risk?")
    assert _rows_with(servers, f"{MARK}log") > 0
    assert f"{MARK}log" not in servers.log.read_text(encoding="utf-8", errors="replace")


def test_a_turn_leaves_one_line_in_the_log_with_status_and_time(servers: Servers, talk: Conversation) -> None:
    before = len(servers.log.read_text(encoding="utf-8", errors="replace"))
    talk.say("how can risk be shared?")
    lines = servers.log.read_text(encoding="utf-8", errors="replace")[before:].splitlines()
    assert len(lines) == 1
    assert "status=answered ms=" in lines[0]


def test_the_events_are_json_without_the_token(servers: Servers, talk: Conversation) -> None:
    talk.say("hello")
    events = [json.loads(row) for row in _stored(servers, _session(talk))]
    assert "hello" in [event.get("text") for event in events]
    assert talk.token.partition(".")[2] not in json.dumps(events)


def test_a_store_that_cannot_delete_is_an_error_not_a_lie() -> None:
    class Store:
        pass

    with pytest.raises(TypeError, match="cannot be deleted from a Store"):
        asyncio.run(forget(Store(), "session"))
