"""What the search gains on text that nobody here wrote: SciFact, against the encoder alone and bm25s alone.

    PYTHONPATH=. .venv/bin/python benchmarks/scifact.py ../shared/benchmarks/scifact

nDCG@10, recall@10 and P@1 over 300 claims and 5,183 abstracts. About ten minutes on two cores, almost all of it encoding. Titles
and asks, which carry our own search, do not exist here: what is measured is the fusion of meaning and words, and the
nearest sentence.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import bm25s
import numpy as np
import Stemmer

from retrieval.encoder import SentenceEncoder, Vectors
from retrieval.text import content_words, sentences, terms

DEPTH = 10


def main() -> int:
    data = Path(sys.argv[1])
    corpus, queries = _read(data / "corpus.jsonl"), _read(data / "queries.jsonl")
    relevant: dict[str, set[str]] = {}
    for row in _read(data / "qrels.jsonl"):
        if int(row["score"]) > 0:
            relevant.setdefault(row["query_id"], set()).add(row["doc_id"])
    asked = [query for query in queries if query["_id"] in relevant]
    ids = [row["_id"] for row in corpus]
    texts = [f"{row['title']} {row['text']}" for row in corpus]
    encoder = SentenceEncoder(tuned=False)
    vectors, questions = encoder.encode(texts), encoder.encode([query["text"] for query in asked])
    meaning = questions @ vectors.T
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index([terms(text, stemmer) for text in texts], show_progress=False)
    words = np.stack([_bm25(index, terms(query["text"], stemmer), len(ids)) for query in asked])
    best = _nearest_sentences(encoder, corpus, questions, meaning)
    for name, scores in {
        "all-MiniLM-L6-v2 alone": meaning,
        "bm25s alone": words,
        "both, reciprocal rank fusion": _fused(meaning) + _fused(words),
        "both, as our search weighs them (0.64 : 0.36)": 0.64 * meaning + 0.36 * words,
        "and the nearest sentence of the first 100": 0.47 * meaning + 0.36 * words + 0.17 * best,
    }.items():
        rows = [_measures([ids[n] for n in np.argsort(-row)[:DEPTH]], relevant[q["_id"]]) for row, q in zip(scores, asked)]
        ndcg, recall, first = np.mean(rows, axis=0)
        print(f"{name}: nDCG@10 {ndcg:.3f}  R@10 {recall:.3f}  P@1 {first:.3f}", flush=True)
    return 0


def _read(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _bm25(index: bm25s.BM25, asked: list[str], size: int) -> Vectors:
    """Scores relative to the best document, as `retrieval.index` has them."""
    known = [term for term in asked if term in index.vocab_dict]
    scores = np.asarray(index.get_scores(known), dtype=np.float32) if known else np.zeros(size, dtype=np.float32)
    return np.asarray(scores / max(float(scores.max()), 1e-9), dtype=np.float32)


def _fused(scores: Vectors, k: int = 60) -> Vectors:
    ranks = np.argsort(np.argsort(-scores, axis=1), axis=1)
    return np.asarray(1 / (k + 1 + ranks), dtype=np.float32)


def _nearest_sentences(encoder: SentenceEncoder, corpus: list[dict[str, str]], questions: Vectors, meaning: Vectors) -> Vectors:
    """The cosine of the nearest sentence, for the 100 abstracts that are nearest as a whole; 0 for the others."""
    wanted = sorted({int(n) for row in meaning for n in np.argsort(-row)[:100]})
    owned = [(n, sentence) for n in wanted for sentence in sentences(corpus[n]["text"]) if content_words(sentence)]
    vectors = encoder.encode([sentence for _, sentence in owned])
    owners = np.array([n for n, _ in owned])
    best = np.zeros_like(meaning)
    for number, question in enumerate(questions):
        near = np.argsort(-meaning[number])[:100]
        similar = vectors @ question
        scores = np.full(meaning.shape[1], -1.0, dtype=np.float32)
        np.maximum.at(scores, owners, similar)
        best[number, near] = np.maximum(scores[near], 0)
    return best


def _measures(found: list[str], relevant: set[str]) -> tuple[float, float, float]:
    gain = sum(1 / math.log2(place + 2) for place, name in enumerate(found) if name in relevant)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(len(relevant), DEPTH)))
    return gain / ideal, len(relevant & {*found}) / len(relevant), float(found[0] in relevant)


if __name__ == "__main__":
    sys.exit(main())
