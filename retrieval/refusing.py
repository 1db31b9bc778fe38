"""What must be neither kept nor looked up: words of distress, personal data, another language. Each way in asks here first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.records import Knowledge
from retrieval import personal
from retrieval.distress import Distress
from retrieval.language import other_language

# A text that every part looks at to its end: no English word of it spares the languages, which take 1.5 s to load.
WARMS_UP = "mae hyn yn cynhesu popeth"
LONGEST_QUESTION = 2000  # characters; more is a document, and the encoder reads about 256 words of it


@dataclass(frozen=True)
class Refused:
    """Why a text goes no further. `what`: the kind of personal data in words for the user, or the language's English name."""

    why: Literal["distress", "personal_data", "language"]
    what: str = ""


def refused(text: str, distress: Distress, knowledge: Knowledge) -> Refused | None:
    """Why a text is to go no further, or None. Somebody in distress comes before everything else."""
    if distress.found_in(text):
        return Refused("distress")
    kind = personal.found_in(text)
    if kind:
        return Refused("personal_data", kind)
    language = other_language(text[:LONGEST_QUESTION], knowledge)
    return Refused("language", language) if language else None
