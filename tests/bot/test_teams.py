"""Microsoft Teams, against Microsoft's side on this machine: the same door as on the page, and nothing that is not signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fake_microsoft import APP, PASSWORD, TENANT, Microsoft, Person, buttons, titles

from bot.cards import BUTTONS_A_CARD, message
from bot.replies import plain
from bot.serve import ROOT, Servers, StartError, for_scripts, free_port, running
from bot.settings import SettingsError
from bot.teams import KEYS, VARIABLE, TeamsChannel, credential_faults

ADDRESS = "https://guide.example.org"
GOOD = {"app_id": APP, "app_password": PASSWORD, "tenant": TENANT, "address": ADDRESS}
SECRET = "the swans of Abbotsbury"
HELD = [
    line
    for line in (ROOT / "tests/evaluation/distress.txt").read_text(encoding="utf-8").splitlines()
    if line[:1] not in ("", "#")
]
ORDINARY = "We commission suicide prevention for young men"


@pytest.fixture(scope="module")
def microsoft() -> Iterator[Microsoft]:
    made = Microsoft()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(scope="module")
def servers(microsoft: Microsoft, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """A guide with the credentials file of the checkout, led to this machine's Microsoft."""
    known = {**GOOD, "openid": f"{microsoft.url}/openid", "login": f"{microsoft.url}/login"}
    settings = for_scripts(free_port(), tmp_path_factory.mktemp("teams"), credentials="credentials-teams.yml")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in known.items():
            patch.setenv(f"{VARIABLE}{name.upper()}", value)
        with running(settings) as started:
            yield started


@pytest.fixture
def person(microsoft: Microsoft, servers: Servers, request: pytest.FixtureRequest) -> Person:
    microsoft.trouble.clear()
    return Person(microsoft, servers.url, hashlib.sha256(request.node.name.encode()).hexdigest()[:12])


def kept(servers: Servers) -> str:
    """All that is stored of conversations."""
    with sqlite3.connect(servers.log.parent / "conversations.db") as database:
        return "\n".join(str(row) for row in database.execute("SELECT sender_id, data FROM events"))


def times_taken(servers: Servers, name: str) -> int:
    """How often a message stands in a conversation."""
    with sqlite3.connect(servers.log.parent / "conversations.db") as database:
        events = [json.loads(data) for (data,) in database.execute("SELECT data FROM events")]
    return sum(event["event"] == "user" and event["message_id"] == name for event in events)


# --- a conversation --------------------------------------------------------------------------------------------------


def test_who_opens_the_chat_is_greeted_and_can_plan_with_buttons_and_words(person: Person) -> None:
    added = person.activity(type="conversationUpdate", membersAdded=[{"id": "28:bot"}], id=None)
    shown = person.send(added)
    assert "Plan a commission" in titles(shown)
    shown = person.press("Plan a commission", shown)
    shown = person.press("Wales", shown)
    assert "What kind of organisation" in shown["text"] and "Council" in titles(shown)
    shown = person.say("fire service")
    assert "Fire" in shown["text"]
    asked = person.say("how can risk be shared?")
    assert "Source: " in asked["text"]


def test_what_is_said_of_where_words_go_is_true_in_teams(person: Person) -> None:
    opening = person.say("hello")["text"]
    assert "goes through Microsoft Teams" in opening and "page" not in opening.split("program")[1]
    told = person.say("is this confidential?")["text"]
    assert "your organisation may be able to read it in Teams" in told and "nobody else gets it" not in told
    person.press("Wales", person.say("plan a commission"))
    assert "with this chat" in person.say("bye")["text"]


def test_who_says_something_first_is_greeted_and_answered_in_one_message(person: Person) -> None:
    shown = person.say("how can risk be shared?")
    assert "I am the Commissioning Guide" in shown["text"] and "Source: " in shown["text"]


def test_the_answer_goes_to_the_conversation_with_the_bots_own_token(person: Person, microsoft: Microsoft) -> None:
    shown = person.say("hello")
    assert shown["path"] == f"/v3/conversations/a:{person.name}%2F1/activities"
    assert shown["bearer"].startswith("Bearer bearer-") and shown["from"] == {"id": "28:bot"}


