"""Free questions: the answer with its evidence, more of it, and why it was chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions import answer_replies, replies, resources
from actions.turn import Reply, Talk, Turn
from knowledge import currency
from knowledge.reading import gather
from knowledge.records import Answers, Note
from retrieval import wording
from retrieval.answer import Answer, Found
from retrieval.text import content_words

SHOWN_AT_ONCE = 2
LONGEST_STATEMENT = 6  # content words of "I work for a health board in Wales as a nurse"


def answer_question(talk: Talk) -> Turn:
    """The answer to what the user typed; the conversation's topic is kept for follow-ups, and where the user is for the rest."""
    noted, told = _of_the_reader(talk)
    if noted and not _asks_more(talk):
        return Turn((replace(told, buttons=replies.start()),), {"answers": {**talk.answers, **noted}})
    talk = replace(talk, answers={**talk.answers, **noted})
    asked = talk.topic.get("asked")
    answer = _for_own_body(talk, resources.answerer().answer(talk.text, [asked] if asked else (), talk.nation))
    reply, said = _reply(talk, answer)
    if not reply.buttons and talk.journey is None:  # nothing is under way: a refusal must not leave the user without a door
        reply = replace(reply, buttons=replies.start())
    slots = {**_topic(talk, answer), **said, **({"answers": talk.answers} if noted else {})}
    return Turn((reply, *([told] if noted else [])), slots)


def _for_own_body(talk: Talk, answer: Answer) -> Answer:
    """The answer; an unclear one, or a rule on other bodies' staff, gives way to the rule on the reader's own body."""
    body = next((str(said) for name in ("employer", "body") if (said := talk.everywhere.first(name))), None)

    def others(found: Answer) -> bool:
        return any(note.bodies and body not in note.bodies for note in wording.rests_on(found)[1])

    short = answer.reason == "short"
    doubtful = short or (answer.status == "answered" and not answer.lookup and others(answer))
    if body is None or not doubtful or body in talk.said.lower():
        return answer
    again = resources.answerer().answer(f"{talk.text} {body}", (), talk.nation)
    own = any(body in note.bodies for note in wording.rests_on(again)[1])
    better = again.status == "answered" and (own if short else not others(again))
    return replace(again, question=answer.question) if better else answer


def _of_the_reader(talk: Talk) -> tuple[Answers, Reply]:
    """The nation and kind of body that somebody without a plan says of themselves in passing, and the reply that says it back."""
    knowledge, asked = resources.knowledge(), resources.answerer().understanding.of(talk.text)
    if talk.journey is not None or talk.nation or not asked.reader:
        return {}, Reply("")
    body = {name: value for name, value in gather(knowledge, talk.text, talk.answers).items() if name == "body"}
    noted: Answers = {"nation": asked.reader, **body}
    return noted, replies.noted_by_the_way(knowledge, noted)


def _asks_more(talk: Talk) -> bool:
    """True if words are left beside where somebody is and what they are: "I am in Scotland" asks nothing."""
    asked = resources.answerer().understanding.of(talk.text)
    return talk.said.rstrip().endswith("?") or asked.asks or len(asked.words) > LONGEST_STATEMENT


def _reply(talk: Talk, answer: Answer) -> tuple[Reply, dict[str, Any]]:
    """The reply, and the slots that remember what was told: each note in full, and that some are past their review, once."""
    full, _ = wording.notes_in_full(answer, talk.told) if answer.status in {"answered", "nearest"} else ([], [])
    overdue = None if talk.warned else currency.overdue(full, resources.today())
    said: dict[str, Any] = {"warned": True} if overdue else {}
    new = [note.id for note in full if note.id not in talk.told]
    return answer_replies.answer(resources.answerer(), answer, overdue, talk.told), {
        **said,
        **({"told": [*talk.told, *new]} if new else {}),
    }


