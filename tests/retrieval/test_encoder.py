"""The encoder: a question on its own gets the vector that it has among many."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.encoder import FEW, LATELY, SentenceEncoder

TEXTS = (
    "TUPE?",
    "how long was the contract in Torbay",
    "what has to be in a specification when a provider of befriending for older people is to be paid in advance?",
    "word " * 400,
    "Ymddiriedolaeth",
)


@pytest.mark.parametrize("tuned", [True, False])
def test_a_few_texts_get_the_vectors_that_they_have_among_many(tuned: bool) -> None:
    encoder = SentenceEncoder(tuned=tuned)
    among_many = encoder.encode([*TEXTS, *(f"other text {n}" for n in range(FEW))])[: len(TEXTS)]
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    together = encoder.encode(TEXTS[:FEW])
    assert np.abs(alone - among_many).max() < 1e-5
    assert np.abs(together - among_many[:FEW]).max() < 1e-5


def test_no_texts_give_no_vectors() -> None:
    assert len(SentenceEncoder().encode([])) == 0


def test_what_several_look_at_is_encoded_once_although_other_texts_come_between() -> None:
    encoder, encoded = SentenceEncoder(tuned=False), []
    few = encoder._few
    encoder.__dict__["_few"] = lambda texts: encoded.extend(texts) or few(texts)
    first = encoder.encode(["how can risk be shared?"])
    for number in range(LATELY - 1):
        encoder.encode([f"a text of another visitor, number {number}"])
    assert (encoder.encode(["how can risk be shared?"]) == first).all()
    assert encoded.count("how can risk be shared?") == 1
    encoder.encode(["one more"])
    encoder.encode(["how can risk be shared?"])
    assert encoded.count("how can risk be shared?") == 2


def test_no_text_of_a_visitor_is_kept() -> None:
    encoder = SentenceEncoder(tuned=False)
    encoder.encode(["my name is on this"])
    assert "my name is on this" not in repr(encoder._lately)
