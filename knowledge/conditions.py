"""The closed language of conditions, and the facts that are worked out from answers for it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.records import NO_ANSWER, Answers, Question, Threshold, When

KNOWN_LATER = "not_known"


@dataclass(frozen=True)
class WholeLife:
    """What a contract is worth in all its years, in pounds; thresholds count this, with VAT and extensions."""

    yearly: float
    first: float
    extension: float
    total: float
    with_vat: float
    without_vat: float

    @property
    def years(self) -> float:
        return self.first + self.extension


@dataclass(frozen=True)
class Against:
    """A whole-life value beside an amount from which rules apply, both in pounds and counted in the same way."""

    value: float
    amount: int
    threshold: Threshold

    @property
    def above(self) -> bool:
        """True from the amount itself on."""
        return self.value >= self.amount


@dataclass(frozen=True)
class DerivedFact:
    """A fact that conditions may ask for beside the answers themselves."""

    values: tuple[str, ...]
    reads: tuple[str, ...]  # the questions that it is worked out from
    of: Callable[[Answers, Iterable[Threshold], date], str]


def whole_life(answers: Answers, thresholds: Iterable[Threshold], today: date) -> WholeLife | None:
    """The whole-life value, or None while the yearly value or the first term is not known.

    An extension that is not known counts as none. VAT is added at the standard rate unless the user said that the
    figure includes it or that none is due, since an amount that is too low could miss a threshold.
    """
    yearly, first = answers.get("value"), answers.get("term")
    if not isinstance(yearly, (int, float)) or not isinstance(first, (int, float)):
        return None
    given = answers.get("extension")
    extension = given if isinstance(given, (int, float)) else 0
    total = yearly * (first + extension)
    rate = next((t.percent for t in _current(thresholds, today) if t.id == "vat-standard-rate"), None) or 0
    adds_vat = answers.get("vat") not in {"with_vat", "no_vat"}
    with_vat = total * (1 + rate / 100) if adds_vat else total
    without_vat = total / (1 + rate / 100) if answers.get("vat") == "with_vat" else total
    return WholeLife(yearly, first, extension, total, with_vat, without_vat)


def _current(thresholds: Iterable[Threshold], today: date) -> Iterator[Threshold]:
    return (t for t in thresholds if t.from_ <= today and (t.until is None or today <= t.until))


def _whole_life_known(answers: Answers, thresholds: Iterable[Threshold], today: date) -> str:
    return "known" if whole_life(answers, thresholds, today) else KNOWN_LATER


def _scale(answers: Answers, thresholds: Iterable[Threshold], today: date) -> str:
    worth = whole_life(answers, thresholds, today)
    if worth is None:
        return KNOWN_LATER
    steps = ((100_000, "under_100k"), (1_000_000, "to_1m"), (5_000_000, "to_5m"))
    return next((name for limit, name in steps if worth.with_vat <= limit), "over_5m")


def _length(answers: Answers, thresholds: Iterable[Threshold], today: date) -> str:
    worth = whole_life(answers, thresholds, today)
    first, given = answers.get("term"), answers.get("extension")
    if not isinstance(first, (int, float)):
        return KNOWN_LATER
    years = worth.years if worth else first + (given if isinstance(given, (int, float)) else 0)
    return "short" if years <= 2 else "middle" if years < 5 else "long"


def _law(answers: Answers, thresholds: Iterable[Threshold], today: date) -> str:
    nation = answers.get("nation")
    if nation is None or nation in NO_ANSWER:
        return KNOWN_LATER
    return "scotland" if nation == "scotland" else "act"


def _regime(answers: Answers, thresholds: Iterable[Threshold], today: date) -> str:
    """Which rules a purchase follows: the Procurement Act, a Provider Selection Regime, Scotland's, or a mix yet to be settled.

    Only England and Wales buy health care under a regime of its own; in Northern Ireland all of it comes under the Act.
    """
    nation, rules = answers.get("nation"), answers.get("rules")
    if nation in (None, *NO_ANSWER):
        return KNOWN_LATER
    if nation in {"scotland", "northern_ireland"}:
        return "scotland" if nation == "scotland" else "act"
    if rules == "health_care":
        return "provider_selection" if answers.get("body") in {"council", "nhs"} else KNOWN_LATER
    return {"light_touch": "act", "other_services": "act", "mixed": "mixed"}.get(str(rules), KNOWN_LATER)


def against(answers: Answers, thresholds: Iterable[Threshold], today: date) -> tuple[Against, ...]:
    """The whole-life value beside every amount that could apply; empty while one of the two is not known or none counts.

    In Scotland it is the amount from which a contract is regulated.
    """
    worth, nation, rules = whole_life(answers, thresholds, today), answers.get("nation"), answers.get("rules")
    if worth is None or nation in (None, *NO_ANSWER):
        return ()
    services = "nhs_and_central" if answers.get("body") == "nhs" else "sub_central_services"
    of_rules = {"light_touch": ("light_touch",), "other_services": (services,)}
    if nation == "scotland":  # one line for all services
        kinds: tuple[str, ...] = ("scotland_regulated",)
    elif rules == "health_care":  # a Provider Selection Regime counts no threshold
        kinds = ("light_touch",) if nation == "northern_ireland" else ()
    elif rules == "mixed" and nation == "northern_ireland":
        kinds = ("light_touch",)
    else:
        kinds = of_rules.get(str(rules), (services, "light_touch"))
    amounts = [t for t in _current(thresholds, today) if t.applies_to in kinds and t.amount is not None]
    return tuple(Against(worth.with_vat if t.includes_vat else worth.without_vat, t.amount or 0, t) for t in amounts)


def _threshold(answers: Answers, thresholds: Iterable[Threshold], today: date) -> str:
    """Where the whole-life value stands against the amount from which the full rules apply.

    While it is not known which amount applies, the answer is given only if every amount that could apply agrees.
    """
    if answers.get("nation") in {"england", "wales"} and answers.get("rules") == "health_care":
        return "not_counted" if whole_life(answers, thresholds, today) else KNOWN_LATER
    verdicts = {each.above for each in against(answers, thresholds, today)}
    if len(verdicts) != 1:
        return KNOWN_LATER
    return "above" if verdicts.pop() else "below"


_WORTH = ("value", "term", "extension", "vat")
FACTS: dict[str, DerivedFact] = {
    "whole_life_known": DerivedFact(("known", KNOWN_LATER), _WORTH, _whole_life_known),
    "scale": DerivedFact(("under_100k", "to_1m", "to_5m", "over_5m", KNOWN_LATER), _WORTH, _scale),
    "threshold": DerivedFact(("below", "above", "not_counted", KNOWN_LATER), (*_WORTH, "nation", "body", "rules"), _threshold),
    "length": DerivedFact(("short", "middle", "long", KNOWN_LATER), ("term", "extension"), _length),
    "regime": DerivedFact(("act", "provider_selection", "mixed", "scotland", KNOWN_LATER), ("nation", "body", "rules"), _regime),
    "procurement_law": DerivedFact(("act", "scotland", KNOWN_LATER), ("nation",), _law),
}


def nearest(word: str, known: Iterable[str]) -> str:
    """The words that name the nearest known word, for a message about an unknown one; nothing if none is near."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" Nearest: '{near[0]}'." if near else ""


