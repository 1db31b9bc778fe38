"""The interview: one form that asks the open question, takes the answer, and gives advice when a stage is done."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import replies, resources
from actions.asking import answer_question
from actions.corrections import earlier
from actions.turn import Talk, Turn
from actions.utterance import answer_and_question, asks, is_question, states
from knowledge import checklist, days, journey
from knowledge.reading import Read, Unreadable, gather, read
from knowledge.records import DONT_KNOW, NO_ANSWER, SKIPPED, Answers, AnswerValue, Journey, Question

NOT_READ = Unreadable("I could not read that as an answer.")
TRIES = 2  # answers to one question that could not be read, after which the guide explains and offers to leave it


def begin(talk: Talk, chosen: Journey) -> Turn:
    """Begin a journey, or go on with it; what the opening words already say counts as answers."""
    slots = talk.everywhere.switched(chosen.id)
    knowledge, today = resources.knowledge(chosen.id), resources.today()
    noted = gather(knowledge, talk.text, slots["answers"]) if not talk.text.startswith("/") else {}
    alike = {q.id: said for q in knowledge.questions if (said := _alike(q, slots["answers"])) is not None}  # said in passing
    answers = journey.on_path_only(knowledge, {**alike, **slots["answers"], **noted}, today)
    noted = {name: value for name, value in noted.items() if name in answers}
    left = resources.named(talk.journey) if talk.journey not in (None, chosen.id) else None
    if talk.journey != chosen.id and chosen.id not in talk.aside:
        first = (replies.begun(chosen, left),)
    elif left:
        first = (replies.back_to(chosen, left),)
    else:
        first = () if noted else (replies.under_way(chosen),)
    told = (replies.noted(knowledge, noted),) if noted else ()
    return Turn((*first, *told), {**slots, "answers": answers})


def _alike(question: Question, answers: Answers) -> AnswerValue | None:
    """What was said to the question that this one is like, if it is an option here as well."""
    said = answers.get(question.like) if question.like else None
    return said if said in question.options else None


def meant(talk: Talk) -> Journey | None:
    """The journey that was begun and that the words name; the one under way if they name none; None without any."""
    begun = [each for each in resources.knowledge().journeys if each.id == talk.journey or each.id in talk.aside]
    said = set(re.findall(r"[\w-]+", talk.said.lower())) if not talk.text.startswith("/") else set()
    asked_for = [each for each in begun if said & {*each.words}]
    under_way = [each for each in begun if each.id == talk.journey]
    return next(iter(asked_for or under_way or begun), None)


def take(talk: Talk) -> Turn:
    """The user's words as an answer to the open question, or as what else they are."""
    knowledge, today = talk.knowledge, resources.today()
    here = journey.place(knowledge, talk.answers, talk.focus, today)
    if here is None:
        return answer_question(talk)
    if talk.intent == "choose":
        return _pressed(talk, here.question)
    both = answer_and_question(here.question, talk)
    if both:
        return _both(talk, here.question, *both)
    slip = put_right(talk, here.question)
    if slip:
        return slip
    understood = read(here.question, talk.text, talk.answers, knowledge.places, today)
    if isinstance(understood, Read) and not is_question(talk, here.question):
        return answered(talk, here.question, understood.value, typed=talk.text)
    if isinstance(understood, Unreadable) and (not asks(talk) or states(talk.said)):
        return _unread(talk, here.question, understood)
    answer = answer_question(talk)
    if asks(talk) or answer.replies[0].status in {"answered", "personal_data", "failed"}:
        return answer
    return _unread(talk, here.question, answer=answer)


def _both(talk: Talk, question: Question, given: Read, typed: str, own: str) -> Turn:
    """An answer and a question in one message: the one is taken, the other answered."""
    first = answered(talk, question, given.value, typed=typed)
    then = answer_question(replace(talk, text=own))
    return Turn((*first.replies, *then.replies), {**first.slots, **then.slots})


def put_right(talk: Talk, here: Question) -> Turn | None:
    """What fits only an earlier question is offered as its correction, and changes nothing by itself; None for anything else."""
    knowledge = talk.knowledge
    on_path = journey.path(knowledge, talk.answers, resources.today())
    slip = earlier(knowledge, on_path, talk.answers, here, talk.said)
    if slip is None:
        return None
    if slip.also_here is not None:
        return Turn((replies.which_of_two(slip.question, slip.value, here, slip.also_here),))
    offered = {"question": slip.question.id, "value": slip.value}
    return Turn((replies.offer_change(slip.question, slip.value),), {"offered": offered})


def take_offer(talk: Talk) -> Turn:
    """Yes: the correction that was offered is made."""
    knowledge = talk.knowledge
    offered = talk.offered or {}
    question = next(q for q in knowledge.questions if q.id == offered.get("question"))
    return answered(talk, question, offered["value"], typed=talk.text)


