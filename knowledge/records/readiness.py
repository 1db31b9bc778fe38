"""What tells how ready a staff group is (dimensions, signs, next steps), and what it asks its commissioner for."""

from __future__ import annotations

from typing import Union

from pydantic import StrictStr

from knowledge.records.basics import Record, When


class NextStep(Record):
    """What to do next, and what that rests on. A note counts only in its nations."""

    say: StrictStr
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()


class Sign(Record):
    """What the answer to one question tells: `ready` or `nearly` for these options, not yet for any other and for none."""

    question: StrictStr
    ready: tuple[StrictStr, ...]
    nearly: tuple[StrictStr, ...] = ()
    next_nearly: Union[NextStep, None] = None
    next_not_yet: NextStep


class Dimension(Record):
    """One side of being ready; it stands where its lowest sign stands. `about` follows "it tells".

    `helpers`: of the directory, those that a group can turn to today; `ask` follows "Ask": who else to ask.
    """

    id: StrictStr
    name: StrictStr
    about: StrictStr
    helpers: tuple[StrictStr, ...] = ()
    ask: StrictStr
    signs: tuple[Sign, ...]


class Request(Record):
    """What a group asks its commissioner for; `because` is the reason that it may give. A note counts only in its nations."""

    id: StrictStr
    when: When
    skip_when: When = {}
    ask: StrictStr
    because: StrictStr
    passages: tuple[StrictStr, ...] = ()
    notes: tuple[StrictStr, ...] = ()
