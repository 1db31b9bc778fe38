"""Is a question about our subject at all: how near it is to what people ask us, against questions on anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.encoder import Encoder, Vectors
from retrieval.index import Index, arrays

# One question a line, none of them ours. When the guide answers what it should have left alone, a question like it goes in.
ELSEWHERE = Path(__file__).parent / "elsewhere.txt"
FILE = "subject.npz"


def asks_of(index: Index) -> list[str]:
    """What people ask us: the asks of all passages and notes, each once."""
    return list(dict.fromkeys(ask for entry in index.entries if entry.kind != "term" for ask in entry.asks))


def questions_elsewhere() -> list[str]:
    """Questions on other subjects."""
    return ELSEWHERE.read_text(encoding="utf-8").splitlines()


@dataclass(frozen=True)
class Subject:
    """Vectors of questions that are ours and of questions that are not, each float32 of shape (questions, dimensions).

    The encoder has to be the untuned one: the adapter was trained to tell our passages apart and knows less of the rest of
    the world (docs/measurements.md, "Refusing").
    """

    ours: Vectors
    others: Vectors
    encoder: Encoder

    @classmethod
    def build(cls, index: Index, encoder: Encoder, elsewhere: Sequence[str] | None = None) -> Subject:
        """Encode the asks of all entries and the questions of `elsewhere` (from its file unless given)."""
        return cls(encoder.encode(asks_of(index)), encoder.encode(list(elsewhere or questions_elsewhere())), encoder)

    def nearness(self, question: str) -> float:
        """Cosine to the nearest question of ours less that to the nearest other one, -2 to 2; above 0 it is nearer to ours."""
        vector = self.encoder.encode([question])[0]
        return float((self.ours @ vector).max() - (self.others @ vector).max())

    def save(self, folder: Path) -> None:
        """Write the vectors; `load` reads them."""
        np.savez(folder / FILE, ours=self.ours, others=self.others)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> Subject:
        """Read what `save` wrote.

        Raises:
            NoIndexError: if there is nothing.
        """
        stored = arrays(folder, FILE)
        return cls(stored["ours"], stored["others"], encoder)
