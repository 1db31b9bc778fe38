"""What numbers and laws lead to: in a web page, in what is laid out, and nowhere in plain text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions import references
from knowledge.records import Knowledge

LAWS = "https://www.legislation.gov.uk"


@pytest.fixture
def laws(everything: Knowledge) -> Callable[[str], str]:
    return references.helpers(everything, {}, references.markdown)["laws"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        ("Procurement Act 2023 s.33", f"[Procurement Act 2023]({LAWS}/ukpga/2023/54) s.33"),
        ("SI 2023/1348 reg. 3", f"[SI 2023/1348]({LAWS}/uksi/2023/1348) reg. 3"),
        ("(SSI 2015/446)", f"([SSI 2015/446]({LAWS}/ssi/2015/446))"),
        ("SI 2015/1500 (W. 172)", f"[SI 2015/1500 (W. 172)]({LAWS}/wsi/2015/1500)"),
        ("SI 2025/99 (health services, Wales)", f"[SI 2025/99]({LAWS}/wsi/2025/99) (health services, Wales)"),
        # The longer name counts, whatever stands in it.
        ("Health and Social Care (Wales) Act 2025", f"[Health and Social Care (Wales) Act 2025]({LAWS}/asc/2025/1)"),
        ("Health and Social Care Act 2012 s.12", f"[Health and Social Care Act 2012]({LAWS}/ukpga/2012/7) s.12"),
        ("Care Act 2014 s.5", f"[Care Act 2014]({LAWS}/ukpga/2014/23) s.5"),
        ("a policy of 2014/15", "a policy of 2014/15"),
        ("BASI 2014/15", "BASI 2014/15"),
    ],
)
def test_a_law_that_is_named_leads_to_where_it_can_be_read(said: str, linked: str, laws: Callable[[str], str]) -> None:
    assert laws(said) == linked


def test_on_a_page_what_stands_beside_a_law_stays_text(everything: Knowledge) -> None:
    helpers: dict[str, Any] = references.helpers(everything, {}, references.html)
    made = helpers["laws"]("<b>x</b> & SI 2024/692 <i>")
    address = f'<a href="{LAWS}/uksi/2024/692">SI 2024/692</a>'
    assert made == f"&lt;b&gt;x&lt;/b&gt; &amp; {address} &lt;i&gt;"


@pytest.mark.parametrize(
    ("link", "refs", "place"),
    [
        (references.plain, "2, 1", ""),
        (references.markdown, "[2](#source-2), [1](#source-1)", '<a id="source-2"></a>'),
        (references.html, '<a href="#source-2">2</a>, <a href="#source-1">1</a>', ""),
    ],
)
def test_numbers_lead_to_their_lines(link: references.Link, refs: str, place: str, everything: Knowledge) -> None:
    first, second = everything.passages[0], everything.notes[0]
    helpers = references.helpers(everything, {first.id: 1, second.id: 2}, link)
    assert (helpers["refs"]([second, first]), helpers["place"](2)) == (refs, place)
