"""Documents as Word files: real headings, table heads, language and title; what is typed survives; a template may be restyled."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from actions import documents
from actions.blocks import Heading, Item, Paragraph, Run, Table, blocks
from actions.word import FIELDS, STYLES, TEMPLATE, faults_of, main, word
from knowledge.records import Knowledge

HOSTILE = 'R&D <b>"carers"</b> {{ 7*7 }} {%p if x %} 🙂 שלום ' + "w" * 300
PAPERS = sorted({form.document for form in documents.FORMS.values()})


@pytest.fixture
def read(filed: Any) -> Any:
    """A document as python-docx reads it, and as Markdown."""

    def made(paper: str, answers: dict[str, Any]) -> tuple[Any, str]:
        raw, markdown = filed(paper, "docx", answers)
        return Document(BytesIO(raw)), markdown

    return made


def all_text(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("paper", PAPERS)
def test_it_says_all_that_the_markdown_says_with_headings_as_headings(paper: str, read: Any) -> None:
    document, markdown = read(paper, {"nation": "wales", "service": HOSTILE})
    wanted = [block for block in blocks(markdown) if isinstance(block, Heading)]
    title, *rest = ("".join(run.text for run in block.runs) for block in wanted)
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == [title]
    found = [(p.text, p.style.name) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert found == [(text, f"Heading {block.level - 1}") for text, block in zip(rest, wanted[1:])]
    said = all_text(document)
    for block in blocks(markdown):
        for runs in [block.runs] if isinstance(block, (Paragraph, Item)) else []:
            text = "".join(run.text for run in runs)
            assert text.removeprefix("[ ] ") in said


@pytest.mark.parametrize("paper", PAPERS)
def test_each_table_has_a_head_that_is_one_and_no_row_is_torn(paper: str, read: Any) -> None:
    document, markdown = read(paper, {"nation": "wales"})
    tables = [block for block in blocks(markdown) if isinstance(block, Table)]
    assert [len(table.rows) for table in document.tables] == [len(table.rows) for table in tables]
    for table in document.tables:
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)


@pytest.mark.parametrize("paper", PAPERS)
def test_it_has_language_title_draft_line_and_foot(paper: str, read: Any, everything: Knowledge) -> None:
    document, markdown = read(paper, {})
    title = next("".join(run.text for run in block.runs) for block in blocks(markdown) if isinstance(block, Heading))
    assert (document.core_properties.language, document.core_properties.title) == ("en-GB", title)
    assert document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    section = document.sections[0]
    assert title in section.header.paragraphs[0].text and "Draft" in section.header.paragraphs[0].text
    draft = "Draft: not every question has an answer yet."
    assert [p.style.name for p in document.paragraphs if draft in p.text] == ["Draft"]
    foot = section.footer.paragraphs[0]
    assert f"Content release {everything.release}, 27 November 2026." in foot.text
    assert [text.text for text in foot._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("paper", ["appraisal", "checklist", "roadmap"])
def test_each_number_of_evidence_leads_to_its_line_and_each_law_to_where_it_can_be_read(paper: str, read: Any) -> None:
    document, _ = read(paper, {"nation": "wales", "body": "council", "rules": "light_touch"})
    links = list(document.element.iter(qn("w:hyperlink")))
    places = {mark.get(qn("w:name")): mark.getparent() for mark in document.element.iter(qn("w:bookmarkStart"))}
    ends = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkEnd"))]
    assert len({*ends}) == len(ends) == len(places)
    said = {link: "".join(text.text for text in link.iter(qn("w:t"))) for link in links}
    inside = {link: link.get(qn("w:anchor")) for link in links if link.get(qn("w:anchor"))}
    for link, place in inside.items():
        line = "".join(text.text for text in places[place].iter(qn("w:t")))
        assert line.startswith(f"{said[link]}.")
    outside = {said[link]: document.part.rels[link.get(qn("r:id"))].target_ref for link in links if link not in inside}
    assert outside["Procurement Act 2023"] == "https://www.legislation.gov.uk/ukpga/2023/54"
    assert all(address.startswith("https://www.legislation.gov.uk/") for address in outside.values())
    assert inside and {style.get(qn("w:val")) for link in links for style in link.iter(qn("w:rStyle"))} == {"Hyperlink"}


def test_what_is_typed_stays_text_whatever_it_is(read: Any) -> None:
    document, _ = read("checklist", {"nation": "wales", "service": HOSTILE})
    assert f"The service: {HOSTILE}" in all_text(document)


def test_a_finished_document_has_no_draft_line() -> None:
    given = {"title": "T", "draft": False, "release": "r", "today": "1 January 2027"}
    document = Document(BytesIO(word(given, "# T\n\n## H\n\n1. one\n2. two\n\n- [ ] **Must: x.** y\n  more\n- z\n")))
    assert "Draft" not in all_text(document) + document.sections[0].header.paragraphs[0].text
    lines = [(p.text, p.style.name) for p in document.paragraphs]
    assert lines == [
        ("T", "Title"), ("H", "Heading 1"), ("1.\tone", "Numbered"), ("2.\ttwo", "Numbered"), ("☐\tMust: x. y more", "Numbered"),
        ("z", "List Bullet"),
    ]  # fmt: skip


def test_blocks_know_bold_links_numbers_and_depth() -> None:
    made = blocks("a **b** [c](https://x.org)\n\n3. d\n   - e\n\n| h | i |\n|---|---|\n| j | k |\n")
    assert made == [
        Paragraph((Run("a "), Run("b", bold=True), Run(" "), Run("c", href="https://x.org"))),
        Item(1, (Run("d"),), "3."), Item(2, (Run("e"),)),
        Table((((Run("h"),), (Run("i"),)), ((Run("j"),), (Run("k"),)))),
    ]  # fmt: skip


# --- a template that somebody changed --------------------------------------------------------------------------------


def changed(tmp_path: Path, change: Any) -> Path:
    document = Document(str(TEMPLATE))
    change(document)
    file = tmp_path / "ours.docx"
    document.save(str(file))
    return file


def test_the_template_as_it_comes_can_be_used(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["word"])
    assert main() == 0 and "can be used" in capsys.readouterr().out


def test_a_restyled_template_is_used(tmp_path: Path) -> None:
    file = changed(tmp_path, lambda document: setattr(document.styles["Heading 1"].font, "name", "Georgia"))
    assert faults_of(file) == []
    made = Document(BytesIO(word({"title": "T", "draft": True, "release": "r", "today": "d"}, "# T\n\n## H\n", file)))
    assert made.styles["Heading 1"].font.name == "Georgia"


@pytest.mark.parametrize("style", STYLES)
def test_a_style_that_is_missing_is_named(tmp_path: Path, style: str) -> None:
    file = changed(tmp_path, lambda document: setattr(document.styles[style], "name", "Something else"))
    faults = faults_of(file)
    assert len(faults) == 1 and f"the style '{style}' is missing" in faults[0]


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_is_missing_is_named(tmp_path: Path, field: str) -> None:
    def without(document: Any) -> None:
        parts = [*document.paragraphs, *document.sections[0].header.paragraphs, *document.sections[0].footer.paragraphs]
        for run in (run for paragraph in parts for run in paragraph.runs):
            run.text = run.text.replace(f"{{{{ {field} }}}}", "x")

    assert [fault for fault in faults_of(changed(tmp_path, without)) if f"'{{{{ {field} }}}}' is missing" in fault]


def test_a_field_that_cannot_be_read_and_a_file_that_is_none_are_told(tmp_path: Path) -> None:
    broken = changed(tmp_path, lambda document: document.add_paragraph("{% if %}"))
    assert "cannot be read" in faults_of(broken)[0]
    other = tmp_path / "x.docx"
    other.write_text("no Word file")
    assert "is no Word file" in faults_of(other)[0]