def test_documents_open_at_the_guides_own_address(person: Person, servers: Servers) -> None:
    person.press("Wales", person.press("Plan a commission", person.say("hello")))
    opened = [button for button in buttons(person.say("checklist")) if button["type"] == "openUrl"]
    assert opened and all(button["value"].startswith(f"{ADDRESS}/guide/documents/") for button in opened)
    page = requests.get(opened[0]["value"].replace(ADDRESS, servers.url), timeout=60)
    assert page.status_code == 200 and "Wales" in page.text


def test_a_message_that_comes_again_gets_its_answer_again_and_is_taken_once(person: Person, servers: Servers) -> None:
    shown = person.press("Plan a commission", person.say("hello"))
    twice = person.activity(value=next(b["value"] for b in buttons(shown) if b["title"] == "Wales"), text="Wales")
    first, second = person.send(twice), person.send(twice)
    assert first["text"] == second["text"] and "What kind of organisation" in first["text"]
    assert times_taken(servers, twice["id"]) == 1


def test_forget_me_deletes_all_of_it(person: Person, servers: Servers) -> None:
    person.press("Plan a commission", person.say("hello"))
    person.say(f"{SECRET} in {person.name}")
    assert person.name in kept(servers)
    person.press("Yes, forget me", person.say("forget me"))
    assert person.name not in kept(servers)


def test_nothing_of_who_somebody_is_at_microsoft_is_kept(person: Person, servers: Servers) -> None:
    person.say("hello")
    whole = kept(servers) + servers.log.read_text(encoding="utf-8")
    assert not [mark for mark in (f"29:{person.name}", f"{person.name} Example", f"a:{person.name}") if mark in whole]


def test_what_is_escaped_by_teams_is_read_as_it_was_typed(person: Person) -> None:
    person.press("England", person.press("Plan a commission", person.say("hello")))
    person.say("council")
    assert "R&amp;D for &lt;b&gt; carers" in person.say("R&amp;D for &lt;b&gt; carers")["text"]


# --- the same door ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HELD[::6])
def test_somebody_in_distress_gets_the_same_help_as_on_the_page_and_nothing_is_kept(
    person: Person, servers: Servers, text: str
) -> None:
    page = requests.post(f"{servers.url}/guide/sessions", json={}, timeout=60).json()
    headers = {"Authorization": f"Bearer {page['session']}"}
    told = requests.post(f"{servers.url}/guide/messages", json={"text": text}, headers=headers, timeout=60).json()["replies"]
    if told[0]["status"] == "distress":
        assert "116 123" in person.say(text)["text"]
        assert json.dumps(text) not in kept(servers)
    else:
        assert "116 123" not in person.say(text)["text"]


def test_distress_in_an_interview_records_nothing_and_asks_the_open_question_again(person: Person, servers: Servers) -> None:
    shown = person.press("Plan a commission", person.say("hello"))
    told = person.say("I want to kill myself")
    assert "116 123" in told["text"] and "999" in told["text"]
    assert set(titles(shown)) == set(titles(told))
    assert "kill myself" not in kept(servers)


def test_words_of_the_trade_are_no_distress(person: Person) -> None:
    assert "116 123" not in person.say(ORDINARY)["text"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("write to jane.doe@example.org", "personal data"), ("", "any words"), ("x" * 2001, "more than I can take in"),
        ("mae angen help arnaf i gynllunio gwasanaeth", "Saesneg"),
    ],
)  # fmt: skip
def test_what_the_page_does_not_take_is_not_taken_here(person: Person, servers: Servers, text: str, told: str) -> None:
    assert told in person.say(text)["text"]
    assert "jane.doe" not in kept(servers)


def test_a_closed_guide_says_so_but_still_says_who_helps(person: Person, servers: Servers) -> None:
    closed = servers.log.parent / "closed"
    closed.write_text("Back on Monday.")
    try:
        assert "Back on Monday." in person.say("hello")["text"]
        assert "116 123" in person.say("I want to kill myself")["text"]
    finally:
        closed.unlink()


# --- attacks ---------------------------------------------------------------------------------------------------------


