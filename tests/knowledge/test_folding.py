"""One spelling: what is pasted from a document reads as if it were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.folding import folded

SAME = [
    ("soft\u00adhyphen", "softhyphen"), ("\ufb01re and \ufb02ood", "fire and flood"), ("zero\u200bwidth\u200d", "zerowidth"),
    ("\ufeffBOM", "BOM"), ("a\u2060b\u061cc\u202ed", "abcd"), ("\U000e0041tag", "tag"), ("e\u200b\u0301", "é"),
    ("10\u201312", "10-12"), ("10\u201212", "10-12"), ("3\u2212 5", "3- 5"), ("co\u2011operative", "co-operative"),
    ("wait \u2014 what", "wait - what"), ("\uff08\uff10\uff11\uff12\uff13\uff09", "(0123)"), ("jo\uff20x.org\uff1f", "jo@x.org?"),
    ("\u00a3180\u00a0000", "£180 000"), ("thin\u2009space\u3000wide", "thin space wide"), ("a\tb", "a b"),
    ("\u201cyes\u201d \u2018no\u2019 it\u2019s", "\"yes\" 'no' it's"),
    ("\u00abyes\u00bb \u201eno\u201c", '"yes" "no"'), ("\u00b4x", "'x"),
    ("wait\u2026", "wait..."), ("\u00a31\u00bdm", "£1.5m"), ("2 \u00bd years", "2.5 years"), ("\u00bd", "0.5"),
    ("\u00be of it", "0.75 of it"),
    ("1\u20442", "1/2"), ("one\r\ntwo\u2028three\u0085four", "one\ntwo\nthree\nfour"), ("nul\x00 bell\x07", "nul bell"),
    ("half \ud800 character", "half  character"), ("caf\u00e9 cafe\u0301 \u0174y", "café café Ŵy"), ("\u2460 \u2122", "1 TM"),
    ("plain 'text' - \"here\", £5 & more", "plain 'text' - \"here\", £5 & more"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "same"), SAME)
def test_a_text_is_read_as_if_typed_on_a_plain_keyboard(text: str, same: str) -> None:
    assert folded(text) == same


@given(st.text(st.characters(), max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
