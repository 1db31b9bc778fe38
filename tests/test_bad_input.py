"""Bad input over the HTTP API: a clear reply each time, nothing lost, nothing of it in the log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.client import TIMEOUT, Conversation, Reply, buttons_of
from bot.serve import Servers

OPEN_QUESTION = "What kind of organisation is buying the service?"
MARK = "Zanzibarquux"  # stands in every bad input that has words, so that it can be looked for in the log

TEXTS = {
    "empty": "",
    "only spaces": " \n\t ",
    "one character": "x",
    "100,000 characters": f"{MARK} " + "a" * 100_000,
    "100,000 words": f"{MARK} " + "wales " * 20_000,
    "emoji": f"🦄🎉👩‍👩‍👧 {MARK}",
    "only emoji": "🦄🎉👩‍👩‍👧",
    "right to left": "مرحبا كيف حالك",
    "right-to-left override": "\u202eselaw",
    "HTML": f"<b>{MARK}</b>",
    "script": f"<script>alert('{MARK}')</script><img src=x onerror=alert(1)>",
    "SQL": f"'; DROP TABLE events; -- {MARK}",
    "template": f"{{{{7*7}}}} ${{7*7}} {{service}} %s%n {MARK}",
    "path": f"../../../../etc/passwd {MARK}",
    "control characters": "\x00\x01\x02\x1b[31m",
    "half a surrogate pair": "a\ud800b",
    "only punctuation": "?!... --- ///",
    "JSON": f'{{"text": "{MARK}"}}',
    "restart": "/restart",
    "a slot": '/SetSlot{"journey": null}',
    "a slot's event": '{"event": "slot", "name": "journey", "data": null}',
    "an intent with an entity": f'/inform{{"answer": "{MARK}"}}',
    "fallback": f'/nlu_fallback{{"x": "{MARK}"}}',
    "session start": "/session_start",
    "a button's payload": '/choose{"question": "nation", "option": "scotland"}',
    "deleting": "/forget_me_now",
    "deleting answers": "/start_again_now",
    "many slashes": "////restart",
}

PRESSES = {
    "empty": "",
    "plain words": f"hello {MARK}",
    "restart": "/restart",
    "a slot": '/SetSlot{"journey": null}',
    "an intent with an entity": f'/inform{{"answer": "{MARK}"}}',
    "fallback": f'/nlu_fallback{{"x": "{MARK}"}}',
    "session start": "/session_start",
    "the opening": "/open_talk",
    "half of its JSON": '/choose{"question": "body"',
    "no entities": "/choose",
    "empty entities": "/choose{}",
    "an entity that is no text": '/choose{"question": 1}',
    "an entity of ours that no button has": '/choose{"journey": "x"}',
    "an option that does not exist": '/choose{"question": "body", "option": "circus"}',
    "an option in HTML": '/choose{"question": "body", "option": "<script>alert(1)</script>"}',
    "a question that does not exist": f'/choose{{"question": "{MARK}", "option": "x"}}',
    "a question that comes later": '/choose{"question": "route", "option": "direct_award"}',
    "a passage that does not exist": f'/show{{"passage": "{MARK}"}}',
    "a stage that does not exist": f'/jump_stage{{"stage": "{MARK}"}}',
    "an answer that does not exist": f'/change_answer{{"question": "{MARK}"}}',
    "two lines": "/back\n/restart",
    "very long": '/choose{"question": "' + "a" * 100_000 + '"}',
}

BODIES: dict[str, Any] = {
    "a number": {"text": 1},
    "null": {"text": None},
    "a list": {"text": ["wales"]},
    "an object": {"text": {"a": "wales"}},
    "a number pressed": {"press": 1},
    "a list pressed": {"press": ["/back"]},
    "text and press": {"text": "wales", "press": "/back"},
    "neither": {},
    "another key": {"message": "wales", "sender": "somebody"},
    "a list as body": ["wales"],
    "a text as body": "wales",
    "null as body": None,
}

RAW = {
    "no body": b"",
    "not JSON": f"hello {MARK}".encode(),
    "half of JSON": b'{"text": "wales"',
    "not UTF-8": b'{"text": "\xff\xfe"}',
    "20 MB": b'{"text": "' + b"a" * 20_000_000 + b'"}',
    "a deep list": b"[" * 50_000,
    "a deep object": b'{"text":' * 50_000,
    "a huge number": b'{"text": ' + b"9" * 5_000 + b"}",
}


@pytest.fixture
def plan(talk: Conversation) -> Conversation:
    """A conversation in the middle of a plan: one answer given, the second question open."""
    talk.press("Plan a commission")
    talk.press("Wales")
    assert OPEN_QUESTION in _said(talk.replies)
    return talk


def _post(talk: Conversation, **request: Any) -> requests.Response:
    headers = request.pop("headers", {"Authorization": f"Bearer {talk.token}"})
    return requests.post(f"{talk.url}/guide/messages", headers=headers, timeout=TIMEOUT, **request)


def _said(replies: list[Reply]) -> str:
    return "\n".join(reply["text"] for reply in replies)


def _check_clear(answer: requests.Response, statuses: set[int]) -> dict[str, Any]:
    """Either replies with words, or an error with a code and a message; never a page or a trace."""
    assert answer.status_code in statuses, f"{answer.status_code}: {answer.text[:200]}"
    assert "Traceback" not in answer.text and 'File "' not in answer.text
    made: dict[str, Any] = answer.json()
    if answer.status_code == 200:
        assert made["replies"] and all(reply["text"].strip() for reply in made["replies"])
        assert "technical problem" not in _said(made["replies"])
    else:
        assert made["error"]["code"] and made["error"]["message"].strip()
    return made


def _check_intact(plan: Conversation) -> None:
    """Nothing was lost, and the same question comes again."""
    told = _said(plan.say("what have I told you?"))
    assert "Your nation: Wales" in told and "Kind of body" not in told
    assert OPEN_QUESTION in _said(plan.say("go on"))
    assert "What is the service, and who is it for?" in _said(plan.press("Council"))


# --- what is sent ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_bad_text_gets_a_clear_reply_and_loses_nothing(plan: Conversation, text: str) -> None:
    made = _check_clear(_post(plan, data=json.dumps({"text": text})), {200, 400, 413})
    assert "deleted" not in _said(made["replies"])
    _check_intact(plan)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_bad_text_before_a_plan_gets_a_clear_reply(talk: Conversation, text: str) -> None:
    _check_clear(_post(talk, data=json.dumps({"text": text})), {200, 400, 413})
    assert "Which nation is your organisation in?" in _said(talk.press("Plan a commission"))


@pytest.mark.parametrize("text", ["\x00\x01", "zxcv", "🦄", "what?", "England", MARK])
def test_only_a_yes_confirms_a_deletion(plan: Conversation, text: str) -> None:
    plan.say("start again")
    _check_clear(_post(plan, json={"text": text}), {200})
    plan.say("go on with my plan")  # the menu begins the other journey, too
    assert "Your nation: Wales" in _said(plan.say("what have I told you?"))


@pytest.mark.parametrize("press", PRESSES.values(), ids=PRESSES)
def test_a_bad_button_gets_a_clear_reply_and_loses_nothing(plan: Conversation, press: str) -> None:
    _check_clear(_post(plan, json={"press": press}), {200, 400, 403, 413})
    _check_intact(plan)


@pytest.mark.parametrize("press", PRESSES.values(), ids=PRESSES)
def test_a_bad_button_before_a_plan_is_no_question(talk: Conversation, press: str) -> None:
    made = _check_clear(_post(talk, json={"press": press}), {200, 400, 403, 413})
    assert not any(reply["status"] for reply in made["replies"]), "a button's payload was searched for in the reports"


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_wrong_types_are_refused_with_a_reason(plan: Conversation, body: Any) -> None:
    _check_clear(_post(plan, json=body, **({"data": "null"} if body is None else {})), {400})
    _check_intact(plan)


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_a_body_that_is_no_message_is_refused(plan: Conversation, raw: bytes) -> None:
    _check_clear(_post(plan, data=raw), {400, 413})
    _check_intact(plan)


def test_markup_is_given_back_as_text_and_escaped_in_the_document(plan: Conversation) -> None:
    plan.press("Council")
    plan.say("<script>alert(1)</script> visits for older people")
    shown = plan.say("checklist")
    html = next(d["href"] for reply in shown for d in reply["documents"] if d["href"].endswith(".html"))
    document = plan.document(html)
    assert "<script>alert" not in document and "visits for older people" in document


# --- who sends it ----------------------------------------------------------------------------------------------------


def test_a_token_that_was_not_issued_here_is_refused(plan: Conversation) -> None:
    session, _, signature = plan.token.partition(".")
    other = "0" if signature[-1] != "0" else "1"
    forged = [
        {}, {"Authorization": "Bearer"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"},
        {"Authorization": plan.token}, {"Authorization": f"Basic {plan.token}"}, {"Authorization": f"Bearer {session}"},
        {"Authorization": f"Bearer {session}."}, {"Authorization": f"Bearer {session}.{signature[:-1]}{other}"},
        {"Authorization": f"Bearer {session}x.{signature}"}, {"Authorization": f"Bearer ../{session}.{signature}"},
    ]  # fmt: skip
    for headers in forged:
        assert _check_clear(_post(plan, json={"text": "Council"}, headers=headers), {401})["error"]["code"] == "no_session"
        for method, path in (("GET", "/guide/messages"), ("DELETE", "/guide/sessions")):
            answer = requests.request(method, plan.url + path, headers=headers, timeout=TIMEOUT)
            assert answer.status_code == 401, f"{method} {path} {headers}"
    _check_intact(plan)


def test_two_sessions_do_not_mix(guide_url: str) -> None:
    one, two = Conversation.begin(guide_url), Conversation.begin(guide_url)
    assert one.token != two.token
    for talk, nation, service in ((one, "Wales", "A choir"), (two, "Scotland", "A cafe")):
        talk.press("Plan a commission")
        talk.press(nation)
        talk.press("Council")
        talk.say(service)
    one.say("how was risk shared in Salford?")
    assert "not shown a passage yet" in _said(two.say("why this passage?"))
    first, second = _said(one.say("what have I told you?")), _said(two.say("what have I told you?"))
    assert "Wales" in first and "A choir" in first and "Scotland" not in first and "A cafe" not in first
    assert "Scotland" in second and "A cafe" in second and "Wales" not in second and "A choir" not in second
    one.say("forget me")
    one.press("Yes, forget me")
    assert "A cafe" in _said(two.say("what have I told you?"))


def test_two_tabs_of_one_session_alternate(plan: Conversation) -> None:
    tab = Conversation(plan.url, plan.token, list(plan.replies))
    assert "What is the service, and who is it for?" in _said(plan.press("Council"))
    told = _said(tab.press("Police"))  # this tab still shows the question before
    assert "nothing has changed" in told and "What is the service, and who is it for?" in told
    tab.say("A night shelter")
    assert "Is this a new service" in _said(plan.say("go on"))
    plan.press("New service")
    summary = _said(tab.say("what have I told you?"))
    assert all(part in summary for part in ("Wales", "Council", "A night shelter", "New service")) and "Police" not in summary


# --- buttons out of order --------------------------------------------------------------------------------------------


def _payload(replies: list[Reply], title: str) -> str:
    return next(str(b["payload"]) for reply in replies for b in reply["buttons"] if b["title"] == title)


def test_a_button_pressed_twice_answers_once(plan: Conversation) -> None:
    council = _payload(plan.replies, "Council")
    first = _check_clear(_post(plan, json={"press": council}), {200})["replies"]
    again = _check_clear(_post(plan, json={"press": council}), {200})["replies"]
    assert "What is the service, and who is it for?" in _said(first)
    assert "I have that already" in _said(again) and "What is the service, and who is it for?" in _said(again)


@pytest.mark.parametrize("title", ["Skip", "Don't know"])
def test_skip_pressed_twice_skips_one_question(plan: Conversation, title: str) -> None:
    button = _payload(plan.replies, title)
    _check_clear(_post(plan, json={"press": button}), {200})
    again = _said(_check_clear(_post(plan, json={"press": button}), {200})["replies"])
    assert "What is the service, and who is it for?" in again, "the second press skipped a question that had not been seen"


def test_a_button_of_an_earlier_question_changes_nothing(plan: Conversation) -> None:
    police = _payload(plan.replies, "Police")
    plan.press("Council")
    plan.say("A night shelter")
    late = _said(_check_clear(_post(plan, json={"press": police}), {200})["replies"])
    assert "nothing has changed" in late and "still: Council" in late and "Is this a new service" in late
    assert "Kind of body: Council" in _said(plan.say("what have I told you?"))


def test_an_old_confirmation_deletes_nothing_later(plan: Conversation) -> None:
    yes = _payload(plan.say("start again"), "Yes, start again")
    plan.press("No, go on")
    plan.press("Council")
    _check_clear(_post(plan, json={"press": yes}), {200})
    told = _said(plan.say("what have I told you?"))
    assert "Your nation: Wales" in told and "Kind of body: Council" in told


def test_a_button_of_a_plan_that_is_deleted_changes_nothing(plan: Conversation) -> None:
    council = _payload(plan.replies, "Council")
    plan.say("forget me")
    plan.press("Yes, forget me")
    made = _check_clear(_post(plan, json={"press": council}), {200, 403})
    assert not any(reply["status"] for reply in made["replies"])
    assert "not told me anything yet" in _said(plan.say("what have I told you?"))


def test_every_button_of_the_opening_and_the_menu_works(talk: Conversation, plan: Conversation) -> None:
    for title in buttons_of(talk.replies):
        _check_clear(_post(talk, json={"press": _payload(talk.replies, title)}), {200})
    for title in buttons_of(plan.say("menu")):
        menu = plan.say("menu")
        _check_clear(_post(plan, json={"press": _payload(menu, title)}), {200})
    plan.say("go on with my plan")  # the menu begins the other journey, too
    assert "Your nation: Wales" in _said(plan.say("what have I told you?"))


# --- other addresses and the log -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", "/guide/nothing"), ("GET", "/guide/page/"), ("GET", "/guide/page/../channel.py"), ("PUT", "/guide/messages"),
        ("GET", "/guide/page/%2e%2e/channel.py"), ("GET", "/guide/documents/x/checklist.html"),
        ("GET", "/guide/documents/x.1.y/checklist.html"), ("GET", "/guide/documents/x.y.z/checklist.exe"),
        ("GET", "/guide/passages/nothing"), ("GET", "/conversations/x/tracker"), ("GET", "/domain"), ("GET", "/status"),
        ("POST", "/model/parse"), ("POST", "/webhooks/rest/webhook"), ("POST", "/webhooks/guide/webhook"), ("GET", "/version"),
    ],
)  # fmt: skip
def test_other_addresses_give_nothing_away(guide_url: str, method: str, path: str) -> None:
    answer = requests.request(method, guide_url + path, json={"text": "hi"} if method == "POST" else None, timeout=TIMEOUT)
    assert answer.status_code in {401, 403, 404, 405}, f"{answer.status_code}: {answer.text[:200]}"
    assert "Traceback" not in answer.text and "/work" not in answer.text and 'File "' not in answer.text


def test_the_log_holds_no_trace_and_none_of_the_text(servers: Servers) -> None:
    talk = Conversation.begin(servers.url)
    talk.press("Plan a commission")
    for text in TEXTS.values():
        _post(talk, data=json.dumps({"text": text}))
    for press in PRESSES.values():
        _post(talk, json={"press": press})
    for name, raw in RAW.items():
        if name != "20 MB":
            _post(talk, data=raw)
    talk.say(f"how would {MARK} share risk with a provider?")
    assert not _private(servers.log), "\n".join(_private(servers.log))


def _private(log: Path) -> list[str]:
    """Lines of the log that should not be there."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    unwanted = ("Traceback", MARK.lower(), "drop table", "<script", "restart", "/choose")
    return [line[:200] for line in lines if any(word.lower() in line.lower() for word in unwanted)]
