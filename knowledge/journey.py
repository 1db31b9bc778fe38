"""Where a conversation stands, worked out by replay from its answers: nothing but the answers is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge import conditions, days
from knowledge.records import DONT_KNOW, SKIPPED, Answers, AnswerValue, Knowledge, Question, Stage
from knowledge.wording import lowered

# The placeholders of questions and items, and the answers that each shows.
SHOWS = {
    "whole_life": ("value", "term", "extension", "vat"), "value": ("value",), "term": ("term",), "service": ("service",),
    "against": ("value", "term", "extension", "vat", "nation", "body", "rules"), "main_outcome": ("main_outcome",),
    "contract_manager": ("contract_manager",),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """The question that comes next, with the stage that it belongs to and how much is done."""

    question: Question
    stage: Stage
    stage_number: int  # from 1
    stages: int
    answered: int
    questions: int


def path(knowledge: Knowledge, answers: Answers, today: date) -> list[Question]:
    """The questions that these answers lead through, in order; those that need not be asked are left out."""
    known = conditions.facts(answers, knowledge.thresholds, today)
    return [q for q in knowledge.questions if not (q.skip_when and conditions.holds(q.skip_when, known))]


def place(knowledge: Knowledge, answers: Answers, focus: str | None, today: date) -> Place | None:
    """The place to go on from: the question or stage in focus first, then the first question without an answer.

    Args:
        focus: a question that is being changed, a stage that the user jumped to, or None.

    Returns:
        None if every question on the path has its answer.
    """
    on_path = path(knowledge, answers, today)
    open_ones = [q for q in on_path if q.id not in answers]
    changed = [q for q in on_path if q.id == focus]
    question = next(iter(changed + [q for q in open_ones if q.stage == focus] + open_ones), None)
    if question is None:
        return None
    stages = [stage.id for stage in knowledge.stages]
    number = stages.index(question.stage)
    answered = len(on_path) - len(open_ones)
    return Place(question, knowledge.stages[number], number + 1, len(stages), answered, len(on_path))


def record(knowledge: Knowledge, answers: Answers, question: str, value: AnswerValue, today: date) -> Answers:
    """The answers with one more, or one changed in its place.

    Answers that are off the path now are dropped, and so are those to a question that showed what has changed: who
    confirmed £900,000 has not confirmed £10 million. So is a day that no longer follows the one that it has to follow.
    """
    stale = {
        q.id
        for q in knowledge.questions
        if answers.get(question) != value
        and any(question in reads and "{" + name + "}" in q.ask for name, reads in SHOWS.items())
    }
    stale |= {q.id for q in knowledge.questions if q.after == question and _not_after(answers.get(q.id), value)}
    kept = {name: said for name, said in answers.items() if name not in stale}
    return on_path_only(knowledge, {**kept, question: value}, today)


def _not_after(day: AnswerValue | None, other: AnswerValue) -> bool:
    """True if both are days and the one does not follow the other."""
    one, two = days.of(day), days.of(other)
    return one is not None and two is not None and one <= two


def on_path_only(knowledge: Knowledge, answers: Answers, today: date) -> Answers:
    """The answers whose questions the others still lead through. Dropping one may take another off the path."""
    while True:
        kept = {q.id for q in path(knowledge, answers, today)}
        left = {name: value for name, value in answers.items() if name in kept}
        if len(left) == len(answers):
            return left
        answers = left


def back(answers: Answers) -> Answers:
    """The answers without the last one."""
    return dict(list(answers.items())[:-1])


def complete(knowledge: Knowledge, answers: Answers, today: date) -> set[str]:
    """The stages of which every question on the path has its answer."""
    on_path = path(knowledge, answers, today)
    unfinished = {q.stage for q in on_path if q.id not in answers}
    return {q.stage for q in on_path} - unfinished


def finished(knowledge: Knowledge, answers: Answers, today: date) -> bool:
    """True once no question is left: documents are drafts until then."""
    return bool(answers) and place(knowledge, answers, None, today) is None


def said(question: Question, value: AnswerValue) -> str:
    """An answer as a person would read it: the option's words, pounds, years."""
    if value == DONT_KNOW:
        return "Don't know"
    if value == SKIPPED:
        return "Skipped"
    if question.kind == "money" and isinstance(value, (int, float)):
        return f"{pounds(value)} a year"
    if question.kind == "years" and isinstance(value, (int, float)):
        return years(value)
    day = days.of(value) if question.kind == "date" else None
    return days.worded(day) if day else question.options.get(str(value), str(value))


