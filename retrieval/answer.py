"""From a question to an answer with a status: the one thing that the rest of the guide calls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Literal

from knowledge import currency
from knowledge.facts import Facts, Told
from knowledge.folding import folded
from knowledge.lookup import Asked, Reader, Sheet, Sheets
from knowledge.records import Case, Fact, Knowledge, NearMiss, Note, Passage, Source, Term, Topic, Unheld
from retrieval.confidence import GAP, Confidence, of_answer, of_subject
from retrieval.distress import Distress
from retrieval.encoder import Encoder
from retrieval.index import Index, NoIndexError
from retrieval.kinds import missing
from retrieval.question import Question, Understanding
from retrieval.refusing import LONGEST_QUESTION, refused
from retrieval.search import COMPLETE, DECISIVE, Hit, Ranking, Scored, rank
from retrieval.subject import Subject
from retrieval.text import sentences

Status = Literal["distress", "answered", "nearest", "not_covered", "off_topic", "unclear", "personal_data", "failed"]

# So near to a near miss of ours, and nearer than to any ask, a question that is not answered for sure is that near miss.
LIKE_A_MISS = 0.8
SHORT = 2  # content words, beside the name of a case
# So near to an ask, and so much nearer than to a near miss, a question is answered (docs/measurements.md, "Refusing").
NEAR, NEARER = 0.6, 0.15
# So near to an ask of a passage, a question that a note or term answers is told of that passage, too.
SEE_ALSO = 0.68
# How much less sure it has to be that a question is ours if it follows on from another: out of 52 of dev that do, all are.
FOLLOWS_ON = 0.5
# What comes after the first passage goes on with it: what a passage gains for a topic that it shares with the first, and how much
# more its text counts than in the search. Of so many that are nearest.
SAME_TOPIC, MORE_TEXT, LOOKED_AT = 0.05, 0.1, 40
# The least confidence of a fact that closed names and phrases found: what was right of such answers on the dev half.
TOLD = 0.9


@dataclass(frozen=True)
class Found:
    """A passage that was found, its score, and the sentence of it that answers best."""

    passage: Passage
    score: float
    marked: str


@dataclass(frozen=True)
class Missed:
    """A near miss that a question is, the passage that it belongs to, and that one's own sentence on the gap, if it has one."""

    miss: NearMiss
    found: Found
    gap: str


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
    see: Found | None = None  # the passage that speaks of what a note or term answers, if one is near enough
    topics: tuple[Topic, ...] = ()  # nearest, when not answered
    reason: str = ""
    missed: Missed | None = None  # the near miss that it is, when our content knows it for one
    unheld: Unheld | None = None  # what it asks for and none of our passages and notes holds
    told: Told | None = None  # the structured fact that was asked for, or that its report does not give it
    lookup: Asked | None = None  # what was asked of structured facts
    sheet: Sheet | None = None  # and what they answer
    between: tuple[str, ...] = ()  # names of the cases that a follow-up may be about, when it is not clear which
    of: tuple[str, ...] = ()  # what was named, in words for the user, when the reports do not say that of it
    instead: Found | None = None  # what they say of something else, and what that is
    instead_of: str = ""
    confidence: float = 0.0
    language: str | None = None  # of a question that is not in English, by its English name


