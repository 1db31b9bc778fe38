"""What a message is beside an answer to the open question: a question of the user's own, both, or a mere statement."""

from __future__ import annotations

import re

from actions.turn import Talk
from knowledge.reading import Read, exactly, read
from knowledge.records import Question

_ASKS = re.compile(
    r"^(?:(?:ok|okay|and|so|but|also|well|hi|hello)[ ,]+)*"
    r"(who|whom|whose|what|when|where|which|why|how|who'?s|what'?s|wh?at|wots?|where'?s|how'?s|is|are|was|were|do|does|did|can|"
    r"could|should|would|has|have|had|may|must|tell me|explain)\b",
    re.IGNORECASE,
)


_QUESTION_WORD = (
    r"(?:who|what|whats|what's|wot|when|where|which|why|how|is|are|do|does|did|can|could|should|would|must|may|has|have|tell me)"
    r"\b"
)
_JOINT = r"(?:\s*[,;.!-]+\s*(?:(?:and|but|also|oh|oh and|by the way|btw)\b,?\s*)*|\s+(?:(?:and|but|also|btw)\b\s*)+)"
_BOTH = (
    re.compile(rf"(?P<answer>.+?){_JOINT}(?P<question>{_QUESTION_WORD}.*\?)$", re.IGNORECASE),
    re.compile(rf"(?P<question>{_QUESTION_WORD}[^?]*\?)\s+(?P<answer>[^?]+)$", re.IGNORECASE),
)
# People do not type "?": of figures and options, a sentence of its own that begins as a question does is one all the same.
_BOTH_UNMARKED = re.compile(
    r"(?P<answer>.+?)(?:\s*[.;!]+\s*(?:(?:and|but|also|oh|btw)\b,?\s*)*|,?\s+(?:(?:and|also|btw)\b\s*)+)"
    r"(?P<question>(?:(?:who|what|whats|what's|when|where|which|why|how|tell me)\b|(?:is|are|do|does|did|can|could|should|would|"
    r"must|may|has|have) (?:i|we|you|it|they|he|she|there|the|this|that|these|those|any|anyone|my|our|a|an|staff|"
    r"people))"
    r"(?:\s+[\w'-]+){2,})[.!\s]*$",
    re.IGNORECASE,
)
# "Yes, our chief executive is supportive" says something and asks nothing: no passage on chief executives is an answer to it.
_STATES = re.compile(
    r"^(?:(?:yes|no|yeah|yep|nope|well|ok|okay|so far|at the moment)\b[ ,.]*)?"
    r"(?:we|i|they|he|she|it|our|my|their|the|most|some|all|nobody|everyone|everybody|people|staff|a few|there)\b.*?"
    r"(?:\b(?:is|are|was|were|am|has|have|had|will|would|wants?|wanted|thinks?|thought|knows?|knew|feels?|supports?|agreed|"
    r"started|decided)\b|'(?:re|m|s|ve)\b)",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:who|what|when|where|which|why|how|can|could|should|tell|explain|show|see|read|know about|to know|wonder\w*|help|"
    r"looking for|interested|need|unsure|not sure|unclear|would like|question\w*|information|advice|examples?)\b",
    re.IGNORECASE,
)
# "Who: adults with autism. What: day support", "How to get home from hospital - a transport scheme": headings, not questions.
_DESCRIBES = re.compile(r"[\w' ]{2,60}(?::| - )\s*\w")

# From this confidence on, words that a free-text question could take as its answer are taken as a question of the user's.
SURELY_A_QUESTION = 0.9


def asks(talk: Talk) -> bool:
    """True if the words are a question of the user's own."""
    return talk.said.rstrip().endswith("?") or bool(_ASKS.match(talk.said.strip())) or talk.intent == "ask"


def states(said: str) -> bool:
    """True for a statement that asks and wishes nothing."""
    return bool(_STATES.match(said.strip())) and not said.rstrip().endswith("?") and not _WISHES.search(said)


def is_question(talk: Talk, question: Question) -> bool:
    """A text that could be an answer is a question if it is worded as one; for free text the understanding decides."""
    if talk.said.rstrip().endswith("?"):
        return True
    if question.kind == "text":
        if _DESCRIBES.match(talk.said.strip()):
            return False
        return talk.intent == "ask" and (bool(_ASKS.match(talk.said.strip())) or talk.confidence > SURELY_A_QUESTION)
    if exactly(question, talk.text):
        return False
    return bool(_ASKS.match(talk.said.strip())) and talk.intent == "ask"


def answer_and_question(question: Question, talk: Talk) -> tuple[Read, str, str] | None:
    """The answer, its words and the question of "it's 80k, and what is a CIC?", in either order; None if not both."""
    for pattern in (*_BOTH, *([_BOTH_UNMARKED] if question.kind != "text" else [])):
        match = pattern.match(talk.text.strip())
        if match:
            given, own = match["answer"].strip(" ,;.-"), match["question"].strip()
            understood = read(question, given, talk.answers, talk.knowledge.places)
            words_enough = question.kind != "text" or len(given.split()) > 1
            if isinstance(understood, Read) and words_enough and not _ASKS.match(given):
                return understood, given, own
    return None
