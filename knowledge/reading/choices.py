"""The option that a text names: by its words, its place in the list, a share, or by ruling the others out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.folding import folded
from knowledge.reading import counts, shares, where
from knowledge.reading.outcome import Read, Unreadable
from knowledge.reading.plain import LONGEST_ANSWER
from knowledge.records import Question, UkPlace

# Lowest similarity (0-100) at which a misspelt option is taken for the one meant: "Walse" and "Engalnd" reach 80,
# "Ireland" and "England" stay at 71. Each word by itself must be as near as WORD_NEAR: "contract lenght" is no "contract ends".
NEAR_ENOUGH, WORD_NEAR = 78, 66
LONGEST_READ = 3000  # characters of an opening text that are looked through for options
MISSPELT_WORDS = 6  # a misspelling is short; a long text that merely resembles an option is something else
# A phrase of one telling word ("health", "the usual") is an answer by itself and beside one other word of substance.
BESIDE_ONE_WORD = 1
# Beside a longer phrase ("open competition") or behind a first "yes" or "no", this many; more is a text about something else.
BESIDE_A_PHRASE = 8

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6,
    "6th": 6, "last": -1, "top": 1, "bottom": -1, "penultimate": -2,
}  # fmt: skip
_LETTERS = {letter: number for number, letter in enumerate("abcdef", start=1)}
_NUMBERS = {word: number for number, word in enumerate("one two three four five six".split(), start=1)}
_PLACE = re.compile(
    r"^(?:(?:i ?ll|i will|i ?d|let ?s|i would|we ?ll|we will)? ?"
    r"(?:say|take|pick|choose|have|go for|go with|went with|its|it s)? )?"
    rf"(?:the )?(?:(?P<ordinal>{'|'.join(_ORDINALS)})(?: (?:one|option|answer|button|choice))?(?: on the list| in the list)?"
    r"|(?:option|number|answer|no|choice|button|nr) ?(?P<number>\d|[a-f]|one|two|three|four|five|six)"
    r"|(?P<bare>[1-9]|[a-f]))(?: please| pls| thanks)?$"
)
_SHORT = {
    **dict.fromkeys(("yeah", "yep", "yup", "aye", "y", "yes please", "yes we do", "yes it is", "yes there is"), "yes"),
    **dict.fromkeys(("nope", "nah", "n", "no thanks", "no there isnt", "no we dont", "not really no"), "no"),
}
_SEVERAL_AT_ONCE = frozenset(
    ("both", "both of them", "all of them", "all of these", "either", "any", "any of them", "all", "everything")
)

# --- what speaks against ---------------------------------------------------------------------------------------------

# Words of a denial that hold "no", "nothing" or "but" make one word, so that they are not taken for an option's or a contrast's.
_JOINED = (
    (
        re.compile(r"\b(?:any|every)(?:thing|one|body|where) (?:but|except(?: for)?|other than)\b|\ball (?:but|except)\b"),
        "anythingbut",
    ),
    (re.compile(r"\bno (?:longer|more)\b|\bnot any(?: more|more| longer)\b|\bceased to be\b|\bstopped being\b"), "nolonger"),
    (re.compile(r"\brather than\b|\binstead of\b|\bas opposed to\b"), "ratherthan"),
    (
        re.compile(r"\bnothing to do with\b|\bfar from\b|\bnowhere near\b|\bapart from\b|\bother than\b|\bexcept(?: for)?\b"),
        "farfrom",
    ),
)
_NEGATORS = frozenset(
    """
    not isnt arent wasnt werent dont doesnt didnt wont wouldnt cant cannot couldnt shouldnt hasnt havent aint nor neither no
    never without excluding hardly anythingbut nolonger ratherthan farfrom
    """.split()
)
# What may stand between a denial and what it denies.
_DENIAL_REACHES = frozenset(
    """
    a an the any in at on of by for with to be been being it is its are our we us all really quite actually exactly just
    only so very going want need like think called part from doing have do this that much as your my gone go out up yet even
    ever paid pay paying use using run runs based set sort kind more either both done got get he she they i would will
    """.split()
)
FURTHEST_DENIAL = 5  # words between the two
# "Scotland isn't right", "wales, no": the denial comes behind.
_DENIED_BEHIND = re.compile(
    r"^(?:(?:is|are|was|would|will|does|do|its|that|this) )?(?:not|isnt|arent|nolonger|wont|doesnt|never|wrong|is wrong)"
    r"(?: (?:it|right|true|us|me|correct|one|what|apply|work|happen|possible|allowed|ours|the answer|an option))?$"
)
_NO_LONGER_SO = re.compile(r"\b(?:used to|formerly|previously|until recently|at one time|in the past|had been)\b")
_CONTRAST = frozenset("but although though unless however whereas instead depends until".split())
_TAG = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|will|would|have|has|should|isnt|arent|dont|doesnt|cant|wont|havent)"
    r" (?:we|it|they|you|he|she|there|that|i)(?: not)?$"
)
_STARTS_A_QUESTION = re.compile(
    r"^(?:who|whom|whose|what|whats|when|where|which|why|how|hows|wheres|whos|tell me|explain|"
    r"(?:is|are|was|do|does|did|can|could|should|would|will|has|have|must|may) (?:i|we|you|it|they|he|she|there|the|this|that|"
    r"these|those|any|anyone|anybody|my|our|a|an|staff|people|some|someone)|were (?:you|they|there|any))\b"
)
# A first word that settles the answer, whatever follows: "Yes, about 20 people".
_LEADING = frozenset("yes no partly perhaps maybe some both none nobody possibly probably".split())
_TINY = frozenset(
    """
    a an the of it is are we us they them i in on to for at by with and or that this there be our own yes no not
    """.split()
)
# Words that make no phrase one that could only be an answer: "quite a few" and "one or two" are said of anything.
_VAGUE = frozenset(
    """
    a an the of it is are we us they them i and or that this there be our own quite few couple one two three more many any
    hardly only none all some several else lots most half both bit not yet nothing nobody at in on to
    """.split()
)
# Words without a say of their own in which option is meant.
_SMALL = frozenset(
    """
    a about actually ahead all already also am an and any anyway are as at be because been being by can come could currently
    definitely do does doing done early else ever ex expect expecting far fairly find for from get gets give go goes going
    gonna good got guess had has have hello hey hi hmm i id ill im in into is it its ive just kind know lets like likely
    little ll look looking looks mainly make may maybe me mean meant might mostly much my mine need now obviously of off ok
    okay on one ones only or our ours out over own pick plan planned planning please pls possibly pretty probably put quite
    rather re really right s said same say see set should so some somebody someone something sort sorry still suppose sure
    take taking tend than thanks that the their them then there theres these they thing things think this those though to
    too try up us use used usual usually ve very want wants was way we well were weve what when which who will with would
    yeah yes yep you your our answer choose choice option go gone basically currently today moment at present more less um
    er ah oh d m etc run runs running service services organisation organisations body bodies provider providers people
    contract contracts work kind type local
    """.split()
)


def phrases(question: Question) -> dict[str, list[str]]:
    """Option -> the words that stand for it, in lower case without signs: its title, its id, and what people say for it."""
    return {
        option: [plain(p) for p in (title, option.replace("_", " "), *question.says.get(option, ()))]
        for option, title in question.options.items()
    }


def plain(text: str) -> str:
    """The words of a text in lower case, without signs."""
    return " ".join(re.findall(r"[^\W_]+|£", re.sub(r"</?[a-z][^<>]{0,40}>", " ", text.lower()).replace("'", "")))


def exactly(question: Question, text: str) -> bool:
    """True if a text is one of the options in just the words that we know for it."""
    said = plain(folded(text))
    return question.kind == "choice" and any(said in known for known in phrases(question).values())


def read_choice(question: Question, text: str, places: tuple[UkPlace, ...] = ()) -> Read | Unreadable:
    """The one option that a text means. `places`: where a place says which nation somebody is in."""
    if len(text) > LONGEST_ANSWER:
        return Unreadable(_no_match(question, text))
    said, options = plain(text), phrases(question)
    said = _SHORT.get(said, said)
    exact = [option for option, known in options.items() if said in known]
    if exact:
        return Read(exact[0])
    share = shares.read_share(question, question.shares, text) if question.shares else None
    share = share or (counts.read_count(question.at_least, text) if question.at_least else None)
    if share is not None:
        return share
    placed = _placed(question, said)
    if placed:
        return Read(placed)
    if said in _SEVERAL_AT_ONCE:
        return Unreadable(f"I can take only one answer here: {titles(question, question.options)}. Pick the one that fits best.")
    if worded_as_question(text, plain(text.lower().replace("'", " "))):
        return Unreadable(_no_match(question, text))
    meant = _meant(question, options, said)
    if meant:
        return meant
    where = _by_place(question, text, places) if question.by_place and places else None
    if where:
        return where
    misspelt = _misspelt(options, said)
    return Read(misspelt) if misspelt else Unreadable(_no_match(question, text))


def named_outright(question: Question, text: str) -> str | None:
    """The one option that a longer text names in more than one word, or the nation that it names; denied ones do not count."""
    outright = {
        option: [p for p in known if question.by_place or sum(word not in _VAGUE for word in p.split()) > 1]
        for option, known in phrases(question).items()
    }
    found = _mentioned(outright, plain(text[:LONGEST_READ]))
    return found.affirmed[0] if len(found.affirmed) == 1 else None


def _by_place(question: Question, text: str, places: tuple[UkPlace, ...]) -> Read | Unreadable | None:
    """The nation of the one place that a text names."""
    found = where.places_in(text, places)
    nations = {place.nation for place in found}
    if not found or any(word in _NEGATORS for word in plain(text).split()):
        return None
    if len(nations) == 1 and None not in nations:
        return Read(str(nations.pop()))
    return Unreadable(f"There is more than one nation in that. Which is yours? {titles(question, question.options)}.")


def worded_as_question(text: str, said: str) -> bool:
    """True for what is asked rather than said: a question mark, a question's first word, "..., are we" at the end."""
    return text.rstrip().endswith("?") or bool(_STARTS_A_QUESTION.match(said)) or bool(_TAG.search(said))


