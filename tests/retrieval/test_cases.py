"""Which case a text names."""

from __future__ import annotations

import pytest

from knowledge import cases
from knowledge.records import Knowledge

NAMES = {"unlimited potential": "salford", "safeguard it": "merseyside", "torbay": "torbay", "scct": "torbay"}

NAMED = [
    ("How long was Torbay's contract?", {"torbay"}, "how long was contract ?"),
    ("TORBAY", {"torbay"}, ""),
    ("What did Unlimited Potential and Safeguard It share?", {"salford", "merseyside"}, "what did and share ?"),
    ("did safegard it cut fires", {"merseyside"}, "did cut fires"),
    ("unlimted potental", {"salford"}, ""),
    ("torbay, torbay and SCCT", {"torbay"}, "and"),
    ("how can risk be shared?", set(), "how can risk be shared ?"),
    ("the scat sat", set(), "the scat sat"),  # near to a short name only
    ("safeguarding in care homes?", set(), "safeguarding in care homes ?"),  # near to "safeguard it", but for a short word
    ("and safeguarding?", set(), "and safeguarding ?"),
    ("", set(), ""),
]


@pytest.mark.parametrize(("text", "found", "bare"), NAMED)
def test_the_cases_of_a_text_and_the_text_without_them(text: str, found: set[str], bare: str) -> None:
    assert cases.named(text, NAMES) == (found, bare)


def test_the_longest_name_is_sought_first(knowledge: Knowledge) -> None:
    sizes = [len(name) for name in cases.names(knowledge.cases)]
    assert len(sizes) > len(knowledge.cases)
    assert sizes == sorted(sizes, reverse=True)


def _every_name(knowledge: Knowledge) -> list[tuple[str, str]]:
    return [(name, case.id) for case in knowledge.cases for name in (case.name, *case.aliases)]


def test_every_name_of_a_case_finds_it(knowledge: Knowledge) -> None:
    known, every = cases.names(knowledge.cases), _every_name(knowledge)
    assert len(every) >= 2 * len(knowledge.cases)
    assert [name for name, case in every if case not in cases.named(f"Tell me about {name}.", known)[0]] == []
