"""What an options appraisal is made of: options, scores with their evidence, and what rules an option out."""

from __future__ import annotations

from typing import Literal, Union

from pydantic import StrictStr

from knowledge.records.basics import Nation, Record, When


class Option(Record):
    """What a group can choose: a form (`model`), or to stay, to improve or to join."""

    id: StrictStr
    name: StrictStr
    model: Union[StrictStr, None] = None


class Score(Record):
    """How the evidence points for an option on a criterion, which is a question of the journey; no measure of likelihood.

    `nations`: where it counts; empty: everywhere. A score that rests on notes alone counts in their nations.
    """

    id: StrictStr
    option: StrictStr
    criterion: StrictStr
    score: Literal["strong", "good", "mixed", "weak"]
    because: StrictStr
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()
    nations: tuple[Nation, ...] = ()


class KnockOut(Record):
    """What rules an option out for some answers: it is not that `form`, or the `law` forbids it; or what to `check` beside it."""

    id: StrictStr
    option: StrictStr
    kind: Literal["form", "law", "check"]
    when: When
    because: StrictStr
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()
