"""How the guide words the answer to a free question, and what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from actions.turn import Button, Reply
from knowledge import currency
from knowledge.records import Note
from retrieval import wording
from retrieval.answer import Answer, Answerer, Found, cited

MORE = Button("More on this", "/more")
CHANGED = Button("What has changed", "/since_then")
WHY_THIS = Button("Why this passage?", "/why_this_answer")


def answer(answerer: Answerer, found: Answer, overdue: str | None, told: Sequence[str] = ()) -> Reply:
    text = wording.plain_answer(answerer, found, overdue, told)
    if found.status in {"answered", "nearest"}:
        passages, notes = wording.rests_on(found)
        sources, law = tuple(p.id for p in passages), tuple(note.id for note in notes)
        if found.lookup:
            return Reply(text, (), found.status, sources, law, lookup=found.lookup.as_dict())
        further = (MORE,) if len(found.passages) > 1 else ()
        folded = (CHANGED,) if wording.notes_in_full(found, told)[1] else ()
        why_this = (WHY_THIS,) if sources else ()
        return Reply(
            text, (*further, *folded, *why_this), found.status, sources, law,
            marked=found.passages[0].marked if sources and not found.term else None,
        )  # fmt: skip
    if found.status in {"not_covered", "unclear"} and found.passages and not found.unheld:
        near = tuple(
            Button(found_near.passage.title, f'/show{{"passage": "{found_near.passage.id}"}}')
            for found_near in found.passages[:3]
        )
        return Reply(text, near, found.status)
    return Reply(text, (), found.status)


def since_then(notes: Sequence[Note], today: date) -> Reply:
    lines = "\n".join(f"- **{note.term}.** {currency.told(note, today)}" for note in notes)
    return Reply(f"What has changed since:\n{lines}")


def nothing_changed() -> Reply:
    return Reply("I hold no note on what has changed since what I showed last. Ask a question first, and I tell what I hold.")


def no_more() -> Reply:
    return Reply("I have nothing further on that. Ask a question, and I can show more than one passage on it.")


def nothing_shown() -> Reply:
    return Reply("I have not shown a passage yet. Ask a question first.")


def why_this(answerer: Answerer, found: Found, asked: str, shared: Sequence[str], nearest: str, sure: float | None) -> Reply:
    """`sure`: the confidence that it answers, 0 to 1, where a question was asked."""
    believed = (
        f" Of ten questions of which I am as sure as of this one, about {round(10 * sure)} are such that my passages answer them."
        if sure is not None else ""
    )  # fmt: skip
    words = f" It shares these words with your question: {', '.join(shared)}." if shared else ""
    return Reply(
        f"You asked: “{asked}”. I showed “{found.passage.title}” because it is the passage whose meaning is nearest.{words} "
        f"It was written to answer questions such as “{nearest}”. It digests "
        f"{cited(answerer.source(found.passage), found.passage)}.{believed}",
        sources=(found.passage.id,),
    )
