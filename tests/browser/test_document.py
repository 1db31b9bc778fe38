"""Documents as Chromium prints them: a checklist's law on its first sheet, what to ask the commissioner for on one."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from complete import complete
from playwright.sync_api import Browser

from actions import documents
from knowledge import checklist, journeys
from knowledge.records import NATION_NAMES, Answers, Knowledge

PIXELS = 96 / 25.4  # of CSS in a millimetre
SHEET = (210, 297)  # A4, millimetres
MARGINS = (15, 11)  # of the template's @page: to the sides, above and below

# What brings the most lines that the law commands: a reserved contest above the threshold, with staff who move and help up front.
GIVEN: Answers = {
    "body": "council", "service": "Mental health advocacy for people of working age in the county, at home and by telephone",
    "newness": "existing_service", "value": 400_000, "vat": "without_vat", "term": 3, "extension": 2, "rules": "light_touch",
    "provider_now": "in_house", "staff_moving": "moving", "upfront": "part_upfront", "provider_input": "input_planned",
    "route": "reserved_contest", "contract_split": "one_contract", "main_outcome": "more people have a say in their care",
}  # fmt: skip


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_every_must_is_on_the_first_printed_page(
    browser: Browser, knowledge: Knowledge, today: date, nation: str, tmp_path: Path
) -> None:
    answers = complete(knowledge, today, "Commissioning officer", **GIVEN, nation=nation)
    made = checklist.make(knowledge, answers, today)
    assert not made.draft and len(made.of_priority("must")) >= (4 if nation == "scotland" else 8)
    file = tmp_path / "checklist.html"
    file.write_text(documents.FORMS["checklist.html"].render(knowledge, answers, today), encoding="utf-8")
    width, height = (int((side - 2 * margin) * PIXELS) for side, margin in zip(SHEET, MARGINS))
    page = browser.new_page(viewport={"width": width, "height": height})
    page.emulate_media(media="print")
    page.goto(file.as_uri())
    below = page.evaluate("() => [...document.querySelectorAll('.first')].at(-1).getBoundingClientRect().bottom")
    assert below <= height
    assert page.evaluate("() => document.querySelector('.rest').getBoundingClientRect().top") >= below
    page.close()


# What brings the most lines to a page of requests: both pensions, property, a grant, and a commissioner to win over.
ASKING: Answers = {
    "employer": "council", "service": "Support at home for people with learning disabilities and their carers in two districts",
    "commissioner_view": "against", "first_contract": "reserved_contest", "pensions": "both_schemes", "assets": "building",
    "capital": "grant",
}  # fmt: skip


@pytest.mark.parametrize("field", ["social_care", "health"])
@pytest.mark.parametrize("nation", NATION_NAMES)
def test_what_to_ask_the_commissioner_for_is_one_sheet(
    browser: Browser, everything: Knowledge, today: date, nation: str, field: str, tmp_path: Path
) -> None:
    knowledge = journeys.only(everything, "spin_out")
    answers = {**ASKING, "nation": nation, "field": field}
    assert len(checklist.requests(knowledge, answers, today)) >= 13
    file = tmp_path / "requests.html"
    file.write_text(documents.FORMS["requests.html"].render(knowledge, answers, today), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.close()
