"""A number of people from what is typed, as the option whose range holds it: "about 40", "37 nurses", "between 10 and 12"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.reading.figures import in_figures, plain
from knowledge.reading.outcome import Read, Unreadable

_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
# What may stand beside the figure; anything else means that it counts something else.
_BESIDE = frozenset(
    """
    a about all almost altogether and around approximately approx at be between by carers colleagues doctors employees end
    front-line has have heads i in is it its it's just librarians like likely line maximum maybe members most nearly nurses of
    only or our over overall part-timers people perhaps persons posts probably roughly say social so staff start team teachers
    that the then there to together total up us volunteers we we'd we'll will with workers would year years' youth
    """.split()
)


def read_count(at_least: Mapping[str, int], text: str) -> Read | Unreadable | None:
    """The option whose range holds the number in a text; None if it holds none, or counts something else.

    Args:
        at_least: option -> the least number of its range.
    """
    low = in_figures(plain(text))
    figures = [int(found.replace(",", "")) for found in _FIGURE.findall(low)]
    words = re.findall(r"[^\W\d_][\w'-]*", low)
    if not figures or len(figures) > 2 or any(word not in _BESIDE for word in words) or re.search(r"[£$€%<>]|\d\.\d", text):
        return None
    if min(figures) < min(at_least.values()):
        return None
    fits = {_holding(at_least, figure) for figure in figures}
    return Read(fits.pop()) if len(fits) == 1 else Unreadable("That reaches over two of the answers. Which is nearer?")


def _holding(at_least: Mapping[str, int], figure: int) -> str:
    return max((option for option, least in at_least.items() if figure >= least), key=at_least.__getitem__)
