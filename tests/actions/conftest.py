"""What tests of documents share: a document's file and its Markdown, from answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from actions import documents
from knowledge import journeys
from knowledge.records import Knowledge

Filed = Callable[[str, str, "dict[str, Any]"], "tuple[bytes, str]"]


@pytest.fixture(scope="session")
def filed(everything: Knowledge) -> Filed:
    """A paper in a format ("docx"), and the same as Markdown, on 27 November 2026."""

    def made(paper: str, form: str, answers: dict[str, Any]) -> tuple[bytes, str]:
        about = next(each for each in everything.journeys if paper in {one.id for one in each.documents})
        given = (journeys.only(everything, about.id), answers, date(2026, 11, 27))
        return documents.FORMS[f"{paper}.{form}"].make(*given), documents.FORMS[f"{paper}.md"].render(*given)

    return made
