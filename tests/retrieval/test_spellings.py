"""Every term of the glossary is found however it is spelt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.records import Knowledge
from retrieval.spellings import keyed, settled, spellings

SETTLED = [
    ("what is a spinout?", "what is a spin-out?"), ("spin out", "spin-out"), ("C.I.C.", "CIC"),
    ("what is a C.I.C.?", "what is a CIC?"), ("T.U.P.E.", "TUPE"), ("our CICs", "our CIC"), ("ICB/PCT", "ICB / PCT"),
    ("a coop in Leeds", "a co-op in Leeds"), ("co op", "co-op"), ("prequalification", "pre-qualification"),
    ("asset-lock and assetlock", "asset lock and asset lock"), ("t u p e", "TUPE"), ("CIC's", "CIC"),
    # words and short forms that only look alike
    ("meat and drink", "meat and drink"), ("second thoughts", "second thoughts"), ("a wise choice", "a wise choice"),
    ("and/or", "and / or"), ("12/03/2026", "12/03/2026"), ("£180,000 a year", "£180,000 a year"), ("", ""), ("?", "?"),
    ("i.e. this", "ie this"), ("U.K.", "UK"),
]  # fmt: skip


@pytest.fixture(scope="module")
def known(knowledge: Knowledge) -> dict[str, str]:
    return spellings(knowledge.glossary)


@pytest.mark.parametrize(("text", "same"), SETTLED)
def test_a_name_is_written_as_our_content_writes_it(known: dict[str, str], text: str, same: str) -> None:
    assert settled(text, known) == same


def variants(name: str) -> Iterator[str]:
    """The ways in which people write a name."""
    parts = name.replace("-", " ").split()
    if len(parts) > 1:
        yield from ("".join(parts), " ".join(parts), "-".join(parts))
    if name.isupper() and name.isalpha():
        yield from (".".join(name) + ".", " ".join(name), f"{name}s", name.lower())


def test_every_name_of_every_term_in_every_spelling_is_the_same_name(knowledge: Knowledge, known: dict[str, str]) -> None:
    wrong = []
    for term in knowledge.glossary:
        keys = {keyed(name) for name in (term.term, *term.also)}
        for name in (term.term, *term.also):
            for written in variants(name):
                found = settled(written, known)
                if keyed(found) not in keys:
                    wrong.append((name, written, found))
    assert wrong == []


def test_settling_twice_is_settling_once(knowledge: Knowledge, known: dict[str, str]) -> None:
    asks = [ask for passage in knowledge.passages for ask in passage.asks]
    assert [ask for ask in asks if settled(settled(ask, known), known) != settled(ask, known)] == []
