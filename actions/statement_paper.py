"""The impact statement as a document: three levels in the group's own words, what shows them, and what is still to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.frame import PRIORITIES, at_a_glance, evidence_of, framed
from knowledge import checklist, impact
from knowledge.records import Answers, Knowledge

GLANCE = ("service", "nation", "who_we_are", "reader", "proof_now")


def context(knowledge: Knowledge, answers: Answers, today: date) -> dict[str, Any]:
    """What `statement.html.j2` and `statement.md.j2` ask for."""
    made, levels = checklist.make(knowledge, answers, today), impact.stated(knowledge, answers, today)
    evidence = evidence_of(made.lines, levels)
    return {
        **framed(
            knowledge, answers, today, evidence, title="What good we do", draft=made.draft,
            glance=at_a_glance(knowledge, answers, today, GLANCE),
        ),
        "levels": levels,
        "lines": made.in_time(),
        "priorities": PRIORITIES,
    }  # fmt: skip
