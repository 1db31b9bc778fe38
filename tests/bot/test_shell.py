"""The chat in the terminal: what of the replies is shown, and under which letters."""

from __future__ import annotations

from bot.shell import shown

SKIP = '/skip{"question": "value"}'


def test_two_buttons_that_do_the_same_are_offered_once() -> None:
    explained = {"text": "I could not read that.", "buttons": [{"title": "Skip it", "payload": SKIP}]}
    asked = {"text": "What is it worth?", "buttons": [{"title": "Skip", "payload": SKIP}, {"title": "Why?", "payload": "/why"}]}
    said = shown([explained, asked], "http://127.0.0.1:5005")
    assert said.splitlines()[-2:] == ["  [a] Skip it", "  [b] Why?"]
