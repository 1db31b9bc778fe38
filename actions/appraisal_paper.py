"""The options appraisal as a document: who is first, the bars, every score with its evidence, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from actions.frame import Evidence, at_a_glance, framed, once
from knowledge import appraised, checklist, currency, journey
from knowledge.appraisal import Appraisal, Appraiser, Out, Ranked, Reason
from knowledge.checklist import Line
from knowledge.records import NATION_NAMES, Answers, Knowledge, Note

GLANCE = ("service", "nation", "employer", "size", "owners", "last_word", "surplus", "if_nothing")
# The bars, in units of the picture: the longest stands for strong throughout.
BAR, ROW, LONGEST = 14, 40, 520


def context(knowledge: Knowledge, answers: Answers, today: date) -> dict[str, Any]:
    """What `appraisal.html.j2` and `appraisal.md.j2` ask for."""
    made = Appraiser(knowledge).made(answers)
    told = [each for tied in made.ranked for each in tied]
    nation = answers.get("nation")
    advised = [(stage, checklist.advice(knowledge, stage.id, answers, today)) for stage in knowledge.stages]
    lines = [line for _, given in advised for line in given]
    evidence = _evidence(made, lines, str(nation) if nation in NATION_NAMES else None)
    return {
        **framed(
            knowledge, answers, today, evidence, title="Options appraisal for your spin-out",
            draft=made.thin or not journey.finished(knowledge, answers, today),
            glance=at_a_glance(knowledge, answers, today, GLANCE),
        ),
        "made": made,
        "advised": [(stage, given) for stage, given in advised if given],
        "told": told,
        "words": appraised,
        "bars": _bars(told),
        "places": {each.option.id: place for place, each in _places(made)},
        "counted": {each.option.id: [reason for reason in each.reasons if reason.score] for each in made.every},
        "silent": {
            each.option.id: [r.criterion.label for r in each.reasons if not r.score and r.weight] for each in made.every
        },
    }  # fmt: skip


def _places(made: Appraisal) -> Iterable[tuple[str, Ranked]]:
    """1, 2=, 2=, 4: a tie is called a tie."""
    place = 1
    for tied in made.ranked:
        yield from ((f"{place}=" if len(tied) > 1 else str(place), each) for each in tied)
        place += len(tied)


def _bars(told: list[Ranked]) -> dict[str, Any]:
    """The bar chart: its size, and for each option where its bar lies and how long it is."""
    rows = [
        {"name": each.option.name, "score": appraised.hundredths(each.score or 0), "covered": appraised.percent(each.covered),
         "text": number * ROW + 14, "bar": number * ROW + 19, "width": round(float(each.score or 0) / 3 * LONGEST, 1)}
        for number, each in enumerate(told)
    ]  # fmt: skip
    return {"rows": rows, "height": len(told) * ROW + 4, "thick": BAR, "longest": LONGEST}


def _evidence(made: Appraisal, lines: Sequence[Line], nation: str | None) -> Evidence:
    cited: list[Reason | Out] = [r for each in made.every if not each.out for r in each.reasons if r.score]
    cited += [out for each in made.every for out in (*each.out, *each.checks)]
    rests = [*cited, *lines]
    law = once(note for each in rests for note in each.law)
    passages = once(passage for each in rests for passage in each.passages)
    since = [*_since(cited, nation), *(note for line in lines for note in line.notes)]
    return Evidence(law, passages, since=once(note for note in since if note not in law))


def _since(cited: list[Reason | Out], nation: str | None) -> Iterable[Note]:
    """What has changed since the passages, as far as a reader of the line meets what changed."""
    for each in cited:
        said = each.rule.because if isinstance(each, Out) else each.score.because if each.score else ""
        met = " ".join((said, *(passage.title for passage in each.passages)))
        yield from (n for n in currency.shown(each.noted, nation) if currency.named_in(n, met))
