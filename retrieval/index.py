"""The search index: FAISS over vectors of texts, titles and asks, BM25 over their words. Built once, then read only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import bm25s
import faiss
import numpy as np
import Stemmer

from knowledge.records import Knowledge
from retrieval.encoder import Encoder, Vectors
from retrieval.text import sentences, terms

Field = Literal["text", "title", "ask"]
Kind = Literal["passage", "note"]


class NoIndexError(Exception):
    """The index is missing or does not fit the content: what was found and what to do."""


@dataclass(frozen=True)
class Entry:
    """Something that can answer: a passage, or a note on what has changed."""

    id: str
    kind: Kind
    nations: tuple[str, ...]  # whose reader may get it as an answer; empty for everybody
    title: str
    text: str
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Scores:
    """How near one question is to one entry: cosines, -1 to 1, and BM25 relative to the best entry, 0 to 1."""

    text: float
    title: float
    ask: float
    words: float


def entries(knowledge: Knowledge) -> list[Entry]:
    """All that is searched. A note without asks answers nothing by itself."""
    passages = [Entry(p.id, "passage", (), p.title, p.text, p.asks) for p in knowledge.passages]
    notes = [
        Entry(n.id, "note", n.nations if n.kind == "rule" else (), n.term, n.text, n.asks)
        for n in knowledge.notes if n.asks
    ]  # fmt: skip
    return passages + notes


class Index:
    """Entries with their vectors and words; read only once built."""

    def __init__(
        self, release: str, rows: Sequence[Entry], owners: Vectors, fields: Sequence[Field], vectors: faiss.IndexFlatIP,
        words: bm25s.BM25, marks: list[Vectors],
    ) -> None:  # fmt: skip
        self.release = release
        self.entries = list(rows)
        self._owners = owners.astype(int)
        self._fields = np.array(fields)
        self._vectors = vectors
        self._words = words
        self._marks = marks
        self._stemmer = Stemmer.Stemmer("english")
        self.vocabulary = frozenset(words.vocab_dict)

    @classmethod
    def build(cls, knowledge: Knowledge, encoder: Encoder) -> Index:
        """Encode every text, title and ask, and every sentence (to mark the one that answers)."""
        rows = entries(knowledge)
        texts: list[tuple[int, Field, str]] = []
        for number, entry in enumerate(rows):
            texts += [(number, "text", f"{entry.title}. {entry.text}"), (number, "title", entry.title)]
            texts += [(number, "ask", ask) for ask in entry.asks]
        vectors = encoder.encode([text for _, _, text in texts])
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        stemmer = Stemmer.Stemmer("english")
        words = bm25s.BM25()
        words.index([terms(f"{e.title} {e.text} {' '.join(e.asks)}", stemmer) for e in rows], show_progress=False)
        marks = [encoder.encode(sentences(entry.text)) for entry in rows]
        owners = np.array([number for number, _, _ in texts], dtype=np.float32)
        return cls(knowledge.release, rows, owners, [field for _, field, _ in texts], index, words, marks)

    def scores(self, vector: Vectors, question: str) -> list[Scores]:
        """One `Scores` per entry, in the order of `entries`.

        Args:
            vector: float32 of shape (dimensions,), length 1.
        """
        similar, rows = self._vectors.search(vector[None, :], self._vectors.ntotal)
        by_field = {f: np.full(len(self.entries), -1.0, dtype=np.float32) for f in ("text", "title", "ask")}
        for field, best in by_field.items():
            mine = self._fields[rows[0]] == field
            np.maximum.at(best, self._owners[rows[0][mine]], similar[0][mine])
        words = self._bm25(question)
        return [
            Scores(float(t), float(h), float(a), float(w))
            for t, h, a, w in zip(by_field["text"], by_field["title"], by_field["ask"], words)
        ]

    def _bm25(self, question: str) -> Vectors:
        known = [t for t in terms(question, self._stemmer) if t in self.vocabulary]
        if not known:
            return np.zeros(len(self.entries), dtype=np.float32)
        scores = np.asarray(self._words.get_scores(known), dtype=np.float32)
        return scores / max(float(scores.max()), 1e-9)

    def known_share(self, question: str) -> float:
        """The share of a question's content words that occur anywhere in the index, 0 to 1; 1 without such words."""
        asked = terms(question, self._stemmer)
        return sum(t in self.vocabulary for t in asked) / len(asked) if asked else 1.0

    def best_sentence(self, number: int, vector: Vectors) -> str:
        """The sentence of an entry that is nearest to a question."""
        return sentences(self.entries[number].text)[int(np.argmax(self._marks[number] @ vector))]

    # --- on disk -------------------------------------------------------------------------------------------------

    def save(self, folder: Path) -> None:
        """Write the index; `load` reads it."""
        folder.mkdir(parents=True, exist_ok=True)
        faiss.write_index(self._vectors, str(folder / "vectors.faiss"))
        self._words.save(str(folder / "words"), show_progress=False)
        np.savez(folder / "rows.npz", owners=self._owners, fields=self._fields, **_numbered(self._marks))
        rows = {"release": self.release, "entries": [asdict(entry) for entry in self.entries]}
        (folder / "entries.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Index:
        """Read an index that `save` wrote.

        Raises:
            NoIndexError: if there is none.
        """
        if not (folder / "entries.json").exists():
            raise NoIndexError(f"{folder} holds no index: run `make index`.")
        rows = json.loads((folder / "entries.json").read_text(encoding="utf-8"))
        stored = np.load(folder / "rows.npz")
        found = [
            Entry(r["id"], r["kind"], tuple(r["nations"]), r["title"], r["text"], tuple(r["asks"])) for r in rows["entries"]
        ]
        marks = [stored[f"marks_{number}"] for number in range(len(found))]
        vectors = faiss.read_index(str(folder / "vectors.faiss"))
        words = bm25s.BM25.load(str(folder / "words"))
        return cls(rows["release"], found, stored["owners"], list(stored["fields"]), vectors, words, marks)


def _numbered(marks: Iterable[Vectors]) -> dict[str, Vectors]:
    return {f"marks_{number}": vectors for number, vectors in enumerate(marks)}
