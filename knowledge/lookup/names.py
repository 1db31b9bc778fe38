"""The names of structured entries and of cases, and what each may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.lookup.words import Phrases, keys
from knowledge.records import Knowledge

NAMED = Literal["model", "route", "listed", "pathfinder", "case", "note"]
_SHORT = re.compile(r"\(([A-Z]{2,})\)")  # letters that stand for a name
_ASIDE = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True)
class Named:
    """What a name may mean: the ids of each kind. `proper`: it is nobody's word, but the name of a body, paper or case."""

    of: dict[NAMED, tuple[str, ...]]
    written: frozenset[str]  # the name as it is written

    @property
    def kinds(self) -> set[NAMED]:
        """The kinds of which it names something."""
        return set(self.of)

    @property
    def proper(self) -> bool:
        """True if a common word has to be written as a name to be this one."""
        return not self.kinds & {"model", "route"}


def by_name(knowledge: Knowledge) -> Phrases[Named]:
    """Every name, and what it may mean."""
    found: dict[str, Named] = {}
    for kind, id, name in _names(knowledge):
        key = " ".join(keys(name))
        known = found.get(key, Named({}, frozenset()))
        ids = dict.fromkeys((*known.of.get(kind, ()), id))
        found[key] = Named({**known.of, kind: tuple(ids)}, known.written | {name})
    return Phrases(found)


def _names(knowledge: Knowledge) -> Iterator[tuple[NAMED, str, str]]:
    for model in knowledge.models:
        yield from (("model", model.id, name) for name in (*_both(model.name), *model.also, *model.family))
    for route in knowledge.routes:
        yield from (("route", route.id, name) for name in (*_both(route.name), *route.also))
    for entry in knowledge.directory:
        yield from (("listed", entry.id, name) for name in (*_both(entry.name), *entry.also))
    for body in knowledge.pathfinders:
        yield from (("pathfinder", body.id, name) for name in _both(body.name))
    for note in knowledge.notes:
        if note.kind == "became":
            yield from (("note", note.id, name) for name in (*_both(note.term), *_SHORT.findall(note.term)))
    for case in knowledge.cases:
        yield from (("case", case.id, name) for name in (*_both(case.name), *case.aliases))


def _both(name: str) -> tuple[str, ...]:
    """A name with and without what stands in brackets."""
    bare = _ASIDE.sub("", name)
    return (name,) if bare == name else (name, bare)