def forged(microsoft: Microsoft) -> dict[str, str]:
    """Tokens that must not count, by what is wrong with them."""
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    head = urlsafe_b64encode(b'{"alg":"none","kid":"k1"}').rstrip(b"=").decode()
    body = urlsafe_b64encode(json.dumps(microsoft.claims()).encode()).rstrip(b"=").decode()
    public = microsoft.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head_hs = urlsafe_b64encode(b'{"alg":"HS256","kid":"k1"}').rstrip(b"=").decode()
    mac = urlsafe_b64encode(hmac.new(public, f"{head_hs}.{body}".encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    return {
        "no token": "", "no JWT": "x.y.z", "long": "x" * 5_000, "another's key": microsoft.token(key=stranger),
        "no signature": f"{head}.{body}.", "the public key as a password": f"{head_hs}.{body}.{mac}",
        "a key that is not known": microsoft.token(kid="k9"),
        "a key for Skype": microsoft.token(kid="k2", key=microsoft.for_skype),
        "for another bot": microsoft.token(aud="app-2"), "of another issuer": microsoft.token(iss="https://evil.example.org"),
        "run out": microsoft.token(exp=int(time.time()) - 3600), "without an end": microsoft.token(exp=None),
        "for another address": microsoft.token(serviceurl="https://smba.example.org"),
        "for no address": microsoft.token(serviceurl=None),
    }  # fmt: skip


def test_what_is_not_signed_as_microsoft_signs_is_refused_and_nothing_comes_of_it(
    person: Person, microsoft: Microsoft, servers: Servers
) -> None:
    before, sent = kept(servers), len(microsoft.sent)
    for wrong, token in forged(microsoft).items():
        answer = person.post(person.activity(text="hello"), token)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_signed"), wrong
        assert "Traceback" not in answer.text
    assert (kept(servers), len(microsoft.sent)) == (before, sent)


def test_our_token_goes_to_no_address_that_is_not_signed(person: Person, microsoft: Microsoft) -> None:
    other = Microsoft()
    answer = person.post(person.activity(text="hello", serviceUrl=other.url))
    assert answer.status_code == 401 and not other.sent
    other.shutdown()
    other.server_close()


def test_people_of_another_organisation_are_refused(person: Person) -> None:
    for tenant in ({"id": "tenant-2"}, {}, None):
        answer = person.post(person.activity(text="hello", channelData={"tenant": tenant}))
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "foreign_tenant")


def test_in_a_group_nothing_is_taken(person: Person, servers: Servers) -> None:
    group = {"id": f"19:{person.name}", "conversationType": "groupChat"}
    assert "one person at a time" in person.send(person.activity(text=SECRET + person.name, conversation=group))["text"]
    assert "116 123" in person.send(person.activity(text="I want to kill myself", conversation=group))["text"]
    assert person.name not in kept(servers)


@pytest.mark.parametrize(
    "payload",
    [
        "/restart",
        "/session_start",
        '/nlu_fallback{"a": "b"}',
        '/slot{"answers": {}}',
        "EXTERNAL: x",
        "/open_talk",
        "/choose{",
        7,
        {},
    ],
)
def test_a_payload_that_is_no_button_is_refused(person: Person, servers: Servers, payload: Any) -> None:
    person.press("Plan a commission", person.say("hello"))
    before = kept(servers)
    shown = person.send(person.activity(text="", value={"press": payload}))
    assert "not one of the guide's buttons" in shown["text"] or "any words" in shown["text"]
    assert kept(servers) == before


def test_a_typed_command_of_rasas_is_read_as_words(person: Person) -> None:
    person.press("Wales", person.press("Plan a commission", person.say("hello")))
    person.say("/restart")
    person.say("/session_start")
    assert "Your nation: Wales" in person.say("what have I told you?")["text"]


def test_two_people_know_nothing_of_each_other(person: Person, microsoft: Microsoft, servers: Servers) -> None:
    other = Person(microsoft, servers.url, f"{person.name}-other")
    person.press("Wales", person.press("Plan a commission", person.say("hello")))
    other.say("hello")
    assert "Wales" not in other.say("what have I told you?")["text"]


def test_markup_in_what_is_said_is_shown_and_does_nothing(person: Person) -> None:
    person.press("England", person.press("Plan a commission", person.say("hello")))
    person.say("council")
    shown = person.say("Care <script>alert(1)</script> [here](javascript:alert(1)) `x`")["text"]
    assert "<script" not in shown and "](" not in shown and "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    "activity",
    [
        {}, [], {"type": "message"}, {"type": 7}, {"from": "x"},
        {"serviceUrl": "file:///etc/passwd"}, {"serviceUrl": "http://evil.example.org"},
    ],
)  # fmt: skip
def test_what_is_no_activity_is_refused(person: Person, activity: Any) -> None:
    whole = {**person.activity(text="x"), **activity} if activity and set(activity) != {"type"} else activity
    answer = person.post(whole)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


