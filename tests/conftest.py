"""What tests share: the compiled content, the real servers (started once), and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.client import Conversation
from bot.serve import FREE_FROM, FREE_PORTS, Servers, for_scripts, free_port, running
from knowledge import journeys
from knowledge.load import load
from knowledge.records import Knowledge
from retrieval.answer import Answerer
from retrieval.open import open_answerer

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium")


def pytest_configure(config: pytest.Config) -> None:
    """Each of several workers (pytest-xdist) has a stretch of ports of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["FREE_PORTS_FROM"] = str(FREE_FROM + int(worker) * (FREE_PORTS + 100))


@pytest.fixture(scope="session")
def everything() -> Knowledge:
    """The real content, read and checked, with all of its journeys."""
    return load()


@pytest.fixture(scope="session")
def knowledge(everything: Knowledge) -> Knowledge:
    """The same with the journey "Plan a commission" alone."""
    return journeys.only(everything, "commission")


@pytest.fixture(scope="session")
def answerer() -> Answerer:
    """The real index and encoder, as `make index` built them."""
    return open_answerer(ROOT / "build")


@pytest.fixture(scope="session")
def today() -> date:
    """A fixed day, so that thresholds and review dates do not move under the tests."""
    return date(2026, 11, 23)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Both servers, with a state folder of their own."""
    with running(for_scripts(free_port(), tmp_path_factory.mktemp("state"))) as started:
        yield started


@pytest.fixture(scope="session")
def guide_url(servers: Servers) -> str:
    """The address of the running guide."""
    return servers.url


@pytest.fixture
def talk(guide_url: str) -> Conversation:
    """A new conversation with the running guide."""
    return Conversation.begin(guide_url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium from the system; without it the tests of the page are skipped, on CI they fail."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is missing: apt-get install chromium")
        pytest.skip("chromium is missing: sudo apt-get install chromium")
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield started
        started.close()
