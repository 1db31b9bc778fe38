"""The fact of a case that a question asks for: names and phrases are closed lists, so what is found is what was meant."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import get_args

from knowledge.records import NOT_IN_REPORT, Attribute, Case, CaseAttribute, Fact, Knowledge

_OF_CASES = frozenset(get_args(CaseAttribute))


@dataclass(frozen=True)
class Told:
    """What a case's facts say: `text` in a sentence, and the passages that say so.

    `absent` is set when the closed list of a case knows that its report does not give it.
    """

    text: str
    passages: tuple[str, ...]
    notes: tuple[str, ...] = ()
    absent: tuple[Case, Attribute] | None = None


class Facts:
    """Finds facts of cases by closed lists of phrases; reads the knowledge and keeps nothing else."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def cases(self, ids: Collection[str]) -> list[Case]:
        """The cases of these ids, in the order of the content."""
        return [case for case in self._knowledge.cases if case.id in ids]

    def asked(self, bare: str, case: Case) -> Told | None:
        """The fact of a case that a question asks for, or None if it asks for none by its closed phrases.

        Args:
            bare: the question without names of cases.
        """
        wanted = self._attributes(bare)
        known_of: dict[str, Fact | str] = {str(name): fact for name, fact in case.facts.items()}
        given = [known_of[each.id] for each in wanted]
        known = [fact for fact in given if isinstance(fact, Fact)]
        if len(known) == 1:
            return Told(known[0].value, known[0].passages, known[0].notes)
        if known or not wanted or set(given) != {NOT_IN_REPORT}:
            return None
        return Told("", (), (), (case, wanted[0]))

    def _attributes(self, bare: str) -> list[Attribute]:
        said = " ".join(re.findall(r"[a-z0-9]+(?:['-][a-z0-9]+)*", bare.lower().replace("’", "'")))
        return [
            each for each in self._knowledge.attributes
            if each.id in _OF_CASES and (said in each.alone or any(f" {phrase} " in f" {said} " for phrase in each.asks))
        ]  # fmt: skip
