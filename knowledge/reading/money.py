"""A yearly value in pounds from what people type: a figure counts only if everything beside it is understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.reading.figures import MOST_PIECES, Piece, pieces
from knowledge.reading.outcome import Read, Unreadable

Per = Literal["", "year", "month", "other"]

LEAST_A_YEAR = 1000  # pounds; less is rather "200" for £200,000, or a rate, and is asked back
MOST = 10e9
WITHIN = 2  # words on each side of a figure that have to be understood

UNITS = {
    **dict.fromkeys(("hundred", "hundreds"), 1e2),
    **dict.fromkeys(("k", "ks", "thousand", "thousands", "thou", "grand"), 1e3),
    **dict.fromkeys(("m", "mn", "mm", "mil", "mill", "mils", "mills", "mln", "mio", "million", "millions"), 1e6),
    **dict.fromkeys(("b", "bn", "bil", "bill", "bln", "billion", "billions"), 1e9),
    **dict.fromkeys(("lakh", "lakhs"), 1e5),
}
_POUNDS = frozenset("£ gbp pounds pound quid sterling".split())
_PENCE = frozenset(("p", "pence"))
FOREIGN = frozenset(
    """
    € $ ¥ ₹ ₩ ₽ ₪ ₺ eur euro euros usd dollar dollars aud cad nzd chf franc francs yen jpy rupee rupees inr zloty pln krona
    kroner sek nok dkk czk cent cents
    """.split()
)
_YEAR = frozenset("year years yr yrs y annum annually yearly pa".split())
_MONTH = frozenset("month months mth mths mo pcm pm monthly".split())
_PER = frozenset("per a an each every one / p 1".split())
_OTHER_PERIOD = frozenset(
    """
    week weeks wk wks weekly day days daily hour hours hr hrs hourly quarter quarters quarterly night nights nightly
    fortnight fortnightly session sessions visit visits term termly
    """.split()
)
_HEADS = frozenset(
    """
    people person persons user users adult adults child children client clients patient patients family families carer
    carers resident residents pupil pupils student students staff household households tenant tenants bed beds place places
    home homes head heads hour hours visit visits session sessions meal meals unit units case cases referral referrals week
    weeks day days
    """.split()
)
# What may stand within two words of a figure and changes nothing about it.
_BESIDE = frozenset(
    """
    wait oops hang confused a about actual actually after again all allocated allocation allow allowing almost already also
    am amount amounts an and annual annually anything approximate approximately approx are around as at available average be
    been before believe best between bit budget budgeted budgets but by c ca call cap ceiling circa come comes cost costing
    costs could council currently currnt current each early envelope er erm estimate estimated estimates est excl excluding
    exclusive ex exc expect expected expecting fee figure financial finance fixed for forecast from fund funding fy get give
    given go going got gross guess had has have he hello hi hmm i id ill im in inc incl including inclusive indicative is
    ish it its i'd i'll i'm it'll it's just kind last less let level like likely likey limit line looking make max maximum
    may maybe me mean meant might min minimum money more most much my near nearer nearly need net next no-more now of off ok
    okay on once one only or our out over paid pay paying payment pays per perhaps planned planning please plus possibly pot
    pounds present price priced probably projected provisional put rate ring-fenced rough roughly round same say says
    service set should so some somewhere sort sorry spend spending spent still sum supposed sure than tbc thanks that thats
    that's the their them there theres there's they think this time to today tops touch true type under up upto us use usual
    usually value valued vat was we we'd we'll we're we've well went were what will with within without worth would wont
    yeah year years yep yes you your yours ~ + & - ' " = £ ha well- ballpark pretty close very given thereabouts
    commissioning annualised recurrent recurring grant
    """.split()
)
_STOP = frozenset("for which who while because with and but so then".split())  # after a figure: what follows is another matter
_NOT = frozenset(("not", "isn't", "isnt", "than", "of"))
_IN_ALL = re.compile(
    r"\bin (?:all|total)\b|\baltogether\b|\btotal(?:s|ling|led)?\b|\boverall\b|\bwhole ?-? ?life\b|\blifetime\b"
    r"|\b(?:over|across|during|throughout|for) "
    r"(?:the |its |a |an |all |\d+(?:\.\d+)? |full |whole |entire |of |lot |years? |contract )*"
    r"(?:years|months|life|lifetime|term|duration|period|contract|contract's|lot|thing|course|deal)\b"
    r"|(?:\bx|×|\*|\btimes) ?\d|\b\d ?(?:x|×|\*) ?(?=£|\d)"
)
_RATE = re.compile(
    r"\bfor (?:each|every)\b(?! (?:year|month))|"
    r"(?:\bper|\beach|\bevery|\bfor (?:1|a|an|each|every)|/) ?(?:single )?"
    r"(?:person|head|user|client|patient|pupil|child|family|place|bed|unit|visit|session|meal|hour|day|week|night|fortnight|"
    r"quarter|case|referral|household|resident|service user|student|assessment|attendance|appointment|intervention|mile|shift)\b"
    r"(?= ?(?:of|at|in|on|a|per|and|or|for)\b| ?[,.;)]| ?$)"
)
_CALENDAR = frozenset("in from since until till by fy year april march from/".split())
ONE_YEAR = "Give the value a year in pounds, such as £180,000."


@dataclass(frozen=True)
class Amount:
    """A sum of money in a text: pounds, the period that it is said for, and where its pieces begin and end."""

    pounds: float
    per: Per
    begin: int
    end: int  # one past its last piece, its period included
    money: bool  # a pound sign, a unit or at least £1,000: not just a number
    negated: bool = False


def read_money(text: str) -> Read | Unreadable:
    """Pounds a year: whole where they are whole."""
    found = pieces(text)
    whole = " ".join(_worded(found))
    numbers = [p for p in found if p.kind == "number"]
    if re.search(r"^\W*(?:-|minus\b)\W*\d", whole):
        return Unreadable(f"A value below nothing cannot be right. {ONE_YEAR}")
    if any(p.text in FOREIGN for p in found) and numbers:
        return Unreadable("I can only take pounds. What is it a year in pounds, such as £180,000?")
    if not numbers or len(found) >= MOST_PIECES:
        return Unreadable("I need a figure in pounds for one year, such as £180,000 or 1.5m.")
    amounts = sums(found)
    if not amounts or any(p.value is None for p in numbers):
        return _unclear(numbers)
    if len({a.pounds for a in amounts}) > 1 or _is_range(found, amounts[0]):
        return Unreadable("I found more than one figure. Give one: your best estimate for a year, such as £180,000.")
    return _one(found, amounts, whole)


def _one(found: Sequence[Piece], amounts: list[Amount], whole: str) -> Read | Unreadable:
    """One sum, however often it is said: read if it is a year's, and if everything beside it is understood."""
    amount = next((a for a in amounts if a.per), amounts[0])
    pounds = amount.pounds * (12 if amount.per == "month" else 1)
    if _many_years(found, amount, whole):
        return Unreadable("That sounds like the value of all the years together. What is it worth in one year?")
    if amount.per == "other" or _RATE.search(_without_period(found, amount)):
        return Unreadable("That does not sound like the figure for a year. What does it come to in one year?")
    if amount.negated:
        return Unreadable(f"Not {_shown(pounds)}: what is it, then? {ONE_YEAR}")
    if not 0.01 <= pounds <= MOST:
        return Unreadable(f"That figure cannot be right. {ONE_YEAR}")
    doubted = next((d for a in amounts if (d := _doubted(found, a))), "")
    if doubted:
        offers = (_whole(pounds),) if pounds >= LEAST_A_YEAR else ()
        return Unreadable(f"I read {_shown(pounds)}, but not “{doubted[:40]}” beside it. {ONE_YEAR}", offers)
    if pounds < LEAST_A_YEAR:
        return _small(pounds, amount)
    if amount.end == amount.begin + 1 and _calendar(found, amount.begin):
        return Unreadable(f"Is {pounds:.0f} a year of the calendar? {ONE_YEAR}", (_whole(pounds),))
    return Read(_whole(pounds))