def facts(answers: Answers, thresholds: Iterable[Threshold], today: date) -> dict[str, str]:
    """Everything that a condition may ask for: the answers as text, and the derived facts.

    A derived fact is not known once its questions were put and did not settle it. Before that it is no fact at all, or the
    checklist would speak of a value that nobody has been asked for.
    """
    thresholds = tuple(thresholds)
    derived = {name: fact.of(answers, thresholds, today) for name, fact in FACTS.items()}
    put = {name: value for name, value in derived.items() if value != KNOWN_LATER or _was_asked(FACTS[name], answers)}
    return {**{name: str(value) for name, value in answers.items()}, **put}


def _was_asked(fact: DerivedFact, answers: Answers) -> bool:
    # Extensions and VAT are not asked for when the value or the term is not known.
    return all(question in answers for question in fact.reads if question not in {"extension", "vat"})


def holds(when: When, known: Mapping[str, str]) -> bool:
    """True if every key has one of its values; what was not answered holds nothing."""
    return all(known.get(name) in values for name, values in when.items())


def reads(name: str) -> tuple[str, ...]:
    """The questions that a key of a condition depends on."""
    return FACTS[name].reads if name in FACTS else (name,)


def faults(when: When, questions: Iterable[Question]) -> Iterator[str]:
    """What is wrong with a condition: unknown keys, values that can never hold."""
    by_id = {question.id: question for question in questions}
    for name, values in when.items():
        allowed: set[str]
        if name in FACTS and any(read in by_id for read in FACTS[name].reads):
            allowed = set(FACTS[name].values)
        elif name in by_id:
            question = by_id[name]
            allowed = {*question.options, *NO_ANSWER} if question.kind == "choice" else set(NO_ANSWER)
        else:
            yield f"'{name}' is neither a question nor a fact.{nearest(name, [*by_id, *FACTS])}"
            continue
        yield from (f"{name} can never be '{value}'.{nearest(value, allowed)}" for value in values if value not in allowed)
