"""What a person does on the chat page, as steps for the tests."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

OPENING = ["Plan a commission", "Explore a spin-out", "Say what good you do", "Ask a question"]


def open_guide(page: Page, guide_url: str) -> None:
    page.goto(guide_url.rstrip("/") + "/")
    expect(option(page, OPENING[0])).to_be_visible(timeout=15_000)


def option(page: Page, title: str) -> Locator:
    return page.locator(".options").get_by_role("button", name=title, exact=True)


def box(page: Page) -> Locator:
    return page.get_by_label("Your question or answer")


def guide_said(page: Page) -> Locator:
    """The entries of the guide; the conversation is complete when the buttons are enabled again."""
    return page.locator(".entry-guide")


def wait_for_replies(page: Page, entries: int) -> Locator:
    expect(guide_said(page)).to_have_count(entries, timeout=15_000)
    expect(page.get_by_role("button", name="Send")).to_have_attribute("aria-disabled", "false")
    return guide_said(page).last


def say(page: Page, text: str) -> Locator:
    """Types and sends; gives back what the guide said to it."""
    entries = guide_said(page).count()
    box(page).fill(text)
    box(page).press("Enter")
    return wait_for_replies(page, entries + 1)


def press(page: Page, title: str) -> Locator:
    entries = guide_said(page).count()
    option(page, title).click()
    return wait_for_replies(page, entries + 1)


def key_of(page: Page) -> str:
    """Under which the page at "/" keeps its token in the tab."""
    return "guide-session " + str(page.evaluate("() => location.origin"))


def token_of(page: Page) -> str:
    return str(page.evaluate("(key) => sessionStorage.getItem(key)", key_of(page)))


def focused(page: Page) -> Locator:
    """What has the focus; the guide's element, within which it is, counts as focused too."""
    return page.locator(":focus:not(commissioning-guide)")


def assert_accessible(page: Page, state: str) -> None:
    """No rule of axe is broken; else the rule with the elements that break it."""
    found = Axe().run(page).response["violations"]
    told = [f"{rule['id']}: {rule['help']}: {[node['html'][:200] for node in rule['nodes']]}" for rule in found]
    assert not told, "\n".join([state, *told])
