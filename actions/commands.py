"""Every action that a rule of bot/rules.yml names, and what decides whether words are a command at all."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action

from actions import about, appraising, asking, form, interview, moves, overview, reception, resources
from actions.turn import Talk, Turn, action, open_place
from actions.utterance import asks
from knowledge.reading import Read, exactly, read
from knowledge.records import Question

# Words are a command if the guide is sure of it and an example says much the same; or if an example says all but the same. Where
# a free text is asked for, that is the only way, since anything else may be the answer. Chosen on the `dev` half of
# tests/evaluation/typed.yml and on foreign.yml (docs/measurements.md).
SURELY, SAYS_MUCH_THE_SAME = 0.8, 0.5
PROBABLY, SAYS_THE_SAME = 0.5, 0.75
# An example in so many words is a command, even if a table of facts could answer them: "what should we ask the commissioner for".
SAYS_JUST_THE_SAME = 0.97
# Elsewhere, and for what is worded as a question, so that it is no answer: confidence and nearness together.
TOGETHER = 1.3
# Confidence below which words that the question can read are its answer rather than a command.
RATHER_A_COMMAND = 0.9


def command(call: Callable[[Talk], Turn]) -> type[Action]:
    """An action for a command, unless the words are rather an answer to the open question, or a question of the user's own."""

    def unless_meant_otherwise(talk: Talk) -> Turn:
        if talk.text.startswith("/"):
            return call(talk)
        if talk.nearness < SAYS_JUST_THE_SAME and resources.answerer().tells(talk.text):
            return asking.answer_question(talk)
        here = open_place(talk)
        meant = said_outright(talk, here.question if here else None)
        if here and (not meant or answers_it(here.question, talk)):
            return form.hear(talk)
        explained = talk.intent in {"help", "help_question", "why"} and resources.answerer().understanding.of(talk.text).term
        return asking.answer_question(talk) if explained or not meant else call(talk)

    unless_meant_otherwise.__name__, unless_meant_otherwise.__doc__ = call.__name__, call.__doc__
    return action(unless_meant_otherwise)


def said_outright(talk: Talk, question: Question | None) -> bool:
    """True if the words are the command that they were understood as, and not just about as near to it as to anything."""
    if talk.confidence >= SURELY and talk.nearness >= SAYS_MUCH_THE_SAME:
        return True
    if talk.confidence >= PROBABLY and talk.nearness >= SAYS_THE_SAME:
        return True
    may_answer = question is not None and question.kind == "text" and not asks(talk)
    return not may_answer and talk.confidence + talk.nearness >= TOGETHER


def answers_it(question: Question, talk: Talk) -> bool:
    """True for an option in known words, and for an option or figure that can be read where the command is in doubt."""
    if exactly(question, talk.text):
        return True
    if question.kind == "text" or talk.confidence >= RATHER_A_COMMAND:
        return False
    return isinstance(read(question, talk.text, talk.answers, talk.knowledge.places), Read)


def begin(talk: Talk) -> Turn:
    """Begin the journey of the intent; once one is under way, words that do not say so outright are an answer."""
    typed = not talk.text.startswith("/")
    if typed and resources.answerer().tells(talk.text):  # "which routes could I take for £80,000"
        return asking.answer_question(talk)
    here = open_place(talk) if typed else None
    if not typed or said_outright(talk, here.question if here else None) or not (here or asks(talk)):
        return interview.begin(talk, next(each for each in resources.knowledge().journeys if each.begins == talk.intent))
    return form.hear(talk) if here else asking.answer_question(talk)


# Rasa registers every subclass of Action that it finds, so the list need not be named.
_COMMANDS = [
    command(call)
    for call in (
        asking.more, asking.since_then, asking.why_this_answer,
        moves.back, moves.skip, moves.dont_know, moves.change_answer, moves.next_stage, moves.jump_stage,
        overview.why, overview.help_question, overview.progress, overview.summary, overview.checklist,
        appraising.appraisal, appraising.readiness, appraising.roadmap, appraising.requests,
        appraising.statement,
        reception.greet, reception.ask_mode, reception.menu, reception.help, reception.human,
        reception.thanks, reception.goodbye, reception.stop, reception.start_again, reception.forget_me, reception.go_on,
    )
]  # fmt: skip
_ABOUT = [
    command(call)
    for call in (
        about.about_privacy, about.about_program, about.about_saving, about.about_nation, about.about_language, about.complaint,
    )
]  # fmt: skip
_OTHERS = [
    action(call)
    for call in (
        asking.show, begin, interview.finish,
        reception.open_talk, reception.say_outside, reception.affirm, reception.deny,
        reception.start_again_now, reception.forget_me_now,
    )
]  # fmt: skip
