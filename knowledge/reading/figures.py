"""Figures in a text: words made into figures, and every piece of the text as a number, a word or a sign."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from text_to_num import alpha2digit

Kind = Literal["number", "word", "sign"]

_ONES = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety|hundred"
)
_IN_WORDS = re.compile(rf"\b(?:{_ONES})(?:(?:[ -]| and )(?:{_ONES}))*\b")
_SCALE = r"(?:million|thousand|billion|grand|mill?|k|m)"
# What says a part of one in words, as a figure; the order matters.
_PARTS = (
    (re.compile(rf"\bhalf (?:a |one )?(?={_SCALE}\b)"), "0.5 "),
    (re.compile(rf"\b(?:a |one )?quarter (?:of )?(?:a |one )?(?={_SCALE}\b)"), "0.25 "),
    (re.compile(rf"\b(?:three|3) quarters (?:of )?(?:a |one )?(?={_SCALE}\b)"), "0.75 "),
)
_A_HUNDRED = re.compile(r"\b(?<!quarter of )(?<!quarters of )(?<!half )(?:a|an) (?=hundred|thousand|million|billion)")
_AND_A_HALF = re.compile(rf"\b(\d+) and (?:a|one) (half|quarter)(?= {_SCALE}\b)")
_MILLION_AND_A_HALF = re.compile(rf"\b(\d+) ({_SCALE}) and (?:a|one) (half|quarter)\b")
_POINT = re.compile(r"\b(\d+) point ((?:\d+ ?)+\b)")
_TAG = re.compile(r"</?[a-z][^<>]{0,40}>")
_SAME_TWICE = re.compile(r"\b(\d+) ?\( ?(\d+) ?\)")  # "three (3) years"
_PIECE = re.compile(r"(?P<number>\d+(?:[.,]\d+)*|(?<![\d\w])\.\d+)|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<sign>[^\s\w]|_)")
_ENDS = frozenset(".,;:!?()\n")
MOST_PIECES = 400  # of a text that is read for figures; a longer one is a document
MOST_CHARACTERS = 3000  # of such a text; what comes later is not looked at


@dataclass(frozen=True)
class Piece:
    """A number, word or sign of a text, in lower case.

    `value` is None for what is no number, and for a number that may be read in two ways ("1,5", "180.000"): `doubt` says
    which. `joined`: nothing stands between it and the piece before.
    """

    text: str
    kind: Kind
    value: float | None = None
    doubt: str = ""
    joined: bool = False

    @property
    def ends(self) -> bool:
        """True for a sign that ends a phrase."""
        return self.kind == "sign" and self.text in _ENDS


def pieces(text: str) -> list[Piece]:
    """The pieces of a folded text; markup and emoji are left out, words for figures are figures.

    A figure is grouped by spaces ("180 000") only after a pound sign, a hedge or nothing: in "lot 1 250 000" it is not.
    """
    text = in_figures(plain(beginning(text)))
    found: list[Piece] = []
    end = -1
    for match in _PIECE.finditer(text):
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        joined = match.start() == end
        piece = Piece(match.group(), kind, joined=joined)
        found.append(_valued(piece) if kind == "number" else piece)
        end = match.end()
        if len(found) >= MOST_PIECES:
            break
    return _grouped(found)


def beginning(text: str) -> str:
    """As much of a text as is read for figures, up to the end of a word."""
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS].rpartition(" ")[0]


def plain(text: str) -> str:
    """Lower case, one space between words, neither markup nor emoji."""
    text = _TAG.sub(" ", text.lower())
    text = "".join(" " if unicodedata.category(c) in {"So", "Sk"} else c for c in text)
    return " ".join(text.split())


def in_figures(text: str) -> str:
    """The text with "one and a half million" as "1.5 million" and "twenty-one" as "21"; scales stay words."""
    text = _A_HUNDRED.sub("one ", text)
    text = _IN_WORDS.sub(lambda m: _number_words(m.group()), text)
    text = _AND_A_HALF.sub(lambda m: f"{m[1]}.{'5' if m[2] == 'half' else '25'}", text)
    text = _MILLION_AND_A_HALF.sub(lambda m: f"{m[1]}.{'5' if m[3] == 'half' else '25'} {m[2]}", text)
    for part, figure in _PARTS:
        text = part.sub(figure, text)
    text = _POINT.sub(lambda m: f"{m[1]}.{m[2].replace(' ', '')} ", text)
    return _SAME_TWICE.sub(lambda m: m[1] if m[1] == m[2] else m.group(), text)


def _number_words(words: str) -> str:
    words = words.replace("fourty", "forty")
    return str(alpha2digit(f"one {words}" if words.startswith("hundred") else words, "en", threshold=0))


def _valued(piece: Piece) -> Piece:
    text = piece.text
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", text):
        return replace(piece, value=_float(text.replace(",", "")))
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3}){2,}", text):
        return replace(piece, value=_float(text.replace(".", "")))
    if "," in text or text.count(".") > 1:
        return replace(piece, doubt="comma" if "," in text else "dots")
    if re.fullmatch(r"00\d*", text):
        return replace(piece, doubt="zeros")
    doubt = "dots" if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) else ""
    return replace(piece, value=_float(text), doubt=doubt)


def _float(digits: str) -> float:
    return float(digits) if len(digits) < 30 else float("inf")


_BEFORE_A_GROUP = frozenset("£ gbp about around approximately approx roughly circa ca c say is its it's nearly almost".split())


def _grouped(found: list[Piece]) -> list[Piece]:
    """The pieces with "180 000" and "£180, 000" as one number each."""
    joined: list[Piece] = []
    at = 0
    while at < len(found):
        piece = found[at]
        before = joined[-1].text if joined else ""
        if piece.kind == "number" and re.fullmatch(r"[1-9]\d{0,2}", piece.text):
            groups, end = _groups_from(found, at + 1)
            if groups and (not before or before in _BEFORE_A_GROUP):
                piece = replace(piece, text=piece.text + "".join(groups), value=_float(piece.text + "".join(groups)))
                at = end - 1
        joined.append(piece)
        at += 1
    return joined


def _groups_from(found: list[Piece], at: int) -> tuple[list[str], int]:
    """The groups of three digits that follow, apart by spaces, or by a stray comma where all of them are noughts."""
    groups: list[str] = []
    while at < len(found):
        comma = found[at].text == ","
        number = found[at + comma] if at + comma < len(found) else None
        if number is None or not re.fullmatch(r"\d{3}", number.text) or (comma and number.text != "000"):
            break
        groups.append(number.text)
        at += 1 + comma
    return groups, at
