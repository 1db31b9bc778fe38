"""The search index: FAISS over vectors of texts, titles, asks and sentences, BM25 over words. Built once, then read only."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import bm25s
import faiss
import numpy as np
import numpy.typing as npt
import Stemmer

from knowledge import cases
from knowledge.records import Knowledge, Term
from retrieval.encoder import Encoder, Vectors
from retrieval.spelling import repaired
from retrieval.text import sentences, terms
from retrieval.text import words as words_of

Field = Literal["text", "title", "ask", "sentence"]
FIELDS: tuple[Field, ...] = ("text", "title", "ask", "sentence")
MISSES = "near miss"
Kind = Literal["passage", "note", "term"]


# For each field, with names of cases and "bare", int64 of shape (texts, 2): the entry's number and its text's in the index,
# in the order of the entries. A text that names no case is stored once for both.
Rows = dict[str, npt.NDArray[np.int64]]


class NoIndexError(Exception):
    """The index is missing or does not fit the content: what was found and what to do."""


@dataclass(frozen=True)
class Entry:
    """Something that can answer: a passage, a note on what has changed, or a term of the glossary."""

    id: str
    kind: Kind
    nations: tuple[str, ...]  # whose reader may get it as an answer; empty for everybody
    title: str
    text: str
    asks: tuple[str, ...]
    cases: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()  # near misses: what its reader would ask next and nothing answers


@dataclass(frozen=True)
class Scores:
    """How near one question is to all entries, in their order.

    `whole` and `bare`: for each field the cosine (-1 to 1) of its nearest text, float32 of shape (entries,); `bare`
    compares both without the names of cases. `misses`: the same for its nearest near miss. `words`: BM25 relative to the best
    entry, 0 to 1. `vector`: the question's own, float32 of shape (dimensions,).
    """

    whole: dict[Field, Vectors]
    bare: dict[Field, Vectors]
    misses: Vectors
    words: Vectors
    vector: Vectors

    def without(self, number: int) -> Scores:
        """The same as if an entry were not there."""
        there = np.ones(len(self.words), dtype=np.float32)
        there[number] = 0
        away = there - 1  # as far as a text can be
        words = self.words * there
        return Scores(
            {field: near * there + away for field, near in self.whole.items()},
            {field: near * there + away for field, near in self.bare.items()},
            self.misses * there + away, words / max(float(words.max()), 1e-6), self.vector,
        )  # fmt: skip


def arrays(folder: Path, name: str) -> dict[str, npt.NDArray[Any]]:
    """The arrays of one of the index's files, by their names.

    Raises:
        NoIndexError: if there is no such file.
    """
    if not (folder / name).exists():
        raise NoIndexError(f"{folder} holds no {name}: run `make index`.")
    with np.load(folder / name) as stored:
        return {each: stored[each] for each in stored.files}


def entries(knowledge: Knowledge) -> list[Entry]:
    """All that is searched. A note without asks answers nothing by itself."""
    further = {w.id: w.asks for w in knowledge.wordings}
    passages = [
        Entry(
            p.id, "passage", (), p.title, p.text, p.asks + further.get(p.id, ()), p.cases, tuple(m.question for m in p.unanswered)
        )
        for p in knowledge.passages
    ]  # fmt: skip
    notes = [
        Entry(n.id, "note", n.nations if n.kind == "rule" else (), n.term, n.text, n.asks) for n in knowledge.notes if n.asks
    ]
    terms = [Entry(t.id, "term", (), t.term, t.meaning, _asks(t)) for t in knowledge.glossary]
    return passages + notes + terms


def _asks(term: Term) -> tuple[str, ...]:
    return tuple(
        ask for name in (term.term, *term.also) for ask in (f"what is {name}", f"what does {name} mean", f"define {name}")
    )


class Index:
    """Entries with their vectors and words; read only once built."""

    def __init__(
        self,
        release: str,
        rows: Sequence[Entry],
        names: dict[str, str],
        english: frozenset[str],
        rows_of: Rows,
        vectors: faiss.IndexFlatIP,
        words: bm25s.BM25,
    ) -> None:
        self.release = release
        self.entries = list(rows)
        self.names = names
        self.english = english
        self.spelt = Counter(w for e in rows for text in (e.title, e.text) for w in words_of(text) if w.isalpha())
        self._rows = rows_of
        self._groups = {field: _grouped(*rows.T) for field, rows in rows_of.items()}
        self._vectors = vectors
        self._words = words
        self._stemmer = Stemmer.Stemmer("english")
        self._of_case: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            for case in entry.cases:
                self._of_case.setdefault(case, []).append(number)
        self.vocabulary = frozenset(words.vocab_dict)
        self._occurrences = np.diff(words.scores["indptr"])  # of each word, in how many entries

    @classmethod
    def build(cls, knowledge: Knowledge, encoder: Encoder) -> Index:
        """Encode every text, title, ask and sentence, with and without the names of cases."""
        rows, names = entries(knowledge), cases.names(knowledge.cases)
        texts = [(number, field, text) for number, entry in enumerate(rows) for field, text in _texts(entry)]
        missed = [(number, question) for number, entry in enumerate(rows) for question in entry.unanswered]
        # The encoder does not tell capitals: a text that names no case is not encoded twice.
        bare = [_bare(text, names, misspelt=field == "ask") for _, field, text in texts]
        distinct = list(dict.fromkeys([*(text for _, _, text in texts), *bare, *(question for _, question in missed)]))
        vector_of = dict(zip(distinct, encoder.encode(distinct)))
        index = faiss.IndexFlatIP(len(vector_of[distinct[0]]))
        index.add(np.stack(list(vector_of.values())))
        place = {text: n for n, text in enumerate(distinct)}
        found: dict[str, list[tuple[int, int]]] = {
            field: [(n, place[text]) for n, f, text in texts if f == field] for field in FIELDS
        }
        found |= {f"bare {field}": [(n, place[b]) for (n, f, _), b in zip(texts, bare) if f == field] for field in FIELDS}
        found[MISSES] = [(number, place[question]) for number, question in missed]
        words = bm25s.BM25()
        stemmer = Stemmer.Stemmer("english")
        words.index([terms(f"{e.title} {e.text} {' '.join(e.asks)}", stemmer) for e in rows], show_progress=False)
        return cls(
            knowledge.release,
            rows,
            names,
            encoder.vocabulary(),
            {field: np.array(pairs, dtype=np.int64).reshape(-1, 2) for field, pairs in found.items()},
            index,
            words,
        )

    def scores(self, encoder: Encoder, said: str, bare: str | None = None) -> Scores:
        """How near a question is to every entry. `bare`: the same without names of cases, if it has any."""
        vectors = encoder.encode([said, bare] if bare is not None and bare != said else [said])
        similar = self._similar(vectors)
        whole = {field: self._best(similar[0], field) for field in FIELDS}
        without = {field: self._best(similar[-1], f"bare {field}") for field in FIELDS}
        return Scores(whole, without, self._best(similar[0], MISSES), self._bm25(said), vectors[0])

    def rules_of(self, nation: str) -> Vectors:
        """1 for each rule of today that holds in a nation, 0 for all else."""
        return np.array([nation in entry.nations for entry in self.entries], dtype=np.float32)

    def of_cases(self, named: frozenset[str]) -> Vectors:
        """1 for every entry about one of the cases, 0 for the others; float32 of shape (entries,)."""
        mine = [number for case in named for number in self._of_case.get(case, ())]
        found = np.zeros(len(self.entries), dtype=np.float32)
        found[mine] = 1
        return found

    def _similar(self, vectors: Vectors) -> Vectors:
        """The cosine of each of these vectors to each stored text; unlike a search for all of them, nothing is sorted."""
        limits, similar, texts = self._vectors.range_search(vectors, -2.0)
        every = np.empty((len(vectors), self._vectors.ntotal), dtype=np.float32)
        every[np.repeat(np.arange(len(vectors)), np.diff(limits.astype(np.int64))), texts] = similar
        return every

    def _best(self, similar: Vectors, field: str) -> Vectors:
        """For each entry its nearest text of a field; -1 for one that has none."""
        owners, starts, texts = self._groups[field]
        best = np.full(len(self.entries), -1.0, dtype=np.float32)
        if len(texts):
            best[owners] = np.maximum.reduceat(similar[texts], starts)
        return best

    def _bm25(self, question: str) -> Vectors:
        known = [t for t in terms(question, self._stemmer) if t in self.vocabulary]
        if not known:
            return np.zeros(len(self.entries), dtype=np.float32)
        scores = np.asarray(self._words.get_scores(known), dtype=np.float32)
        return scores / max(float(scores.max()), 1e-9)

    def repaired(self, question: str) -> str:
        """A question with its misspelt words mended."""
        return repaired(question, self.spelt, self.english)

    def known_share(self, question: str) -> float:
        """The share of a question's content words that occur anywhere in the index, 0 to 1; 1 without such words. Spelt right."""
        asked = terms(question, self._stemmer)
        return sum(t in self.vocabulary for t in asked) / len(asked) if asked else 1.0

    def best_sentence(self, number: int, vector: Vectors) -> str:
        """The sentence of an entry that is nearest to a question's vector, float32 of shape (dimensions,)."""
        return sentences(self.entries[number].text)[int(np.argmax(self.sentence_scores(number, vector)))]

    def sentence_scores(self, number: int, vector: Vectors) -> Vectors:
        """The cosine of a question's vector to each sentence of an entry, in their order."""
        return self._of_owner("sentence", number) @ vector

    def nearest_miss(self, number: int, vector: Vectors) -> tuple[int, float]:
        """Which near miss of an entry is nearest to a question's vector, and how near; the entry has to have one."""
        scores = self._of_owner(MISSES, number) @ vector
        return int(np.argmax(scores)), float(scores.max())

    def misses_without(self, vector: Vectors, number: int, which: int) -> Vectors:
        """`Scores.misses` of a near miss that is asked itself: without itself it is known no better than any question."""
        owners, texts = self._rows[MISSES].T
        own = np.flatnonzero(owners == number)[which]
        kept = np.delete(np.arange(len(owners)), own)
        best = np.full(len(self.entries), -1.0, dtype=np.float32)
        np.maximum.at(best, owners[kept], self.vectors(texts[kept].tolist()) @ vector)
        return best

    def texts(self, field: str, number: int) -> list[int]:
        """The numbers of an entry's texts of a field, in their order: see `vectors`."""
        owners, texts = self._rows[field].T
        first, last = np.searchsorted(owners, [number, number + 1])
        return [int(text) for text in texts[first:last]]

    def vectors(self, texts: Sequence[int]) -> Vectors:
        """The vectors of texts, float32 of shape (texts, dimensions)."""
        return np.asarray(self._vectors.reconstruct_batch(np.array(texts, dtype=np.int64)), dtype=np.float32)

    def _of_owner(self, field: str, number: int) -> Vectors:
        return self.vectors(self.texts(field, number))

    def lacking(self, number: int, question: str) -> tuple[float, float]:
        """What a question says that an entry's title and text do not.

        The rarity of its rarest stem that does not stand there (0 to about 7: the logarithm of how many entries there are to
        one with it), and how many of its stems stand nowhere at all.
        """
        asked, entry = set(terms(question, self._stemmer)), self.entries[number]
        there = set(terms(f"{entry.title} {entry.text}", self._stemmer))
        return max(map(self._rarity, asked - there), default=0.0), float(len(asked - self.vocabulary))

    def _rarity(self, stem: str) -> float:
        word = self._words.vocab_dict.get(stem)
        entries = 0 if word is None else int(self._occurrences[word])
        return math.log((len(self.entries) + 1) / (entries + 0.5))

    # --- on disk -------------------------------------------------------------------------------------------------

    def save(self, folder: Path) -> None:
        """Write the index; `load` reads it."""
        folder.mkdir(parents=True, exist_ok=True)
        faiss.write_index(self._vectors, str(folder / "vectors.faiss"))
        self._words.save(str(folder / "words"), show_progress=False)
        np.savez(folder / "rows.npz", **self._rows)
        rows = {
            "release": self.release,
            "names": self.names,
            "english": sorted(self.english),
            "entries": [asdict(entry) for entry in self.entries],
        }
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
        rows_of = arrays(folder, "rows.npz")
        found = [_entry(row) for row in rows["entries"]]
        vectors = faiss.read_index(str(folder / "vectors.faiss"))
        words = bm25s.BM25.load(str(folder / "words"))
        return cls(
            rows["release"],
            found,
            rows["names"],
            frozenset(rows["english"]),
            rows_of,
            vectors,
            words,
        )


def _grouped(owners: npt.NDArray[np.int64], texts: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], ...]:
    """Each owner once, where its texts begin, and the texts; rows are in the order of their owners."""
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    return owners[starts], starts, texts


def _bare(text: str, names: dict[str, str], *, misspelt: bool) -> str:
    """A text without the names of cases; as it is if it has none, or nothing else."""
    found, without = cases.named(text, names, misspelt=misspelt)
    return without if found and without else text


def _entry(row: dict[str, Any]) -> Entry:
    listed = {field: tuple(row[field]) for field in ("nations", "asks", "cases", "unanswered")}
    return Entry(id=row["id"], kind=row["kind"], title=row["title"], text=row["text"], **listed)


def _texts(entry: Entry) -> Iterator[tuple[Field, str]]:
    yield "text", f"{entry.title}. {entry.text}"
    yield "title", entry.title
    yield from (("ask", ask) for ask in entry.asks)
    yield from (("sentence", sentence) for sentence in sentences(entry.text))
