"""What a longer text says by the way: nation, value, lengths, and options named outright."""

from __future__ import annotations

import re

from knowledge.folding import folded
from knowledge.reading.choices import named_outright
from knowledge.reading.figures import pieces
from knowledge.reading.lengths import Length, lengths_of, said_for
from knowledge.reading.money import read_money, sums
from knowledge.reading.outcome import Read
from knowledge.reading.where import places_in
from knowledge.reading.years import LONGEST_TERM
from knowledge.records import Answers, AnswerValue, Knowledge, Question, UkPlace

_SERVICE = re.compile(
    r"\b(?:commission(?:ing)?|buy(?:ing)?|procur(?:e|ing)|tender(?:ing)?(?: for)?|let(?:ting)?)\s+(?:of\s+)?(?:a|an|our|the)\s+"
    r"((?:[\w'-]+\s+){0,7}?(?:services?|support|scheme|programme|project|checks|care|visits|centre|advice))\b",
    re.IGNORECASE,
)


def gather(knowledge: Knowledge, text: str, answers: Answers) -> Answers:
    """Answers that a longer text gives by the way: nation, value, terms, and options named outright.

    Only what is said in so many words counts; a question that the text does not settle is left to be asked.
    """
    text = " ".join(folded(text).split())
    found: Answers = {}
    for question in (q for q in knowledge.questions if q.by_the_way and q.id not in answers):
        value = _mentioned(question, text, knowledge.places)
        if value is not None:
            found[question.id] = value
    return found


def _mentioned(question: Question, text: str, places: tuple[UkPlace, ...]) -> AnswerValue | None:
    if question.kind == "text":
        service = _SERVICE.search(text)
        return service.group(1)[:1].upper() + service.group(1)[1:] if service else None
    if question.kind == "money":
        return _a_year(text)
    if question.kind == "years":
        lengths = lengths_of(text)
        if lengths.doubt or lengths.several:
            return None
        some = lengths.added if question.id == "extension" else tuple(f for f in lengths.first if said_for(text, f))
        return _sum_of(some) if question.id == "extension" or len(some) == 1 else None
    return named_outright(question, text) or (_there(question, text, places) if question.by_place else None)


def _there(question: Question, text: str, places: tuple[UkPlace, ...]) -> AnswerValue | None:
    """The nation of the places that a text says something is in, or whose council or health body it names, if it is one."""
    text = text.replace("-", " ")
    names = {place.id.replace("-", " "): place for place in places_in(text, places)}
    found = {
        place.nation for name, place in names.items()
        if (not place.word or name.title() in text)  # "in reading and in sport" tells of no town
        and re.search(rf"(?<!\blike )(?<!\bas )(?<!\bnot )\b(?:in|at|near|around|across)\s+(?:the\s+)?{name}\b|"
                     rf"\b{name}\s+(?:(?:city|county|borough|district)\s+)?(?:council|nhs|health board)\b",
                     text, re.IGNORECASE)
    }  # fmt: skip
    nation = found.pop() if len(found) == 1 else None
    return nation if nation in question.options else None


def _a_year(text: str) -> AnswerValue | None:
    """A value that is said to be a year's (or a month's), and is the only one."""
    if not any(amount.per in {"year", "month"} and amount.money for amount in sums(pieces(text))):
        return None
    got = read_money(text)
    return got.value if isinstance(got, Read) else None


def _sum_of(lengths: tuple[Length, ...]) -> AnswerValue | None:
    years = sum(length.months for length in lengths) / 12
    if not lengths or not 0 < years <= LONGEST_TERM:
        return None
    return int(years) if float(years).is_integer() else round(years, 2)
