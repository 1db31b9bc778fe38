"""From a question to an answer with a status: the one thing that the rest of the guide calls."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np

from knowledge import currency
from knowledge.facts import Facts, Told
from knowledge.records import Case, Fact, Knowledge, Note, Passage, Source, Term, Topic
from retrieval.distress import Distress
from retrieval.encoder import Encoder, Vectors
from retrieval.index import Index, NoIndexError
from retrieval.question import Question, Understanding
from retrieval.refusing import LONGEST_QUESTION, refused
from retrieval.search import COMPLETE, DECISIVE, Hit, Ranking, Scored, features, rank, subject_features
from retrieval.subject import Subject

Status = Literal["distress", "answered", "not_covered", "off_topic", "unclear", "personal_data", "failed"]

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
    of: tuple[str, ...] = ()  # what was named, in words for the user, when the reports do not say that of it
    instead: Found | None = None  # what they say of something else, and what that is
    instead_of: str = ""
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
        self.understanding = Understanding(self.knowledge, self.index)
        # The question before is scored again with each one that leans on it.
        self._scored: Scored = lru_cache(maxsize=64)(lambda said, bare: self.index.scores(self.encoder, said, bare))

    def ask(self, question: str, history: Sequence[str] = (), nation: str | None = None) -> Answer:
        """The answer for a reader of a nation (None: not known) who asked `history` before, if the question may pass the door."""
        stop = refused(question, self.distress, self.knowledge)
        if stop is None:
            return self.answer(question, history, nation)
        return Answer("unclear", "", language=stop.what) if stop.why == "language" else Answer(stop.why, "", reason=stop.what)

    def answer(self, question: str, history: Sequence[str] = (), nation: str | None = None) -> Answer:
        """The same for a question that has passed the door already."""
        typed = " ".join(question.split())
        if len(typed) > LONGEST_QUESTION:
            return Answer("unclear", typed[:80], reason="too_long")
        earlier = history[-1] if history else None
        asked = self.understanding.after(typed, earlier)
        if not re.search(r"[^\W\d_]{2}", asked.said):
            return Answer("unclear", typed, reason="no_words")
        before = self.understanding.of(earlier) if earlier else None
        nation = nation or asked.reader
        ranking = self.ranked(asked, before, nation)
        spoken_of = self._spoken_of(asked, history)
        if len(spoken_of) > 1 and any(self._facts.asked(asked.bare, case) for case in spoken_of):
            return Answer("unclear", typed, reason="which", between=tuple(case.name for case in spoken_of))
        told = self._told(asked, spoken_of)
        if told:
            return self._tell(asked, ranking, told, nation)
        doors = (self._off_topic, self._nothing_of, self._too_short, self._not_sure)
        refusal = next((found for door in doors if (found := door(asked, ranking)) is not None), None)
        return refusal or self._answered(asked, ranking, nation)

    def ranked(self, asked: Question, earlier: Question | None, nation: str | None) -> Ranking:
        """Everything, in the order in which it answers a question."""
        return rank(self.index, self._scored, self.understanding.register, asked, earlier, nation)

    def _told(self, asked: Question, spoken_of: Sequence[Case]) -> Told | None:
        """The fact of the one case that is named or spoken of, if the question asks for one by its closed phrases."""
        named = self._facts.cases(asked.names.cases)
        subjects = named or spoken_of
        told = self._facts.asked(asked.bare, subjects[0]) if len(subjects) == 1 else None
        return None if told and told.absent and not named and not asked.leans else told

    def _spoken_of(self, asked: Question, history: Sequence[str]) -> list[Case]:
        """What the last question that named something was about, if this one may not stand alone."""
        if asked.names.thing or not (asked.leans or asked.definite):
            return []
        earlier = (self._facts.cases(self.understanding.of(each).names.cases) for each in reversed(history))
        return next((found for found in earlier if found), [])

    def _tell(self, asked: Question, ranking: Ranking, told: Told, nation: str | None) -> Answer:
        sure = self._sure(ranking)
        if told.absent:
            return Answer("not_covered", asked.typed, self._known_of(told.absent[0]), told=told, confidence=sure)
        place = {hit.entry.id: n for n, hit in enumerate(ranking.hits) if hit.entry.kind == "passage"}
        own = sorted(told.passages, key=lambda name: place[name])
        rest = [found for found in self._found(ranking) if found.passage.id not in own]
        found = (*self._found(ranking, own), *rest)[:5]
        notes = [self._notes[name] for name in dict.fromkeys((*told.notes, *(found[0].passage.notes if own else ())))]
        return Answer(
            "answered", asked.typed, found, told=told, notes=tuple(currency.shown(notes, nation)),
            gap=currency.gap(notes, nation), confidence=max(sure, TOLD),
        )  # fmt: skip

    # --- doors: each refuses a question or lets it pass ------------------------------------------------------------

    def _nothing_of(self, asked: Question, ranking: Ranking) -> Answer | None:
        """The reports hold nothing that is about what is named, or nothing of it that answers this."""
        named = ranking.named
        if ranking.fitting is None or (ranking.fitting and self._sure(ranking) >= self.confidence.least_answers):
            return None
        register = self.understanding.register
        other = max((hit for hit in ranking.hits[:1] + ranking.hits[ranking.fitting :][:1]), key=lambda hit: hit.score)
        instead = self._found_in(other, ranking) if other.entry.kind == "passage" else None
        return Answer(
            "not_covered", asked.typed, self._found(ranking) if ranking.fitting else (), of=register.called(named),
            reason="report" if named.sources and not named.thing else "",
            instead=instead, instead_of=register.told_of(other.entry.id) if instead else "",
            topics=tuple(self.nearest_topics(ranking.hits)), confidence=self._sure(ranking),
        )  # fmt: skip

    def _off_topic(self, asked: Question, ranking: Ranking) -> Answer | None:
        """The question is about something else altogether; whoever names one of our cases asks about our subject."""
        if asked.names.cases or asked.names.sources:
            return None
        nearness = self.subject.nearness(asked.said)
        ours = Confidence.probability(self.confidence.ours, subject_features(ranking, asked, nearness))
        if ours >= self.confidence.least_ours or (self._alone(asked, ranking) and asked.size <= 1 and asked.known == 1):
            return None
        topics = tuple(self.nearest_topics(ranking.hits))
        return Answer("off_topic", asked.typed, topics=topics, confidence=self._sure(ranking))

    def _too_short(self, asked: Question, ranking: Ranking) -> Answer | None:
        """A word or two that many passages would fit, and none of them is meant for sure."""
        first = ranking.hits[0]
        complete = ranking.scores.whole["ask"][first.number] >= COMPLETE
        if not self._alone(asked, ranking) or asked.size > 1 or complete or self._decisive(asked, first):
            return None
        return self._refusal("unclear", asked, ranking, "short")

    def _not_sure(self, asked: Question, ranking: Ranking) -> Answer | None:
        """The first entry is too doubtful to be shown as the answer."""
        about = asked.names.cases or asked.names.nearby
        short = asked.size <= 1 and bool(about or self._decisive(asked, ranking.hits[0]))
        if self._sure(ranking) >= self.confidence.least_answers or short:
            return None
        unclear = self._alone(asked, ranking) and asked.size <= 1
        return self._refusal("unclear" if unclear else "not_covered", asked, ranking)

    def _refusal(self, status: Status, asked: Question, ranking: Ranking, reason: str = "") -> Answer:
        topics = tuple(self.nearest_topics(ranking.hits))
        return Answer(status, asked.typed, self._found(ranking), topics=topics, reason=reason, confidence=self._sure(ranking))

    def _answered(self, asked: Question, ranking: Ranking, nation: str | None) -> Answer:
        """The first entry: a note on what has changed, a term, or a passage with its notes."""
        entry, found, sure = ranking.hits[0].entry, self._found(ranking), self._sure(ranking)
        if entry.kind == "note":
            note = self._notes[entry.id]
            return Answer("answered", asked.typed, found, note=note, notes=(note,), confidence=sure)
        if entry.kind == "term":
            term = self._terms[entry.id]
            own = [self._notes[name] for name in term.notes]
            found = tuple(sorted(found, key=lambda f: f.passage.id not in term.passages))
            return Answer("answered", asked.typed, found, term=term, notes=tuple(currency.shown(own, nation)), confidence=sure)
        notes = [self._notes[name] for name in found[0].passage.notes]
        return Answer(
            "answered", asked.typed, found, notes=tuple(currency.shown(notes, nation)), gap=currency.gap(notes, nation),
            confidence=sure,
        )  # fmt: skip

    # --- what the doors look at ------------------------------------------------------------------------------------

    def _sure(self, ranking: Ranking) -> float:
        return Confidence.probability(self.confidence.answers, features(ranking))

    @staticmethod
    def _alone(asked: Question, ranking: Ranking) -> bool:
        """True if neither what was asked before nor a name helps to understand the question."""
        return not ranking.follow_up and not asked.names.cases and not asked.names.nearby

    @staticmethod
    def _decisive(asked: Question, first: Hit) -> bool:
        return first.entry.kind != "passage" and first.score >= DECISIVE and asked.term

    def _known_of(self, case: Case) -> tuple[Found, ...]:
        """What the report does say of a case, to offer in place of what it does not."""
        known = {name: fact for name, fact in case.facts.items() if isinstance(fact, Fact) and fact.passages}
        named = dict.fromkeys(known[name].passages[0] for name in ("contract", "length", "outcomes", "money") if name in known)
        return tuple(Found(self._passages[name], 0.0, "") for name in named)[:3]

    def _found(self, ranking: Ranking, names: Sequence[str] = ()) -> tuple[Found, ...]:
        """The five best passages, or those of these names."""
        passages = (h for h in ranking.hits if h.entry.kind == "passage" and (not names or h.entry.id in names))
        return tuple(self._found_in(hit, ranking) for hit in islice(passages, 5))

    def _found_in(self, hit: Hit, ranking: Ranking) -> Found:
        marked = self.index.best_sentence(hit.number, ranking.scores.vector)
        return Found(self._passages[hit.entry.id], round(hit.score, 4), marked)

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
