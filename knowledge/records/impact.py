"""What an impact statement is made of: its levels, and what was measured elsewhere."""

from __future__ import annotations

from pydantic import StrictStr

from knowledge.records.basics import Fact, Record


class Level(Record):
    """One level of the good that a group does. All but name and examples are ids of questions of one journey.

    `benefit`, `hard`, `soft`: free texts (what gets better, what is counted, what people tell); `how`: how it is collected;
    `kind`: what is better above all, a choice; `examples`: for its options, what a case of the reports measured.
    """

    id: StrictStr
    name: StrictStr
    benefit: StrictStr
    hard: StrictStr
    soft: StrictStr
    how: StrictStr
    kind: StrictStr
    examples: dict[StrictStr, Fact]
