"""What has changed since: which notes a reader of a nation sees, and how they are worded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from knowledge.records import NATION_NAMES, Note
from knowledge.wording import joined

# The newest source that the register saw (see `checked` of each note).
AS_AT = "July 2026"
SOON = timedelta(days=60)  # what falls due within it is listed unless another day is named
AT_ONCE = 2  # notes in full under one answer; more than that and nobody sees the answer
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
    return of_nations(note.nations)


def of_nations(names: Collection[str]) -> str:
    """Nations by their ids as a reader says them: "UK" for all four."""
    return "UK" if len(names) == len(NATION_NAMES) else _listed(names)


def _listed(names: Collection[str]) -> str:
    return joined([name for key, name in NATION_NAMES.items() if key in names])


def wording(note: Note) -> str:
    """The note with its nation, instrument and date."""
    about = [nations(note), *([note.instrument] if note.instrument != NO_INSTRUMENT else []), f"as at {AS_AT}"]
    return f"{note.text} ({'; '.join(about)}.)"


def source(note: Note) -> str:
    """What a note rests on, as the source of an answer that it gives."""
    rests_on = note.instrument if note.instrument != NO_INSTRUMENT else "this guide's register of what has changed"
    return f"{rests_on} ({nations(note)}; as at {AS_AT})"


def unfolded(notes: Iterable[Note], told: Collection[str], about: str) -> tuple[list[Note], list[Note]]:
    """The notes to give in full under an answer, and the rest, of which the terms are enough.

    In full come at most two that were not `told` (ids) in this conversation: first those whose term stands in `about`, the
    sentences that answer.
    """
    ordered = sorted(notes, key=lambda note: not named_in(note, about))
    full = [note for note in ordered if note.id not in told][:AT_ONCE]
    return full, [note for note in ordered if note not in full]


def named_in(note: Note, text: str) -> bool:
    """True if a text names what a note is about."""
    return any(re.search(alias, text, re.IGNORECASE) for alias in note.aliases)


def warning(note: Note, today: date) -> str:
    """What stands behind a note in a document once its review is overdue, else nothing."""
    return f" Not checked since {note.checked:%B %Y}." if today > note.review_by else ""


def told(note: Note, today: date) -> str:
    """A note in full where it stands by itself: with what it rests on, and a warning once its review is overdue."""
    return wording(note) + warning(note, today)


def overdue(notes: Iterable[Note], today: date) -> str | None:
    """One line for a whole answer whose notes are past their review, else None. A conversation says it once."""
    late = [note for note in notes if today > note.review_by]
    if not late:
        return None
    terms = "; ".join(note.term for note in late)
    return (
        f"Some notes on what has changed were due to be checked again by now, here: {terms}. They were last checked in "
        f"{late[0].checked:%B %Y}. Check with your procurement lead or an adviser before you rely on one."
    )


def due(notes: Iterable[Note], today: date, by: date) -> tuple[list[Note], list[Note]]:
    """The notes that are past their review today, and those whose review falls due from today to `by`, its day counted."""
    ordered = sorted(notes, key=lambda note: (note.review_by, note.id))
    return [n for n in ordered if n.review_by < today], [n for n in ordered if today <= n.review_by <= by]
