"""The lengths of time in a text: in months, with what is added to what.

A text becomes a row of lengths with the words between them; then it is told which are added ("3+1+1", "two further periods of
12 months", "with a possible 24 month extension") and which come first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.reading.figures import MOST_PIECES, Piece, beginning, pieces
from knowledge.reading.money import sums

WITHIN = 2  # words on each side of a figure that have to be understood
_YEAR = frozenset("year years yr yrs y yaer yaers".split())
_MONTH = frozenset("month months mth mths mo mos m".split())
_ADDS = frozenset(("+", "plus", "then", "&"))
# Words that make the length behind them (or just before them) one that may be added.
_OPTION = frozenset(
    """
    option options optional extension extensions extend extends extended extending extendable extendible ext renew renewal
    renewals renewed renewable further additional additionally extra more possible potential another again break
    """.split()
)
# "To let our contract again for two years" is a new contract: nothing is added to an old one.
_LET_AGAIN = re.compile(r"\b((?:let|letting|tender|tendering|procure|buy|commission|advertise)\b[^.,;£\d]{0,60}?) again\b")
_SHIFT = frozenset(
    """
    further additional extra more optional separate successive consecutive single one-off possible potential
    """.split()
)
_PERIODS = frozenset(
    """
    period periods extension extensions option options term terms increment increments block blocks renewal renewals
    """.split()
)
_TIMES = frozenset(("x", "×", "*", "times", "lots"))
_BETWEEN = frozenset("of at by for each to extend up a an be is the it that are maximum max".split())
_REPEATS = frozenset(("x", "×", "*", "times", "twice", "thrice"))
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
# What may stand within two words of a length and changes nothing about it.
_BESIDE = frozenset(
    """
    pilot ish plus then and a about agreed all allowed already an and any approximately approx around as at available be
    because been believe both by can circa contract contracts could current currently deal duration each end ending expect
    extending first fixed for framework from full get give given go going good guess had has have hello hmm i i'd i'll i'm
    id if ill im in inclusive initial initially is it it's it'll its just lasting lasts length let let's like likely locked
    long looking made making may maybe me mean meant might minimum my need next now of ok okay on or only our overall pa per
    perhaps period periods planned planning please possibility possible possibly potential potentially probably proposed
    provisionally put right roughly run runs running said say says sets should since so sorry standard start still sure term
    that that's thats the their then there there's theres they think this to together total typical up usual usually want
    was we we'd we'll we're we've well were what will with within would yeah yes yep you initially- thinking up-to ' " - ~ /
    & + overall maximum max least until most give-or-take £ money annum thanks option options optional extension extensions
    extend extends extended extendable extendible ext renew renewal renewals renewed renewable further additional
    additionally extra more another again increments block blocks separate successive consecutive single once twice thrice
    times x × * years year yr yrs months month one-off depending funding renewable mutual agreement follow followed
    following afterwards after which one two
    """.split()
)  # fmt: skip
_HALVES = (
    (re.compile(r"\bhalf (?:a|an?other) year\b"), "0.5 years"),
    (re.compile(r"\b(?:a|one|another|1) (year|month) and (?:a|one) half\b"), r"1.5 \1s"),
    (
        re.compile(r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten) (?:years? )?and (?:a|one) half(?: years?)?\b"),
        r"\1.5 years",
    ),
)
_VAT = re.compile(r"(?:\+|\b(?:plus|and|ex|exc|excl|excluding|inc|incl|including|with|without|before|net of)\b)? ?\bvat\b")
_AT_MOST = re.compile(r"\b(?:no|not) (?:more|longer) than\b")
_START = re.compile(
    r"\b(?:from|starting|start|beginning|commencing|as of|as from)(?: in| on| the)?(?: \d{1,2}(?:st|nd|rd|th)?(?: of)?)?"
    r"(?: (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)?(?: 20\d\d(?:/\d\d)?)"
)
_WORDS = {name: str(n) for n, name in enumerate("zero one two three four five six seven eight nine ten".split())}
_SINGLE = re.compile(
    r"\b(?:a|an|another|each) (?=(?:further |additional |extra |optional |possible |potential )*(?:year|month|yr|mth)\b)"
)


@dataclass(frozen=True)
class Length:
    """A length in a text.

    Attributes:
        months: how long; of all its periods together if there are several.
        bare: just a number, without years or months.
        in_months: said in months.
        whole: its parts follow in brackets, as in "5 years (3+2)".
        added: it comes on top of a first term.
        begin, end: its pieces, from and up to.
    """

    months: float
    bare: bool
    added: bool
    begin: int
    end: int
    in_months: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Lengths:
    """All lengths of a text, in order, and what is not understood beside them."""

    found: tuple[Length, ...]
    doubt: str = ""
    several: bool = False  # a range, or a total that is not the sum of its parts

    @property
    def first(self) -> tuple[Length, ...]:
        """Those that are not said to come on top."""
        return tuple(length for length in self.found if not length.added)

    @property
    def added(self) -> tuple[Length, ...]:
        """Those that may be added."""
        return tuple(length for length in self.found if length.added)


def lengths_of(text: str) -> Lengths:
    """The lengths in a text; sums of money in it are passed over."""
    row = _spoken(text)
    if len(row) >= MOST_PIECES:
        return Lengths((), doubt="")
    row = _without_money(row)
    found = _multiplied(row, _measured(row))
    if not found:
        return Lengths((), _odd_figure(row))
    if any(re.fullmatch(r"(?:19|20)\d\d|\d+[.]\d+[.]\d+", p.text) for p in row) or _in_weeks(row, found):
        return Lengths(())
    found, several = _broken_down(row, _with_units(row, found))
    several = several or _has_range(row, found)
    if any(p.text in _REPEATS and not any(f.begin <= at < f.end for f in found) for at, p in enumerate(row)):
        return Lengths((), several=True)
    used = [
        f
        for f in found
        if not (f.bare and any(not o.bare for o in found) and not _linked(row, found, f) and not _is_added(row, found, f))
    ]
    if not used:
        return Lengths(())
    marked = tuple(replace(f, added=f.added or _is_added(row, used, f)) for f in used)
    doubt = next((d for f in marked if (d := _strange(row, marked, f))), "") or _odd_figure(row)
    return Lengths(marked, doubt, several)


def _spoken(text: str) -> list[Piece]:
    """The pieces of a text in which "two and a half years" is "2.5 years" and "a year" is "1 year"."""
    text = _LET_AGAIN.sub(r"\1", " ".join(beginning(text).lower().split()))
    for half, figure in _HALVES:
        text = half.sub(figure, text)
    text = re.sub(r"\ba couple(?: of)?(?= (?:years|months))", "2", text)
    text = re.sub(r"\b([a-z]+)\.5 years", lambda m: f"{_WORDS.get(m[1], m[1])}.5 years", text)
    text = _START.sub(" ", _AT_MOST.sub("up to", _VAT.sub(", ", text)))
    return pieces(_SINGLE.sub(lambda m: "another 1 " if m.group().startswith("another") else "1 ", text))


def _without_money(row: list[Piece]) -> list[Piece]:
    """The row with each sum of money, its period included, as the end of a phrase."""
    for amount in sorted((a for a in sums(row) if _is_money(row, a.begin, a.end)), key=lambda a: -a.begin):
        row = [*row[: amount.begin], Piece(",", "sign"), *row[amount.end :]]
    return row


def _is_money(row: Sequence[Piece], begin: int, end: int) -> bool:
    """A pound sign, a unit that no length has, or a thousand and more: "18m" is a length here."""
    texts = [p.text for p in row[begin:end]]
    number = next(p for p in row[begin:end] if p.kind == "number")
    if set(texts) & {"£", "gbp", "pounds", "pound", "quid"}:
        return True
    follows = row[end].text if end < len(row) else ""
    if (number.value or 0) >= 1000 and not re.fullmatch(r"(?:19|20)\d\d", number.text) and follows not in _YEAR | _MONTH:
        return True
    return (len(texts) > 1 and texts[1] not in _MONTH | _YEAR | {"a", "an", "1", "per", "each", "every"}) or "," in number.text


def _measured(row: Sequence[Piece]) -> list[Length]:
    """Every number that has a unit or none: "3yr 6m" is one of 42 months, "2 further years" one of 24."""
    found: list[Length] = []
    at = 0
    while at < len(row):
        if row[at].kind != "number" or row[at].value is None or row[at].doubt == "zeros":
            at += 1
            continue
        value, unit, end, shifted = row[at].value or 0.0, *_unit(row, at + 1)
        months = value * unit if unit else value * 12
        if unit == 12:  # years, and months behind them
            nxt = end + (end < len(row) and row[end].text in {"and", ",", "&"})
            if (
                nxt < len(row)
                and row[nxt].kind == "number"
                and row[nxt].value is not None
                and not (end < nxt and row[end].text == "&")
            ):
                more, after, added = _unit(row, nxt + 1)
                if more == 1 and not added and (row[nxt].value or 0) < 12 and not _option_near(row, after):
                    months, end = months + (row[nxt].value or 0.0), after
        found.append(Length(months, not unit, shifted, at, end, unit == 1))
        at = max(end, at + 1)
    return found


def _in_weeks(row: Sequence[Piece], found: Sequence[Length]) -> bool:
    return any(f.bare and f.end < len(row) and row[f.end].text in {"week", "weeks", "day", "days", "hours", "wks"} for f in found)


def _option_near(row: Sequence[Piece], at: int) -> bool:
    return any(p.text in _OPTION for p in row[at : at + 1])


def _unit(row: Sequence[Piece], at: int) -> tuple[float, int, bool]:
    """Months per unit (0: none), the place after it, and whether a word between says that it is added."""
    end, shifted = at, False
    while end < len(row) and (row[end].text in _SHIFT or row[end].text == "-") and end - at < 3:
        shifted = shifted or row[end].text in _SHIFT
        end += 1
    text = row[end].text if end < len(row) else ""
    if text in _YEAR:
        return 12.0, end + 1, shifted and row[at].text in _OPTION
    if text in _MONTH:
        return 1.0, end + 1, shifted and row[at].text in _OPTION
    return 0.0, at, False


def _multiplied(row: Sequence[Piece], found: list[Length]) -> list[Length]:
    """Counts and what they count as one length: "2 x 1 year", "two further periods of 12 months", "twice by 12 months"."""
    done: list[Length] = []
    skip = -1
    for number, length in enumerate(found):
        if number == skip:
            continue
        nxt = found[number + 1] if number + 1 < len(found) else None
        between = [p.text for p in row[length.end : nxt.begin]] if nxt else []
        turned = nxt is not None and nxt.bare and not length.bare and between in (["x"], ["×"], ["*"])  # "six months x 2"
        if nxt is not None and turned:
            done.append(replace(length, months=length.months * nxt.months / 12, end=nxt.end))
            skip = number + 1
            continue
        counts = length.bare and nxt is not None and float(length.months / 12).is_integer() and length.months / 12 <= 20
        is_times = bool(between) and between[0] in _TIMES and set(between[1:]) <= _BETWEEN | _SHIFT
        is_periods = any(w in _PERIODS for w in between) and set(between) <= _PERIODS | _SHIFT | _BETWEEN
        # "two 1-year extensions", "2 one year options"
        is_pairs = nxt is not None and set(between) <= _SHIFT | {"-"} and not nxt.bare and _any(row, nxt.end, _PERIODS)
        if nxt is not None and counts and (is_times or is_periods or is_pairs):
            done.append(Length(length.months / 12 * nxt.months, nxt.bare, not is_times or length.added, length.begin, nxt.end))
            skip = number + 1
            continue
        done.append(_repeated(row, length))
    return done


def _any(row: Sequence[Piece], at: int, words: frozenset[str]) -> bool:
    return any(p.text in words for p in row[at : at + 2])


def _repeated(row: Sequence[Piece], length: Length) -> Length:
    """A length that is said to come several times: "extendable twice by 12 months", "12 months twice"."""
    before = [p.text for p in row[max(length.begin - 5, 0) : length.begin]]
    after = row[length.end].text if length.end < len(row) else ""
    if after in _OFTEN:
        return replace(length, months=length.months * _OFTEN[after], end=length.end + 1)
    for place in range(len(before) - 1, -1, -1):
        if before[place] in _OFTEN:
            return replace(
                length, months=length.months * _OFTEN[before[place]], added=True, begin=length.begin - len(before) + place
            )
        if before[place] not in _BETWEEN | _SHIFT | {"year", "time"}:
            break
    return length


def _with_units(row: Sequence[Piece], found: list[Length]) -> list[Length]:
    """Numbers of a sum get the unit of the one behind them: "12+12 months". "3+12 months" keeps its doubt: see `_strange`."""
    done = list(found)
    for number in range(len(done) - 2, -1, -1):
        length, nxt = done[number], done[number + 1]
        between = {p.text for p in row[length.end : nxt.begin]}
        if length.bare and between and between <= _ADDS | {"and"} and nxt.in_months and length.months / 12 >= 6:
            done[number] = replace(length, months=length.months / 12, bare=False, in_months=True)
    return done


def _broken_down(row: Sequence[Piece], found: list[Length]) -> tuple[list[Length], bool]:
    """A total and the parts behind it in brackets are one length: "2 (1 plus 1)"; True if the parts do not make it up."""
    for length in found:
        if length.end < len(row) and row[length.end].text == "(":
            close = next((i for i in range(length.end, len(row)) if row[i].text == ")"), len(row))
            parts = [f for f in found if length.end < f.begin < close]
            if not parts:
                continue
            same = {p.text for p in row[length.end + 1 : close] if p.kind != "number"} <= _ADDS | _YEAR | _MONTH | {"-", "x"}
            others = [f for f in found if f not in parts]
            whole = replace(length, end=min(close + 1, len(row)), whole=len(parts) > 1)
            agree = same and round(sum(p.months for p in parts)) == round(length.months)
            return [whole if f is length else f for f in others], not agree
    return found, False


def _linked(row: Sequence[Piece], found: Sequence[Length], length: Length) -> bool:
    """True for a bare number that a plus joins to another length."""
    for other in found:
        if other is length:
            continue
        left, right = (other, length) if other.begin < length.begin else (length, other)
        between = [p.text for p in row[left.end : right.begin]]
        if (
            len(between) <= 6
            and (set(between) & _ADDS or set(between) & _OPTION)
            and not any(w in {",", ".", ";"} for w in between[:-1])
        ):
            return True
    return False


def _is_added(row: Sequence[Piece], found: Sequence[Length], length: Length) -> bool:
    """True if a plus or a word of options stands before the length in its phrase, or such a word right behind it."""
    behind = [p.text for p in row[length.end : length.end + 2]]
    taken = {f.begin for f in found}
    if behind and behind[0] in _OPTION - {"break", "another", "again"}:
        return length.end + 1 not in taken or behind[0] in {"extension", "extensions", "option", "options", "extra", "more"}
    if len(behind) > 1 and behind[0] in {"optional", "of"} and behind[1] in _OPTION:
        return True
    for at in range(length.begin - 1, -1, -1):
        text = row[at].text
        if any(f.begin <= at < f.end for f in found):
            return False
        if text in {".", ";", ":", "\n"} or length.begin - at > 12:
            return False
        if text in _ADDS or text in _OPTION - {"break"}:
            return True
    return False


def _has_range(row: Sequence[Piece], found: Sequence[Length]) -> bool:
    """ "3-5", "3 to 5", "3/5 years", "between 3 and 5", "3, 4 or 5": any two lengths of which only one can be meant."""
    for left, right in zip(found, found[1:]):
        between = [p.text for p in row[left.end : right.begin]]
        if (
            between
            and between[-1] in {"-", "to", "or", "/"}
            and len(between) == 1
            or between == ["-", "to", "-"]
            or between == [",", "or"]
        ):
            return True
        before = [p.text for p in row[max(left.begin - 2, 0) : left.begin]]
        if "between" in before and between == ["and"]:
            return True
    return False


def _odd_figure(row: Sequence[Piece]) -> str:
    return next((p.text for p in row if p.kind == "number" and p.value is None), "")


def _strange(row: Sequence[Piece], found: Sequence[Length], length: Length) -> str:
    """What is joined to a length or stands within two words of it and is not understood; empty if all is."""
    joined = row[length.end] if length.end < len(row) else None
    if joined is not None and joined.joined and joined.kind == "word" and joined.text not in _BESIDE:
        return joined.text
    number = row[length.begin]
    if number.doubt:
        return number.text
    nxt = next((f for f in found if f.begin >= length.end), None)
    plus = nxt is not None and nxt.begin == length.end + 1 and row[length.end].text in _ADDS
    if length.bare and plus and nxt is not None and nxt.in_months:  # "3 + 12 months": three of what?
        return f"{number.text} {row[length.end].text}"
    for places in (range(length.end, len(row)), range(length.begin - 1, -1, -1)):
        seen = 0
        for at in places:
            piece = row[at]
            if (
                piece.ends
                or any(f.begin <= at < f.end for f in found)
                or (piece.text in {"for", "with", "in"} and at >= length.end)
            ):
                break
            if piece.kind == "number" or piece.text not in _BESIDE:
                return piece.text
            seen += piece.kind == "word"
            if seen == WITHIN:
                break
    return ""


def said_for(text: str, length: Length) -> bool:
    """True if a text says the length by the way as a contract's: "for 3 years", "a 5 year contract", "36 month term"."""
    row = _without_money(_spoken(text))
    before = [p.text for p in row[max(length.begin - 4, 0) : length.begin]]
    behind = [p.text for p in row[length.end : length.end + 2]]
    at = max((i for i, word in enumerate(before) if word == "for"), default=-1)
    said = at >= 0 and set(before[at + 1 :]) <= {"a", "an", "about", "initial", "fixed", "up", "to", "first", "another"}
    return not length.bare and (said or bool({"contract", "term", "deal"} & set(behind))) or _chained(row, length)


def _chained(row: Sequence[Piece], length: Length) -> bool:
    before = row[length.begin - 1].text if length.begin else ""
    behind = row[length.end].text if length.end < len(row) else ""
    return length.bare and before == "for" and behind in _ADDS
