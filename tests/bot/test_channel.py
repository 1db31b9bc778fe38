"""The channel's API as a browser or a script meets it: headers, addresses, documents, passages, history."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from bot.channel import DOCUMENT_POLICY
from bot.client import TIMEOUT, Conversation, buttons_of, status_of
from bot.guard import SECURITY_HEADERS

BOARD = "has anyone put their own director on the board?"


def _call(method: str, url: str, token: str | None = None, **more: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.request(method, url, headers=headers, timeout=TIMEOUT, **more)


@pytest.fixture
def planned(talk: Conversation) -> Conversation:
    """A plan under way with its checklist shown."""
    talk.press("Plan a commission")
    talk.press("Wales")
    talk.press("Council")
    talk.say("checklist")
    return talk


def _links(talk: Conversation) -> dict[str, str]:
    return {d["format"]: d["href"] for reply in talk.replies for d in reply["documents"]}


# --- headers and addresses -------------------------------------------------------------------------------------------

ADDRESSES = [
    ("GET", "/", 200), ("HEAD", "/", 200), ("GET", "/guide/page/page.css", 200),
    ("GET", "/guide/health", 200), ("POST", "/guide/sessions", 201), ("GET", "/guide/messages", 401),
    ("GET", "/guide/page/secret", 404), ("GET", "/guide/nowhere", 404), ("PUT", "/guide/messages", 405),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), ADDRESSES)
def test_every_answer_has_the_security_headers(guide_url: str, method: str, path: str, status: int) -> None:
    answer = _call(method, f"{guide_url}{path}")
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize("host", ["evil.example.org", "127.0.0.1.evil.example.org", "localhost.evil.example.org:5005", ""])
def test_it_answers_under_this_machines_names_alone(guide_url: str, host: str) -> None:
    """A website whose own name leads to this machine would be of the guide's origin, and could speak to it."""
    answer = requests.get(f"{guide_url}/guide/health", headers={"Host": host, "Origin": f"http://{host}"}, timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["error"]["code"]) == (421, "wrong_host")
    port = guide_url.rpartition(":")[2]
    assert requests.get(f"http://localhost:{port}/guide/health", timeout=TIMEOUT).status_code == 200


def test_nothing_but_our_own_scripts_and_styles_may_run(guide_url: str) -> None:
    policy = _call("GET", f"{guide_url}/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_the_front_page_is_the_chat(guide_url: str) -> None:
    answer = _call("GET", f"{guide_url}/")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Commissioning Guide" in answer.text and "/guide/widget/guide.js" in answer.text


def test_the_pages_style_has_its_type(guide_url: str) -> None:
    assert _call("GET", f"{guide_url}/guide/page/page.css").headers["Content-Type"] == "text/css; charset=utf-8"


REFUSED = [
    ("GET", "/guide/nowhere", 404), ("GET", "/guide/page/..%2f..%2fcredentials.yml", 404), ("GET", "/guide/page/index.html", 404),
    ("PUT", "/guide/messages", 405), ("DELETE", "/guide/messages", 405), ("GET", "/guide/sessions", 405),
    ("POST", "/guide/health", 405), ("PATCH", "/guide/passages/x", 405),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), REFUSED)
def test_a_wrong_address_or_method_gets_an_error_in_json(guide_url: str, method: str, path: str, status: int) -> None:
    answer = _call(method, f"{guide_url}{path}")
    assert answer.status_code == status
    assert answer.json()["error"]["message"].strip() and answer.json()["replies"] == []


@pytest.mark.parametrize(
    "path", ["/webhooks/rest/webhook", "/webhooks/guide/webhook", "/conversations/x/tracker", "/model/parse"]
)
def test_rasas_own_doors_are_shut(guide_url: str, path: str) -> None:
    assert _call("POST", f"{guide_url}{path}", json={"sender": "x", "message": "hello", "text": "hello"}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/messages"), ("GET", "/messages"), ("DELETE", "/sessions"), ("GET", "/passages/torbay-five-years-plus-two")],
)
@pytest.mark.parametrize("token", [None, "x", "x.y", "."])
def test_without_a_session_nothing_is_given(guide_url: str, method: str, path: str, token: str | None) -> None:
    answer = _call(method, f"{guide_url}/guide{path}", token, json={"text": "hello"} if method == "POST" else None)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "no_session")


# --- documents -------------------------------------------------------------------------------------------------------


def test_a_checklist_comes_in_four_forms_by_link(planned: Conversation) -> None:
    links = _links(planned)
    assert links.keys() == {"HTML", "DOCX", "PDF", "Markdown"}
    pdf = _call("GET", f"{planned.url}{links['PDF']}")
    assert pdf.headers["Content-Type"] == "application/pdf" and pdf.content[:5] == b"%PDF-"
    docx = _call("GET", f"{planned.url}{links['DOCX']}")
    assert docx.headers["Content-Type"].endswith("wordprocessingml.document") and docx.content[:2] == b"PK"
    assert docx.headers["Content-Disposition"] == 'attachment; filename="checklist.docx"'
    html, markdown = (_call("GET", f"{planned.url}{links[form]}") for form in ("HTML", "Markdown"))
    assert (html.headers["Content-Type"], markdown.headers["Content-Type"]) == (
        "text/html; charset=utf-8", "text/markdown; charset=utf-8",
    )  # fmt: skip
    assert html.headers["Content-Disposition"].startswith("inline")
    assert markdown.headers["Content-Disposition"].startswith("attachment")
    assert "<td>Wales</td>" in html.text and "- Your nation: Wales" in markdown.text


