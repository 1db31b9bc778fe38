"""What every type of content is made of: frozen, unknown keys refused; answers, conditions, statements with their sources."""

from __future__ import annotations

from typing import Literal, Union

from pydantic import BaseModel, Extra, StrictInt, StrictStr

Nation = Literal["england", "wales", "scotland", "northern_ireland"]
Audience = Literal["commissioner", "social_enterprise", "staff_group", "support_organisation"]
Confidence = Literal["verified", "secondary", "well-known", "unsure"]

# What an answer may be: an option's id, what was typed, pounds, years; or one of NO_ANSWER.
AnswerValue = Union[StrictInt, float, StrictStr]
Answers = dict[str, AnswerValue]
# Conditions are a closed language: every key must hold, by equality with one of its values. No expressions.
When = dict[str, tuple[str, ...]]

DONT_KNOW = "dont_know"
SKIPPED = "skipped"
NO_ANSWER = (DONT_KNOW, SKIPPED)

NATION_NAMES: dict[str, str] = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
}


class Record(BaseModel):
    """Base of every type of content."""

    class Config:
        allow_mutation = False
        frozen = True
        extra = Extra.forbid


class Fact(Record):
    """One statement, and the passages or notes that say so: at least one of the two."""

    value: StrictStr
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()


NOT_IN_REPORT = "not_in_report"
