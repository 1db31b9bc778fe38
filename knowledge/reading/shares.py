"""Shares of the marks from what people type: "35%", "a third", "quality 80%", "60/40 in favour of quality"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.reading.figures import in_figures, plain
from knowledge.reading.outcome import Read, Unreadable
from knowledge.records import Question, Shares

_PART = (
    (r"\b(?:a|one|1) half\b|\bhalf\b", "50%"), (r"\b(?:two|2) thirds\b", "66.7%"), (r"\b(?:a|one|1) third\b|\bthird\b", "33.3%"),
    (r"\b(?:three|3) quarters\b", "75%"), (r"\b(?:a|one|1) quarter\b|\bquarter\b", "25%"), (r"\b(?:a|one|1) fifth\b", "20%"),
    (r"\b(?:two|2) fifths\b", "40%"), (r"\b(?:three|3) fifths\b", "60%"), (r"\b(?:a|one|1) tenth\b", "10%"),
    (r"\b1/2\b", "50%"), (r"\b1/3\b", "33.3%"), (r"\b2/3\b", "66.7%"), (r"\b1/4\b", "25%"), (r"\b3/4\b", "75%"),
    (r"\b1/5\b", "20%"),
)  # fmt: skip
_FIGURE = r"(\d{1,3}(?:\.\d+)?)"
_SHARE = re.compile(rf"{_FIGURE} ?(?:%|per ?cent|percent|pc\b)|{_FIGURE}")
_SPLIT = re.compile(rf"{_FIGURE} ?(?:%|per ?cent)? ?(?:/|:|-|to) ?{_FIGURE} ?(?:%|per ?cent)?")
_OVER = re.compile(r"(?:more than|over|above|at least|upwards of|minimum(?: of)?|no less than|not less than|>) ?$")
_UNDER = re.compile(r"(?:less than|under|below|up to|at most|max(?:imum)?(?: of)?|no more than|not more than|<) ?$")
_BETWEEN = re.compile(rf"{_FIGURE} ?%? ?(?:-|to|and|or) ?{_FIGURE} ?%?")
# What may stand in an answer that is a share; anything else means that the figure is of something else.
_BESIDE = frozenset(
    """
    no a about all approx approximately around as at be between for from going got half have in is it it's its just like
    likely made marks max maximum maybe mostly of on only or our over percent per cent pc percentage please points probably
    roughly say score scores scoring share so split split: than that the then think to total towards up usual usually we
    we'll weight weighted weighting weights will with would and but more less under above below least most minimum think i
    expect i'd i'll ratio out favour each even evenly criteria evaluation award tender rest remaining the remainder balance
    goes will carry carries carrying worth
    """.split()
)


def read_share(question: Question, shares: Shares, text: str) -> Read | Unreadable | None:
    """The option whose range holds the share that a text gives to what the question asks for; None if it holds no share.

    A share of the other part counts from the other end: "quality 80%" leaves 20% to the price.
    """
    low = in_figures(plain(text))
    for words, figure in _PART:
        low = re.sub(words, figure, low)
    if not _SHARE.search(low):
        return None
    ours = "|".join(map(re.escape, shares.of))
    if re.search(r"\b(?:not|no|isn't|isnt|rather than|instead of)\b(?! (?:more|less) than)", low):
        return _ask(question, "What is it, then?") if re.search("%|per ?cent", low) else None
    low = re.sub(r"\bnot (?=more|less)", "no ", low)
    named = [*shares.of, *shares.beside]
    strange = [w for w in re.findall(r"[^\W\d_][\w']*", low) if w not in _BESIDE and not any(w in n.split() for n in named)]
    if strange or re.search(r"\d{4}|£", low):
        return (
            None
            if not re.search("%|per ?cent", low)
            else _ask(question, f"I read a share, but not “{strange[0][:40] if strange else low[:40]}” beside it.")
        )
    span = _span(low, ours, "|".join(map(re.escape, shares.beside)))
    if isinstance(span, str):
        return _ask(question, span)
    fits = {option_of(shares.above, share) for share in span}
    if len(fits) > 1:
        return _ask(question, "That fits more than one answer.")
    return Read(fits.pop())


def option_of(above: Mapping[str, float], share: float) -> str:
    """The option with the highest floor that a share (0 to 100) lies above; the lowest takes what is left."""
    ranked = sorted(above, key=lambda option: -above[option])
    return next((option for option in ranked if share > above[option]), ranked[-1])


def _span(low: str, ours: str, theirs: str) -> tuple[float, float] | str:
    """The lowest and highest share of ours that a text allows, in per cent; or what is wrong with it."""
    is_ours, is_theirs = re.search(rf"\b(?:{ours})\b", low), re.search(rf"\b(?:{theirs})\b", low)
    split = _SPLIT.search(low)
    if split and 99 <= float(split[1]) + float(split[2]) <= 101:
        return _of_split(low, split, is_ours, is_theirs)
    found = [float(m[1] or m[2]) for m in _SHARE.finditer(low)]
    if any(share > 100 for share in found) or sum(found) > 101 and not _BETWEEN.search(low):
        return "Those shares come to more than 100%."
    if _BETWEEN.search(low) and len(found) == 2 and not (is_ours and is_theirs):
        ends = sorted(found)
        ends[0] += 0.1  # "between 30 and 40" is more than 30
        return (ends[0], ends[1]) if not is_theirs else (100 - ends[1], 100 - ends[0])
    if len(found) > 1:
        return _of_named(low, ours, theirs)
    return _with_bounds(low, found[0], of_others=bool(is_theirs and not is_ours))


def _with_bounds(low: str, share: float, *, of_others: bool) -> tuple[float, float]:
    before = low[: _SHARE.search(low).start()]  # type: ignore[union-attr]
    ends = (share, share)
    if _UNDER.search(before):
        ends = (0.0, share if re.search("up to|max|most|(?:no|not) more", before) else share - 0.1)
    elif _OVER.search(before):
        ends = (share + (0 if re.search("at least|minimum|less", before) else 0.1), 100.0)
    return ends if not of_others else (100 - ends[1], 100 - ends[0])


def _of_split(
    low: str, split: re.Match[str], is_ours: re.Match[str] | None, is_theirs: re.Match[str] | None
) -> tuple[float, float] | str:
    first, second = float(split[1]), float(split[2])
    if first == second:
        return (first, first)
    if is_ours and is_theirs:
        mine = first if is_ours.start() < is_theirs.start() else second
        return (mine, mine)
    for word, flip in ((is_ours, False), (is_theirs, True)):
        if word and re.search(r"(?:favour of|towards|mostly|weighted to|on) (?:the )?$", low[: word.start()]):
            mine = min(first, second) if flip else max(first, second)
            return (mine, mine)
    return f"Which of the two is it: {first:g}% or {second:g}%?"


def _of_named(low: str, ours: str, theirs: str) -> tuple[float, float] | str:
    """ "60% quality 40% price", "price 30%, quality 60%, social value 10%": the figure that goes with our word."""
    figure = r"\d{1,3}(?:\.\d+)?"
    before = re.findall(rf"({figure}) ?(?:%|per ?cent)? ?(?:for |on |of |to |the |is )*(?:{ours})\b", low)
    after = re.findall(rf"\b(?:{ours})\b ?(?:is |at |will be |=|:|-)* ?({figure})", low)
    first_is_figure = bool(
        re.match(rf"\D*?\b{figure} ?(?:%|per ?cent)? ?(?:for |on |of |to |the )*(?:{ours}|{theirs})\b", low)
    ) and not re.match(rf"\D*?\b(?:{ours}|{theirs})\b ?(?:is |at |=|:|-)* ?{figure}", low)
    mine = before if first_is_figure else after
    if len(mine) == 1:
        return (float(mine[0]), float(mine[0]))
    others = re.findall(
        rf"({figure}) ?(?:%|per ?cent)? ?(?:{theirs})\b" if first_is_figure else rf"\b(?:{theirs})\b ?({figure})", low
    )
    if not re.search(rf"\b(?:{ours})\b", low) and others:
        left = 100 - sum(map(float, others))
        return (left, left)
    return "I could not tell which share is which."


def _ask(question: Question, why: str) -> Unreadable:
    options = ", ".join(f"“{title}”" for title in question.options.values())
    return Unreadable(f"{why} The answers are: {options}.")
