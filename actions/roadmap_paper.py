"""The spin-out's papers beside the appraisal: readiness with the roadmap, and the sheet of what to ask the commissioner for."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.frame import PRIORITIES, Evidence, at_a_glance, evidence_of, framed, source_line
from knowledge import checklist, readiness
from knowledge.records import Answers, Knowledge

GLANCE = ("service", "nation", "employer", "size", "time_left", "transfer_on", "if_nothing")


def context(knowledge: Knowledge, answers: Answers, today: date) -> dict[str, Any]:
    """What `roadmap.html.j2` and `roadmap.md.j2` ask for."""
    made, sides = checklist.make(knowledge, answers, today), readiness.standing(knowledge, answers, today)
    musts = made.of_priority("must")
    steps = [told for side in sides for told in side.told if told.step]
    evidence = evidence_of(made.lines, (*musts, *steps))
    return {
        **framed(
            knowledge, answers, today, evidence, title="Readiness and roadmap for your spin-out", draft=made.draft,
            glance=at_a_glance(knowledge, answers, today, GLANCE),
        ),
        "sides": sides,
        "ready_in_short": readiness.in_short(sides),
        "words": readiness,
        "undecided": made.undecided,
        "musts": musts,
        "phases": [
            (phase, sorted(rest, key=lambda line: line.moment))
            for phase, lines in made.stages if (rest := [line for line in lines if line not in musts])
        ],
        "priorities": PRIORITIES,
    }  # fmt: skip


def sheet(knowledge: Knowledge, answers: Answers, today: date) -> dict[str, Any]:
    """What `requests.html.j2` and `requests.md.j2` ask for: each line with its sources in short, so that it is one page."""
    lines = checklist.requests(knowledge, answers, today)
    return {
        **framed(
            knowledge, answers, today, Evidence((), ()), title="What to ask the commissioner for",
            draft=checklist.make(knowledge, answers, today).draft, glance=at_a_glance(knowledge, answers, today, GLANCE[:4]),
        ),
        "tight": True,
        "lines": lines,
        "sources": {
            line.id: [note.instrument for note in line.law] + [source_line(knowledge, p) for p in line.passages] for line in lines
        },
    }  # fmt: skip
