"""Nothing is taken twice, nothing for another question, and no refusal leaves the user without the open one."""

from __future__ import annotations

import asyncio
import threading
import uuid
from typing import Any

import pytest
import requests
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.client import TIMEOUT, Conversation, buttons_of
from bot.intake import Intake, Sessions

LONG = "word " * 500


def post(talk: Conversation, **body: Any) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {talk.token}"}
    made = requests.post(f"{talk.url}/guide/messages", json=body, headers=headers, timeout=TIMEOUT)
    assert made.status_code == 200, made.text
    return made.json()["replies"]


def turns(talk: Conversation) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {talk.token}"}
    return requests.get(f"{talk.url}/guide/messages", headers=headers, timeout=TIMEOUT).json()["turns"]


@pytest.fixture
def planning(talk: Conversation) -> Conversation:
    """At the free-text question for the service."""
    talk.press("Plan a commission")
    talk.press("England")
    talk.press("Council")
    return talk


def test_a_text_that_comes_twice_is_taken_once_and_gets_the_same_reply(planning: Conversation) -> None:
    name = uuid.uuid4().hex
    first = post(planning, text="Befriending for older people", id=name, question="service")
    again = post(planning, text="Befriending for older people", id=name, question="service")
    assert again == first
    assert [turn["you"] for turn in turns(planning)].count("Befriending for older people") == 1


def test_a_button_that_comes_twice_is_pressed_once(talk: Conversation) -> None:
    name = uuid.uuid4().hex
    first = post(talk, press="/plan_commission", id=name)
    assert post(talk, press="/plan_commission", id=name) == first
    assert len(turns(talk)) == 2


def test_of_two_copies_at_the_same_moment_the_second_waits_for_the_first(planning: Conversation) -> None:
    name, got = uuid.uuid4().hex, []
    threads = [threading.Thread(target=lambda: got.append(post(planning, text="A lunch club", id=name))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 3 and got[0] == got[1] == got[2]
    assert [turn["you"] for turn in turns(planning)].count("A lunch club") == 1


def test_the_message_that_deleted_everything_gets_its_farewell_again(talk: Conversation) -> None:
    name = uuid.uuid4().hex
    post(talk, text="forget me")
    first = post(talk, press="/forget_me_now", id=name)
    assert "everything of this conversation is deleted" in first[0]["text"]
    assert post(talk, press="/forget_me_now", id=name) == first


def test_a_client_without_ids_is_understood_as_before(planning: Conversation) -> None:
    for text in ("A lunch club", "A lunch club"):
        post(planning, text=text)
    assert [turn["you"] for turn in turns(planning)].count("A lunch club") == 2


def test_a_text_for_a_question_that_is_no_longer_open_is_told_so_and_not_taken(planning: Conversation) -> None:
    replies = post(planning, text="Wales", question="nation")
    assert replies[0]["status"] == "not_taken"
    assert all(part in replies[0]["text"] for part in ("another question", "nation", "England", "not taken"))
    assert replies[-1]["question"] == "service"
    assert "Wales" not in [turn["you"] for turn in turns(planning)]


def test_a_page_that_shows_no_question_is_told_that_one_is_open_now(planning: Conversation) -> None:
    replies = post(planning, text="Wales", question=None)
    assert (replies[0]["status"], replies[-1]["question"]) == ("not_taken", "service")


def test_an_unknown_question_is_told_so_too(planning: Conversation) -> None:
    assert post(planning, text="Wales", question="no such")[0]["status"] == "not_taken"


def test_a_text_for_the_open_question_is_taken(planning: Conversation) -> None:
    replies = post(planning, text="A lunch club for older people", question="service", id="one")
    assert replies[-1]["question"] not in {None, "service"}
    assert post(planning, text="how can risk be shared?", question=replies[-1]["question"])[0]["status"] == "answered"


def test_the_token_of_a_conversation_that_was_deleted_opens_nothing_more(planning: Conversation) -> None:
    headers = {"Authorization": f"Bearer {planning.token}"}
    assert requests.delete(f"{planning.url}/guide/sessions", headers=headers, timeout=TIMEOUT).status_code == 204
    refused = requests.post(f"{planning.url}/guide/messages", json={"text": "hello"}, headers=headers, timeout=TIMEOUT)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "no_session")


def test_a_process_that_has_just_started_knows_from_the_conversation_what_was_taken_and_what_is_open() -> None:
    store = InMemoryTrackerStore(Domain.empty())
    said = UserUttered("England", input_channel="guide", message_id="one")
    asked = BotUttered("What is the service?", {"custom": {"question": "service"}})
    asyncio.run(store.save(DialogueStateTracker.from_events("someone", [said, asked])))
    started = Intake(Sessions())
    again = asyncio.run(started.answered_before(store, "someone", "one"))
    assert again is not None and [message.text for message in again] == ["What is the service?"]
    assert asyncio.run(Intake(Sessions()).answered_before(store, "someone", "two")) is None
    assert asyncio.run(started.for_another_question(store, "someone", "service")) is None
    behind = asyncio.run(started.for_another_question(store, "someone", "nation"))
    assert behind is not None and behind["status"] == "not_taken"


@pytest.mark.parametrize("body", [{"id": 5}, {"id": "x" * 65}, {"question": 5}, {"question": ["service"]}])
def test_an_id_or_question_of_another_form_is_a_bad_request(talk: Conversation, body: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {talk.token}"}
    made = requests.post(f"{talk.url}/guide/messages", json={"text": "hello", **body}, headers=headers, timeout=TIMEOUT)
    assert (made.status_code, made.json()["error"]["code"]) == (400, "bad_request")


@pytest.mark.parametrize("text", ["", "  ", LONG, "ring me on 07700 900123", "my husband hits me"])
def test_every_refusal_shows_the_open_question_again_with_its_buttons(planning: Conversation, text: str) -> None:
    before = len(turns(planning))
    replies = planning.say(text)
    assert replies[-1]["question"] == "service" and "Don't know" in buttons_of(replies)
    assert len(turns(planning)) == before
    planning.press("Don't know")
    assert turns(planning)[-1]["you"] == "Don't know"


@pytest.mark.parametrize("text", ["", "ring me on 07700 900123", "my husband hits me"])
def test_a_refusal_without_an_open_question_leaves_the_buttons_that_were_there(talk: Conversation, text: str) -> None:
    assert "Plan a commission" in buttons_of(talk.say(text))


def test_each_answer_can_be_changed_from_where_the_answers_are_checked(planning: Conversation) -> None:
    planning.say("A lunch club")
    replies = planning.say("what have I told you?")
    rows = [row for reply in replies for row in reply["answers"]]
    assert [(row["label"], row["answer"]) for row in rows] == [
        ("Your nation", "England"), ("Kind of body", "Council"), ("The service", "A lunch club"),
    ]  # fmt: skip
    asked = planning.press("Change The service")
    assert asked[-1]["question"] == "service"
    planning.say("A lunch club for 30 people")
    assert "A lunch club for 30 people" in planning.say("what have I told you?")[0]["text"]
    assert "Change the service" in [turn["you"] for turn in turns(planning)]
