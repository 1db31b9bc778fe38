"""The papers of the five example profiles: made from the command line, whole in every format, and opened by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from icalendar import Calendar
from lxml import etree
from pypdf import PdfReader

from actions import papers
from knowledge import checklist
from knowledge.profiles import EXAMPLES, Profile, profile
from knowledge.records import Knowledge

TODAY = date(2026, 11, 27)
FILES = sorted(EXAMPLES.glob("*.yml"))
OFFICE = shutil.which("soffice")


@pytest.fixture
def run(everything: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command, with the content that is read already."""

    def started(*given: object) -> int:
        monkeypatch.setattr("sys.argv", ["papers", *map(str, given)])
        monkeypatch.setattr(papers, "load", lambda: everything)
        return papers.main()

    return started


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def example(request: pytest.FixtureRequest, everything: Knowledge) -> Profile:
    return profile(request.param, everything, TODAY)


@pytest.fixture(scope="module")
def made(example: Profile) -> dict[str, bytes]:
    return dict(papers.made(example, TODAY))


def of_form(made: dict[str, bytes], ending: str) -> dict[str, bytes]:
    return {name.partition(".")[0]: content for name, content in made.items() if name.endswith(f".{ending}")}


def test_each_paper_of_the_journey_comes_in_each_format_and_dates_as_a_calendar(example: Profile, made: dict[str, bytes]) -> None:
    wanted = {paper.id for paper in example.journey.documents} - {"readiness"}  # which is a part of the roadmap
    for ending in ("html", "docx", "pdf", "md"):
        assert of_form(made, ending).keys() == wanted
    assert bool(of_form(made, "ics")) == checklist.make(example.knowledge, example.answers, TODAY).in_days
    assert all(Calendar.from_ical(content).walk("VEVENT") for content in of_form(made, "ics").values())


def test_the_word_files_are_whole_with_headings_table_heads_language_and_links_that_lead_somewhere(
    made: dict[str, bytes],
) -> None:
    for content in of_form(made, "docx").values():
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(archive.read(name))
        document = Document(BytesIO(content))
        assert document.core_properties.language == "en-GB"
        levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading ")]
        assert levels and levels[0] == 1 and all(later - level <= 1 for level, later in zip(levels, levels[1:]))
        assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)
        places = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
        for link in document.element.iter(qn("w:hyperlink")):
            inside = link.get(qn("w:anchor"))
            assert inside in places if inside else document.part.rels[link.get(qn("r:id"))].is_external


def test_the_pdfs_are_tagged_with_title_and_language(made: dict[str, bytes]) -> None:
    for content in of_form(made, "pdf").values():
        reader = PdfReader(BytesIO(content))
        root = reader.trailer["/Root"]
        assert root["/Lang"] == "en-GB" and root["/MarkInfo"]["/Marked"] and reader.metadata and reader.metadata.title
        if reader.metadata.title == "What to ask the commissioner for":
            assert len(reader.pages) == 1


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not there: sudo apt-get install libreoffice-writer-nogui")
def test_libreoffice_opens_each_word_file_and_makes_a_pdf_with_all_of_its_text(made: dict[str, bytes], tmp_path: Path) -> None:
    files = []
    for name, content in of_form(made, "docx").items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(content)
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [OFFICE or "", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for file in files:
        pages = PdfReader(file.with_suffix(".pdf")).pages
        shown = "".join("".join(page.extract_text() for page in pages).split())
        for paragraph in Document(str(file)).paragraphs:
            for words in paragraph.text.split():
                assert words in shown, f"{file.name}: {words}"


def test_from_the_command_line_all_files_are_written_and_named(
    tmp_path: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(EXAMPLES / "leisure-scotland.yml", "--out", tmp_path / "a/b") == 0
    told = capsys.readouterr().out.splitlines()
    written = sorted(file.name for file in (tmp_path / "a/b").iterdir())
    assert sorted(Path(line).name for line in told[:-1]) == written
    assert told[-1].startswith(f"{len(written)} files in ")


def test_a_profile_with_faults_and_a_folder_that_cannot_be_are_told(
    tmp_path: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    broken, taken = tmp_path / "broken.yml", tmp_path / "taken"
    broken.write_text("journey: commission\nanswers: {naton: Wales}\n")
    taken.write_text("a file")
    assert run(broken, "--out", tmp_path) == 1 and "Nearest: 'nation'" in capsys.readouterr().err
    assert run(FILES[0], "--out", taken) == 2 and "cannot be written" in capsys.readouterr().err
