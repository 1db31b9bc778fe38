"""What a document's numbers and the laws that it names lead to, in the manner of its format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from markupsafe import Markup

from knowledge.records import Knowledge

# How a format writes a link: what is shown, and where it leads. What is shown is markup of the format already.
Link = Callable[[str, str], str]

# Statutory instruments have their address in their number; Wales numbers its own among them and adds a "W".
_INSTRUMENT = r"\bS(?P<kind>I|SI) (?P<year>\d{4})/(?P<number>\d+)\b(?P<wales> \(W\. \d+\))?"
LAWS = "https://www.legislation.gov.uk"


class Numbered(Protocol):
    """What has its number in a document."""

    @property
    def id(self) -> str:
        """The id."""


def html(shown: str, address: str) -> Markup:
    """A link of a web page."""
    return Markup('<a href="{}">{}</a>').format(address, shown)


def markdown(shown: str, address: str) -> str:
    """A link of the Markdown that a layout reads."""
    return f"[{shown}]({address})"


def plain(shown: str, address: str) -> str:
    """No link: the Markdown that people read as text."""
    return shown


def helpers(knowledge: Knowledge, numbers: Mapping[str, int], link: Link) -> dict[str, Any]:
    """What the templates call: `refs(entries)`, `place(number)` (where a number leads) and `laws(text)`."""
    addresses = {each.name: each.address for each in knowledge.legislation}
    named = re.compile("|".join([*map(re.escape, sorted(addresses, key=len, reverse=True)), _INSTRUMENT]))

    def refs(entries: Iterable[Numbered]) -> str:
        found = (link(str(numbers[each.id]), f"#{anchor(numbers[each.id])}") for each in entries)
        return (Markup(", ") if link is html else ", ").join(found)

    def laws(text: str) -> str:
        made, end = Markup("") if link is html else "", 0
        for found in named.finditer(text):
            made += text[end : found.start()] + link(found[0], addresses.get(found[0]) or _address(found))
            end = found.end()
        return made + text[end:]

    def place(number: int) -> str:
        return f'<a id="{anchor(number)}"></a>' if link is markdown else ""

    return {"refs": refs, "place": place, "laws": laws}


def anchor(number: int) -> str:
    """The name of the place that a number leads to."""
    return f"source-{number}"


def _address(instrument: re.Match[str]) -> str:
    series = "ssi" if instrument["kind"] == "SI" else "wsi" if instrument["wales"] else "uksi"
    return f"{LAWS}/{series}/{instrument['year']}/{instrument['number']}"
