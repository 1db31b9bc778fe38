"""The encoder: a question on its own gets the vector that it has among many."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.encoder import FEW, SentenceEncoder

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