def pounds(amount: float) -> str:
    """Whole pounds with thousands separated: £180,000."""
    return f"£{amount:,.0f}"


def years(number: float) -> str:
    """1 year, 3 years, 1.5 years, none."""
    if number == 0:
        return "None"
    return f"{number:g} year{'' if number == 1 else 's'}"


PLACEHOLDERS = tuple(SHOWS)


def filled(text: str, knowledge: Knowledge, answers: Answers, today: date) -> str:
    """The text with its placeholders (the keys of `SHOWS`, in braces) as this profile has them."""
    return replaced(text, placeholders(knowledge, answers, today))


def replaced(text: str, shows: Mapping[str, str]) -> str:
    """The text with each name in braces replaced by what it shows."""
    return re.sub(r"\{(\w+)\}", lambda name: shows.get(name[1], name[0]), text) if "{" in text else text


def placeholders(knowledge: Knowledge, answers: Answers, today: date) -> dict[str, str]:
    """What each placeholder stands for; words that still make a sentence while a value is not known."""
    worth = conditions.whole_life(answers, knowledge.thresholds, today)
    value, term = answers.get("value"), answers.get("term")

    def typed(name: str, otherwise: str) -> str:
        said = answers.get(name)
        return said if isinstance(said, str) and said not in {DONT_KNOW, SKIPPED} else otherwise

    unset = "a value that you have yet to set"
    return {
        "whole_life": worded(worth) if worth else unset,
        "value": f"{pounds(value)} a year" if isinstance(value, (int, float)) else unset,
        "term": years(term) if isinstance(term, (int, float)) else "a term that you have yet to set",
        "service": typed("service", "the service"),
        "against": compared(conditions.against(answers, knowledge.thresholds, today)),
        "main_outcome": typed("main_outcome", "the one that matters most"),
        "contract_manager": typed("contract_manager", "contract manager"),
    }


def compared(sides: Sequence[conditions.Against]) -> str:
    """A value beside its threshold, and by how much it is above or below: both figures, so that a file can be checked."""
    if not sides:
        return "the value has no threshold to be compared with yet"
    value, amounts = sides[0].value, [f"{pounds(s.amount)} ({lowered(s.threshold.name)})" for s in sides]
    how = (
        "" if sides[0].threshold.includes_vat is None else " counting VAT" if sides[0].threshold.includes_vat else " without VAT"
    )
    where = "above" if sides[0].above else "below"
    if len(sides) > 1:
        return f"{pounds(value)}{how} is {where} both thresholds that could apply: {' and '.join(amounts)}"
    apart = abs(value - sides[0].amount)
    if not apart:
        return f"{pounds(value)}{how} is at the threshold of {amounts[0]}, so it counts as above"
    return f"{pounds(value)}{how} is {pounds(apart)} {where} the threshold of {amounts[0]}"


def worded(worth: conditions.WholeLife) -> str:
    """£900,000 over 5 years (3 + 2) or £1,080,000 counting VAT."""
    parts = f" ({worth.first:g} + {worth.extension:g})" if worth.extension else ""
    vat = f" or {pounds(worth.with_vat)} counting VAT" if worth.with_vat != worth.total else ""
    return f"{pounds(worth.total)} over {years(worth.years)}{parts}{vat}"
