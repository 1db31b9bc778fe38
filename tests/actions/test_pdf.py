"""Documents as PDF: tagged for screen readers, in the order of reading, with title and language; whatever is typed survives."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from actions import documents
from actions.blocks import Heading, Table, blocks
from actions.pdf import pdf
from knowledge.records import Knowledge

PAPERS = sorted({form.document for form in documents.FORMS.values()})


@pytest.fixture
def read(filed: Any) -> Any:
    """A document as pypdf reads it, and as Markdown."""

    def made(paper: str, answers: dict[str, Any]) -> tuple[Any, str]:
        raw, markdown = filed(paper, "pdf", answers)
        return PdfReader(BytesIO(raw)), markdown

    return made


def tags(reader: PdfReader) -> list[str]:
    """The tags of the document in the order of reading."""

    def walk(node: Any) -> Iterator[str]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"]).lstrip("/")
            kids = node.get("/K", [])
            kids = kids.get_object() if hasattr(kids, "get_object") else kids
            for kid in kids if isinstance(kids, list) else [kids]:
                yield from walk(kid)

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]))


def flat(reader: PdfReader) -> str:
    return " ".join("".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


@pytest.mark.parametrize("paper", PAPERS)
def test_it_says_of_itself_that_it_is_accessible_with_title_and_language(paper: str, read: Any) -> None:
    reader, markdown = read(paper, {"nation": "wales"})
    root = reader.trailer["/Root"]
    title = next("".join(run.text for run in block.runs) for block in blocks(markdown) if isinstance(block, Heading))
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == title
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


@pytest.mark.parametrize("paper", PAPERS)
def test_headings_lists_and_table_heads_are_tagged_in_the_order_of_reading(paper: str, read: Any) -> None:
    reader, markdown = read(paper, {"nation": "wales"})
    made, found = blocks(markdown), tags(reader)
    headings = [f"H{block.level - 1}" for block in made if isinstance(block, Heading)][1:]
    assert [tag for tag in found if tag[:1] == "H" and tag[1:].isdigit()] == headings
    tables = [block for block in made if isinstance(block, Table)]
    assert found.count("Table") == len(tables)
    assert found.count("TH") == sum(len(table.rows[0]) for table in tables)
    assert found.count("TD") == sum(len(table.rows[0]) * (len(table.rows) - 1) for table in tables)
    assert found.count("LI") > 0 and found.count("Lbl") == found.count("LBody") == found.count("LI")


@pytest.mark.parametrize("paper", ["appraisal", "checklist", "roadmap"])
def test_each_number_of_evidence_leads_into_the_annex_and_each_law_to_where_it_can_be_read(paper: str, read: Any) -> None:
    reader, markdown = read(paper, {"nation": "wales", "body": "council", "rules": "light_touch"})
    links = [mark.get_object() for page in reader.pages for mark in page.get("/Annots", [])]
    addresses = {mark["/A"]["/URI"] for mark in links if "/A" in mark}
    assert "https://www.legislation.gov.uk/ukpga/2023/54" in addresses
    assert all(mark["/Contents"] for mark in links)  # what a screen reader says of it
    first = next(at for at, page in enumerate(reader.pages) if "Annex: evidence" in page.extract_text())
    pages = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages)}
    inside = [pages[mark["/Dest"].get_object()[0].idnum] for mark in links if "/Dest" in mark]
    assert len(inside) > markdown.count("Evidence: ") and min(inside) >= first
    assert tags(reader).count("Link") >= len({*addresses})


@pytest.mark.parametrize("paper", PAPERS)
def test_each_page_has_the_draft_line_its_number_and_the_release(paper: str, read: Any, everything: Knowledge) -> None:
    reader, _ = read(paper, {})
    for number, page in enumerate(reader.pages, 1):
        text = " ".join(page.extract_text().split())
        assert "Draft: not every question has an answer yet." in text
        assert f"Page {number} of {len(reader.pages)}. Content release {everything.release}, 27 November 2026." in text


TYPED = [
    "R&D <b>",
    "\"quotes\" and 'apostrophes'",
    "#let x = 1 $y$ *a* _b_ @c <d> \\ // e",
    "w" * 300,
    "#sys.inputs",
    "Łódź, Ynys Môn",
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_typed_stays_text_and_on_the_page(read: Any, typed: str) -> None:
    reader, _ = read("checklist", {"nation": "wales", "service": typed})
    assert f"The service: {typed}".replace(" ", "") in flat(reader).replace(" ", "")
    assert max(len(line) for page in reader.pages for line in page.extract_text().splitlines()) < 130  # or it runs off the page


def test_letters_from_right_to_left_are_there_and_a_sign_that_the_fonts_lack_is_told_by_its_name(read: Any) -> None:
    reader, _ = read("checklist", {"nation": "wales", "service": "שלום 🙂"})
    text = flat(reader)
    assert ("שלום" in text or "םולש" in text) and "[slightly smiling face]" in text


def test_a_text_of_signs_alone_still_gives_a_document() -> None:
    signs = "".join(chr(0x1F300 + number) for number in range(60))
    raw = pdf({"title": "T", "draft": False, "release": "r", "today": "d"}, f"# T\n\n{signs} and words\n")
    assert "and words" in flat(PdfReader(BytesIO(raw)))


def test_every_letter_of_the_languages_of_these_islands_and_their_neighbours_is_shown(read: Any) -> None:
    letters = "ŵŷâêîôûäëïöüáàéèíóúẁẃỳçñßøåæœłśźżčšžřďťľĺńăâșțğışőűЖЯΔΩ€£½×–—…“”‘’☐☑✓→≥"
    reader, _ = read("checklist", {"nation": "wales", "service": letters})
    assert letters in flat(reader).replace(" ", "")


def test_signs_that_come_in_numbers_cost_no_more_than_others(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    compiled = typst.compile
    monkeypatch.setattr(typst, "compile", lambda *given, **named: calls.append(1) or compiled(*given, **named))
    read("checklist", {"nation": "wales", "service": "".join(chr(0x1F600 + number) for number in range(50))})
    assert len(calls) == 1
