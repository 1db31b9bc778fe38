"""What the tests of the page share: a page of its own for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chat import open_guide
from host_site import HostSite, complaints_of
from playwright.sync_api import Browser, Page

from bot.serve import Servers, for_scripts, free_port, running


@pytest.fixture
def page(browser: Browser, guide_url: str) -> Iterator[Page]:
    """A page of its own (so with an empty session storage) that shows the opening."""
    page = browser.new_page(reduced_motion="reduce")
    page.set_default_timeout(15_000)
    page.on("dialog", lambda dialog: dialog.accept())  # a reload with answers in it asks first
    open_guide(page, guide_url)
    yield page
    page.close()


@pytest.fixture(scope="session")
def site() -> Iterator[HostSite]:
    """A website of somebody else."""
    made = HostSite()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(scope="session")
def shown_guide(site: HostSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """A guide that this website may show."""
    with running(for_scripts(free_port(), tmp_path_factory.mktemp("widget"), origins=(site.url,))) as started:
        site.guide = started.url
        yield started


@pytest.fixture
def site_page(browser: Browser, shown_guide: Servers) -> Iterator[Page]:
    """A page for the website, with an empty session storage. What its console complains of unexpectedly fails the test."""
    page = browser.new_page(reduced_motion="reduce", viewport={"width": 1000, "height": 800})
    page.set_default_timeout(15_000)
    unexpected = complaints_of(page)
    yield page
    page.close()
    assert unexpected() == []
