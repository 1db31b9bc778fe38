"""What all actions share, loaded when first needed and kept; nothing in it is about a user."""

from __future__ import annotations

from datetime import date
from functools import cache

from knowledge.records import Knowledge
from retrieval.answer import Answerer
from retrieval.open import open_answerer


@cache
def answerer() -> Answerer:
    """The compiled knowledge, its index and the encoder."""
    return open_answerer()


def knowledge() -> Knowledge:
    """The compiled content."""
    return answerer().knowledge


def today() -> date:
    """The day on which thresholds and review dates are read."""
    return date.today()
