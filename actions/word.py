"""A document as a Word file: its Markdown laid out in the styles of `templates/paper.docx`, which an organisation may restyle."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from actions.blocks import MORE, Block, Heading, Item, Rule, Runs, Table, body, head

TEMPLATE = Path(__file__).parent / "templates/paper.docx"
LINKS = "Hyperlink"
STYLES = ("Title", "Heading 1", "Heading 2", "Heading 3", "Draft", "Numbered", "List Bullet", "List Continue", "Table Grid",
          LINKS)  # fmt: skip
FIELDS = {"title": "the document's name", "draft": "the line that it is a draft", "release": "the content's release",
          "today": "the date", "body": "the text"}  # fmt: skip
BODY = "§body§"  # where the text goes, in the rendered template
NARROWEST, LONGEST = 2.0, 90  # centimetres of a column; letters of a cell beyond which it asks for no more room


def word(context: Mapping[str, Any], markdown: str, template: Path = TEMPLATE) -> bytes:
    """The file. `context`: what the document's templates get; `markdown`: the document, with its title and draft line."""
    made = DocxTemplate(template)
    fields = head(context)
    made.render({**fields, "body": BODY}, autoescape=True)
    document: Document = made.docx
    properties = document.core_properties
    properties.title, properties.language, properties.author = fields["title"], "en-GB", "The Commissioning Guide"
    properties.subject, properties.comments = f"Content release {fields['release']}", ""
    paper = _Paper(document, {style.name: style.style_id for style in document.styles})
    place = next(paragraph for paragraph in document.paragraphs if paragraph.text == BODY)
    for block in body(markdown, fields["title"]):
        place._p.addprevious(_laid_out(paper, block))
    place._p.getparent().remove(place._p)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class _Paper:
    """The document with the ids of its styles by name: python-docx looks through all of them at each use."""

    document: Document
    styles: Mapping[str, str]

    def paragraph(self, runs: Runs, style: str = "", before: str = "") -> WordParagraph:
        """One more paragraph, at the end."""
        made = self.document.add_paragraph()
        if style:
            made._p.get_or_add_pPr().style = self.styles[style]
        if before:
            made.add_run(before)
        return self.filled(made, runs)

    def filled(self, paragraph: WordParagraph, runs: Runs) -> WordParagraph:
        """The paragraph with these runs behind what it has."""
        for run in runs:
            said = paragraph.add_run(run.text)
            said.bold = run.bold or None
            if run.href:
                said._r.style = self.styles[LINKS]
                _link(paragraph, said._r, run.href)
        return paragraph


def _laid_out(paper: _Paper, block: Block) -> BaseOxmlElement:
    if isinstance(block, Table):
        return _table(paper, block)
    if isinstance(block, Heading):
        return paper.paragraph(block.runs, f"Heading {min(block.level - 1, 3) or 1}")._p
    if isinstance(block, Item):
        return _item(paper, block)
    if isinstance(block, Rule):
        return _ruled(paper.paragraph(()))._p
    return paper.paragraph(block.runs)._p


def _item(paper: _Paper, item: Item) -> BaseOxmlElement:
    depth = "" if item.depth == 1 else f" {min(item.depth, 3)}"
    if item.mark == MORE:
        return paper.paragraph(item.runs, f"List Continue{depth}")._p
    if item.box or item.mark:  # the number is the text's own: others refer to it
        made = paper.paragraph(item.runs, "Numbered", f"{'☐' if item.box else item.mark}\t")
        return (_marked(made, item.anchor) if item.anchor else made)._p
    return paper.paragraph(item.runs, f"List Bullet{depth}")._p


def _link(paragraph: WordParagraph, said: BaseOxmlElement, href: str) -> None:
    """What is said leads somewhere: to a line of the document ("#source-3") or out of it."""
    link = OxmlElement("w:hyperlink")
    if href.startswith("#"):
        link.set(qn("w:anchor"), _bookmark(href[1:]))
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    said.addprevious(link)
    link.append(said)


def _marked(paragraph: WordParagraph, anchor: str) -> WordParagraph:
    """The paragraph with a bookmark round its text, so that links may lead to it. `anchor` ends in its number."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), anchor.rsplit("-", 1)[-1])
    start.set(qn("w:name"), _bookmark(anchor))
    paragraph.runs[0]._r.addprevious(start)
    paragraph._p.append(end)
    return paragraph


def _bookmark(anchor: str) -> str:
    return anchor.replace("-", "_")  # Word knows no hyphen in such a name


def _ruled(paragraph: WordParagraph) -> WordParagraph:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "66736F")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)
    return paragraph


def _table(paper: _Paper, table: Table) -> BaseOxmlElement:
    """With a head that is repeated on each page and that screen readers know as one."""
    made = paper.document.add_table(len(table.rows), len(table.rows[0]), style="Table Grid")
    made.autofit = False
    page = paper.document.sections[0]
    widths = _widths(table, page.page_width - page.left_margin - page.right_margin)
    for column, width in zip(made.columns, widths):
        column.width = width
    for number, (cells, row) in enumerate(zip(table.rows, made.rows)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for runs, cell, width in zip(cells, row.cells, widths):
            cell.width = width
            _cell(paper, cell, runs, head=number == 0)
    return made._tbl


def _widths(table: Table, room: int) -> list[Length]:
    """Of each column, by its longest cell; together as wide as the room between the margins."""
    asked = [max(min(sum(len(run.text) for run in row[at]), LONGEST) for row in table.rows) for at in range(len(table.rows[0]))]
    free = room - Cm(NARROWEST) * len(asked)
    return [Length(Cm(NARROWEST) + int(free * each / (sum(asked) or 1))) for each in asked]


def _cell(paper: _Paper, cell: _Cell, runs: Runs, head: bool) -> None:
    paragraph = paper.filled(cell.paragraphs[0], runs)
    paragraph.paragraph_format.space_after = 0
    for run in paragraph.runs if head else ():
        run.bold = True


def faults_of(template: Path) -> list[str]:
    """What is wrong with a template that somebody changed in Word, one line each: what was found and what to do."""
    try:
        document = DocxTemplate(template).get_docx()
        text = "\n".join(_texts(document))
    except (KeyError, ValueError, BadZipFile, PackageNotFoundError) as error:
        return [f"{template}: is no Word file ({type(error).__name__}). Save it in Word as .docx."]
    named = {style.name for style in document.styles}
    faults = [
        f"{template}: the style '{name}' is missing. Add it in Word, or begin anew with the file that came with the guide."
        for name in STYLES
        if name not in named
    ]
    faults += [
        f"{template}: '{{{{ {field} }}}}' is missing. Write it where {what} shall stand."
        for field, what in FIELDS.items()
        if f"{{{{ {field} }}}}" not in text
    ]
    if faults:
        return faults
    try:
        word({"title": "T", "draft": True, "release": "r", "today": "d"}, "# T\n\ntext\n", template)
    except (TemplateError, StopIteration, ValueError) as error:
        why = error or type(error).__name__
        return [f"{template}: a field cannot be read ({why}). Compare it with the file that came with the guide."]
    return []


def _texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        yield from (paragraph.text for part in (section.header, section.footer) for paragraph in part.paragraphs)
    yield from (paragraph.text for paragraph in document.paragraphs)


def main() -> int:
    """Exit status 1 if the template cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m actions.word", description="Check a Word template that was restyled.")
    parser.add_argument("file", type=Path, nargs="?", default=TEMPLATE)
    file = parser.parse_args().file
    faults = faults_of(file) if file.exists() else [f"{file}: there is no such file."]
    print("\n".join(faults) or f"{file}: can be used.")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
