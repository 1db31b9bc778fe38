"""Open what the build made: the compiled knowledge and its index."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.records import Knowledge
from retrieval.answer import Answerer
from retrieval.distress import Distress
from retrieval.encoder import Encoder, SentenceEncoder, plain_encoder
from retrieval.index import Index, NoIndexError
from retrieval.subject import Subject

BUILD = Path("build")


def open_knowledge(build: Path = BUILD) -> Knowledge:
    """The compiled content.

    Raises:
        NoIndexError: if it was not compiled.
    """
    compiled = build / "knowledge.json"
    if not compiled.exists():
        raise NoIndexError(f"{compiled} is missing: run `make knowledge`.")
    return Knowledge.parse_obj(json.loads(compiled.read_text(encoding="utf-8")))


def open_distress(build: Path = BUILD) -> Distress:
    """What tells distress, for a process that answers no questions itself.

    Raises:
        NoIndexError: if the index is missing.
    """
    return Distress.load(build / "index", plain_encoder())


def open_answerer(build: Path = BUILD, encoder: Encoder | None = None) -> Answerer:
    """All that answering needs.

    Raises:
        NoIndexError: if knowledge or index is missing, or one is older than the other.
    """
    encoder = encoder or SentenceEncoder()
    plain = encoder.untuned if isinstance(encoder, SentenceEncoder) else encoder
    knowledge, folder = open_knowledge(build), build / "index"
    subject, distress = Subject.load(folder, plain), Distress.load(folder, plain)
    return Answerer(knowledge, Index.load(folder), encoder, subject, distress)
