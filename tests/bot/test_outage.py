"""The action server dies in the middle of an interview and comes back: the user is told, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import serve
from bot.client import Conversation, status_of
from bot.serve import Servers

MARK = "Zanzibarquux"  # stands in what the user types, so that it can be looked for in the log
ANSWER = f"Home visits for older people in {MARK}"
QUESTION = "What is the service, and who is it for?"
NEXT_QUESTION = "Is this a new service"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Servers, int]]:
    """A guide whose action server may be stopped, and the action server's port."""
    port = serve.free_port()
    with serve.running(serve.for_scripts(port, tmp_path_factory.mktemp("outage"))) as servers:
        yield servers, port + 50


@pytest.fixture(scope="module")
def story(own: tuple[Servers, int]) -> dict[str, list[dict]]:
    """What the user got before, during and after the outage, told once for all tests."""
    servers, port = own
    talk = Conversation.begin(servers.url)
    told = {"begun": talk.press("Plan a commission")}
    talk.press("Wales")
    told["asked"] = talk.press("Council")
    serve.stop(servers.actions)
    told["first failure"], told["second failure"] = talk.say(ANSWER), talk.say(ANSWER)
    told["health"] = [{"text": "", "ready": serve.health(servers.url)}]
    again = serve.start_actions(port, servers.log, serve.for_scripts(port, servers.log.parent))
    try:
        _wait_until_ready(servers.url)
        told["answered"] = talk.say(ANSWER)
        told["summary"] = talk.say("what have I told you?")
    finally:
        serve.stop(again)
    return told


def _wait_until_ready(url: str) -> None:
    until = time.monotonic() + serve.STARTS_WITHIN
    while not serve.health(url):
        assert time.monotonic() < until, "the action server did not come back"
        time.sleep(0.25)


def _said(replies: list[dict]) -> str:
    return "\n".join(reply["text"] for reply in replies)


def test_the_interview_is_under_way_before_the_outage(story: dict[str, list[dict]]) -> None:
    assert QUESTION in _said(story["asked"])


@pytest.mark.parametrize("time_asked", ["first failure", "second failure"])
def test_the_user_is_told_of_a_technical_problem_each_time(story: dict[str, list[dict]], time_asked: str) -> None:
    assert status_of(story[time_asked]) == "failed"
    assert "technical problem" in _said(story[time_asked])
    assert "Nothing that you told me is lost" in _said(story[time_asked])


def test_the_guide_says_that_it_is_not_ready(story: dict[str, list[dict]]) -> None:
    assert story["health"][0]["ready"] is False


def test_the_same_answer_is_taken_by_the_same_question_once_it_is_back(story: dict[str, list[dict]]) -> None:
    assert status_of(story["answered"]) is None
    assert NEXT_QUESTION in _said(story["answered"])


@pytest.mark.parametrize("line", ["Your nation: Wales", "Kind of body: Council", f"The service: {ANSWER}"])
def test_no_answer_is_lost(story: dict[str, list[dict]], line: str) -> None:
    assert line in _said(story["summary"])


def test_the_log_holds_no_traceback_and_nothing_that_the_user_typed(
    own: tuple[Servers, int], story: dict[str, list[dict]]
) -> None:
    log = Path(own[0].log).read_text(encoding="utf-8", errors="replace")
    assert log.count("status=failed") == 2  # or this would look at the wrong file
    assert "Traceback" not in log
    assert MARK not in log
