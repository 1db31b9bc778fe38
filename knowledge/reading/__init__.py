"""From what people type to an answer: options by their words, money, lengths, shares, plain text.

One rule above all: what is taken is understood with all that stands beside it; else it is asked back, with what was read.
"""

from knowledge.reading.choices import exactly, phrases
from knowledge.reading.door import read
from knowledge.reading.mentioned import gather
from knowledge.reading.outcome import Read, Unreadable
from knowledge.reading.plain import LONGEST_ANSWER

__all__ = ["LONGEST_ANSWER", "Read", "Unreadable", "exactly", "gather", "phrases", "read"]
