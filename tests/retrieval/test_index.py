"""A tiny index with a three-line encoder, worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.records import Case, Knowledge, Note, Passage, Term
from retrieval.answer import Answerer
from retrieval.distress import WORDS, Distress
from retrieval.index import Index, NoIndexError, entries
from retrieval.open import open_answerer, open_knowledge
from retrieval.subject import Subject

AXES = ("risk", "money", "board", "torbay")


class Letters:
    """Encodes a text as which of four words it has, at length 1."""

    def encode(self, texts: list[str]) -> np.ndarray:
        had = np.array([[float(word in text.lower()) for word in AXES] for text in texts], dtype=np.float32)
        return had / np.maximum(np.linalg.norm(had, axis=1, keepdims=True), 1)

    def vocabulary(self) -> frozenset[str]:
        return frozenset({"is", "a", "the", "who", "what"})


def _passage(id: str, title: str, text: str, asks: tuple[str, ...], cases: tuple[str, ...] = ()) -> Passage:
    return Passage(
        id=id, section=("1",), title=title, text=text, notes=(), asks=asks, stages=(), audience=(), topics=(), cases=cases,
        source="s",
    )  # fmt: skip


@pytest.fixture(scope="module")
def tiny(knowledge: Knowledge) -> Knowledge:
    """Two passages, a note, a note without asks, and a term."""
    rule: Note = next(n for n in knowledge.notes if n.kind == "rule" and n.asks and len(n.nations) < 4)
    torbay: Case = next(c for c in knowledge.cases if "torbay" in c.id)
    return knowledge.copy(
        update={
            "release": "tiny",
            "passages": (
                _passage("share", "Share the risk", "Risk is shared. Money comes later.", ("who bears risk",)),
                _passage("seat", "A seat on the board", "The board in Torbay grew.", ("who sits in Torbay",), (torbay.id,)),
            ),
            "notes": (rule.copy(update={"text": "Money is now public."}), rule.copy(update={"id": "silent", "asks": ()})),
            "glossary": (Term(id="money", term="money", also=("cash",), meaning="What is paid."),),
            "cases": (torbay.copy(update={"name": "Torbay", "aliases": ()}),),
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def index(tiny: Knowledge) -> Index:
    return Index.build(tiny, Letters())


@pytest.fixture(scope="module")
def subject(index: Index) -> Subject:
    return Subject.build(index, Letters(), ["who sings in Torbay"])


@pytest.fixture(scope="module")
def distress() -> Distress:
    """One that takes nothing for distress."""
    return Distress(np.zeros(len(AXES) + WORDS, dtype=np.float32), -9.0, Letters())


def test_passages_notes_with_asks_and_terms_are_searched(tiny: Knowledge) -> None:
    assert [(e.kind, e.id) for e in entries(tiny)] == [
        ("passage", "share"), ("passage", "seat"), ("note", tiny.notes[0].id), ("term", "money"),
    ]  # fmt: skip


def test_a_rule_is_for_readers_of_its_nations_and_a_passage_for_all(tiny: Knowledge) -> None:
    assert [e.nations for e in entries(tiny)] == [(), (), tiny.notes[0].nations, ()]


def test_a_term_is_asked_for_by_each_of_its_names(tiny: Knowledge) -> None:
    asks = entries(tiny)[3].asks
    assert "what is money" in asks and "define cash" in asks


HALF = float(np.sqrt(0.5))
SCORES = [
    ("risk", "title", 0, 1.0), ("risk", "title", 1, 0.0), ("risk", "ask", 0, 1.0),
    ("risk", "sentence", 0, 1.0),  # its first sentence
    ("money", "sentence", 0, 1.0),  # its second
    ("risk", "text", 0, HALF),  # title and text hold risk and money
    ("board", "title", 1, 1.0), ("board", "sentence", 1, HALF), ("money", "ask", 3, 1.0), ("money", "ask", 1, 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("question", "field", "number", "score"), SCORES)
def test_the_nearest_text_of_each_field_gives_its_score(
    index: Index, question: str, field: str, number: int, score: float
) -> None:
    assert index.scores(Letters(), question).whole[field][number] == pytest.approx(score, abs=1e-6)  # type: ignore[index]


def test_without_the_name_of_the_case_what_is_asked_of_it_stands_alone(index: Index) -> None:
    scores = index.scores(Letters(), "the board in Torbay", "the board")
    assert scores.whole["sentence"][1] == pytest.approx(1.0)
    assert scores.bare["sentence"][1] == pytest.approx(1.0)
    assert index.scores(Letters(), "the board").bare["sentence"][1] == pytest.approx(1.0)


def test_the_entries_of_a_case_are_known(index: Index) -> None:
    case = next(case for entry in index.entries for case in entry.cases)
    mine = [float(case in entry.cases) for entry in index.entries]
    assert index.of_cases(frozenset({case})).tolist() == mine
    assert not index.of_cases(frozenset()).any()


def test_words_are_scored_relative_to_the_best_entry(index: Index) -> None:
    words = index.scores(Letters(), "seat on the board").words
    assert words[1] == pytest.approx(1.0)
    assert words.min() >= 0 and words[0] < words[1]


def test_a_question_without_a_known_word_scores_nothing(index: Index) -> None:
    scores = index.scores(Letters(), "zzz")
    assert not scores.words.any() and not any(field.any() for field in scores.whole.values())


@pytest.mark.parametrize(("question", "sentence"), [("risk", "Risk is shared."), ("money", "Money comes later.")])
def test_the_best_sentence_is_the_nearest(index: Index, question: str, sentence: str) -> None:
    assert index.best_sentence(0, Letters().encode([question])[0]) == sentence


def test_what_is_saved_and_loaded_scores_the_same(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    loaded = Index.load(tmp_path / "index")
    assert (loaded.release, loaded.entries, loaded.names) == (index.release, index.entries, index.names)
    for question in ("risk", "the board in Torbay", "moneey", "zzz"):
        before, after = index.scores(Letters(), question), loaded.scores(Letters(), question)
        np.testing.assert_array_equal(before.words, after.words)
        for field in before.whole:
            np.testing.assert_array_equal(before.whole[field], after.whole[field])
            np.testing.assert_array_equal(before.bare[field], after.bare[field])


def test_an_index_of_another_release_is_refused(tiny: Knowledge, index: Index, subject: Subject, distress: Distress) -> None:
    other = tiny.copy(update={"release": "other"})
    with pytest.raises(NoIndexError, match="of content release tiny, the content is other: run `make index`"):
        Answerer(other, index, Letters(), subject, distress)


def test_an_index_of_the_same_release_is_taken(tiny: Knowledge, index: Index, subject: Subject, distress: Distress) -> None:
    assert Answerer(tiny, index, Letters(), subject, distress).ask("?!").status == "unclear"


def test_a_missing_index_or_content_says_what_makes_it(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="holds no index: run `make index`"):
        Index.load(tmp_path)
    with pytest.raises(NoIndexError, match="knowledge.json is missing: run `make knowledge`"):
        open_knowledge(tmp_path)
    with pytest.raises(NoIndexError):
        open_answerer(tmp_path, Letters())
