"""The checklist as Chromium prints it: what the law commands stands on the first sheet of paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from actions import documents
from knowledge import checklist, journey
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


def complete(knowledge: Knowledge, nation: str, today: date) -> Answers:
    given = {**GIVEN, "nation": nation}
    answers = {q.id: given.get(q.id) or next(iter(q.options), "Commissioning officer") for q in knowledge.questions}
    return journey.on_path_only(knowledge, answers, today)


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_every_must_is_on_the_first_printed_page(
    browser: Browser, knowledge: Knowledge, today: date, nation: str, tmp_path: Path
) -> None:
    answers = complete(knowledge, nation, today)
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
