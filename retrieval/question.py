"""A question understood once, before anything is ranked: how it is spelt, what it names, what it asks for, whether it leans."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import cached_property

from knowledge import cases
from knowledge.records import Knowledge
from retrieval.door import searched
from retrieval.index import Index
from retrieval.kinds import Kind, asked_for
from retrieval.names import NATION, Names, Register
from retrieval.spellings import settled, spellings
from retrieval.text import content_words, words

REMEMBERED = 64  # questions, of all who ask: the one before is read again with each that follows on

_POINTS_BACK = frozenset("they them their theirs it its he him his she her that this these those there one same such".split())
_ASKS = re.compile(r"\b(who|whom|whose|what|why|when|where|which|how|tell|explain|describe)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"^(is|are|was|were|do|does|did|can|could|has|have|had|should|would|will|must|may)\b", re.IGNORECASE)
_CARRIES_ON = re.compile(r"^(and|but|so|what about|how about|or|also|then)\b", re.IGNORECASE)
_MEANING = re.compile(
    r"\b(wh?at|wot)('?s| is| are| does| do)\b|\b(define|definition|meaning|means?|meant|explain|stands? for)\b", re.IGNORECASE
)
# "How much will it cost us?" speaks of something that it does not name; "what does it cost to join?" does not.
_OF_IT = re.compile(r"\b(?:they|them|it(?!.*\bto\b))\b", re.IGNORECASE)
_OF_ONESELF = re.compile(r"\b(i|i'm|im|we|we're|us|our|my|me)\b", re.IGNORECASE)
# Before the name of where somebody is: "our council in Cardiff", "we are a Welsh charity"; not "what can we learn from Wales".
_HERE = r"(?:\b(?:in|at|across)\s+(?:[\w'-]+\s+){0,2}|\b(?:i'?m|i am|we'?re|we are|as|for)\s+(?:[\w'-]+\s+){0,4})"
# Asks what the law demands, forbids or leaves open: by its words, or as what a buyer must or may do.
_OF_LAW = re.compile(
    r"\b(?:law(?:s|ful|fully)?|legal(?:ly)?|illegal|rules?|regimes?|regulat(?:ed?|ions?)|statut(?:e|ory)|duty|thresholds?|acts?|"
    r"allowed|permitted|forbidden|banned|compulsory|mandatory|oblig(?:ed|ation)|bound|binds?|notices?|required)\b|"
    r"\b(?:must|have to|has to|need(?:s)? to|supposed to)\b|"
    r"\b(?:can|may|could) (?:i|we|you|they|an?|the|our|my)\b.*?\b(?:award|reserve|keep|limit|restrict|sift|skip|avoid|hand|give|"
    r"insist|refuse|exclude|advertise|pick|choose|buy|pay|pass)\b",
    re.IGNORECASE,
)
_TELLS_OF_ONE = re.compile(
    r"\b(did|was|were|had|went|got|happened|ended|ran|chose|paid|won|lost|kept|led|set up)\b|\b(?:who|what|which \w+) \w+ed\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Question:
    """What is known of a question.

    `typed` is as typed, `said` as searched: through the door, terms and words spelt as our content does; `bare` is the same
    in lower case without names of cases. `words`: content words of `bare`. `known`: the share of its words that our content has.
    """

    typed: str
    said: str
    bare: str
    names: Names
    kinds: frozenset[Kind]
    words: tuple[str, ...]
    known: float
    leans: bool  # may not be understood without what was said before
    meaning: bool  # may be for what a word means
    term: bool  # names a term of the glossary, or what a note is about, in so many words
    reader: str | None = None  # the nation that whoever asks says to be in; it is then not what the question is about

    @property
    def size(self) -> int:
        """How many content words say what is asked, without names and figures."""
        return sum(word.isalpha() for word in self.words)

    @property
    def asks(self) -> bool:
        """True if it has a question word, or begins as a question that is answered by yes or no."""
        return bool(_ASKS.search(self.said) or _YES_OR_NO.match(self.said))

    @property
    def only_a_name(self) -> bool:
        """True if it names something and asks of it what was asked before: "and in Torbay?", "how did Salford do it?"."""
        if not (self.names.cases or self.names.nations) or len(self.words) > 1:
            return False
        asks = bool(_ASKS.search(self.bare))
        return bool(_CARRIES_ON.match(self.said)) or not self.words and (self.goes_on or not asks)

    @property
    def definite(self) -> bool:
        """True if it may speak of what was spoken of before: "how long was the contract?"."""
        return len(self.words) <= 3 and self.of_one and " the " in f" {self.said.lower()} "

    @property
    def goes_on(self) -> bool:
        """True if it points back or carries on in so many words: "so what should they do?"."""
        return _goes_on(self.said)

    @property
    def of_it(self) -> bool:
        """True if it speaks of something that it does not name."""
        return bool(_OF_IT.search(self.said)) and not self.names.thing

    @property
    def of_law(self) -> bool:
        """True if it asks what the law demands or allows today."""
        return bool(_OF_LAW.search(self.said)) and not self.of_one

    @property
    def of_one(self) -> bool:
        """True if it asks what was or happened in one place, not what is so in general."""
        return bool(_TELLS_OF_ONE.search(self.said))


@dataclass
class Understanding:
    """Makes questions of texts; remembers the last ones, which hold nothing of who asked."""

    knowledge: Knowledge
    index: Index
    _made: OrderedDict[str, Question] = field(default_factory=OrderedDict)

    @cached_property
    def register(self) -> Register:
        """Everything that has a name."""
        return Register(self.knowledge, self.index.english)

    def of(self, text: str) -> Question:
        """A text as a question."""
        if text not in self._made:
            self._made[text] = self._read(text)
            while len(self._made) > REMEMBERED:
                self._made.popitem(last=False)
        return self._made[text]

    def after(self, text: str, earlier: str | None) -> Question:
        """The same where another was asked before: "and in Torbay?" asks the earlier one of Torbay."""
        asked = self.of(text)
        if earlier is None or not asked.only_a_name:
            return asked
        both = self.of(f"{self.of(earlier).bare} {asked.said}")
        # What it names takes the place of what was named: "and in Scotland?" no longer asks of the Welsh review.
        names = replace(both.names, sources=asked.names.sources, nations=asked.names.nations, places=asked.names.places)
        return replace(both, typed=asked.typed, names=names)

    def _read(self, text: str) -> Question:
        typed = searched(text)
        said = self.index.repaired(settled(typed, self._spellings))
        found, bare = cases.named(said, self.index.names)
        asked = tuple(content_words(bare))
        meaning = bool(_MEANING.search(said)) or len(asked) <= 1
        names = self.register.named(_cased(said, typed), cases_named=found)
        reader = self.register.nation_of(names) if _where_one_is(said, names) else None
        if reader and not _TELLS_OF_ONE.search(said):
            names = replace(names, places=(), nations=frozenset())
        return Question(
            typed=text, said=said, bare=bare if found and bare else said, names=names, words=asked,
            kinds=asked_for(said, meaning=meaning), known=self.index.known_share(said), leans=_leans(said, asked),
            meaning=meaning, term=self._names_term(said), reader=reader,
        )  # fmt: skip

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return spellings(self.knowledge.glossary)

    @cached_property
    def _terms(self) -> frozenset[str]:
        return frozenset(name.lower() for term in self.knowledge.glossary for name in (term.term, *term.also))

    @cached_property
    def _aliases(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{alias})" for note in self.knowledge.notes for alias in note.aliases), re.IGNORECASE)

    def _names_term(self, said: str) -> bool:
        words = re.findall(r"[a-z0-9-]+", said.lower())
        runs = (" ".join(words[at : at + size]) for at in range(len(words)) for size in range(1, 6))
        return any(run in self._terms for run in runs) or bool(self._aliases.search(said))


def _cased(said: str, typed: str) -> str:
    """What is searched; but a text that came all in capitals or small letters shows no names by its letters."""
    return typed if len(said.split()) == len(typed.split()) else said


def _where_one_is(said: str, names: Names) -> bool:
    """True if a text speaks of whoever types it, and says with a place or nation that it names where that is."""
    named = "|".join(
        [*(re.escape(place.replace("-", " ")) for place in names.places), *(NATION[n].pattern for n in names.nations)]
    )
    if not named or not _OF_ONESELF.search(said):
        return False
    return bool(re.search(f"{_HERE}(?:{named})", said.replace("-", " "), re.IGNORECASE))


def _goes_on(said: str) -> bool:
    return bool(_POINTS_BACK.intersection(words(said)) or _CARRIES_ON.match(said.strip()))


def _leans(said: str, asked: tuple[str, ...]) -> bool:
    """True for what points back, carries on, or is no question of its own: "why?", "the price"; not "who carried the risk?"."""
    if _goes_on(said):
        return True
    complete = len(asked) >= 2 and bool(_ASKS.search(said) or _YES_OR_NO.match(said))
    return len(asked) <= 2 and not complete
