"""Every action that a rule of bot/rules.yml names, and what decides whether words are a command at all."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Action

from actions import about, asking, interview, moves, overview, reception, resources
from actions.turn import Talk, Turn, action, open_place
from knowledge.reading import Read, exactly, read
from knowledge.records import Question

# Confidence below which words that the question can read are its answer rather than a command.
SURELY_A_COMMAND = 0.9
PROBABLY_A_COMMAND = 0.7  # below it, words with a question mark are a question of the user's own
# Commands are short. Where a free text is asked for, this many words are its answer, unless one of the command's examples
# says much the same: "a human rights advice service" (0.40) is an answer, "I'd like to go back" (0.67) is none. Of the
# commands of this length in the training data 82 in 100 are so near to another example of their own; of the answers 33 in
# 100 are so near to some command, but only the few that are also understood as one come here.
LONG_FOR_A_COMMAND, SAYS_THE_SAME = 4, 0.55


def command(call: Callable[[Talk], Turn], *, outright: bool = False) -> type[Action]:
    """An action for a command, unless the words are rather an answer to the open question, or ask for a term's meaning.

    `outright`: it is meant only in words much like one of its examples; else they are a question or an answer.
    """

    def unless_meant_otherwise(talk: Talk) -> Turn:
        here = None if talk.text.startswith("/") else open_place(talk)
        vague = outright and talk.nearness < SAYS_THE_SAME
        if here and (vague or answers_it(here.question, talk)):
            return interview.take(talk)
        doubtful = talk.nearness < SAYS_THE_SAME or talk.confidence < PROBABLY_A_COMMAND
        a_question = vague or (doubtful and talk.said.rstrip().endswith("?"))
        explained = talk.intent in {"help", "help_question", "why"} and resources.answerer().understanding.of(talk.text).term
        if a_question or explained:
            return asking.answer_question(talk)
        return call(talk)

    unless_meant_otherwise.__name__, unless_meant_otherwise.__doc__ = call.__name__, call.__doc__
    return action(unless_meant_otherwise)


def answers_it(question: Question, talk: Talk) -> bool:
    """True for an option in known words, and for what the question can read while it is hardly a command."""
    if exactly(question, talk.text):
        return True
    if question.kind == "text":
        return len(talk.said.split()) >= LONG_FOR_A_COMMAND and talk.nearness < SAYS_THE_SAME
    return talk.confidence < SURELY_A_COMMAND and isinstance(
        read(question, talk.text, talk.answers, resources.knowledge().places), Read
    )


# Rasa registers every subclass of Action that it finds, so the list need not be named.
_COMMANDS = [
    command(call)
    for call in (
        asking.more, asking.why_this_answer,
        moves.back, moves.skip, moves.dont_know, moves.change_answer, moves.next_stage, moves.jump_stage,
        overview.why, overview.help_question, overview.progress, overview.summary, overview.checklist,
        reception.greet, reception.explore_spin_out, reception.ask_mode, reception.menu, reception.help, reception.human,
        reception.thanks, reception.goodbye, reception.stop, reception.start_again, reception.forget_me, reception.go_on,
    )
]  # fmt: skip
_ABOUT = [
    command(call, outright=True)
    for call in (
        about.about_privacy, about.about_program, about.about_saving, about.about_nation, about.about_language, about.complaint,
    )
]  # fmt: skip
_OTHERS = [
    action(call)
    for call in (
        asking.show, interview.plan_commission, interview.finish,
        reception.open_talk, reception.say_outside, reception.affirm, reception.deny,
        reception.start_again_now, reception.forget_me_now,
    )
]  # fmt: skip
