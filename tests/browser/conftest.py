"""What the tests of the page share: a page of its own for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chat import open_guide
from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser, guide_url: str) -> Iterator[Page]:
    """A page of its own (so with an empty session storage) that shows the opening."""
    page = browser.new_page(reduced_motion="reduce")
    page.set_default_timeout(15_000)
    page.on("dialog", lambda dialog: dialog.accept())  # a reload with answers in it asks first
    open_guide(page, guide_url)
    yield page
    page.close()
