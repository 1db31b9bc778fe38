"""One spelling of what people type or paste: Unicode's many dashes, spaces, quotes and invisible characters made plain."""

from __future__ import annotations

import re
import unicodedata

# NFKC makes "1½" into "11⁄2": eleven halves to whoever reads figures.
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}
_FRACTION = re.compile(r"(\d)?[ \u00a0]?([½¼¾])")
_QUOTES = {**dict.fromkeys("‘’‚‛ʼʹ′´‹›", "'"), **dict.fromkeys("“”„‟″«»「」『』", '"')}
_DASHES = {"\u2212": "-", "\u2043": "-", "\u2044": "/", "\u2215": "/"}  # minus, hyphen bullet, two slashes
_SIGNS = str.maketrans(_QUOTES | _DASHES)
# Letters and marks that show nothing, beside the whole of Unicode's category of format characters.
_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(number) for number in _SELECTORS}
_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def folded(text: str) -> str:
    """A text as it would be if typed on a plain UK keyboard: same words, same lines.

    Full width, ligatures and other compatibility forms become their letters (NFKC); soft hyphens, zero-width and other
    characters without a shape go, as do half characters; dashes become "-", quotes ' and ", spaces " ", line ends "\\n".
    Accents stay. Folding twice is folding once.
    """
    # Before NFKC, which also makes an accent of its own ("´") into a space with an accent.
    text = _FRACTION.sub(lambda m: f"{m[1] or '0'}{_FRACTIONS[m[2]]}", text.replace("\r\n", "\n")).translate(_SIGNS)
    while True:  # what was taken out may have stood between a letter and its accent
        plain = "".join(map(_plain, unicodedata.normalize("NFKC", text)))
        if plain == text:
            return plain
        text = plain


def _plain(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if character in _LINE_ENDS:
        return "\n"
    kind = unicodedata.category(character)
    if character in _UNSEEN or kind in {"Cf", "Cs", "Co", "Cn"}:
        return ""
    if kind == "Cc":
        return " " if character == "\t" else ""
    if kind == "Zs":
        return " "
    if kind == "Pd":
        return "-"
    return character.translate(_SIGNS)