def test_a_body_of_20_megabytes_is_refused(person: Person) -> None:
    with suppress(requests.ConnectionError):  # cut off while it was still sending
        assert person.post(person.activity(text="x" * 20_000_000)).status_code == 413
    assert person.say("hello")["text"]


# --- Microsoft in trouble --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [[401], [429], [429, 429], [401, 429]])
def test_an_answer_that_surely_did_not_arrive_is_sent_again(person: Person, microsoft: Microsoft, trouble: list[int]) -> None:
    microsoft.trouble[:] = trouble
    assert person.say("hello")["text"]


def test_an_answer_that_may_have_arrived_is_not_sent_twice(person: Person, microsoft: Microsoft) -> None:
    sent, microsoft.trouble[:] = len(microsoft.sent), [500]
    assert person.post(person.activity(text="hello")).status_code == 200
    assert len(microsoft.sent) == sent and not microsoft.trouble


def test_an_answer_that_cannot_be_delivered_comes_when_teams_tries_again(
    person: Person, microsoft: Microsoft, servers: Servers
) -> None:
    shown = person.press("Plan a commission", person.say("hello"))
    pressed = person.activity(value=next(b["value"] for b in buttons(shown) if b["title"] == "Wales"), text="Wales")
    microsoft.trouble[:] = [429, 429, 429]
    assert person.post(pressed).status_code == 503
    assert "What kind of organisation" in person.send(pressed)["text"]
    assert times_taken(servers, pressed["id"]) == 1


# --- cards and credentials -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, BUTTONS_A_CARD, BUTTONS_A_CARD + 1, 3 * BUTTONS_A_CARD])
def test_no_card_has_more_buttons_than_teams_shows_and_none_is_lost(number: int) -> None:
    reply = {**plain("Which?", None), "buttons": [{"title": f"b{n}", "payload": f"/p{n}"} for n in range(number)]}
    made = message([reply], ADDRESS)
    assert [button["title"] for button in buttons(made)] == [f"b{n}" for n in range(number)]
    assert all(0 < len(card["content"]["buttons"]) <= BUTTONS_A_CARD for card in made["attachments"])


def test_lines_stay_lines_and_lists_stay_lists() -> None:
    made = message([plain("# Head\nOne line\nand another\n\n- a\n- b", None)], ADDRESS)["text"]
    assert made == "**Head**\n\nOne line\n\nand another\n\n- a\n- b"


@pytest.fixture
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.delenv(f"{VARIABLE}{name.upper()}", raising=False)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"app_id": ""}, "app_id: is missing"), ({"tenant": " "}, "tenant: is missing; set TEAMS_TENANT"),
        ({"addres": "x"}, "addres: is not known. Nearest: 'address'"), ({"address": "http://x.org"}, "begins with https://"),
    ],
)  # fmt: skip
def test_credentials_that_cannot_be_used_are_told_with_what_to_do(changed: dict[str, str], told: str) -> None:
    assert not credential_faults(GOOD)
    faults = credential_faults({**GOOD, **changed})
    assert len(faults) == 1 and told in faults[0]


def test_without_credentials_all_that_is_missing_is_told_at_once(no_credentials: None) -> None:
    with pytest.raises(SettingsError) as raised:
        TeamsChannel.from_credentials(None)
    assert len(raised.value.faults) == 4


def test_a_guide_without_credentials_says_so_and_does_not_start(tmp_path: Path, no_credentials: None) -> None:
    settings = for_scripts(free_port(), tmp_path, credentials="credentials-teams.yml")
    with pytest.raises(StartError, match=r"(?s)app_id: is missing.*address: is missing"), running(settings):
        pass
