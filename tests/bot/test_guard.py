"""A guide that other websites may show: who may ask, how large, how often, and with which token."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import pytest
import requests

from bot.ledger import Ledger
from bot.serve import Servers, for_scripts, free_port, running
from bot.sessions import Signer

FRIEND, STRANGER = "https://www.example.org", "https://evil.example.org"
TIMEOUT = 30


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """A guide behind one proxy, with limits that a test can meet."""
    settings = for_scripts(
        free_port(), tmp_path_factory.mktemp("guarded"), origins=(FRIEND,), proxies=1, messages_per_minute=6,
        requests_per_minute=60, sessions_per_minute=5, open_sessions=60, slow_seconds=2,
    )  # fmt: skip
    with running(settings) as started:
        yield started


class Visitor:
    """Somebody at an address of their own, as the proxy tells it."""

    count = 0

    def __init__(self, url: str, **headers: str) -> None:
        Visitor.count += 1
        self.url, self.headers = url, {"X-Forwarded-For": f"10.0.{Visitor.count // 250}.{Visitor.count % 250}", **headers}

    def ask(self, method: str, path: str, **given: Any) -> requests.Response:
        headers = {**self.headers, **given.pop("headers", {})}
        return requests.request(method, f"{self.url}/guide{path}", headers=headers, timeout=TIMEOUT, **given)

    def begin(self) -> str:
        answer = self.ask("POST", "/sessions")
        answer.raise_for_status()
        self.headers["Authorization"] = f"Bearer {answer.json()['session']}"
        return str(answer.json()["session"])

    def say(self, text: str) -> requests.Response:
        return self.ask("POST", "/messages", json={"text": text})


@pytest.fixture
def visitor(servers: Servers) -> Visitor:
    return Visitor(servers.url)


def code(answer: requests.Response) -> str:
    return str(answer.json()["error"]["code"])


# --- origins ---------------------------------------------------------------------------------------------------------


def test_a_page_of_a_named_website_may_ask_and_reads_the_answer(servers: Servers) -> None:
    answer = Visitor(servers.url, Origin=FRIEND).ask("POST", "/sessions")
    assert answer.status_code == 201 and answer.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "Guide-Session" in answer.headers["Access-Control-Expose-Headers"] and "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("origin", [STRANGER, "null", "http://www.example.org", f"{FRIEND}.evil.org", f"{FRIEND}:8443", ""])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/sessions"), ("GET", "/messages"), ("POST", "/messages"), ("GET", "/health")]
)
def test_a_page_of_another_website_is_refused(servers: Servers, origin: str, method: str, path: str) -> None:
    answer = Visitor(servers.url, Origin=origin).ask(method, path)
    assert (answer.status_code, code(answer)) == (403, "foreign_origin")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_browser_that_asks_first_is_told_what_a_named_website_may(visitor: Visitor) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    answer = visitor.ask("OPTIONS", "/messages", headers={"Origin": FRIEND, **asked})
    assert answer.status_code in {200, 204} and answer.headers["Access-Control-Allow-Origin"] == FRIEND
    assert (
        "Authorization" in answer.headers["Access-Control-Allow-Headers"]
        and "DELETE" in answer.headers["Access-Control-Allow-Methods"]
    )
    refused = visitor.ask("OPTIONS", "/messages", headers={"Origin": STRANGER, **asked})
    assert refused.status_code == 403 and "Access-Control-Allow-Origin" not in refused.headers


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_what_a_form_of_another_website_could_send_is_refused(visitor: Visitor, kind: str) -> None:
    visitor.begin()
    answer = visitor.ask("POST", "/messages", data='{"text": "hello"}', headers={"Content-Type": kind})
    assert (answer.status_code, code(answer)) == (415, "not_json")


def test_the_guides_own_page_needs_no_name(servers: Servers) -> None:
    assert Visitor(servers.url, Origin=servers.url).ask("POST", "/sessions").status_code == 201


# --- tokens ----------------------------------------------------------------------------------------------------------


def signed(servers: Servers, session: str, generation: int, until: float) -> dict[str, str]:
    """A token as this installation would have signed it."""
    token = Signer.of(servers.log.parent).token(session, generation, until)
    return {"Authorization": f"Bearer {token}"}


def test_a_token_that_has_run_out_is_told_from_one_that_never_was(servers: Servers, visitor: Visitor) -> None:
    session = visitor.begin().partition(".")[0]
    late = visitor.ask("GET", "/messages", headers=signed(servers, session, 1, time.time() - 1))
    assert (late.status_code, code(late)) == (401, "session_expired")
    forged = visitor.ask("GET", "/messages", headers={"Authorization": f"Bearer {session}.1.9999999999.{'0' * 32}"})
    assert (forged.status_code, code(forged)) == (401, "no_session")
    unknown = visitor.ask("GET", "/messages", headers=signed(servers, "nobody", 1, time.time() + 60))
    assert (unknown.status_code, code(unknown)) == (401, "no_session")


def test_an_older_token_is_renewed_and_ends_once_the_newer_was_used(servers: Servers, visitor: Visitor) -> None:
    session = visitor.begin().partition(".")[0]
    aged = signed(servers, session, 1, time.time() + 11 * 3600)  # issued an hour ago
    answer = visitor.ask("GET", "/messages", headers=aged)
    newer = {"Authorization": f"Bearer {answer.headers['Guide-Session']}"}
    assert answer.status_code == 200 and visitor.ask("GET", "/messages", headers=aged).status_code == 200
    assert visitor.ask("GET", "/messages", headers=newer).status_code == 200
    assert "Guide-Session" not in visitor.ask("GET", "/messages", headers=newer).headers
    never = visitor.ask("GET", "/messages", headers=signed(servers, session, 7, time.time() + 3600))
    assert (never.status_code, code(never)) == (401, "session_rotated")


def test_a_token_replayed_after_its_conversation_was_deleted_opens_nothing(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.ask("DELETE", "/sessions").status_code == 204
    assert code(visitor.ask("GET", "/messages")) == code(visitor.say("hello")) == "no_session"


def test_a_session_survives_a_restart_of_the_ledger(servers: Servers, visitor: Visitor) -> None:
    session = visitor.begin().partition(".")[0]
    with closing(Ledger(servers.log.parent)) as read:
        assert read.counts(session, 1, time.time())


# --- sizes, times, how often -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [65 * 1024, 20 * 1024 * 1024])
def test_a_request_that_is_too_large_is_refused(visitor: Visitor, size: int) -> None:
    visitor.begin()
    try:
        answer = visitor.ask(
            "POST", "/messages", data=json.dumps({"text": "x" * size}), headers={"Content-Type": "application/json"}
        )
    except requests.ConnectionError:
        return  # refused before all of it was sent
    assert (answer.status_code, code(answer)) == (413, "too_large")


HEAD = "POST /guide/{} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nX-Forwarded-For: 10.7.7.7\r\nContent-Type: {}\r\n"
JSON, LENGTH, CHUNKS = "application/json", "Content-Length: 100\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        "GET", HEAD.format("messages", "{}", JSON), HEAD.format("messages", "{}", JSON) + LENGTH,
        HEAD.format("messages", "{}", JSON) + CHUNKS, HEAD.format("messages", "none", JSON) + LENGTH,
        HEAD.format("sessions", "none", JSON) + LENGTH, HEAD.format("nothing", "none", JSON) + LENGTH,
        HEAD.format("messages", "{}", "text/plain") + LENGTH, HEAD.format("health", "none", JSON).replace("POST", "GET") + LENGTH,
    ],
)  # fmt: skip
def test_who_sends_slowly_is_cut_off(servers: Servers, visitor: Visitor, sent: str) -> None:
    host, port = servers.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(sent.replace("{}", visitor.begin()).encode())
        began = time.monotonic()
        with suppress(ConnectionResetError):
            while connection.recv(4096):
                pass
        assert time.monotonic() - began < 15


def test_more_messages_than_anybody_types_are_refused_and_the_next_minute_is_free(visitor: Visitor) -> None:
    visitor.begin()
    answers = [visitor.ask("POST", "/messages", json={"press": "/help"}) for _ in range(8)]
    assert [answer.status_code for answer in answers[:6]] == [200] * 6
    assert (answers[-1].status_code, code(answers[-1])) == (429, "too_many_messages")
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 10
    other = Visitor(visitor.url)
    other.begin()
    assert other.say("hello").status_code == 200


def test_documents_are_given_so_often_and_not_more_often(visitor: Visitor) -> None:
    visitor.begin()
    for press in ("/plan_commission", '/choose{"question": "nation", "option": "wales"}'):
        visitor.ask("POST", "/messages", json={"press": press})
    visitor.say("council")
    shown = visitor.say("checklist").json()["replies"]
    href = next(each["href"] for reply in shown for each in reply["documents"] if each["format"] == "PDF").removeprefix("/guide")
    answers = [visitor.ask("GET", href) for _ in range(9)]
    assert [answer.status_code for answer in answers][:5] == [200] * 5
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused and all(
        answer.json()["error"]["code"] == "too_many_requests" and answer.headers["Retry-After"] for answer in refused
    )


def test_too_many_requests_of_one_address_are_refused_and_another_is_served(visitor: Visitor) -> None:
    codes = [visitor.ask("GET", "/health").status_code for _ in range(70)]
    assert codes.count(200) >= 60 and codes[-1] == 429
    assert Visitor(visitor.url).ask("GET", "/health").status_code == 200


def test_an_address_begins_only_so_many_conversations(visitor: Visitor) -> None:
    answers = [visitor.ask("POST", "/sessions") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429]
    assert code(answers[-1]) == "too_many_sessions"


def test_an_address_that_a_visitor_made_up_does_not_count(visitor: Visitor) -> None:
    """Only what the one trusted proxy added last is believed."""
    made_up = [visitor.ask("POST", "/sessions", headers={"X-Forwarded-For": f"1.2.3.{n}, 10.9.9.9"}) for n in range(6)]
    assert made_up[-1].status_code == 429


def test_every_answer_has_an_id_of_its_own_that_no_visitor_chooses(visitor: Visitor) -> None:
    answers = [visitor.ask("GET", "/health", headers={"X-Request-Id": "mine"}), visitor.ask("GET", "/messages")]
    ids = {answer.headers["X-Request-Id"] for answer in answers}
    assert len(ids) == 2 and "mine" not in ids


@pytest.mark.parametrize(
    "headers", [{}, {"Content-Type": "application/json"}, {"Accept": "application/json"}, {"Accept": "text/html"}]
)
def test_a_method_that_is_not_taken_gets_our_error_and_those_that_are(visitor: Visitor, headers: dict[str, str]) -> None:
    answer = visitor.ask("TRACE", "/messages", data='{"text": "hello"}', headers=headers)
    assert (answer.status_code, code(answer)) == (405, "no_method")
    assert {"GET", "POST"} <= {method.strip() for method in answer.headers["Allow"].split(",")}


# It fills the guide, and stands last.
def test_when_all_places_are_taken_a_new_visitor_hears_so_and_those_within_go_on(visitor: Visitor) -> None:
    visitor.begin()
    answers = [Visitor(visitor.url).ask("POST", "/sessions") for _ in range(61)]
    assert (answers[-1].status_code, code(answers[-1])) == (503, "full") and int(answers[-1].headers["Retry-After"]) > 0
    assert visitor.say("hello").status_code == 200
