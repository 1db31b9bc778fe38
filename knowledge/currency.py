"""What has changed since: which notes a reader of a nation sees, and how they are worded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from knowledge.records import NATION_NAMES, Note

# The newest source that the register saw (see `checked` of each note).
AS_AT = "July 2026"
SOON = timedelta(days=60)
NO_INSTRUMENT = "Not a legal change"  # what became of a thing without any law; not worth telling the reader


def shown(notes: Iterable[Note], nation: str | None) -> list[Note]:
    """What became of a thing is for everyone; today's rule only for readers of its nation.

    While the nation is not known all are shown; each names its nations.
    """
    return [note for note in notes if note.kind == "became" or nation not in NATION_NAMES or nation in note.nations]


def gap(notes: Iterable[Note], nation: str | None) -> str | None:
    """A line for a reader whose nation has no rule among a passage's notes on rules, else None."""
    rules = [note for note in notes if note.kind == "rule"]
    if nation not in NATION_NAMES or not rules or any(nation in note.nations for note in rules):
        return None
    elsewhere = _listed({name for note in rules for name in note.nations})
    return (
        f"The rules that this rests on have changed in {elsewhere}. We hold no rule of {NATION_NAMES[nation or '']} "
        "on it: ask your procurement lead."
    )


def nations(note: Note) -> str:
    """The nations of a note as a reader says them: "UK" for all four."""
    return "UK" if len(note.nations) == len(NATION_NAMES) else _listed(set(note.nations))


def _listed(names: set[str]) -> str:
    ordered = [name for key, name in NATION_NAMES.items() if key in names]
    return ordered[0] if len(ordered) == 1 else f"{', '.join(ordered[:-1])} and {ordered[-1]}"


def wording(note: Note, today: date) -> str:
    """The note with its nation, instrument and date, and a warning once its review is overdue."""
    overdue = f" Not checked since {note.checked:%B %Y}." if today > note.review_by else ""
    about = [nations(note), *([note.instrument] if note.instrument != NO_INSTRUMENT else []), f"as at {AS_AT}"]
    return f"{note.text} ({'; '.join(about)}.){overdue}"


def due(notes: Iterable[Note], on: date) -> tuple[list[Note], list[Note]]:
    """The notes that are past their review on a day, and those whose review falls within the 60 days after it."""
    ordered = sorted(notes, key=lambda note: (note.review_by, note.id))
    late = [note for note in ordered if note.review_by < on]
    return late, [note for note in ordered if on <= note.review_by <= on + SOON]
