"""Small pieces of wording that several rooms need."""

from __future__ import annotations

from collections.abc import Sequence


def joined(names: Sequence[str], word: str = "and") -> str:
    """Names in a row as a sentence has them: "England, Wales and Scotland"; at least one."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text with its first letter small, to stand inside a sentence."""
    return text[:1].lower() + text[1:]
