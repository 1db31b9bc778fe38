"""Conversation files: their faults, what they expect, and the exit status of the command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from bot import converse
from bot.converse import FileError, in_document, read, unexpected

FAULTS = [
    ("turns: [{say: a, press: b}]", "turn 1: needs one of 'say' and 'press'"),
    ("turns: [{expect: {text: a}}]", "turn 1: needs one of 'say' and 'press'"),
    ("turns: [{say: a}, hello]", "turn 2: expected 'say' or 'press', found 'hello'"),
    ("turns: [{say: a, expects: {}}]", "turn 1: 'expects' is not known"),
    (
        "turns: [{say: a, expect: {txt: b}}]",
        "turn 1, expect: 'txt' is not known; there are buttons, document, not_document, not_text, sources, status, text",
    ),
    ("turns: [{say: a, expect: [b]}]", "turn 1, expect: expected any of"),
    ("name: x", "expected 'name' and a list of 'turns'"),
    ("- say: a", "expected 'name' and a list of 'turns'"),
    ("turns: [{say: a", "cannot be read"),
    ("", "expected 'name' and a list of 'turns'"),
]


def _file(folder: Path, text: str) -> Path:
    file = folder / "talk.yml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("text", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_a_fault_is_one_line_with_its_file_and_place(tmp_path: Path, text: str, fault: str) -> None:
    file = _file(tmp_path, text)
    with pytest.raises(FileError) as raised:
        read(file)
    assert fault in str(raised.value)
    assert str(raised.value).startswith(str(file)) and len(str(raised.value).splitlines()) == 1


def test_all_faults_of_a_file_come_at_once_each_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FileError) as raised:
        read(_file(tmp_path, "turns:\n- {say: a, x: 1}\n- {press: b}\n- {}\n- {say: c, expect: {y: 1, z: 2}}"))
    lines = str(raised.value).splitlines()
    assert [line.partition("turn ")[2][0] for line in lines] == ["1", "3", "4", "4"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_is_missing_or_no_text_is_a_fault(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "talk.yml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(FileError, match="cannot be read"):
        read(file)


def test_what_is_no_list_counts_as_a_list_of_one(tmp_path: Path) -> None:
    script = read(_file(tmp_path, "name: Talk\nturns: [{say: 5, expect: {text: a, status: [b, c]}}, {press: Go on}]"))
    assert script.name == "Talk"
    assert [(turn.say, turn.press, turn.expect) for turn in script.turns] == [
        ("5", None, {"text": ["a"], "status": ["b", "c"]}), (None, "Go on", {}),
    ]  # fmt: skip


def _reply(
    text: str = "", status: str | None = None, buttons: tuple[str, ...] = (), refs: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "text": text, "status": status, "sources": [{"ref": list(refs)}],
        "buttons": [{"title": title, "payload": "/x"} for title in buttons],
    }  # fmt: skip


REPLIES = [_reply("**Risk** can be\nSHARED."), _reply("And more.", "answered", ("Go on",), ("lgid-2010/5.1",))]
MET = [
    {"text": ["risk can be shared"]}, {"text": ["RISK", "and MORE"]}, {"text": ["**risk** can"]}, {"text": ["shared. and"]},
    {"not_text": ["money"]}, {"status": ["unclear", "answered"]}, {"sources": ["lgid-2010/5.1"]}, {"buttons": ["Go on"]}, {},
]  # fmt: skip
MISSED = [
    ({"text": ["money"]}, "text: 'money' is missing"),
    ({"not_text": ["Risk can"]}, "not_text: 'Risk can' is there"),
    ({"status": ["unclear"]}, "status: answered, expected unclear"),
    ({"sources": ["lgid-2010/5"]}, "sources: lgid-2010/5 is missing"),
    ({"buttons": ["go on"]}, "buttons: 'go on' is missing"),
]


@pytest.mark.parametrize("expect", MET, ids=str)
def test_an_expectation_is_met_whatever_case_bold_and_line_breaks(expect: dict[str, list[str]]) -> None:
    assert list(unexpected(expect, REPLIES)) == []


@pytest.mark.parametrize(("expect", "fault"), MISSED, ids=str)
def test_an_expectation_that_is_not_met_is_named(expect: dict[str, list[str]], fault: str) -> None:
    missed = list(unexpected(expect, REPLIES))
    assert len(missed) == 1 and missed[0].startswith(fault)


def test_a_status_is_expected_even_where_there_is_none() -> None:
    assert list(unexpected({"status": ["answered"]}, [_reply("a")])) == ["status: None, expected answered"]


def test_what_is_expected_of_a_document_is_looked_for_in_its_markdown() -> None:
    linked = {**_reply("a"), "documents": [{"href": "/x.html"}, {"href": "/x.md"}]}
    texts = {"/x.md": "- [ ] **Must: Keep a log.** under \\*this\\*"}
    expect = {"document": ["must: keep a log", "under *this*", "a seat"], "not_document": ["log", "Welsh"]}
    missed = list(in_document(expect, [_reply("b"), linked], texts.__getitem__))
    assert missed == ["document: 'a seat' is missing", "not_document: 'log' is there"]


def test_a_turn_that_links_no_document_is_told_and_one_of_which_none_is_expected_fetches_none() -> None:
    assert list(in_document({"document": ["a"]}, [_reply("a")], {}.__getitem__)) == ["document: none was linked"]
    assert list(in_document({"text": ["a"]}, [_reply("a")], {}.__getitem__)) == []


# --- the command -----------------------------------------------------------------------------------------------------

AS_EXPECTED = "turns: [{say: hello, expect: {text: what would you like to do}}]"
STATUSES = [
    (AS_EXPECTED, 0, "=== as expected"),
    ("turns: [{say: hello, expect: {text: zebra, not_text: hello}}]", 1, "=== 2 not as expected"),
    (
        "turns: [{press: No such button}, {say: hello}]",
        1,
        "there is no button 'No such button' now; there are: Plan a commission",
    ),
    ("turns: [{say: a, press: b}]", 2, "turn 1: needs one of"),
]


@pytest.mark.parametrize(("text", "status", "told"), STATUSES, ids=[told for _, _, told in STATUSES])
def test_the_exit_status_says_whether_all_went_as_expected(
    guide_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    text: str, status: int, told: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["converse", "--port", guide_url.rpartition(":")[2], str(_file(tmp_path, text))])
    assert converse.main() == status
    printed = capsys.readouterr()
    assert told in printed.out + printed.err
    assert "Traceback" not in printed.err


def test_one_faulty_file_keeps_all_from_being_played(
    guide_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(_file(tmp_path, AS_EXPECTED)), str(tmp_path / "missing.yml")]
    monkeypatch.setattr(sys, "argv", ["converse", "--port", guide_url.rpartition(":")[2], *files])
    assert converse.main() == 2
    assert capsys.readouterr().out == ""