def sums(found: Sequence[Piece]) -> list[Amount]:
    """The sums of money in a text; a bare number counts only if nothing is plainly money."""
    every: list[Amount] = []
    at = 0
    while at < len(found):
        amount = _amount(found, at) if found[at].kind == "number" else None
        if amount:
            every.append(amount)
        at = max(at + 1, amount.end if amount else 0)
    money = [a for a in every if a.money]
    kept = money or [a for a in every if not _calendar_in_context(found, a.begin)] or every
    spoken_for = [a for a in kept if not a.negated]
    return spoken_for or kept


def _amount(found: Sequence[Piece], at: int) -> Amount | None:
    """The sum that begins with the number at this place: "£1 million 200 thousand a month"."""
    if found[at].value is None:
        return None
    begin = at - 1 if at and found[at - 1].text in _POUNDS else at
    total, money, end = _scaled(found, at)
    has_unit = end > at + 1
    while end < len(found) and found[end].kind == "number" and has_unit:  # "1 million 200 thousand"
        more, _, after = _scaled(found, end)
        if after == end + 1 or more >= total:
            break
        total, end = total + more, after
    if end < len(found) and found[end].text in _PENCE and found[end].joined:
        total, end = total / 100, end + 1
    if end < len(found) and found[end].text in _POUNDS - {"£"}:
        money, end = True, end + 1
    per, end = _period(found, end)
    before = begin - 1
    negated = before >= 0 and (
        found[before].text in _NOT
        and (found[before].text.startswith(("not", "isn")) or (before and found[before - 1].text in {"rather", "instead"}))
    )
    is_money = money or begin < at or total >= LEAST_A_YEAR and not _calendar_in_context(found, at)
    return Amount(total, per, begin, end, is_money, bool(negated))


