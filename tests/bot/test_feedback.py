"""What people say of answers is kept without a word of theirs and without whose conversation it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from bot import feedback
from bot.client import TIMEOUT, Conversation
from bot.feedback import FILE, SAID, counts, note, report
from bot.serve import Servers

QUESTION = "has anyone put their own director on the board?"


def tell(talk: Conversation, body: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {talk.token}"}
    return requests.post(f"{talk.url}/guide/feedback", json=body, headers=headers, timeout=TIMEOUT)


@pytest.mark.parametrize("said", SAID)
def test_what_is_said_of_an_answer_is_kept_with_the_day_and_nothing_else(talk: Conversation, servers: Servers, said: str) -> None:
    about = talk.say(QUESTION)[0]["sources"][0]["passage"]
    before = counts(servers.log.parent).get(about, {}).get(said, 0)
    assert tell(talk, {"about": about, "said": said, "text": "and my own words"}).status_code == 204
    assert counts(servers.log.parent)[about][said] == before + 1
    line = (servers.log.parent / FILE).read_text(encoding="utf-8").splitlines()[-1]
    day, release, *rest = line.split(",")
    assert rest == [about, said] and day == date.today().isoformat() and len(release) == 12
    assert not [mark for mark in ("my own words", talk.token.split(".")[0]) if mark in line]


KNOWN = "torbay-price-thirty-per-cent"
WRONG = [
    ({}, 400), ([], 400), ({"about": ["x"], "said": "useful"}, 400), ({"said": "useful"}, 400), ({"about": KNOWN}, 400),
    ({"about": KNOWN, "said": "dreadful"}, 400), ({"about": KNOWN, "said": ["useful"]}, 400),
    ({"about": "no-such-passage", "said": "useful"}, 404), ({"about": "=cmd()", "said": "useful"}, 404),
    ({"about": "", "said": "useful"}, 404),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), WRONG)
def test_anything_else_is_refused_and_not_kept(talk: Conversation, servers: Servers, body: Any, status: int) -> None:
    before = counts(servers.log.parent)
    answer = tell(talk, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, {400: "bad_request", 404: "no_passage"}[status])
    assert counts(servers.log.parent) == before


def test_nobody_without_a_conversation_may_say_it(guide_url: str) -> None:
    answer = requests.post(f"{guide_url}/guide/feedback", json={"about": "x", "said": "useful"}, timeout=TIMEOUT)
    assert answer.status_code == 401


def test_a_note_can_be_what_it_is_about(talk: Conversation) -> None:
    source = talk.say("does the social value act apply in Wales?")[0]["sources"][0]
    assert source["passage"] is None
    assert tell(talk, {"about": source["ref"][0].removeprefix("currency/"), "said": "out_of_date"}).status_code == 204


def test_nobody_can_fill_the_disk_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MOST", 200)
    with pytest.raises(OSError, match="is full: put it aside"):
        for _ in range(100):
            note(tmp_path, date(2026, 11, 27), "r", "good", "useful")
    assert (tmp_path / FILE).stat().st_size < 300


def test_the_report_has_what_is_complained_of_most_first(tmp_path: Path) -> None:
    assert "Nobody" in report(counts(tmp_path))
    for about, said in (("good", "useful"), ("good", "not_clear"), ("bad", "out_of_date"), ("bad", "not_clear")):
        note(tmp_path, date(2026, 11, 27), "r", about, said)
    lines = report(counts(tmp_path)).splitlines()
    assert lines[0].split() == ["about", *SAID]
    assert [line.split() for line in lines[1:]] == [["bad", "0", "1", "0", "1"], ["good", "1", "0", "0", "1"]]
