"""Conversations as users hold them, played against the running guide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.client import Reply
from bot.converse import play, read

FILES = sorted((Path(__file__).parent / "conversations").glob("*.yml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_conversation_goes_as_its_author_expects(file: Path, guide_url: str) -> None:
    script, missed, number = read(file), [], 0
    for number, (turn, replies, faults) in enumerate(play(script, guide_url)):
        did = "" if turn is None else turn.say if turn.say is not None else f"[{turn.press}]"
        missed += [f"turn {number}, {did!r}: {fault}" for fault in [*faults, *_unsound(replies)]]
    if number < len(script.turns):
        missed.append(f"the conversation ended at turn {number} of {len(script.turns)}")
    assert not missed, f"{script.name}\n" + "\n".join(missed)


def _unsound(replies: list[Reply]) -> list[str]:
    """What no reply may do, whatever was asked."""
    texts = [reply["text"] for reply in replies]
    faults = ["an empty reply" for text in texts if not text.strip()]
    faults += ["a technical problem" for reply in replies if reply["status"] == "failed"]
    faults += [f"the same reply twice: {text[:60]!r}" for text in sorted(set(texts)) if texts.count(text) > 1]
    faults += [f"a placeholder is left: {mark}" for text in texts for mark in re.findall(r"\{\w+\}", text)]
    return faults


def test_there_are_conversations() -> None:
    assert len(FILES) >= 15
