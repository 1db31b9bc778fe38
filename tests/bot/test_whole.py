"""A turn is whole or it did not happen, and a server that dies is started anew: what was said is there once, with its answer."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests

from bot import serve
from bot.client import TIMEOUT, Conversation, Reply, status_of
from bot.serve import Servers, StartError


class Line(ThreadingHTTPServer):
    """Stands between Rasa and the action server. `fault`: what becomes of the next call of an action, None for nothing."""

    def __init__(self, to: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.to, self.fault = f"http://127.0.0.1:{to}", None


class Handler(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        self._pass_on(requests.get(f"{self.server.to}{self.path}", timeout=TIMEOUT))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fault, self.server.fault = self.server.fault, None
        if fault == "before it acts":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        answer = requests.post(
            f"{self.server.to}{self.path}", data=body, headers={"Content-Type": "application/json"}, timeout=60
        )
        if fault == "half way through its answer":
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content[: len(answer.content) // 2])
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault == "with an error":
            answer.status_code = 500
            self._pass_on(answer)
        else:
            self._pass_on(answer)

    def _pass_on(self, answer: requests.Response) -> None:
        self.send_response(answer.status_code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *told: object) -> None:
        pass


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    made = Line(0)
    Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(scope="module")
def own(line: Line, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """A guide that reaches its action server over the line."""
    started = serve._start_rasa

    def over_the_line(settings: Any, actions_port: int, log: Path) -> Any:
        line.to = f"http://127.0.0.1:{actions_port}"
        return started(settings, line.server_address[1], log)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serve, "_start_rasa", over_the_line)
        with serve.running(serve.for_scripts(serve.free_port(), tmp_path_factory.mktemp("whole"))) as servers:
            yield servers


def post(talk: Conversation, **body: str) -> list[Reply]:
    headers = {"Authorization": f"Bearer {talk.token}"}
    return requests.post(f"{talk.url}/guide/messages", json=body, headers=headers, timeout=TIMEOUT).json()["replies"]


def history(talk: Conversation) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {talk.token}"}
    return requests.get(f"{talk.url}/guide/messages", headers=headers, timeout=TIMEOUT).json()["turns"]


@pytest.mark.parametrize("fault", ["before it acts", "half way through its answer", "with an error"])
def test_a_turn_whose_action_fails_leaves_nothing_and_is_taken_once_when_it_is_said_again(
    own: Servers, line: Line, fault: str
) -> None:
    talk = Conversation.begin(own.url)
    talk.press("Plan a commission")
    before = history(talk)
    line.fault = fault
    assert status_of(post(talk, text="Wales", id="m1")) == "failed"
    assert line.fault is None, "the fault did not happen"
    assert history(talk) == before
    replies = post(talk, text="Wales", id="m1")
    assert "Wales" in replies[0]["text"] and status_of(replies) is None
    assert [turn["you"] for turn in history(talk)] == [*(turn["you"] for turn in before), "Wales"]
    assert post(talk, text="Wales", id="m1") == replies
    assert [turn["you"] for turn in history(talk)].count("Wales") == 1


@pytest.mark.parametrize("name", ["action server", "Rasa"])
def test_a_server_that_is_killed_is_started_anew_and_the_conversation_goes_on(own: Servers, name: str) -> None:
    talk = Conversation.begin(own.url)
    talk.press("Plan a commission")
    talk.press("Wales")
    before = history(talk)
    killed = own.processes[name]
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert own.mend() == [name]
    until = time.monotonic() + serve.STARTS_WITHIN
    while not serve.health(own.url):
        assert time.monotonic() < until, f"{name} did not come back"
        time.sleep(0.2)
    assert own.mend() == [] and own.processes[name].pid != killed.pid
    assert history(talk) == before
    assert "Your nation: Wales" in "\n".join(reply["text"] for reply in talk.say("what have I told you?"))


def test_a_server_that_ends_again_and_again_is_not_started_without_end(
    own: Servers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    log.write_text("my last words")
    dead = own.processes["action server"].__class__(["false"], start_new_session=True)
    dead.wait()
    begun: list[int] = []
    monkeypatch.setattr(serve, "start_actions", lambda port, log, settings: begun.append(port) or dead)
    broken = Servers(own.url, own.settings, own.actions_port, log, {"action server": dead, "Rasa": own.rasa})
    for _ in range(serve.TRIES):
        assert broken.mend() == ["action server"]
    with pytest.raises(StartError, match=r"(?s)stopped 3 times before it answered.*my last words"):
        broken.mend()
    assert len(begun) == serve.TRIES
