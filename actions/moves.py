"""Moving about in the interview without loss: back, skip, don't know, change an answer, go to a stage."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from actions import replies, resources
from actions.corrections import named_change
from actions.interview import answered, on_button, put_right
from actions.turn import Talk, Turn, open_place
from knowledge import journey
from knowledge.reading import Read, Unreadable, gather, read
from knowledge.records import DONT_KNOW, SKIPPED, Question, Stage

# Lowest similarity (0-100) at which a misspelt name of a question or stage is taken for the one meant.
NEAR_ENOUGH = 80
_NEW_VALUE = re.compile(r"\b(?:to|is|its|it's|should be|be|from now on|but|not \w+ but)\b(.*)$", re.IGNORECASE)


def back(talk: Talk) -> Turn:
    """Take the last answer away and ask its question again."""
    if talk.focus and talk.focus in talk.answers:  # an answer that was going to be changed stays as it was
        return Turn((replies.left_as_it_was(),), {"focus": None})
    if not talk.answers:
        return Turn((replies.at_the_start(),))
    return Turn((), {"answers": journey.back(talk.answers), "focus": None})


def skip(talk: Talk) -> Turn:
    """Leave the open question out; skipped is an answer."""
    return _without_answer(talk, SKIPPED)


def dont_know(talk: Talk) -> Turn:
    """Not knowing is an answer, too, and changes what is advised."""
    return _without_answer(talk, DONT_KNOW)


def _without_answer(talk: Talk, value: str) -> Turn:
    here = open_place(talk)
    if talk.journey is None or here is None:
        return Turn((replies.nothing_open(),))
    if talk.entities.get("question", here.question.id) != here.question.id:  # the button of an earlier question
        return Turn((replies.unknown_button(),))
    return answered(talk, here.question, value)


def change_answer(talk: Talk) -> Turn:
    """Change an answer by its name, at once if the new one is in the same words."""
    if talk.journey is None and not talk.answers:
        return Turn((replies.nothing_open(),))
    knowledge, today = talk.knowledge, resources.today()
    on_path = journey.path(knowledge, talk.answers, today)
    offered = next((q for q in on_path if q.id == talk.entities.get("question")), None)
    if offered and "option" in talk.entities:
        value = on_button(offered, talk.entities["option"])
        return Turn((replies.unknown_button(),)) if value is None else answered(talk, offered, value)
    outright = named_change(on_path, talk.said) if not talk.text.startswith("/") else None
    if outright and outright.value:
        return _to(talk, outright.question, read(outright.question, outright.value, talk.answers, knowledge.places))
    here = open_place(talk)
    slip = put_right(talk, here.question) if here and not outright and not talk.text.startswith("/") else None
    if slip:
        return slip
    named = outright.question if outright else offered or _named(on_path, talk.said)
    if named is None:
        return _meant(talk) or Turn((replies.which_answer(knowledge, talk.answers),))
    return _to(talk, named, _new_value(named, talk))


def _to(talk: Talk, question: Question, new: Read | Unreadable | None) -> Turn:
    """The answer changed at once, or its question in focus, with the reason why the new one could not be read."""
    if isinstance(new, Read):
        return answered(talk, question, new.value, typed=talk.text)
    if talk.journey is None:  # no form is open that could ask for it
        return Turn((replies.change_by_name(question),))
    return Turn((replies.changing(question, talk.answers.get(question.id), new.reason if new else ""),), {"focus": question.id})


def _named(questions: list[Question], text: str) -> Question | None:
    """The question whose label or other name stands in the text, the longest first; else the nearest in spelling."""
    said = re.findall(r"[\w-]+", text.lower())
    names = {name.lower(): q for q in questions for name in (q.id.replace("_", " "), q.label, *q.names)}
    inside = [name for name in names if f" {name} " in f" {' '.join(said)} "]
    if inside:
        return names[max(inside, key=len)]
    windows = [" ".join(said[i : i + size]) for size in (3, 2, 1) for i in range(len(said) - size + 1)]
    near = [process.extractOne(w, list(names), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH) for w in windows if len(w) > 3]
    best = max((n for n in near if n), key=lambda n: (n[1], len(n[0])), default=None)
    return names[best[0]] if best else None


def _new_value(question: Question, talk: Talk) -> Read | Unreadable | None:
    """The new answer in "change the value to £2m", or None if the text only names what is to change."""
    match = None if talk.text.startswith("/") else _NEW_VALUE.search(talk.text)
    said = match.group(1).strip() if match else ""
    if not said or (question.kind == "text" and len(said.split()) < 2):
        return None
    return read(question, said, talk.answers, talk.knowledge.places)


def _meant(talk: Talk) -> Turn | None:
    """A change that names no question but says a new answer outright: "it is England", "it's for five years"."""
    knowledge = talk.knowledge
    match = _NEW_VALUE.search(talk.said)
    new = gather(knowledge, match.group(1) if match and match.group(1).strip() else talk.said, {})
    new = {name: value for name, value in new.items() if talk.answers.get(name) not in (None, value)}
    if len(new) != 1:
        return None
    name, value = new.popitem()
    return answered(talk, next(q for q in knowledge.questions if q.id == name), value, typed=talk.text)


def next_stage(talk: Talk) -> Turn:
    """Leave the stage for the one after it; what was left open is asked at the end."""
    here = open_place(talk)
    if talk.journey is None or here is None:
        return Turn((replies.nothing_open(),))
    stages = talk.knowledge.stages
    if here.stage_number == len(stages):
        return Turn((replies.last_stage(),))
    return _go(talk, stages[here.stage_number])


def jump_stage(talk: Talk) -> Turn:
    """Go to a stage by its name."""
    if talk.journey is None:
        return Turn((replies.nothing_open(),))
    stages = talk.knowledge.stages
    stage = next((s for s in stages if s.id == talk.entities.get("stage")), None) or _stage(list(stages), talk.said)
    return _go(talk, stage) if stage else Turn((replies.which_stage(stages),))


def _stage(stages: list[Stage], text: str) -> Stage | None:
    said = " ".join(re.findall(r"[\w-]+", text.lower()))
    names = {
        name: s for s in stages for name in (s.id, s.name.lower(), *s.name.lower().split(" and "), s.name.lower().split()[0])
    }
    inside = [name for name in names if f" {name} " in f" {said} "]
    if inside:
        return names[max(inside, key=len)]
    near = [process.extractOne(word, list(names), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH) for word in said.split()]
    best = max((n for n in near if n and len(n[0]) > 3), key=lambda n: n[1], default=None)
    return names[best[0]] if best else None


def _go(talk: Talk, stage: Stage) -> Turn:
    knowledge, today = talk.knowledge, resources.today()
    if stage.id in journey.complete(knowledge, talk.answers, today):
        mine = [q for q in journey.path(knowledge, talk.answers, today) if q.stage == stage.id]
        return Turn((replies.stage_done(stage, mine, talk.answers),))
    return Turn((), {"focus": stage.id})