def test_a_calendar_is_offered_once_a_day_was_given_and_told_to_be_empty_until_then(planned: Conversation) -> None:
    early = _links(planned)["HTML"].replace(".html", ".ics")
    refused = _call("GET", f"{planned.url}{early}")
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "no_days")
    planned.say("go to contracting")
    for pressed in ("Direct award", "One contract"):
        planned.press(pressed)
    planned.say("1 March 2032")
    planned.say("checklist")
    made = _call("GET", f"{planned.url}{_links(planned)['iCalendar']}")
    assert made.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert made.headers["Content-Disposition"] == 'attachment; filename="checklist.ics"'
    assert made.text.startswith("BEGIN:VCALENDAR") and "DTSTART;VALUE=DATE:20320301" in made.text


def test_a_document_may_load_and_run_nothing(planned: Conversation) -> None:
    answer = _call("GET", f"{planned.url}{_links(planned)['HTML']}")
    assert answer.headers["Content-Security-Policy"] == DOCUMENT_POLICY
    assert "script-src" not in DOCUMENT_POLICY and "default-src 'none'" in DOCUMENT_POLICY


def test_a_document_needs_a_link_that_was_issued(planned: Conversation) -> None:
    link = _links(planned)["HTML"].split("/")[3]
    session = link.partition(".")[0]
    wrong = [session, planned.token, f"{link}0", link[:-1], f"{session}.9999999999.{link.rpartition('.')[2]}", "x"]
    for each in wrong:
        answer = _call("GET", f"{planned.url}/guide/documents/{each}/checklist.html")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_document"), each


@pytest.mark.parametrize("file", ["checklist.exe", "..%2f..%2fcredentials.yml", "checklist.html.j2", "%00"])
def test_only_documents_that_exist_are_given(planned: Conversation, file: str) -> None:
    link = _links(planned)["HTML"].split("/")[3]
    assert _call("GET", f"{planned.url}/guide/documents/{link}/{file}").status_code == 404


def test_a_document_holds_the_answers_of_now(planned: Conversation) -> None:
    link = _links(planned)["Markdown"]
    planned.say("change my nation to Scotland")
    assert "Your nation: Scotland" in planned.document(link)


# --- passages --------------------------------------------------------------------------------------------------------


def test_a_passage_that_is_cited_can_be_read(talk: Conversation) -> None:
    cited = talk.say(BOARD)[0]["sources"][0]
    shown = _call("GET", f"{talk.url}/guide/passages/{cited['passage']}", talk.token).json()
    assert shown["title"] == cited["title"] and shown["text"] and shown["sections"]


def test_a_passage_comes_with_the_notes_of_the_sessions_nation(talk: Conversation) -> None:
    address = f"{talk.url}/guide/passages/torbay-price-thirty-per-cent"
    unknown = {note["term"] for note in _call("GET", address, talk.token).json()["notes"]}
    talk.press("Plan a commission")
    talk.press("Scotland")
    assert {note["term"] for note in _call("GET", address, talk.token).json()["notes"]} < unknown


@pytest.mark.parametrize("name", ["nowhere", "..%2f..%2fsecret", "%00"])
def test_an_unknown_passage_is_not_found(talk: Conversation, name: str) -> None:
    answer = _call("GET", f"{talk.url}/guide/passages/{name}", talk.token)
    assert answer.status_code == 404 and answer.json()["error"]["message"]


# --- history ---------------------------------------------------------------------------------------------------------


def _history(talk: Conversation) -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = _call("GET", f"{talk.url}/guide/messages", talk.token).json()["turns"]
    return turns


def test_a_new_conversation_has_the_opening_as_its_history(talk: Conversation) -> None:
    turns = _history(talk)
    assert [turn["you"] for turn in turns] == [None]
    assert turns[0]["replies"] == talk.replies


def test_the_history_shows_what_was_typed_and_the_titles_of_buttons(talk: Conversation) -> None:
    given = [talk.replies, talk.press("Plan a commission"), talk.press("Wales"), talk.say("a local authority"), talk.say(BOARD)]
    turns = _history(talk)
    assert [turn["you"] for turn in turns] == [None, "Plan a commission", "Wales", "a local authority", BOARD]
    assert [turn["replies"] for turn in turns] == given


def test_the_history_brings_documents_with_links_that_open(planned: Conversation) -> None:
    shown = [d for turn in _history(planned) for reply in turn["replies"] for d in reply["documents"]]
    assert [d["format"] for d in shown] == ["HTML", "DOCX", "PDF", "Markdown"]
    assert all("Wales" in planned.document(d["href"]) for d in shown if d["format"] in ("HTML", "Markdown"))
    assert all(_call("GET", f"{planned.url}{d['href']}").status_code == 200 for d in shown)


def test_two_conversations_know_nothing_of_each_other(planned: Conversation) -> None:
    other = Conversation.begin(planned.url)
    assert not any(turn["you"] for turn in _history(other))
    assert "not told me anything" in other.say("what have I told you?")[0]["text"]


def test_a_question_gets_status_sources_and_buttons(talk: Conversation) -> None:
    replies = talk.say(BOARD)
    assert status_of(replies) == "answered"
    assert "lgid-2010/5.1" in replies[0]["sources"][0]["ref"]
    assert {"More on this", "Why this passage?"} <= set(buttons_of(replies))
    assert replies[0]["marked"] in replies[0]["text"].replace("**", "")
