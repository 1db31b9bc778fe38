"""What Rasa does anew in every turn is done once, and comes to the same as before."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.utils.endpoints import EndpointConfig

from bot.speed import check_schema_once, connections, keep_connections, know_events_once

VALID = {"events": [{"event": "slot", "name": "journey", "value": "commission"}], "responses": [{"text": "Hello"}]}
INVALID: list[Any] = [
    {"events": "none"}, {"events": [{"name": "journey"}]}, {"responses": "hello"}, {"events": [5]}, ["events"], "hello", None,
]  # fmt: skip


@pytest.fixture
def unpatched() -> Iterator[Any]:
    """Rasa's own check, put back afterwards."""
    own = RemoteAction._validate_action_result
    yield own
    RemoteAction._validate_action_result = own


def _checked(result: Any) -> bool:
    return RemoteAction("action_test", None)._validate_action_result(result)


def test_a_valid_answer_passes(unpatched: Any) -> None:
    check_schema_once()
    assert _checked(VALID) is True


@pytest.mark.parametrize("result", INVALID, ids=str)
def test_an_invalid_answer_is_rejected(unpatched: Any, result: Any) -> None:
    check_schema_once()
    with pytest.raises(ValidationError):
        _checked(result)


def test_rasas_own_method_is_still_there_to_be_replaced() -> None:
    assert callable(RemoteAction._validate_action_result)


@pytest.fixture
def unpatched_events() -> Iterator[Any]:
    """Rasa's own look-up, put back afterwards."""
    own = Event.resolve_by_type
    yield own
    Event.resolve_by_type = staticmethod(own)


@pytest.mark.parametrize("kind", [UserUttered, BotUttered, SlotSet])
def test_an_event_is_known_by_its_name_again_and_again(unpatched_events: Any, kind: Any) -> None:
    know_events_once()
    assert [Event.resolve_by_type(kind.type_name) for _ in range(3)] == [kind] * 3
    assert Event.resolve_by_type(kind.type_name) is unpatched_events(kind.type_name)


def test_an_event_of_an_unknown_name_is_refused_or_what_the_caller_says(unpatched_events: Any) -> None:
    know_events_once()
    for _ in range(2):
        with pytest.raises(ValueError, match="Unknown event name 'nothing'"):
            Event.resolve_by_type("nothing")
        assert Event.resolve_by_type("nothing", SlotSet) is SlotSet
        assert Event.resolve_by_type("topic") is None


@pytest.fixture
def unpatched_session() -> Iterator[None]:
    """Rasa's own way to connect, put back afterwards."""
    own = EndpointConfig.session
    yield
    EndpointConfig.session = own
    connections.cache_clear()


class _Door(BaseHTTPRequestHandler):
    """A server that counts who connects."""

    protocol_version = "HTTP/1.1"
    opened: list[Any] = []

    def setup(self) -> None:
        self.opened.append(self.client_address)
        super().setup()

    def do_POST(self) -> None:  # noqa: N802 - the library prescribes the name
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


def test_actions_are_called_over_one_connection(unpatched_session: None) -> None:
    """That a server which has started again is found is in test_outage.py."""
    keep_connections()

    async def call(port: int) -> None:
        endpoint = EndpointConfig(f"http://127.0.0.1:{port}/webhook")
        for _ in range(3):
            assert await endpoint.request(json={"next_action": "x"}) == {}
        await connections().close()

    with ThreadingHTTPServer(("127.0.0.1", 0), _Door) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        asyncio.run(call(server.server_port))
        server.shutdown()
    assert len(_Door.opened) == 1
