"""What README.md and docs/ say exists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
PAGES = [page for page in [README, *sorted((ROOT / "docs").glob("*.md"))] if page.exists()]
_CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(<?([^)<>\s]+)>?(?:\s+\"[^\"]*\")?\)")

needs_readme = pytest.mark.skipif(not README.exists(), reason="README.md is not written yet")


def targets() -> dict[str, str]:
    """Every target of the Makefile that is described, with its description."""
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def links(page: Path) -> list[str]:
    """Files that a page links to, as they are written."""
    found = _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8")))
    return [link.partition("#")[0] for link in found if not re.match(r"[a-z]+:|#", link)]


@needs_readme
def test_every_target_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"(?:`|^|&& )(?:[A-Z]+=\S+ )*make ([a-z][a-z-]*)", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named - targets().keys() == set()


def test_make_help_lists_every_target_that_is_described() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    assert len(targets()) >= 10
    assert {name: text for name, text in targets().items() if not re.search(rf"make {name} +{re.escape(text)}", listed)} == {}


def test_every_target_that_is_declared_has_a_description() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = set(" ".join(re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)).split())
    assert declared == targets().keys()


@needs_readme
def test_the_readme_links_to_something() -> None:
    assert links(README)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_links_to_exists(page: Path) -> None:
    assert [link for link in links(page) if not (page.parent / link).exists()] == []
