"""What all actions share, loaded when first needed and kept; nothing in it is about a user."""

from __future__ import annotations

import os
from datetime import date
from functools import cache

from knowledge import journeys
from knowledge.records import Journey, Knowledge
from retrieval.answer import Answerer
from retrieval.open import open_answerer


@cache
def answerer() -> Answerer:
    """The compiled knowledge, its index and the encoder."""
    return open_answerer()


@cache
def knowledge(journey: str | None = None) -> Knowledge:
    """The compiled content, with what one journey asks, advises and lists alone; of the first journey where none is named."""
    return journeys.only(answerer().knowledge, journey)


def named(journey: str | None) -> Journey:
    """A journey by its id, the first one where none is under way."""
    return journeys.named(answerer().knowledge, journey)


def kept_days() -> int | None:
    """After how many days without a word whoever runs the guide has a conversation deleted; None where nobody says so."""
    days = os.environ.get("GUIDE_KEEP_DAYS", "")
    return int(days) if days.isdigit() else None


def today() -> date:
    """The day on which thresholds and review dates are read."""
    return date.today()
