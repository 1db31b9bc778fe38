"""The one way from a text to the answer of a question."""

from __future__ import annotations

import re
from datetime import date

from knowledge import days
from knowledge.folding import folded
from knowledge.reading.choices import read_choice
from knowledge.reading.dates import read_date
from knowledge.reading.money import read_money
from knowledge.reading.outcome import Read, Unreadable
from knowledge.reading.plain import read_text
from knowledge.reading.years import read_extension, read_term
from knowledge.records import Answers, Question, UkPlace


def read(
    question: Question, text: str, answers: Answers | None = None, places: tuple[UkPlace, ...] = (), today: date | None = None
) -> Read | Unreadable:
    """The answer that a text gives to a question.

    Args:
        answers: what was answered before, since "3 + 2" is an extension of 2 after a first term of 3, but "1 + 1" of 2.
        today: the day from which a date is still to come; None: today's.
        places: names of places, which answer a question for the nation.
    """
    typed, text = " ".join(text.split()), " ".join(folded(text).split())
    if not re.search(r"\w", text):
        return Unreadable("I could not find an answer in that.")
    if question.kind == "text":
        return read_text(typed, text)
    if question.kind == "money":
        return read_money(text)
    if question.kind == "years":
        return read_extension(text, (answers or {}).get("term")) if question.id == "extension" else read_term(text)
    if question.kind == "date":
        earlier = days.of((answers or {}).get(question.after or ""))
        return read_date(text, today or date.today(), not_before=earlier)
    return read_choice(question, text, places)
