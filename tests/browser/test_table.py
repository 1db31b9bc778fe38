"""Structured facts on the page: a table with headers, on a phone cards, its sources folded away and numbered."""

from __future__ import annotations

import pytest
from chat import assert_accessible, say
from playwright.sync_api import Page, expect

COMPARISON = "what is the difference between a CIC limited by shares and a community benefit society?"


def test_a_comparison_is_a_table_whose_rows_and_columns_have_headers(page: Page) -> None:
    entry = say(page, COMPARISON)
    table = entry.get_by_role("table", name="CIC limited by shares and Community benefit society, side by side.")
    expect(table.get_by_role("columnheader")).to_have_text(["CIC limited by shares", "Community benefit society"])
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Asset lock"))
    expect(row.get_by_role("cell")).to_have_count(2)
    expect(row.get_by_role("cell").first).to_contain_text("cannot be removed")
    expect(row.get_by_role("cell").last).to_contain_text("must be adopted")
    expect(table).to_contain_text("not in the reports")


def test_a_screen_reader_is_told_that_a_table_came_and_not_all_of_it_at_once(page: Page) -> None:
    say(page, COMPARISON)
    announcer = page.locator("#announcer")
    expect(announcer).to_contain_text("side by side. A table of")
    expect(announcer).not_to_contain_text("must be adopted")


def test_the_text_of_a_table_is_not_shown_a_second_time(page: Page) -> None:
    entry = say(page, COMPARISON)
    assert entry.inner_text().count("it must be adopted") == 1
    expect(entry).not_to_contain_text("Sources:")


def test_the_numbers_in_a_table_lead_to_its_sources(page: Page) -> None:
    entry = say(page, COMPARISON)
    sources = entry.locator("details.sources")
    sources.locator("summary").first.click()
    numbers = [int(n) for cell in entry.locator(".refs").all_inner_texts() for n in cell.strip(" []").split(", ")]
    assert max(numbers) == sources.locator("ol > li").count()
    first = sources.locator("ol > li").first.locator("details")
    first.locator("summary").click()
    expect(first.locator(".passage")).to_contain_text("Our digest of")


@pytest.mark.parametrize("question", [COMPARISON, "what happened in 2011", "which models have an asset lock"])
def test_on_a_phone_a_table_becomes_cards_and_nothing_runs_off_the_side(page: Page, question: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    entry = say(page, question)
    table = entry.get_by_role("table")
    expect(table.get_by_role("rowheader").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    if question == COMPARISON:
        expect(table.locator(".column").first).to_be_visible()
        expect(table.get_by_role("columnheader")).to_have_count(2)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_table_has_no_faults_of_access(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    say(page, COMPARISON)
    assert_accessible(page, f"{width} wide")


def test_a_reload_shows_the_table_again(page: Page) -> None:
    say(page, COMPARISON)
    page.reload()
    expect(page.get_by_role("table")).to_contain_text("must be adopted")