def _no_match(question: Question, text: str) -> str:
    return f"I could not match “{text[:60]}” to an answer. The answers are: {titles(question, question.options)}."


def titles(question: Question, options: Iterable[str]) -> str:
    """The titles of some options in their order, in quotation marks."""
    some = set(options)
    return ", ".join(f"“{title}”" for option, title in question.options.items() if option in some)


def _placed(question: Question, said: str) -> str | None:
    """ "The second one", "option 3", "b", "2": by its place in the list."""
    match = _PLACE.match(said)
    if not match:
        return None
    mark = match["number"] or match["bare"] or ""
    number = (
        _ORDINALS.get(match["ordinal"] or "", 0)
        or _LETTERS.get(mark, 0)
        or _NUMBERS.get(mark, 0)
        or (int(mark) if mark.isdigit() else 0)
    )
    options = [*question.options]
    if not number or abs(number) > len(options):
        return None
    return options[number - 1 if number > 0 else number]


@dataclass(frozen=True)
class _Mentions:
    """The options that a text names: those that it affirms, those that it denies, and the words that are left over.

    `outright`: what is affirmed is said in so many words, not by one word that may mean much.
    """

    affirmed: tuple[str, ...]
    denied: tuple[str, ...]
    rest: tuple[str, ...]
    outright: bool
    contrast: bool  # a "but" behind all that is affirmed


