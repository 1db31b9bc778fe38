"""From what people type to an answer: options by their words, money, years, plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from text_to_num import alpha2digit

from knowledge.folding import folded
from knowledge.records import Answers, AnswerValue, Knowledge, Question

LONGEST_TERM = 50  # years
# "We want a social enterprise to run it" does not say who runs it now, and only a value that was shown can be confirmed.
NEVER_BY_THE_WAY = {"provider_now", "whole_life"}
LONGEST_ANSWER = 1000  # characters of a free-text answer; longer ones are a document, not an answer
# Lowest similarity (0-100) at which a misspelt option is taken for the one meant: "Walse" and "Engalnd" reach 80,
# "Ireland" and "England" stay at 71.
NEAR_ENOUGH = 78

_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_UNITS = {name: number for number, name in enumerate(_NAMES.split())}
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(_UNITS)}|an?)"
_ADDED = re.compile(rf"\b({_NUMBER})\s*\+\s*({_NUMBER})\b", re.IGNORECASE)
_YEARS = re.compile(rf"\b({_NUMBER})\s*(?:-|\s)?\s*(years?|yrs?|y|months?|mths?)\b", re.IGNORECASE)
_COUNT = rf"(?:\d+(?:\.\d+)?|{'|'.join(_UNITS)})"  # without "a" and "an"
# "option to extend by 2 years", "plus 2", "and then another year", but not "+ VAT for 3 years" or "plus 30 beds": the
# number has a unit or ends the phrase, and little may stand between it and a "plus".
_EXTENSION = re.compile(
    r"(?:(?:option|extension|extend\w*)\b\D{0,40}?|(?:\bplus\b|\+|\band then\b)\s*"
    r"(?:(?:an?|another|further|extra|optional|possible|up to|option of)\s+)*)"
    rf"\b(?:({_NUMBER})[ -]?(?:more |further |extra |optional )?(years?|yrs?|months?|mths?)\b"
    rf"|({_COUNT})(?: more)?(?= ?(?:$|[,.;)]| with\b| and\b)))",
    re.IGNORECASE,
)
_SEVERAL = re.compile(rf"\b({_COUNT}) ?(?:x|×|times|lots of| ) ?({_COUNT})[ -]?(years?|yrs?|months?|mths?)\b", re.IGNORECASE)
_RANGE = re.compile(rf"\b{_COUNT} ?(?:years?|months?)? ?(?:-|\bto\b|\bor\b) ?{_COUNT}\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"^\W*(?:-|minus\b)\W*\d", re.IGNORECASE)
_MONEY = re.compile(
    r"(?P<pound>£|gbp)?\s*(?P<number>(?:\d{1,3}(?: \d{3})+(?!\d)|\d[\d,]*)(?:\.\d+)?)\s*"
    r"(?P<unit>k\b|m\b|mn\b|million|thousand|grand)?",
    re.IGNORECASE,
)
# "200 to 300k": the first figure has no unit of its own.
_MONEY_RANGE = re.compile(r"\b\d[\d.]* ?(?:-|to|or|and) ?£?\d[\d.]* ?(?:k|m|mn|million|thousand|grand)\b", re.IGNORECASE)
_OTHER_RATE = re.compile(
    r"\d ?(?:k|pounds|quid)? ?(?:(?:an?|per|each|every) |/ ?)(?:week|day|hour|quarter|person|head|user|place|visit|session)\b"
    r"|\d ?k? (?:weekly|daily|hourly|quarterly)\b",
    re.IGNORECASE,
)
_MONTHLY = re.compile(r"(a|per|each|every)\s+month|monthly|pcm", re.IGNORECASE)
_IN_ALL = re.compile(r"in (all|total)|altogether|over (the )?(\w+ )?years|whole[- ]life|in total|total value", re.IGNORECASE)
_IN_WORDS = ((r"\bhalf a 1000000\b", "500000"), (r"\b(?:a )?quarter of a 1000000\b", "250000"))
_WORD_TIMES = re.compile(r"\b(\d+(?:\.\d+)?)( and a half)? (1000000|1000)\b")
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6,
    "6th": 6, "last": -1,
}  # fmt: skip
_PLACE = re.compile(
    r"^(?:i(?:ll| will)? (?:take|pick|choose|go for|go with) )?(?:the )?"
    rf"({'|'.join(_ORDINALS)})(?: (?:one|option|answer|button))?(?: please)?$"
    r"|^(?:option|number|answer|no) (\d)$"
)
_UNIT_VALUE = {"k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6}


@dataclass(frozen=True)
class Read:
    """What was understood."""

    value: AnswerValue


@dataclass(frozen=True)
class Unreadable:
    """Why a text is no answer to the question, in words for the user."""

    reason: str


def read(question: Question, text: str, answers: Answers | None = None) -> Read | Unreadable:
    """The answer that a text gives to a question.

    Args:
        answers: what was answered before, since "3 + 2" is an extension of 2 after a first term of 3, but "1 + 1" of 2.
    """
    typed, text = " ".join(text.split()), " ".join(folded(text).split())
    if question.id == "extension" and (answers or {}).get("term") is not None:
        text = _without_term(text, (answers or {})["term"])
    if not re.search(r"\w", text):
        return Unreadable("I could not find an answer in that.")
    if question.kind == "text":
        return _text(typed, text)
    return {"choice": _choice, "money": _money, "years": _years}[question.kind](question, text)


def exactly(question: Question, text: str) -> bool:
    """True if a text is one of the options in just the words that we know for it."""
    said = _plain(folded(text))
    return question.kind == "choice" and any(said in known for known in phrases(question).values())


def gather(knowledge: Knowledge, text: str, answers: Answers) -> Answers:
    """Answers of the profile that a longer text gives by the way: nation, value, terms, and options named outright.

    Only what is said in so many words counts; a question that the text does not settle is left to be asked.
    """
    text = " ".join(folded(text).split())
    found: Answers = {}
    for question in (q for q in knowledge.questions if q.stage == "profile" and q.id not in answers):
        value = _mentioned(question, text)
        if value is not None:
            found[question.id] = value
    return found


_SERVICE = re.compile(
    r"\b(?:commission(?:ing)?|buy(?:ing)?|procur(?:e|ing)|tender(?:ing)?(?: for)?|let(?:ting)?)\s+(?:of\s+)?(?:a|an|our|the)\s+"
    r"((?:[\w'-]+\s+){0,7}?(?:services?|support|scheme|programme|project|checks|care|visits|centre|advice))\b",
    re.IGNORECASE,
)


def _mentioned(question: Question, text: str) -> AnswerValue | None:
    if question.id == "service":
        service = _SERVICE.search(text)
        return service.group(1)[:1].upper() + service.group(1)[1:] if service else None
    if question.kind == "money":
        amount = re.search(
            r"£\s*\d[\d,.]*\s*(k\b|m\b|million|thousand)?[^.;£]{0,12}?(a|per|each|every) year", text, re.IGNORECASE
        )
        got = _money(question, amount.group()) if amount else None
        return got.value if isinstance(got, Read) else None
    if question.kind == "years":
        text = _in_decimals(text)
        first = re.search(rf"\bfor ({_NUMBER})[ -]?(years?|months?)", _EXTENSION.sub(" ", text), re.IGNORECASE)
        term = _span(first.group(1), first.group(2)) if first else None
        number = _extension(text) if question.id == "extension" else term
        return number if number is not None and 0 < number <= LONGEST_TERM else None
    if question.kind != "choice" or question.id in NEVER_BY_THE_WAY:
        return None
    lower = _plain(text)
    hits = {
        option for option, phrases in phrases(question).items()
        if any((" " in p or question.id == "nation") and _within(p, lower) for p in phrases)
    }  # fmt: skip
    return hits.pop() if len(hits) == 1 else None


# --- options ---------------------------------------------------------------------------------------------------------


def phrases(question: Question) -> dict[str, list[str]]:
    """Option -> the words that stand for it, in lower case without signs: its title, its id, and what people say for it."""
    return {
        option: [_plain(p) for p in (title, option.replace("_", " "), *question.says.get(option, ()))]
        for option, title in question.options.items()
    }


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w£]+", text.lower().replace("'", "")))


def _within(phrase: str, text: str) -> bool:
    return f" {phrase} " in f" {text} "


def _choice(question: Question, text: str) -> Read | Unreadable:
    said, options = _plain(text), phrases(question)
    exact = [option for option, known in options.items() if said in known]
    if exact:
        return Read(exact[0])
    named = _named(options, said)
    if len(named) == 1:
        return Read(named[0])
    if len(named) > 1:
        return Unreadable(f"That fits more than one answer: {_titles(question, named)}.")
    placed = _PLACE.match(said)
    if placed:
        number = _ORDINALS[placed[1]] if placed[1] else int(placed[2])
        if number <= len(question.options) and number:
            return Read([*question.options][number - 1 if number > 0 else number])
    if said in {"both", "both of them", "all of them", "all of these", "either"}:
        return Unreadable(f"I can take only one answer here: {_titles(question, question.options)}. Pick the one that fits best.")
    # A misspelling is short; a long text that merely resembles an option is something else.
    if len(said.split()) <= 6:
        every = [(p, option) for option, known in options.items() for p in known]
        near = process.extractOne(said, [p for p, _ in every], scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
        if near:
            return Read(every[near[2]][1])
    return Unreadable(f"I could not match “{text[:60]}” to an answer. The answers are: {_titles(question, question.options)}.")


def _named(phrases: dict[str, list[str]], said: str) -> list[str]:
    """The options named in a text. The longest phrase is taken out before the next is sought: "no VAT due" is not "VAT"."""
    ranked = sorted(((phrase, option) for option, known in phrases.items() for phrase in known), key=lambda row: -len(row[0]))
    named: list[str] = []
    for phrase, option in ranked:
        if _within(phrase, said):
            said = f" {said} ".replace(f" {phrase} ", " | ").strip()
            named += [option] if option not in named else []
    return named


def _titles(question: Question, options: object) -> str:
    return ", ".join(f"“{title}”" for option, title in question.options.items() if option in options)  # type: ignore[operator]


# --- figures ---------------------------------------------------------------------------------------------------------


def _money(question: Question, text: str) -> Read | Unreadable:
    text = _in_figures(text)
    amounts = [_pounds(m) for m in _MONEY.finditer(text)]
    # "£180,000 a year for 3 years": a bare small number beside a sum of money is a length of time.
    sums = [a for a, m in zip(amounts, _MONEY.finditer(text)) if m["pound"] or m["unit"] or a >= 1000] or amounts
    if _NEGATIVE.match(text):
        return Unreadable("A value below nothing cannot be right. Give the value a year in pounds, such as £180,000.")
    if not sums:
        return Unreadable("I need a figure in pounds for one year, such as £180,000 or 1.5m.")
    if len(set(sums)) > 1 or _MONEY_RANGE.search(text):
        return Unreadable("I found more than one figure. Give one: your best estimate for a year, such as £180,000.")
    if _IN_ALL.search(text):
        return Unreadable("That sounds like the value of all the years together. What is it worth in one year?")
    if _OTHER_RATE.search(text):
        return Unreadable("That does not sound like the figure for a year. What does it come to in one year?")
    amount = sums[0] * (12 if _MONTHLY.search(text) else 1)
    if not 0.01 <= amount <= 10e9:
        return Unreadable("That figure cannot be right. Give the value a year in pounds, such as £180,000.")
    return Read(int(amount) if amount == int(amount) else round(amount, 2))


def _in_figures(text: str) -> str:
    """The text with "one point five million" as "1500000". Where digits stand already, it is left alone."""
    if re.search(r"\d", text):
        return text
    text = alpha2digit(text, "en", threshold=0)
    for words, figure in _IN_WORDS:
        text = re.sub(words, figure, text)
    text = _WORD_TIMES.sub(lambda m: f"{(float(m[1]) + (0.5 if m[2] else 0)) * int(m[3]):.0f}", text)
    # "two or three hundred thousand": the first is a sum without its unit.
    return re.sub(r"\b(\d+) (or|to) (\d+)000\b", r"\1k \2 \g<3>k", text)


def _pounds(match: re.Match[str]) -> float:
    return float(match["number"].replace(",", "").replace(" ", "")) * _UNIT_VALUE.get((match["unit"] or "").lower(), 1)


def _years(question: Question, text: str) -> Read | Unreadable:
    is_extension = question.id == "extension"
    text = _in_decimals(text)
    number = _stated_years(text, is_extension=is_extension)
    if number is None:
        return Unreadable("I need a number of years, such as 3, or 18 months.")
    if not is_extension and number == 0 or number > LONGEST_TERM or _NEGATIVE.match(text):
        return Unreadable("That length cannot be right. Give a number of years, such as 3.")
    if _RANGE.search(text):
        return Unreadable("I found more than one length. Give one: your best estimate in years, such as 3.")
    return Read(number)


def _without_term(text: str, term: AnswerValue) -> str:
    both = _ADDED.search(text)
    return text[both.start(2) :] if both and _span(both.group(1), "years") == term else text


def _stated_years(text: str, *, is_extension: bool) -> float | None:
    both = _ADDED.search(text)
    if both:
        return _span(both.group(1), "years") + (_span(both.group(2), "years") if is_extension else 0)
    if is_extension:
        if re.search(r"\b(no|none|nil|without|not any|zero)\b", text, re.IGNORECASE):
            return 0
        several = _SEVERAL.search(text)
        if several:
            return _span(several.group(1), "times") * _span(several.group(2), several.group(3))
        extension = _extension(text)
        if extension is not None:
            return extension
    span = _YEARS.search(text)
    if span:
        return _span(span.group(1), span.group(2))
    return None if re.search(r"\b(weeks?|days?)\b", text, re.IGNORECASE) else _bare(text)


def _in_decimals(text: str) -> str:
    """The text with "two and a half years" and "2 years 6 months" as "2.5 years"."""
    text = re.sub(r"\bhalf a year\b", "0.5 years", text, flags=re.IGNORECASE)
    text = re.sub(
        rf"\b({_NUMBER}) (?:years? )?and a half(?: years?)?\b",
        lambda m: f"{_span(m[1], 'years') + 0.5:g} years", text, flags=re.IGNORECASE,
    )  # fmt: skip
    return re.sub(
        rf"\b({_NUMBER})[ -]?(?:years?|yrs?),?(?: and)? ({_NUMBER})[ -]?(?:months?|mths?)\b",
        lambda m: f"{_span(m[1], 'years') + _span(m[2], 'months'):g} years", text, flags=re.IGNORECASE,
    )  # fmt: skip


def _extension(text: str) -> float | None:
    match = _EXTENSION.search(text)
    return _span(match.group(1) or match.group(3), match.group(2) or "years") if match else None


def _span(number: str, unit: str) -> float:
    value = 1.0 if number.lower() in {"a", "an"} else float(_UNITS.get(number.lower(), 0)) if number.isalpha() else float(number)
    value = value / 12 if unit.lower().startswith("m") else value
    return int(value) if value.is_integer() else round(value, 2)


def _bare(text: str) -> float | None:
    match = re.search(rf"\b({_NUMBER})\b", text, re.IGNORECASE)
    if not match or match.group(1).lower() in {"a", "an"}:
        return None
    return _span(match.group(1), "years")


def _text(typed: str, text: str) -> Read | Unreadable:
    if len(typed) > LONGEST_ANSWER:
        return Unreadable(f"That is {len(typed):,} characters. Say it in a few sentences, {LONGEST_ANSWER:,} at most.")
    if not re.search(r"[^\W\d_]{2}", text):
        return Unreadable("I could not find words in that. Say it in a sentence.")
    return Read(typed)
