"""From a question to an answer with a status: the one thing that the rest of the guide calls."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np

from knowledge import cases, currency
from knowledge.facts import Facts, Told
from knowledge.records import Case, Fact, Knowledge, Note, Passage, Source, Term, Topic
from retrieval import personal
from retrieval.distress import Distress
from retrieval.door import searched
from retrieval.encoder import Encoder, Vectors
from retrieval.index import Index, NoIndexError
from retrieval.language import other_language
from retrieval.search import COMPLETE, DECISIVE, Hit, Ranking, features, is_follow_up, rank, subject_features
from retrieval.subject import Subject
from retrieval.text import content_words

Status = Literal["distress", "answered", "not_covered", "off_topic", "unclear", "personal_data", "failed"]

LONGEST_QUESTION = 2000  # characters; the encoder reads about 256 words, so more would be ignored in silence
CONFIDENCE = Path(__file__).parent / "confidence.json"
# The least confidence of a fact that closed names and phrases found: what was right of such answers on the dev half.
TOLD = 0.9


@dataclass(frozen=True)
class Found:
    """A passage that was found, its score, and the sentence of it that answers best."""

    passage: Passage
    score: float
    marked: str


@dataclass(frozen=True)
class Answer:
    """What became of a question.

    `passages` are best first. `note` or `term` is set when a note on what has changed or the glossary answers, not a
    passage; `notes` are those of what answers for the reader's nation, and `gap` says that we hold no rule of that nation.
    """

    status: Status
    question: str
    passages: tuple[Found, ...] = ()
    note: Note | None = None
    term: Term | None = None
    notes: tuple[Note, ...] = ()
    gap: str | None = None
    topics: tuple[Topic, ...] = ()  # nearest, when not answered
    reason: str = ""
    told: Told | None = None  # the structured fact that was asked for, or that its report does not give it
    between: tuple[str, ...] = ()  # names of the cases that a follow-up may be about, when it is not clear which
    confidence: float = 0.0
    language: str | None = None  # of a question that is not in English, by its English name


@dataclass(frozen=True)
class Confidence:
    """Two fitted curves: is the question about our subject at all (over `search.subject_features`), and does the best hit
    answer it (over `search.features`).

    Fitted by `python -m retrieval fit` on the dev half of tests/evaluation; never on the test half.
    """

    ours: tuple[float, ...]  # weights, the last is the constant
    answers: tuple[float, ...]
    least_ours: float
    least_answers: float

    @classmethod
    def load(cls, path: Path = CONFIDENCE) -> Confidence:
        """Read what `fit` wrote."""
        stored = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(stored["ours"]), tuple(stored["answers"]), stored["least_ours"], stored["least_answers"])

    @staticmethod
    def probability(weights: Sequence[float], values: Vectors) -> float:
        """0 to 1."""
        return float(1 / (1 + np.exp(-(np.dot(weights[:-1], values) + weights[-1]))))


@dataclass
class Answerer:
    """Answers questions over one knowledge and its index; holds nothing of any user."""

    knowledge: Knowledge
    index: Index
    encoder: Encoder
    subject: Subject
    distress: Distress
    confidence: Confidence = field(default_factory=Confidence.load)

    def __post_init__(self) -> None:
        if self.index.release != self.knowledge.release:
            raise NoIndexError(
                f"The index is of content release {self.index.release}, the content is {self.knowledge.release}: "
                "run `make index`."
            )
        self._passages = {p.id: p for p in self.knowledge.passages}
        self._notes = {n.id: n for n in self.knowledge.notes}
        self._terms = {t.id: t for t in self.knowledge.glossary}
        self._topics = {t.id: t for t in self.knowledge.topics}
        self._facts = Facts(self.knowledge)

    def ask(self, question: str, history: Sequence[str] = (), nation: str | None = None) -> Answer:
        """The answer for a reader of a nation (None: not known) who asked `history` before, if the question may pass the door."""
        if self.distress.found_in(question):
            return Answer("distress", "")
        kind = personal.found_in(question)
        if kind:
            return Answer("personal_data", "", reason=kind)
        language = other_language(question, self.knowledge)
        return Answer("unclear", "", language=language) if language else self.answer(question, history, nation)

    def answer(self, question: str, history: Sequence[str] = (), nation: str | None = None) -> Answer:
        """The same for a question that has passed the door already."""
        typed = " ".join(question.split())
        if len(typed) > LONGEST_QUESTION:
            return Answer("unclear", typed[:80], reason="too_long")
        said = searched(typed)
        if not re.search(r"[^\W\d_]{2}", said):
            return Answer("unclear", typed, reason="no_words")
        return replace(self._answer(said, [searched(earlier) for earlier in history], nation), question=typed)

    def _answer(self, question: str, history: Sequence[str], nation: str | None) -> Answer:
        ranking = rank(self.index, self.encoder, question, history, nation)
        subjects = self._facts.subjects(question) or self._spoken_of(question, history)
        told = self._facts.asked(question, subjects[0]) if len(subjects) == 1 else None
        if not self._facts.subjects(question) and len(subjects) > 1 and any(self._facts.asked(question, c) for c in subjects):
            return Answer("unclear", question, reason="which", between=tuple(case.name for case in subjects))
        return self._tell(question, ranking, told, nation) if told else self._judged(question, ranking, nation)

    def _spoken_of(self, question: str, history: Sequence[str]) -> list[Case]:
        """What the last question that named something was about, if this one may not stand alone."""
        if not is_follow_up(question):
            return []
        return next((found for found in map(self._facts.subjects, reversed(history)) if found), [])

    def _tell(self, question: str, ranking: Ranking, told: Told, nation: str | None) -> Answer:
        sure = Confidence.probability(self.confidence.answers, features(ranking))
        if told.absent:
            return Answer("not_covered", question, self._known_of(told.absent[0]), told=told, confidence=sure)
        place = {hit.entry.id: n for n, hit in enumerate(ranking.hits) if hit.entry.kind == "passage"}
        own = sorted(told.passages, key=lambda name: place[name])
        rest = [found for found in self._found(ranking) if found.passage.id not in own]
        found = (*self._found(ranking, own), *rest)[:5]
        notes = [self._notes[name] for name in dict.fromkeys((*told.notes, *(found[0].passage.notes if own else ())))]
        return Answer(
            "answered", question, found, told=told, notes=tuple(currency.shown(notes, nation)), gap=currency.gap(notes, nation),
            confidence=max(sure, TOLD),
        )  # fmt: skip

    def _judged(self, question: str, ranking: Ranking, nation: str | None) -> Answer:
        hits = ranking.hits
        ours = 1.0  # whoever names one of our cases asks about our subject
        if not ranking.scores.cases:
            nearness = self.subject.nearness(self.index.repaired(question))
            ours = Confidence.probability(self.confidence.ours, subject_features(ranking, self.index, question, nearness))
        sure = Confidence.probability(self.confidence.answers, features(ranking))
        topics = tuple(self.nearest_topics(hits))
        about = ranking.scores.cases | ranking.scores.nearby
        size = len([w for w in content_words(cases.named(question, self.index.names)[1]) if w.isalpha()])
        alone = not ranking.follow_up and not about
        if ours < self.confidence.least_ours and not (alone and size <= 1 and self.index.known_share(question) == 1):
            return Answer("off_topic", question, topics=topics, confidence=sure)
        decisive = hits[0].entry.kind != "passage" and hits[0].score >= DECISIVE and self.names_term(question)
        if alone and size <= 1 and ranking.scores.whole["ask"][hits[0].number] < COMPLETE and not decisive:
            return Answer("unclear", question, self._found(ranking), topics=topics, reason="short", confidence=sure)
        if sure < self.confidence.least_answers and not (size <= 1 and (about or decisive)):
            status: Status = "unclear" if alone and size <= 1 else "not_covered"
            return Answer(status, question, self._found(ranking), topics=topics, confidence=sure)
        found = self._found(ranking)
        if hits[0].entry.kind == "note":
            note = self._notes[hits[0].entry.id]
            return Answer("answered", question, found, note=note, notes=(note,), confidence=sure)
        if hits[0].entry.kind == "term":
            term = self._terms[hits[0].entry.id]
            own = [self._notes[name] for name in term.notes]
            found = tuple(sorted(found, key=lambda f: f.passage.id not in term.passages))
            return Answer("answered", question, found, term=term, notes=tuple(currency.shown(own, nation)), confidence=sure)
        notes = [self._notes[name] for name in found[0].passage.notes]
        return Answer(
            "answered", question, found, notes=tuple(currency.shown(notes, nation)), gap=currency.gap(notes, nation),
            confidence=sure,
        )  # fmt: skip

    def _known_of(self, case: Case) -> tuple[Found, ...]:
        """What the report does say of a case, to offer in place of what it does not."""
        known = {name: fact for name, fact in case.facts.items() if isinstance(fact, Fact) and fact.passages}
        named = dict.fromkeys(known[name].passages[0] for name in ("contract", "length", "outcomes", "money") if name in known)
        return tuple(Found(self._passages[name], 0.0, "") for name in named)[:3]

    def _found(self, ranking: Ranking, names: Sequence[str] = ()) -> tuple[Found, ...]:
        """The five best passages, or those of these names."""
        passages = [h for h in ranking.hits if h.entry.kind == "passage" and (not names or h.entry.id in names)][:5]
        vector = ranking.scores.vector
        return tuple(
            Found(self._passages[h.entry.id], round(h.score, 4), self.index.best_sentence(h.number, vector)) for h in passages
        )

    def names_term(self, question: str) -> bool:
        """True if a question names a term of the glossary, or what a note is about, in so many words."""
        said = f" {' '.join(re.findall(r'[a-z0-9-]+', question.lower()))} "
        names = (name.lower() for term in self.knowledge.glossary for name in (term.term, *term.also))
        aliases = (alias for note in self.knowledge.notes for alias in note.aliases)
        return any(f" {name} " in said for name in names) or any(re.search(a, question, re.IGNORECASE) for a in aliases)

    def nearest_topics(self, hits: Iterable[Hit], count: int = 3) -> list[Topic]:
        """What the nearest passages are about, the nearest first."""
        near: dict[str, Topic] = {}
        for hit in hits:
            if hit.entry.kind == "passage":
                near |= {name: self._topics[name] for name in self._passages[hit.entry.id].topics}
            if len(near) >= count:
                break
        return list(near.values())[:count]

    def source(self, passage: Passage) -> Source:
        """The report that a passage digests."""
        return next(s for s in self.knowledge.sources if s.id == passage.source)


def cited(source: Source, passage: Passage) -> str:
    """The source line: short title with publisher and year, and the sections by their headings."""
    headings = {s.id: s.heading.replace(" › ", ", ") for s in source.sections}
    return f"{source.short}, section {'; '.join(headings[s] for s in passage.section)}"
