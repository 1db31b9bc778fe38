"""Coming and going: the opening, the menu, help, start again, forget me."""

from __future__ import annotations

from actions import replies, resources
from actions.asking import answer_question
from actions.form import hear
from actions.interview import begin, meant, take_offer
from actions.turn import Talk, Turn, open_place
from knowledge.records import Journey


def open_talk(talk: Talk) -> Turn:
    """Who this is for, what it is not, what happens to what one types."""
    return Turn((replies.opening(talk.in_teams),))


def greet(talk: Talk) -> Turn:
    """Hello."""
    return Turn((replies.hello_again(resources.named(talk.journey)) if talk.journey else replies.greeting(),))


def ask_mode(talk: Talk) -> Turn:
    """Invites a question; an interview waits until the user says that it should go on."""
    return Turn((replies.ask_away(_under_way(talk)),), resume=False)


def menu(talk: Talk) -> Turn:
    """What can be done now."""
    return Turn((replies.menu(_under_way(talk)),), resume=False)


def help(talk: Talk) -> Turn:  # noqa: A001 - the user's word for it
    """What the guide can do, and the words to say."""
    return Turn((replies.help_with(talk.journey is not None),))


def human(talk: Talk) -> Turn:
    """Whom to talk to instead."""
    return Turn((replies.human(),))


def thanks(talk: Talk) -> Turn:
    """You're welcome."""
    return Turn((replies.thanks(),))


def goodbye(talk: Talk) -> Turn:
    """Nothing is lost by going."""
    return Turn((replies.goodbye(talk.journey is not None, talk.in_teams),), resume=False)


def stop(talk: Talk) -> Turn:
    """The user goes and comes back later."""
    return Turn((replies.stopped(_under_way(talk), len(talk.answers), talk.in_teams),), resume=False)


def start_again(talk: Talk) -> Turn:
    """Ask first: it deletes answers. Said twice, it is meant."""
    if not talk.answers or talk.asked_to_confirm == "start_again":
        return start_again_now(talk)
    return _are_you_sure(talk)


def _are_you_sure(talk: Talk) -> Turn:
    kept = [each for each in resources.knowledge().journeys if each.id in talk.aside]
    return Turn((replies.confirm_start_again(_under_way(talk), len(talk.answers), kept),), resume=False)


def _under_way(talk: Talk) -> Journey | None:
    return resources.named(talk.journey) if talk.journey else None


def start_again_now(talk: Talk) -> Turn:
    """Empty the plan, if the guide has just asked whether it should: an old button deletes nothing."""
    if talk.answers and talk.asked_to_confirm != "start_again":
        return _are_you_sure(talk)
    return Turn((replies.opening(talk.in_teams),), {"journey": None, "answers": {}, "focus": None, "topic": {}}, resume=False)


def forget_me(talk: Talk) -> Turn:
    """Ask first. Said twice, it is meant."""
    if talk.asked_to_confirm == "forget_me":
        return forget_me_now(talk)
    return Turn((replies.confirm_forget(),), resume=False)


def forget_me_now(talk: Talk) -> Turn:
    """Empty everything, if the guide has just asked; the channel then deletes what the store holds."""
    if talk.asked_to_confirm != "forget_me":
        return Turn((replies.confirm_forget(),), resume=False)
    return Turn((replies.forgotten(),), restart=True, resume=False)


def affirm(talk: Talk) -> Turn:
    """Yes: to what was just asked."""
    confirmed = {"start_again": start_again_now, "forget_me": forget_me_now}.get(talk.asked_to_confirm or "")
    if confirmed:
        return confirmed(talk)
    asked_of = talk.entities.get("question")  # a button says which answer it confirms; "yes" means what was just offered
    if talk.offered and asked_of in (None, talk.offered.get("question")):
        return take_offer(talk)
    if talk.text.startswith("/"):
        return Turn((replies.unknown_button(),))
    return hear(talk) if talk.journey else Turn((replies.understood_nothing(),))


def deny(talk: Talk) -> Turn:
    """No: to what was just asked."""
    if talk.asked_to_confirm:
        return Turn((replies.menu(_under_way(talk)),))
    here = open_place(talk)
    if talk.offered and here and here.question.id == talk.offered.get("question") not in talk.answers:
        return Turn((replies.then_say_what(),))
    if talk.offered:
        return Turn((replies.left_as_it_was(),))
    return hear(talk) if talk.journey else Turn((replies.understood_nothing(),))


def say_outside(talk: Talk) -> Turn:
    """Words outside the interview: while a plan is open they may still answer its question, else they are searched for."""
    if talk.journey:
        return hear(talk)
    return Turn((replies.unknown_button(),)) if talk.intent == "choose" else answer_question(talk)


def go_on(talk: Talk) -> Turn:
    """Back to the open question, or to the end; of the journey that is named, if another one is under way."""
    chosen = meant(talk)
    if chosen is None:
        return Turn((replies.menu(None),))
    return begin(talk, chosen) if chosen.id != talk.journey else Turn(slots={"answers": talk.answers})