def _meant(question: Question, options: dict[str, list[str]], said: str) -> Read | Unreadable | None:
    """The option that a longer text means, or why it does not settle it; None if it names none."""
    found = _mentioned(options, said)
    others = [option for option in question.options if option not in found.denied]
    if len(found.affirmed) > 1:
        return Unreadable(f"That fits more than one answer: {titles(question, found.affirmed)}.")
    if not found.affirmed and found.denied:
        if len(others) == 1:
            return Read(others[0])
        return Unreadable(f"Not {titles(question, found.denied)}: which one, then? {titles(question, others)}.")
    if not found.affirmed:
        return None
    if _speaks_against(found, said, anywhere=question.by_place):
        return Unreadable(
            f"I am not sure whether that means {titles(question, found.affirmed)}. "
            f"The answers are: {titles(question, question.options)}."
        )
    return Read(found.affirmed[0])


def _mentioned(options: dict[str, list[str]], said: str) -> _Mentions:
    """What a text says of which option. The longest phrase is taken out before the next is sought: "no VAT due" is not "VAT"."""
    for pattern, word in _JOINED:
        said = pattern.sub(word, said)
    words: list[str | None] = [*said.split()]
    ranked = sorted(
        {(tuple(p.split()), option) for option, known in options.items() for p in known if p},
        key=lambda row: -len(" ".join(row[0])),
    )
    spans: list[tuple[int, int, str]] = []
    for phrase, option in ranked:
        size = len(phrase)
        for at in range(len(words) - size + 1):
            if tuple(words[at : at + size]) == phrase:
                spans.append((at, at + size, option))
                words[at : at + size] = [None] * size
    return _weighed(sorted(spans), words, said.split(), options)