def _scaled(found: Sequence[Piece], at: int) -> tuple[float, bool, int]:
    """A number times the units right behind it, whether it had one, and the place after them."""
    value, end = found[at].value or 0.0, at + 1
    while end < len(found) and found[end].text in UNITS:
        value, end = value * UNITS[found[end].text], end + 1
    return value, end > at + 1, end


def _period(found: Sequence[Piece], at: int) -> tuple[Per, int]:
    """The period said right behind a sum, and the place after it: "a year", "/yr", "p.a.", "per calendar month"."""
    words = [p.text for p in found[at : at + 4]]
    initials = "".join(p.text for p in found[at : at + 6] if p.text not in {".", "/"})
    for letters, per in (("pcm", "month"), ("pa", "year")):
        if initials.startswith(letters) and [w for w in words if w not in {".", "/"}][0] in {letters, letters[0]}:
            used, end = "", at
            while used != letters and end < len(found):
                used, end = used + (found[end].text if found[end].text not in {".", "/"} else ""), end + 1
            if used == letters:
                return per, end + (end < len(found) and found[end].text == ".")  # type: ignore[return-value]
    if words and words[0] in {"annually", "yearly"}:
        return "year", at + 1
    if words and words[0] in {"monthly", "pm"}:
        return "month", at + 1
    if (
        words
        and words[0] in {"weekly", "daily", "hourly", "quarterly", "nightly", "fortnightly", "termly", "each"}
        and (words[0] != "each" or len(words) < 2 or words[1] not in _YEAR | _MONTH | {"calendar", "financial"})
    ):
        return "other", at + 1
    if words and words[0] in _PER:
        rest = 2 if len(words) > 2 and words[1] in {"calendar", "financial", "full", "single"} else 1
        unit = words[rest] if len(words) > rest else ""
        if unit in _YEAR:
            return "year", at + rest + 1
        if unit in _MONTH:
            return "month", at + rest + 1
        if words[0] in {"per", "every", "/"} or unit in _OTHER_PERIOD | _HEADS:
            return "other", at + rest + 1
    return "", at


def _many_years(found: Sequence[Piece], amount: Amount, whole: str) -> bool:
    """True for the value of several years: "in total", "for the contract", "x 3", "for 3 years" without "a year"."""
    if amount.per in {"year", "month"}:
        rest = " ".join(_worded([*found[: amount.begin], *found[amount.end :]]))
        return bool(re.search(r"\bin (?:all|total)\b|\baltogether\b|\btotal\b|\bwhole ?-? ?life\b", rest))
    return bool(_IN_ALL.search(whole))


def _without_period(found: Sequence[Piece], amount: Amount) -> str:
    return " ".join(_worded([*found[: amount.begin], *found[amount.end :]]))


def _worded(found: Sequence[Piece]) -> list[str]:
    return [p.text for p in found]


def _is_range(found: Sequence[Piece], amount: Amount) -> bool:
    """ "100k to 120", "5-8,000": a second figure that a dash, "to" or "or" joins to the sum, unless it is a length of time."""
    for step, edge in ((1, amount.end), (-1, amount.begin - 1)):
        joint, other = (found[i] if 0 <= (i := edge + s * step) < len(found) else None for s in (0, 1))
        if other is not None and other.text == "£":
            other = found[i] if 0 <= (i := edge + 2 * step) < len(found) else None
        between = joint is not None and joint.text in {"-", "to", "or", "/", "and"}
        if between and other is not None and other.kind == "number":
            after = found[edge + 2].text if step > 0 and edge + 2 < len(found) else ""
            if after not in _YEAR | _MONTH and not (joint is not None and joint.text == "and" and after in _HEADS):
                return True
    return False


def _doubted(found: Sequence[Piece], amount: Amount) -> str:
    """What stands at the sum or within two words of it and is not understood; empty if all is."""
    number = next(p for p in found[amount.begin : amount.end] if p.kind == "number")
    if _grouped_and_scaled(found, amount):
        return number.text
    if number.doubt and not _plainly_scaled(found, amount, number):
        return number.text
    joined = found[amount.end] if amount.end < len(found) else None
    if joined is not None and joined.joined and joined.kind != "number" and joined.text not in _BESIDE and not joined.ends:
        return f"{number.text}{joined.text}"
    return _strange(found, range(amount.end, len(found)), after=True) or _strange(
        found, range(amount.begin - 1, -1, -1), after=False
    )


