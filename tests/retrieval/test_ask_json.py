"""`python -m retrieval ask --json`: the stable form for scripts."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from retrieval.__main__ import ask_lines, main
from retrieval.answer import Answerer

ROOT = Path(__file__).parent.parent.parent
BOARD = "has anyone put their own director on the board?"
KEYS = ["id", "status", "answer", "passages", "notes", "shows", "confidence"]
PASSAGE_KEYS = ["id", "source", "section", "title", "text", "score", "marked", "cited"]
NOTE_KEYS = ["id", "kind", "text", "nations", "instrument"]
INVALID = {
    "not JSON": "hello",
    "half of JSON": '{"id": 1, "question": "how',
    "a list": '["how can risk be shared?"]',
    "a text": '"how can risk be shared?"',
    "null": "null",
    "no id": json.dumps({"question": BOARD}),
    "no question": '{"id": 1}',
    "a question that is no text": '{"id": 1, "question": 5}',
    "history that is a text": json.dumps({"id": 1, "question": BOARD, "history": "before"}),
    "history of numbers": json.dumps({"id": 1, "question": BOARD, "history": [1]}),
    "an unknown nation": json.dumps({"id": 1, "question": BOARD, "nation": "france"}),
    "a nation that is a list": json.dumps({"id": 1, "question": BOARD, "nation": ["wales"]}),
    "a huge number": '{"id": ' + "9" * 5_000 + "}",
    "very deep": "[" * 50_000,
}


def _asked(answerer: Answerer, *lines: str | dict[str, Any]) -> list[dict[str, Any]]:
    out = io.StringIO()
    ask_lines(answerer, io.StringIO("\n".join(r if isinstance(r, str) else json.dumps(r) for r in lines)), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_answers_come_in_the_order_of_the_questions_with_their_ids(answerer: Answerer) -> None:
    ids = ["b", 7, "a", None, {"x": 1}]
    assert [row["id"] for row in _asked(answerer, *({"id": id, "question": BOARD} for id in ids))] == ids


def test_the_keys_are_stable_for_every_status(answerer: Answerer) -> None:
    asked = [
        BOARD,
        "What did the Torbay contract cost?",
        "who won the football?",
        "x",
        "ring me on 07700 900123",
        "I want to die",
    ]
    rows = _asked(answerer, *({"id": n, "question": q} for n, q in enumerate(asked)))
    assert [row["status"] for row in rows] == ["answered", "not_covered", "off_topic", "unclear", "personal_data", "distress"]
    assert [list(row) for row in rows] == [KEYS] * 6
    assert all(row["answer"].strip() and 0 <= row["confidence"] <= 1 for row in rows)


def test_passages_and_notes_have_stable_keys(answerer: Answerer) -> None:
    row = _asked(answerer, {"id": 1, "question": BOARD})[0]
    assert row["passages"] and row["notes"]
    assert [list(p) for p in row["passages"]] == [PASSAGE_KEYS] * len(row["passages"])
    assert [list(n) for n in row["notes"]] == [NOTE_KEYS] * len(row["notes"])


def test_there_are_up_to_five_passages_the_best_first(answerer: Answerer) -> None:
    scores = [p["score"] for p in _asked(answerer, {"id": 1, "question": BOARD})[0]["passages"]]
    assert len(scores) == 5
    assert scores[0] == max(scores)


def test_a_section_is_a_text_and_several_are_a_list(answerer: Answerer) -> None:
    passages = answerer.knowledge.passages
    asked = [next(p for p in passages if len(p.section) > 1), next(p for p in passages if len(p.section) == 1)]
    rows = _asked(answerer, *({"id": n, "question": p.asks[0]} for n, p in enumerate(asked)))
    found = {p["id"]: p["section"] for row in rows for p in row["passages"]}
    assert found[asked[0].id] == list(asked[0].section)
    assert found[asked[1].id] == asked[1].section[0]


@pytest.mark.parametrize("line", INVALID.values(), ids=INVALID)
def test_an_invalid_line_fails_alone_and_the_rest_goes_on(answerer: Answerer, line: str) -> None:
    before, bad, after = _asked(answerer, {"id": "before", "question": BOARD}, line, {"id": "after", "question": BOARD})
    assert list(bad) == ["id", "status", "error"]
    assert (bad["id"], bad["status"]) == (None, "failed") and bad["error"].strip()
    assert (before["id"], before["status"], after["id"], after["status"]) == ("before", "answered", "after", "answered")


def test_empty_lines_are_passed_over(answerer: Answerer) -> None:
    assert [row["id"] for row in _asked(answerer, "", {"id": 1, "question": BOARD}, "   ", "")] == [1]


def test_a_question_that_breaks_the_answerer_keeps_its_id(answerer: Answerer) -> None:
    class Broken:
        def ask(self, question: str, history: object, nation: object) -> object:
            raise RuntimeError("broken")

    out = io.StringIO()
    ask_lines(Broken(), io.StringIO('{"id": 3, "question": "why?"}\n'), out)  # type: ignore[arg-type]
    assert json.loads(out.getvalue()) == {"id": 3, "status": "failed", "error": "RuntimeError: broken"}


def test_history_is_what_was_asked_before(answerer: Answerer) -> None:
    question = "And how long was their contract?"
    rows = _asked(
        answerer,
        {"id": 1, "question": question, "history": ["What was Torbay Care Trust buying?"]},
        {"id": 2, "question": question, "history": ["Tell me about Open Door"]},
    )
    assert [row["passages"][0]["id"] for row in rows] == ["torbay-five-years-plus-two", "open-door-two-contracts"]


def test_one_line_is_no_history_of_the_next(answerer: Answerer) -> None:
    alone = _asked(answerer, {"id": 1, "question": "And how long was their contract?"})[0]
    _, second = _asked(
        answerer, {"id": 0, "question": "Tell me about Open Door"}, {"id": 1, "question": "And how long was their contract?"}
    )
    assert second == alone


def test_the_nation_chooses_the_notes(answerer: Answerer) -> None:
    question = "how much weight should price have in Torbay?"
    england, scotland, nobody = _asked(
        answerer,
        {"id": 1, "question": question, "nation": "england"},
        {"id": 2, "question": question, "nation": "scotland"},
        {"id": 3, "question": question, "nation": None},
    )
    rules = [{n["id"] for n in row["notes"] if n["kind"] == "rule"} for row in (england, scotland, nobody)]
    assert rules[0] and rules[0] == rules[2] and not rules[1]
    assert "no rule of Scotland" in scotland["answer"] and "no rule of Scotland" not in england["answer"]


def test_the_command_answers_lines_of_standard_input() -> None:
    sent = [
        json.dumps({"id": 1, "question": BOARD}).encode(), b"nonsense", b'{"id": 2, "question": "\xff\xfe"}',
        b'{"id": "\\ud800", "question": "who won the football?"}',
        json.dumps({"id": "🦄", "question": BOARD, "nation": "wales"}, ensure_ascii=False).encode(),
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "retrieval", "ask", "--json"], input=b"\n".join(sent), capture_output=True, cwd=ROOT, timeout=120
    )
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 0, done.stderr.decode()
    assert [row["id"] for row in rows] == [1, None, None, "\ud800", "🦄"]
    assert [row["status"] for row in rows] == ["answered", "failed", "failed", "off_topic", "answered"]
    assert b"Traceback" not in done.stderr


def test_without_a_build_the_command_says_what_to_do_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--build", str(tmp_path), "ask", "why?"]) == 1
    assert "run `make knowledge`" in capsys.readouterr().err