def _weighed(
    spans: list[tuple[int, int, str]], words: list[str | None], said: list[str], options: dict[str, list[str]]
) -> _Mentions:
    affirmed: list[str] = []
    denied: list[str] = []
    outright, doubled, last = False, False, -1
    was_denied, was_end = False, -2
    for begin, end, option in spans:
        by = _denial_before(words, begin)
        behind = " ".join(word for word in words[end:] if word)
        goes_on = was_denied and was_end == begin and option in denied  # "not the one contract one"
        goes_on = (
            goes_on or was_denied and said[was_end:begin] in (["or"], ["nor"], ["and"], ["or", "a"], ["or", "in"], ["or", "the"])
        )
        doubled = doubled or (was_end == begin and said[begin - 1] == "never" and option in affirmed)
        if by is not None or goes_on or (None not in words[end:] and _DENIED_BEHIND.match(behind)):
            denied += [option] if option not in denied else []
            if by is not None:
                words[by] = ""
            elif not goes_on:
                words[end:] = [""] * len(words[end:])
            was_denied = True
        else:
            affirmed += [option] if option not in affirmed else []
            phrase = " ".join(said[begin:end])
            title = options[option][0]
            outright = (
                outright or _telling(phrase) > 1 or (phrase == title and end - begin > 1) or (begin == 0 and phrase in _LEADING)
            )
            was_denied, last = False, end
        was_end = end
    rest = tuple(word for word in words if word and word not in _SMALL)
    turn = next((at for at, word in enumerate(words) if word in _CONTRAST and at >= last), len(words))
    contrast = doubled or any(word and (word not in _SMALL or word in _NEGATORS) for word in words[turn + 1 :])
    return _Mentions(tuple(affirmed), tuple(o for o in denied if o not in affirmed), rest, outright, contrast)


def _denial_before(words: list[str | None], begin: int) -> int | None:
    """The place of the word that denies what begins here; None if nothing does."""
    for at in range(begin - 1, max(begin - FURTHEST_DENIAL, 0) - 1, -1):
        word = words[at]
        if word in _NEGATORS:
            return at
        if word is None or word not in _DENIAL_REACHES:
            return None
    return None


def _telling(phrase: str) -> int:
    """How many words of a phrase say something by themselves."""
    return sum(word not in _TINY for word in phrase.split())


def _speaks_against(found: _Mentions, said: str, *, anywhere: bool) -> bool:
    """True if a text that names an option is about more than it, takes something back, or denies something else."""
    starts_with_no = said.split()[0] in {"no", "none", "nobody", "nothing", "never", "not"}
    if found.contrast or _NO_LONGER_SO.search(said) or (any(w in _NEGATORS for w in found.rest) and not starts_with_no):
        return True
    return len([w for w in found.rest if w not in _CONTRAST]) > (
        BESIDE_A_PHRASE if found.outright or anywhere else BESIDE_ONE_WORD
    )


def _misspelt(options: dict[str, list[str]], said: str) -> str | None:
    """The option whose words a short text has, one by one, with slips of the keys; None if two are as near."""
    words = said.split()
    if not words or len(words) > MISSPELT_WORDS or any(word in _NEGATORS for word in words):
        return None
    near: dict[str, float] = {}
    for option, known in options.items():
        for phrase in known:
            parts = phrase.split()
            if len(parts) == len(words):
                if any(_only_begins_otherwise(a, b) for a, b in zip(words, parts)):
                    continue
                each = [fuzz.ratio(a, b) for a, b in zip(words, parts)]
                whole = fuzz.ratio(said, phrase) if min(each) >= WORD_NEAR else 0.0
            else:
                whole = fuzz.ratio(said.replace(" ", ""), phrase.replace(" ", "")) - 5 if len(said) > 6 else 0.0
                whole = whole if whole >= 88 else 0.0
            near[option] = max(near.get(option, 0.0), whole)
    best = max(near, key=lambda o: near[o])
    second = max((n for o, n in near.items() if o != best), default=0.0)
    return best if near[best] >= NEAR_ENOUGH and near[best] > second else None


def _only_begins_otherwise(word: str, other: str) -> bool:
    """True for "procurement" and "reprocurement", "paid" and "unpaid": what a syllable in front makes of a word is no slip."""
    return word != other and (word.endswith(other) or other.endswith(word)) and 1 < abs(len(word) - len(other)) < 4