def _topic(talk: Talk, answer: Answer) -> dict[str, Any]:
    if answer.status not in {"answered", "nearest", "not_covered"}:
        return {}
    # What was named is spoken of even if we had no answer: "and how long?" is still about it.
    ids = [found.passage.id for found in answer.passages] if answer.status in {"answered", "nearest"} else []
    sure = round(answer.confidence, 2)
    notes = [note.id for note in answer.notes]
    return {"topic": {"asked": answer.question, "shown": ids[:1], "more": ids[1:], "sure": sure, "notes": notes}}


def more(talk: Talk) -> Turn:
    """Two further passages on what was last asked."""
    waiting = talk.topic.get("more") or []
    if not waiting:
        return Turn((answer_replies.no_more(),))
    now, later = waiting[:SHOWN_AT_ONCE], waiting[SHOWN_AT_ONCE:]
    shown, slots = [], {"topic": {**talk.topic, "shown": now, "more": later}}
    for name in now:
        reply, said = _passage(talk, name, talk.topic.get("asked", ""))
        shown, slots = [*shown, reply], {**slots, **said}
        talk = replace(talk, warned=talk.warned or "warned" in said, told=tuple(said.get("told", talk.told)))
    notes = [note for name in now for note in _notes_of(talk, name)]
    return Turn(tuple(shown), {**slots, "topic": {**slots["topic"], "notes": list(dict.fromkeys(n.id for n in notes))}})


def since_then(talk: Talk) -> Turn:
    """All that has changed since what was last shown, in full."""
    names = talk.topic.get("notes") or []
    notes = [note for note in resources.knowledge().notes if note.id in names]
    if not notes:
        return Turn((answer_replies.nothing_changed(),))
    told = list(dict.fromkeys((*talk.told, *(note.id for note in notes))))
    return Turn((answer_replies.since_then(notes, resources.today()),), {"told": told})


def show(talk: Talk) -> Turn:
    """One passage by its id, for a button that names it."""
    name = talk.entities.get("passage", "")
    if name not in {p.id for p in resources.knowledge().passages}:
        return Turn((replies.unknown_button(),))
    reply, said = _passage(talk, name, "")
    notes = [note.id for note in _notes_of(talk, name)]
    return Turn((reply,), {"topic": {"asked": _title(name), "shown": [name], "more": [], "notes": notes}, **said})


def why_this_answer(talk: Talk) -> Turn:
    """What the last passage shares with the question, and where it comes from."""
    shown, asked = talk.topic.get("shown") or [], talk.topic.get("asked", "")
    if not shown:
        return Turn((answer_replies.nothing_shown(),))
    found = _found(shown[0], asked)
    said = content_words(f"{found.passage.title} {found.passage.text} {' '.join(found.passage.asks)}")
    shared = [word for word in dict.fromkeys(content_words(asked)) if word in said]
    nearest = max(found.passage.asks, key=lambda ask: len(set(content_words(ask)) & set(content_words(asked))))
    return Turn((answer_replies.why_this(resources.answerer(), found, asked, shared, nearest, talk.topic.get("sure")),))


def _passage(talk: Talk, name: str, asked: str) -> tuple[Reply, dict[str, Any]]:
    found = _found(name, asked)
    every = [n for n in resources.knowledge().notes if n.id in found.passage.notes]
    shown = Answer("answered", asked, (found,), notes=_notes_of(talk, name), gap=currency.gap(every, talk.nation))
    return _reply(talk, shown)


def _notes_of(talk: Talk, name: str) -> tuple[Note, ...]:
    """The notes of a passage that this reader gets."""
    knowledge = resources.knowledge()
    passage = next(p for p in knowledge.passages if p.id == name)
    return tuple(currency.shown([n for n in knowledge.notes if n.id in passage.notes], talk.nation))


def _found(name: str, asked: str) -> Found:
    answerer = resources.answerer()
    passage = next(p for p in answerer.knowledge.passages if p.id == name)
    number = next(i for i, e in enumerate(answerer.index.entries) if e.kind == "passage" and e.id == name)
    vector = answerer.encoder.encode([asked or passage.title])[0]
    return Found(passage, 0.0, answerer.index.best_sentence(number, vector))


def _title(name: str) -> str:
    return next(p.title for p in resources.knowledge().passages if p.id == name)