def _unread(talk: Talk, question: Question, why: Unreadable = NOT_READ, answer: Turn | None = None) -> Turn:
    """What could not be read is explained at the second try, with a way past it; until then `answer` may say more."""
    tries = {question.id: talk.tries.get(question.id, 0) + 1}
    if tries[question.id] >= TRIES:
        return Turn((replies.unreadable_again(question, why),), {"tries": tries})
    if answer:
        return replace(answer, slots={**answer.slots, "tries": tries})
    return Turn((replies.unreadable(question, why),), {"tries": tries})


def _pressed(talk: Talk, current: Question) -> Turn:
    """A button of this question answers it; one of an earlier question is pressed twice or late and changes nothing."""
    knowledge = talk.knowledge
    asked = next((q for q in knowledge.questions if q.id == talk.entities.get("question")), None)
    option = on_button(asked, talk.entities.get("option", "")) if asked else None
    if asked is None or option is None:
        return Turn((replies.unknown_button(),))
    if asked.id == current.id:
        day = asked.kind == "date" and option not in NO_ANSWER  # offered before another day was changed, it may not follow now
        understood = read(asked, str(option), talk.answers, today=resources.today()) if day else Read(option)
        return answered(talk, asked, option) if isinstance(understood, Read) else _unread(talk, asked, understood)
    if asked.id not in talk.answers:
        return Turn((replies.unknown_button(),))
    return Turn((replies.late_button(asked, option, talk.answers[asked.id]),))


def on_button(asked: Question, option: str) -> AnswerValue | None:
    """The answer that a button stands for: an option, or a figure or a day that was offered ("Is that £200 or £200,000?")."""
    if option in {*asked.options, DONT_KNOW, SKIPPED}:
        return option
    if asked.kind == "date" and (day := days.of(option)):
        return day.isoformat()
    if asked.kind in {"money", "years"} and re.fullmatch(r"\d{1,11}(?:\.\d{1,2})?", option):
        return int(option) if option.isdigit() else float(option)
    return None


def answered(talk: Talk, question: Question, value: AnswerValue, typed: str = "") -> Turn:
    """Record an answer; a stage that it completes gets its advice."""
    knowledge, today = talk.knowledge, resources.today()
    before = journey.complete(knowledge, talk.answers, today)
    changed = question.id in talk.answers
    answers = journey.record(knowledge, talk.answers, question.id, value, today)
    noted = {}
    if question.by_the_way and typed:
        # "£180,000 a year for three years with an option for two" answers more than was asked. But words that chose an option
        # choose none elsewhere: a "health and social care partnership" is a body and no kind of service.
        may = {q.id for q in knowledge.questions if question.kind != "choice" or q.kind in {"money", "years"} or q.by_place}
        noted = {n: v for n, v in gather(knowledge, typed, answers).items() if n != question.id and n in may}
        answers = journey.on_path_only(knowledge, {**answers, **noted}, today)
    done = [s for s in knowledge.stages if s.id in journey.complete(knowledge, answers, today) - before]
    said = []
    if changed:
        dropped = [q for q in knowledge.questions if q.id in talk.answers.keys() - answers.keys()]
        again = [q for q in journey.path(knowledge, answers, today) if q in dropped]
        said.append(replies.changed(question, value, [q for q in dropped if q not in again], again))
    elif typed:
        said.append(replies.understood(question, value))  # so that a misreading is seen at once
    if noted:
        said.append(replies.noted(knowledge, noted))
    for stage in done:
        lines = checklist.advice(knowledge, stage.id, answers, today)
        if lines or stage.case:
            said.append(replies.advice(stage, lines))
    focus = None if talk.focus == question.id or any(s.id == talk.focus for s in done) else talk.focus
    return Turn(tuple(said), {"answers": answers, "focus": focus})


def ask(talk: Talk) -> Turn:
    """The open question, or the end of the interview."""
    knowledge, today = talk.knowledge, resources.today()
    here = journey.place(knowledge, talk.answers, talk.focus, today)
    if here is None:
        lines = len(checklist.make(knowledge, talk.answers, today).lines)
        return Turn((replies.finished(resources.named(talk.journey), lines),))
    first = not any(q.id in talk.answers for q in knowledge.questions if q.stage == here.stage.id)
    text = journey.filled(here.question.ask, knowledge, talk.answers, today)
    known = said_elsewhere(talk, here.question)
    asked = replies.question(replace(here, question=here.question.copy(update={"ask": text})), first=first, known=known)
    offered = {"offered": {"question": here.question.id, "value": known.value}} if known and not talk.offered else {}
    return Turn((asked,), offered)


def said_elsewhere(talk: Talk, question: Question) -> replies.Known | None:
    """What another journey has as the answer to a question that is open here; None without a real answer."""
    if question.id in talk.answers:
        return None
    for each in resources.knowledge().journeys:
        answers = talk.everywhere.of(each.id)
        value = answers.get(question.id) or _alike(question, answers) or SKIPPED
        if value not in NO_ANSWER:
            return replies.Known(each, value)
    return None


def finish(talk: Talk) -> Turn:
    """After the last question: what was made of the answers."""
    return replace(ask(talk), resume=False)
