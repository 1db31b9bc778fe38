"""What comes of reading an answer: its value, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.records import AnswerValue


@dataclass(frozen=True)
class Read:
    """What was understood."""

    value: AnswerValue


@dataclass(frozen=True)
class Unreadable:
    """Why a text is no answer to the question, in words for the user.

    `offers`: the answers that it may have meant, at most three; each is one press away.
    """

    reason: str
    offers: tuple[AnswerValue, ...] = ()
