"""Free text: kept as it was typed, unless it plainly is no answer to what was asked."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from knowledge.reading.outcome import Read, Unreadable

LONGEST_ANSWER = 1000  # characters of a free-text answer; longer ones are a document, not an answer
_FIRST_NAMES = Path(__file__).with_name("first_names.txt")
_YES_NO = frozenset(
    """
    yes yeah yep yup ye aye sure ok okay k fine alright right correct exactly definitely absolutely no nope nah never maybe
    perhaps possibly
    """.split()
)
_POLITE = frozenset("please thanks thank you ta cheers not really of course i think so it is that is thats it's".split())
# Nobody and nothing: what the user does not know yet.
_NOBODY = re.compile(
    r"^(?:(?:me|myself|us|you|him|her|them|we|i|someone|somebody|anyone|anybody|everyone|everybody|nobody|no one|noone|none|"
    r"nothing|not me|not us|n/?a|tb[cda]|unknown|\?+|whoever|whatever|anything|something|it depends|depends|same|ditto|as above|"
    r"test|asdf\w*|"
    r"blah(?: blah)*|x{2,4}|i do|we do|i will|we will|i am|it is me|it's me|just me|probably me|me probably|not sure|unsure)"
    r"(?: yet| yet really| at the moment| so far| for now| really| i think| probably| please)?)$"
)
_CURSE = re.compile(
    r"\b(?:f+u+c+k\w*|f\*+k?|wtf|sh[i1]t\w*|bullsh\w*|bollocks|bastards?|wank\w*|cunts?|tw[ao]ts?|piss(?: ?off)?|dickhead\w*|"
    r"arsehole\w*|assholes?|bugger off|sod off|crap|bitch\w*|prick)\b"
)
LONGEST_CURSE = 6  # words; a longer text with such a word in it may still be what somebody says of a service
_OF_PEOPLE = frozenset(
    """
    the a an of for and in at to with from our my by on service services team lead head house centre center park road street
    lane hospital trust ward school hall project unit group care home clinic court lodge college foundation club manager
    officer
    """.split()
)


def read_text(typed: str, text: str) -> Read | Unreadable:
    """The text as it was typed.

    Args:
        text: the same, folded; it is what is looked at.
    """
    if len(typed) > LONGEST_ANSWER:
        return Unreadable(f"That is {len(typed):,} characters. Say it in a few sentences, {LONGEST_ANSWER:,} at most.")
    if not re.search(r"[^\W\d_]{2}", text):
        return Unreadable("I could not find words in that. Say it in a sentence.")
    words = re.findall(r"[^\W\d_]+(?:['/][^\W\d_]+)*", text.lower())
    plain = " ".join(words)
    if _CURSE.search(text.lower()) and len(words) <= LONGEST_CURSE:
        return Unreadable("I have not written that down. You can skip the question, or say “help” for what else I can do.")
    if words[0] in _YES_NO and set(words[1:]) <= _YES_NO | _POLITE:
        return Unreadable("That would stand in your papers as a bare yes or no. Say it in a few words, or say “don't know”.")
    if _NOBODY.match(plain) or (len(words) <= 3 and _NOBODY.match(plain.removeprefix("probably ").removeprefix("its "))):
        return Unreadable("That says too little to stand in your papers. If it is not settled, say “don't know”.")
    if text.rstrip().endswith("?"):
        return Unreadable("That looks like a question.")
    if is_a_name(text):
        return Unreadable("That looks like a person's name, and I keep none. Give a role or a description instead.")
    return Read(typed)


def is_a_name(text: str) -> bool:
    """True if a text is no more than a person's name: "Jane", "jane smith", "Dr Jane Smith", "Jane Smith in finance"."""
    text = re.sub(
        r"^(?:(?:it'?s|it is|it will be|it'll be|(?:my|our) (?:boss|manager|colleague)|ask|probably|i think)[ ,:]+)+", "",
        text.strip().rstrip(".!"), flags=re.IGNORECASE,
    )  # fmt: skip
    titled = re.match(r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|dame|cllr|rev)\b\.? +[^\W\d_]+", text, re.IGNORECASE)
    if titled:
        return True
    words = text.split()
    if not words or len(words) > 6 or words[0].lower() not in first_names():
        return False
    if len(words) == 1:
        return True
    surname = words[1]
    rest = words[2:]
    if surname.endswith(",") and rest:
        return True
    if not re.fullmatch(r"[^\W\d_]+(?:['-][^\W\d_]+)*,?", surname) or surname.lower() in _OF_PEOPLE:
        # "Jane in finance", "Jane from the council"
        return surname.lower() in {"in", "from", "at", "of"} and words[0][:1].isupper()
    if not rest:
        return surname[:1].isupper() or words[0].islower() and surname.islower()
    return surname[:1].isupper() and (
        len(rest) == 1 and rest[0][:1].isupper() or rest[0].lower() in {"in", "from", "at", "of", "for", "-"}
    )


@cache
def first_names() -> frozenset[str]:
    """Common first names in the UK, in lower case, without those that are ordinary words, roles or places as well."""
    lines = _FIRST_NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
