"""Questions about the guide itself, and complaints: one or two true sentences each."""

from __future__ import annotations

from dataclasses import replace

from actions import replies, resources
from actions.turn import Reply, Talk, Turn


def _told(talk: Talk, reply: Reply) -> Turn:
    """The reply; the open question comes after it, and where none is open there are the ways to begin."""
    return Turn((reply if talk.journey or reply.buttons else replace(reply, buttons=replies.start()),))


def about_privacy(talk: Talk) -> Turn:
    """Is this confidential, where do my answers go."""
    return _told(talk, replies.about_privacy(resources.kept_days(), talk.in_teams))


def about_program(talk: Talk) -> Turn:
    """A person or ChatGPT, and who made it."""
    return _told(talk, replies.about_program())


def about_saving(talk: Talk) -> Turn:
    """How do I save this, can I have it in Word."""
    return _told(talk, replies.about_saving(resources.named(talk.journey), bool(talk.answers), talk.in_teams))


def about_nation(talk: Talk) -> Turn:
    """Which nation the guide thinks that the reader is in."""
    return _told(talk, replies.about_nation(talk.nation))


def about_language(talk: Talk) -> Turn:
    """Other languages than English."""
    return _told(talk, replies.about_language())


def complaint(talk: Talk) -> Turn:
    """The guide does not help, or annoys."""
    return _told(talk, replies.complaint())