@dataclass(frozen=True)
class Matter:
    """What every door looks at: a question, its ranking, how sure we are of the first (0 to 1), and the reader's nation."""

    asked: Question
    ranking: Ranking
    sure: float
    nation: str | None


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
        self._unheld = [(each, re.compile("|".join(each.aliases), re.IGNORECASE)) for each in self.knowledge.unheld]
        self._facts = Facts(self.knowledge)
        self.understanding = Understanding(self.knowledge, self.index)
        self._reader = Reader(self.knowledge, self.index.english)
        self._sheets = Sheets(self.knowledge)
        # The question before is scored again with each one that leans on it.
        self._scored: Scored = lru_cache(maxsize=64)(lambda said, bare: self.index.scores(self.encoder, said, bare))

    def warm(self) -> None:
        """Load both encoders and what is known by name, so that no question of a reader waits for them."""
        self.ask("how long was the contract in Leeds?", ("who paid?",))

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
        earlier = self.leant_on(history)
        asked = self.understanding.after(typed, earlier)
        if not re.search(r"[^\W\d_]{2}", asked.said):
            return Answer("unclear", typed, reason="no_words")
        before = self.understanding.of(earlier) if earlier else None
        nation = nation or asked.reader
        ranking = self.ranked(asked, before, nation)
        spoken_of = self._spoken_of(asked, history)
        if len(spoken_of) > 1 and any(self._facts.asked(asked.bare, case) for case in spoken_of):
            return Answer("unclear", typed, reason="which", between=tuple(case.name for case in spoken_of))
        named = asked.term and ranking.first.entry.kind != "passage"
        sure = self.confidence.sure(of_answer(self.index, ranking, asked), named=named)
        it = Matter(asked, ranking, sure, nation)
        told = self._told(asked, spoken_of)
        if told:
            return self._tell(it, told)
        tabled = self._tabled(it, earlier)
        if tabled:
            return tabled
        doors = (self._not_held, self._off_topic, self._too_short, self._nothing_of, self._near_miss, self._not_sure)
        refusal = next((found for door in doors if (found := door(it)) is not None), None)
        return refusal or self._answered(it)

    def ranked(self, asked: Question, earlier: Question | None, nation: str | None) -> Ranking:
        """Everything, in the order in which it answers a question."""
        return rank(self.index, self._scored, self.understanding.register, asked, earlier, nation)

    def _told(self, asked: Question, spoken_of: Sequence[Case]) -> Told | None:
        """The fact of the one case that is named or spoken of, if the question asks for one by its closed phrases."""
        named = self._facts.cases(asked.names.cases)
        subjects = named or spoken_of
        told = self._facts.asked(asked.bare, subjects[0]) if len(subjects) == 1 else None
        return None if told and told.absent and not named and not asked.leans else told

    def leant_on(self, history: Sequence[str]) -> str | None:
        """The last question that says itself what it is about: "what happens if it fails?" tells no later one what "it" is."""
        of_something = (each for each in reversed(history) if not self._of_nothing(self.understanding.of(each)))
        return next(of_something, None)

    @staticmethod
    def _of_nothing(asked: Question) -> bool:
        return asked.of_it and asked.size <= SHORT

    def _spoken_of(self, asked: Question, history: Sequence[str]) -> list[Case]:
        """What the last question that named something was about, if this one may not stand alone."""
        if asked.names.thing or not (asked.leans or asked.definite):
            return []
        earlier = (self._facts.cases(self.understanding.of(each).names.cases) for each in reversed(history))
        return next((found for found in earlier if found), [])

    def _tell(self, it: Matter, told: Told) -> Answer:
        if told.absent:
            return Answer("not_covered", it.asked.typed, self._known_of(told.absent[0]), told=told, confidence=it.sure)
        place = {hit.entry.id: n for n, hit in enumerate(it.ranking.hits) if hit.entry.kind == "passage"}
        own = sorted(told.passages, key=lambda name: place[name])
        rest = [found for found in self._found(it.ranking) if found.passage.id not in own]
        found = (*self._found(it.ranking, own), *rest)[:5]
        notes = [self._notes[name] for name in dict.fromkeys((*told.notes, *(found[0].passage.notes if own else ())))]
        return Answer(
            "answered", it.asked.typed, found, told=told, notes=tuple(currency.shown(notes, it.nation)),
            gap=currency.gap(notes, it.nation), confidence=max(it.sure, TOLD),
        )  # fmt: skip

    def _tabled(self, it: Matter, earlier: str | None) -> Answer | None:
        """The answer of structured facts, if the question is one of the closed list that they answer."""
        before = earlier if it.asked.leans else None
        lookup = self._reader.read(it.asked.typed, before) or self._reader.read(it.asked.said, before)
        if lookup is None or (earlier and it.asked.goes_on and not lookup.subjects):  # it is about what was said before
            return None
        lookup = replace(lookup, nation=lookup.nation or it.nation) if lookup.kind == "routes" else lookup
        sheet = self._sheets.made(lookup, date.today())
        if sheet is None:
            return None
        own = {found.passage.id: found for found in self._found(it.ranking, sheet.passages, len(sheet.passages))}
        found = [own[name] for name in sheet.passages]
        return Answer(
            "answered", it.asked.typed, tuple(found), notes=tuple(self._notes[name] for name in sheet.notes),
            lookup=lookup, sheet=sheet, confidence=max(it.sure, TOLD),
        )  # fmt: skip

    def tells(self, question: str) -> bool:
        """True if structured facts answer a question, whatever else its words may be."""
        lookup = self._reader.read(" ".join(question.split()))
        return lookup is not None and self._sheets.made(lookup, date.today()) is not None

    # --- doors: each refuses a question or lets it pass ------------------------------------------------------------

    def _nothing_of(self, it: Matter) -> Answer | None:
        """The reports hold nothing that is about what is named, or nothing of it that answers this; what they say of another."""
        named = it.ranking.named
        enough = it.sure >= self.confidence.least_nearest or self._clear(it)
        if it.ranking.fitting is None or (it.ranking.fitting and enough):
            return None
        register, other = self.understanding.register, it.ranking.other
        instead = self._found_in(other, it.ranking) if other and other.entry.kind == "passage" else None
        own = tuple(self._found_in(hit, it.ranking) for hit in it.ranking.of_own if hit.entry.kind == "passage")
        near = not it.ranking.fitting and instead is not None and it.sure >= self.confidence.least_nearest
        further = (found for found in self._found(it.ranking) if found != instead)
        return Answer(
            "nearest" if near else "not_covered", it.asked.typed,
            (instead, *further)[:5] if near and instead else own,
            of=register.called(named), reason="report" if named.sources and not named.thing else "",
            instead=instead, instead_of=register.told_of(other.entry.id) if other and instead else "",
            topics=tuple(self.nearest_topics(it.ranking.hits)), confidence=it.sure,
        )  # fmt: skip

    def _not_held(self, it: Matter) -> Answer | None:
        """It names a matter of procurement that we hold nothing on, and what is nearest does not speak of it either."""
        if it.asked.names.thing or it.asked.names.sources:
            return None
        # As typed, too: a word that we do not hold may have been taken for a slip of one that we hold.
        texts = (folded(it.asked.typed), it.asked.said)
        found = ((each, pattern.search(text)) for each, pattern in self._unheld for text in texts)
        named, words = next(((each, match[0]) for each, match in found if match), (None, ""))
        if named is None:
            return None
        first = it.ranking.first.entry
        speaks_of_it = words.lower() in f"{first.title}. {first.text}".lower() and it.sure >= self.confidence.least_answered
        if speaks_of_it and not (it.asked.of_law and first.kind == "passage"):  # what a report tells of it is no rule on it
            return None
        return replace(self._refusal("not_covered", it), unheld=named)

    def _off_topic(self, it: Matter) -> Answer | None:
        """The question is about something else altogether; whoever names one of our cases asks about our subject."""
        if it.asked.names.cases or it.asked.names.sources:
            return None
        nearness = self.subject.nearness(it.asked.said)
        ours = self.confidence.ours.probability(of_subject(it.ranking, it.asked, nearness))
        least = self.confidence.least_ours * (FOLLOWS_ON if it.ranking.follow_up else 1)
        if ours >= least or (self._alone(it) and it.asked.size <= 1 and it.asked.known == 1):
            return None
        topics = tuple(self.nearest_topics(it.ranking.hits))
        return Answer("off_topic", it.asked.typed, topics=topics, confidence=it.sure)

    def _too_short(self, it: Matter) -> Answer | None:
        """A word or two that many passages would fit, and none of them is meant for sure; "it", and nothing was spoken of."""
        first = it.ranking.first
        complete = it.ranking.scores.whole["ask"][first.number] >= COMPLETE
        short = it.asked.size <= 1 or self._of_nothing(it.asked)
        if not self._alone(it) or not short or complete or self._decisive(it.asked, first):
            return None
        return self._refusal("unclear", it, "short")

    def _near_miss(self, it: Matter) -> Answer | None:
        """The question is one of those that a passage's reader would ask next, and that nothing answers."""
        scores = it.ranking.scores
        nearest = int(scores.misses.argmax())
        likeness = float(scores.misses[nearest])
        if it.sure >= self.confidence.least_answered or likeness < LIKE_A_MISS or likeness <= float(scores.whole["ask"].max()):
            return None
        if it.ranking.fitting is not None and nearest not in it.ranking.order[: it.ranking.fitting]:
            return None
        entry = self.index.entries[nearest]
        which, _ = self.index.nearest_miss(nearest, scores.vector)
        hit = Hit(nearest, entry, float(it.ranking.fused[nearest]))
        near = zip(self.index.sentence_scores(nearest, scores.vector), sentences(entry.text))
        gap = max(((score, said) for score, said in near if GAP.search(said)), default=(0.0, ""))[1]
        missed = Missed(self._passages[entry.id].unanswered[which], self._found_in(hit, it.ranking), gap)
        return replace(self._refusal("not_covered", it), missed=missed)

    def _not_sure(self, it: Matter) -> Answer | None:
        """The first entry is too doubtful to be shown as the answer: it is the nearest, or not even that."""
        if it.sure >= self.confidence.least_answered or self._clear(it):
            return None
        if it.sure >= self.confidence.least_nearest:
            return replace(self._answered(it), status="nearest")
        unclear = self._alone(it) and it.asked.size <= 1
        return self._refusal("unclear" if unclear else "not_covered", it)

    def _refusal(self, status: Status, it: Matter, reason: str = "") -> Answer:
        topics = tuple(self.nearest_topics(it.ranking.hits))
        return Answer(status, it.asked.typed, self._found(it.ranking), topics=topics, reason=reason, confidence=it.sure)

    def _answered(self, it: Matter) -> Answer:
        """The first entry: a note on what has changed, a term, or a passage with its notes."""
        entry, found = it.ranking.first.entry, self._found(it.ranking)
        if entry.kind == "note":
            note = self._notes[entry.id]
            return Answer("answered", it.asked.typed, found, note=note, notes=(note,), see=self._see(it), confidence=it.sure)
        if entry.kind == "term":
            term = self._terms[entry.id]
            own = [self._notes[name] for name in term.notes]
            found = tuple(sorted(found, key=lambda f: f.passage.id not in term.passages))
            return Answer(
                "answered", it.asked.typed, found, term=term, notes=tuple(currency.shown(own, it.nation)), see=self._see(it),
                confidence=it.sure,
            )  # fmt: skip
        notes = [self._notes[name] for name in found[0].passage.notes]
        return Answer(
            "answered", it.asked.typed, found, notes=tuple(currency.shown(notes, it.nation)), gap=currency.gap(notes, it.nation),
            confidence=it.sure,
        )  # fmt: skip

    def _see(self, it: Matter) -> Found | None:
        """The best passage beside a note or term that answers, if it is near enough to the question itself."""
        best = next((hit for hit in it.ranking.hits if hit.entry.kind == "passage"), None)
        near = best is not None and float(it.ranking.scores.whole["ask"][best.number]) >= SEE_ALSO
        return self._found_in(best, it.ranking) if best and near else None

    # --- what the doors look at ------------------------------------------------------------------------------------

    @staticmethod
    def _alone(it: Matter) -> bool:
        """True if neither what was asked before nor a name helps to understand the question."""
        return not it.ranking.follow_up and not it.asked.names.cases and not it.asked.names.nearby

    def _clear(self, it: Matter) -> bool:
        """True where the curve is too wary: near misses are made of a passage's words, and so are plain questions.

        A question that is near to an ask of ours, and clearly nearer than to a near miss, is that one, if the passage has the
        kind of thing that is asked for. Of a word or two on a case that we know, or on a term, the figures say little.
        """
        first, scores = it.ranking.first, it.ranking.scores
        if it.asked.size <= 1 and (it.asked.names.nearby or self._decisive(it.asked, first)):
            return True
        if missing(it.asked.kinds, f"{first.entry.title}. {first.entry.text}"):
            return False
        margin = float(scores.whole["ask"].max()) - float(scores.misses.max())
        if float(scores.whole["ask"][first.number]) >= NEAR and margin >= NEARER:
            return True
        return it.asked.size <= SHORT and bool(it.asked.names.cases & set(first.entry.cases)) and margin > 0

    @staticmethod
    def _decisive(asked: Question, first: Hit) -> bool:
        return first.entry.kind != "passage" and first.score >= DECISIVE and asked.term

    def _known_of(self, case: Case) -> tuple[Found, ...]:
        """What the report does say of a case, to offer in place of what it does not."""
        known = {name: fact for name, fact in case.facts.items() if isinstance(fact, Fact) and fact.passages}
        named = dict.fromkeys(known[name].passages[0] for name in ("contract", "length", "outcomes", "money") if name in known)
        return tuple(Found(self._passages[name], 0.0, "") for name in named)[:3]

    def _found(self, ranking: Ranking, names: Sequence[str] = (), most: int = 5) -> tuple[Found, ...]:
        """The best passage and those that go on with it, or the best of these names."""
        passages = (h for h in ranking.hits if h.entry.kind == "passage" and (not names or h.entry.id in names))
        best = list(islice(passages, most if names else LOOKED_AT))
        if best and not names:
            best[1:] = sorted(best[1:], key=self._going_on(best[0], ranking), reverse=True)
        return tuple(self._found_in(hit, ranking) for hit in best[:most])

    def _going_on(self, first: Hit, ranking: Ranking) -> Callable[[Hit], tuple[bool, float]]:
        """By what passages stand after the first: those about what is named before all others, as in the ranking."""
        own = frozenset(ranking.own) if ranking.fitting else frozenset()
        topics, text = {*self._passages[first.entry.id].topics}, ranking.scores.bare["text"]

        def place(hit: Hit) -> tuple[bool, float]:
            shared = topics & {*self._passages[hit.entry.id].topics}
            return hit.number in own, hit.score + MORE_TEXT * float(text[hit.number]) + SAME_TOPIC * bool(shared)

        return place

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
