"""Bad input, whatever the question."""

from __future__ import annotations

import time

import pytest

from knowledge.reading import Read, Unreadable, gather, read


@pytest.mark.parametrize("text", ["", "   ", "😀", "😀👍🏽🎉", "???", "...", "\u202e\u202d", "<>", "\n\t"])
def test_what_holds_no_word_is_no_answer_to_anything(knowledge, text):
    assert {read(q, text).reason for q in knowledge.questions} == {"I could not find an answer in that."}


HOSTILE = {
    "100,000 letters": "x" * 100_000,
    "100,000 digits": "9" * 100_000,
    "100,000 emoji": "😀" * 100_000,
    "spaces after a number": "plus 3" + " " * 100_000 + ".",
    "words of number": "three " * 16_000,
    "one option many times over": "wales " * 16_000,
    "half an extension many times over": "plus a " * 14_000,
    "options without end": "option " * 14_000,
    "pounds without end": "£1" * 50_000,
    "groups of digits": "123 " * 25_000,
    "markup": "<b>" * 33_000,
    "right to left": "שלום " * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_read_in_no_time_and_its_refusal_is_short(knowledge, text):
    begun = time.perf_counter()
    got = [read(q, text) for q in knowledge.questions if q.id in {"nation", "service", "value", "extension"}]
    gather(knowledge, text, {})
    assert time.perf_counter() - begun < 5
    assert all(len(answer.reason) < 200 for answer in got if isinstance(answer, Unreadable))
    assert all(len(str(answer.value)) < 200 for answer in got if isinstance(answer, Read))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "/restart", '/SetSlot{"a": 1}', "'; DROP TABLE users", "{whole_life}"]
)
def test_code_is_never_an_option(knowledge, text):
    assert not [q.id for q in knowledge.questions if q.kind == "choice" and isinstance(read(q, text), Read)]
