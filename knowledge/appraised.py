"""An options appraisal in words: what the reply in the chat and the document say alike."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from knowledge.appraisal import POINTS, Appraisal, Change, Ranked
from knowledge.wording import joined, lowered

# Said wherever options are put in an order: what such an order is worth.
CAUTION = (
    "This is how the evidence of five reports and of today's rules points for what matters to you. It does not tell how likely "
    "success is. Much of it is a single case, and the cases were chosen because they worked."
)
NO_ADVICE = (
    "It is no advice to leave or to stay. Before anybody decides, put it to the staff, the unions, HR and the pension fund, and "
    "have law and tax checked."
)
MOST_MISSING = 8  # that are named; of more it is said how many
OUT = {"form": "It is not that form", "law": "The law forbids it"}
WEIGHT_WORDS = {3: "very important", 2: "important", 1: "a little important", 0: "not important", None: "not said"}


def measure(ranked: Ranked) -> str:
    """How an option scores and on how much of what matters: "1.70 of 3, with evidence on 91% of what matters to you"."""
    if ranked.score is None:
        return "no evidence on what matters to you"
    return f"{hundredths(ranked.score)} of 3, with evidence on {percent(ranked.covered)} of what matters to you"


def hundredths(score: Fraction) -> str:
    """1.70; a half is rounded up."""
    return f"{int(score * 100 + Fraction(1, 2)) / 100:.2f}"


def percent(share: Fraction) -> str:
    """91%; rounded down, so that 49.9% is never told as half."""
    return f"{int(share * 100)}%"


def standing(made: Appraisal) -> str:
    """Who is first, or that nothing is recommended and what is missing for it."""
    if made.missing:
        named = [question.label for question in made.missing[:MOST_MISSING]]
        more = len(made.missing) - len(named)
        missing = joined([*named, *([f"{more} more"] if more else [])])
        return f"I put no option first yet: too much is open. What is missing: {missing}."
    if not made.ranked:
        return "I put no option first: of none is enough known on what matters to you."
    names = [each.option.name for each in made.first]
    if len(names) > 1:
        return f"A tie: {joined(names)} come out level ({measure(made.first[0])})."
    return f"First comes: {names[0]} ({measure(made.first[0])})."


def points(ranked: Ranked) -> str:
    """Where an option stands well and where not, of what matters to the group: "good on x; weak on y"."""
    told = {
        score: [r.criterion.label for r in ranked.reasons if r.weight and r.score and r.score.score == score] for score in POINTS
    }
    return "; ".join(f"{score} on {joined(labels)}" for score, labels in told.items() if labels)


def change(each: Change) -> str:
    """One change and what comes of it, with what holds now."""
    names = joined([option.name for option in each.first])
    then = f"{names} would be first" if len(each.first) == 1 else f"{names} would be level, and first"
    label = each.question.label
    now = f" (now: {lowered(each.question.options[each.before])})" if each.before else " (now open)"
    return f"If “{label}” were “{lowered(each.question.options[each.after])}”{now}, {then}."


def nothing_changes(changes: Sequence[Change]) -> str:
    """Said where no single change puts another option first; nothing where one does."""
    return "" if changes else "No change of one weight or of one choice of yours puts another option first."