def _grouped_and_scaled(found: Sequence[Piece], amount: Amount) -> bool:
    """ "£1,250m" is a thousand times "£1,250m" as people write it who use decimal commas."""
    pairs = zip(found[amount.begin : amount.end], found[amount.begin + 1 : amount.end])
    return any("," in number.text and UNITS.get(unit.text, 0) >= 1e3 for number, unit in pairs)


def _plainly_scaled(found: Sequence[Piece], amount: Amount, number: Piece) -> bool:
    """ "1.125m" can only be one thing, "1.125" and "1.500k" may be two."""
    at = list(found).index(number) + 1
    return number.doubt == "dots" and at < amount.end and UNITS.get(found[at].text, 0) >= 1e6


def _strange(found: Sequence[Piece], places: range, *, after: bool) -> str:
    """The first of the next two words in one direction that is not understood."""
    seen = 0
    for at in places:
        piece = found[at]
        if after and piece.text in {"not", "rather", "instead"} and any(p.kind == "number" for p in found[at:]):
            return ""  # "280k, not 200k": the other figure is the one denied
        if (
            piece.ends
            or (not after and piece.text in {"for", "at", "worth"})
            or (after and piece.text in _STOP and piece.text != "with")
        ):
            return _counted(found, at) if after and piece.text == "for" else ""
        if piece.kind == "number":
            if not _of_time_or_people(found, at):
                return piece.text
            return ""
        if not after and piece.text in UNITS and at and found[at - 1].kind == "number":
            return ""  # the figure before, which is looked at by itself
        if piece.text not in _BESIDE and piece.text not in _YEAR | _MONTH:
            return piece.text
        seen += piece.kind == "word"
        if seen == WITHIN:
            break
    return ""


def _counted(found: Sequence[Piece], at: int) -> str:
    """ "for 30 people" and "for 2 years" are understood, "for 3 lots" is not: the sum may be one lot's."""
    numbers = [i for i in range(at + 1, min(at + 3, len(found))) if found[i].kind == "number"]
    return "" if all(_of_time_or_people(found, i) for i in numbers) else f"for {found[numbers[0]].text}"


def _of_time_or_people(found: Sequence[Piece], at: int) -> bool:
    """True for a number that counts years, months or people, is a date's year, or stands in "24/7"."""
    after = [p.text for p in found[at + 1 : at + 3]]
    of = next((w for w in after if w != "-"), "")
    if of in _YEAR | _MONTH or of in _HEADS or _calendar(found, at):
        return True
    around = [p.text for p in found[max(at - 2, 0) : at + 3]]
    return "24" in around and "7" in around and "/" in around


def _calendar(found: Sequence[Piece], at: int) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", found[at].text))


def _calendar_in_context(found: Sequence[Piece], at: int) -> bool:
    """True for 2027 in "from 2027" or "2026/27"; by itself it may be pounds."""
    before = found[at - 1].text if at else ""
    after = found[at + 1].text if at + 1 < len(found) else ""
    if re.fullmatch(r"\d\d", found[at].text) and before in {"/", "-"} and at > 1 and _calendar(found, at - 2):
        return True
    return _calendar(found, at) and (before in _CALENDAR or (after in {"/", "-"} and at + 2 < len(found)))


def _unclear(numbers: Sequence[Piece]) -> Unreadable:
    number = next((p for p in numbers if p.value is None), numbers[0])
    meant = {
        "comma": "A comma may part thousands (£15,000) or stand for a point (£1.5m), so I would rather ask.",
        "dots": "A dot may part thousands or pence, so I would rather ask.",
    }.get(number.doubt, "I am not sure how to read it.")
    return Unreadable(f"I read “{number.text[:40]}”. {meant} {ONE_YEAR}")


def _small(pounds: float, amount: Amount) -> Unreadable:
    thousands = _whole(pounds * 1000)
    if amount.per == "year" or pounds != int(pounds):
        return Unreadable(f"{_shown(pounds)} a year is very little. Is that meant? {ONE_YEAR}", (_whole(pounds),))
    return Unreadable(f"Is that {_shown(pounds)} or {_shown(thousands)} a year?", (thousands, _whole(pounds)))


def _shown(pounds: float) -> str:
    return f"£{pounds:,.0f}" if pounds == int(pounds) else f"£{pounds:,.2f}"


def _whole(pounds: float) -> float:
    return int(pounds) if pounds == int(pounds) else round(pounds, 2)
