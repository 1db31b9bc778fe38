"""The files of the widget as browsers get them: without comments and indentation, and compressed. No build step makes them."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WIDGET = Path(__file__).parent / "widget"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
# Comments that stand on lines of their own; one behind code stays, since only a parser could tell it from a text.
_COMMENTS = {".js": re.compile(r"(?ms)^[ \t]*(?://[^\n]*|/\*\*?.*?\*/)[ \t]*\n"), ".css": re.compile(r"(?s)/\*.*?\*/")}


@dataclass(frozen=True)
class Asset:
    """A file to be sent. `tag`: changes with its content, in quotes as ETag has it."""

    content_type: str
    plain: bytes
    compressed: bytes
    tag: str


@cache
def assets() -> dict[str, Asset]:
    """All files of the widget by their names, as they are when this is called first."""
    return {file.name: _asset(file) for file in sorted(WIDGET.iterdir()) if file.suffix in TYPES}


def bare(text: str, suffix: str) -> str:
    """The text without comments on lines of their own, indentation and empty lines."""
    return re.sub(r"(?m)^[ \t]+|^\n", "", _COMMENTS[suffix].sub("", text))


def _asset(file: Path) -> Asset:
    plain = bare(file.read_text(encoding="utf-8"), file.suffix).encode()
    tag = f'"{hashlib.sha256(plain).hexdigest()[:16]}"'
    return Asset(TYPES[file.suffix], plain, gzip.compress(plain, 9, mtime=0), tag)
