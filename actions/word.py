"""A document as a Word file: its Markdown laid out in the styles of `templates/paper.docx`, which an organisation may restyle."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.document import Document
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
STYLES = ("Title", "Heading 1", "Heading 2", "Heading 3", "Draft", "Numbered", "List Bullet", "List Continue", "Table Grid")
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
    place = next(paragraph for paragraph in document.paragraphs if paragraph.text == BODY)
    for block in body(markdown, fields["title"]):
        place._p.addprevious(_laid_out(document, block))
    place._p.getparent().remove(place._p)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _laid_out(document: Document, block: Block) -> BaseOxmlElement:
    if isinstance(block, Table):
        return _table(document, block)
    if isinstance(block, Heading):
        return _filled(document.add_paragraph(style=f"Heading {min(block.level - 1, 3) or 1}"), block.runs)._p
    if isinstance(block, Item):
        return _item(document, block)
    if isinstance(block, Rule):
        return _ruled(document.add_paragraph())._p
    return _filled(document.add_paragraph(), block.runs)._p


def _item(document: Document, item: Item) -> BaseOxmlElement:
    depth = "" if item.depth == 1 else f" {min(item.depth, 3)}"
    if item.mark == MORE:
        return _filled(document.add_paragraph(style=f"List Continue{depth}"), item.runs)._p
    if item.box or item.mark:  # the number is the text's own: others refer to it
        return _filled(document.add_paragraph(f"{'☐' if item.box else item.mark}\t", "Numbered"), item.runs)._p
    return _filled(document.add_paragraph(style=f"List Bullet{depth}"), item.runs)._p


def _filled(paragraph: WordParagraph, runs: Runs) -> WordParagraph:
    for run in runs:
        paragraph.add_run(run.text).bold = run.bold or None
    return paragraph


def _ruled(paragraph: WordParagraph) -> WordParagraph:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "66736F")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)
    return paragraph


def _table(document: Document, table: Table) -> BaseOxmlElement:
    """With a head that is repeated on each page and that screen readers know as one."""
    made = document.add_table(len(table.rows), len(table.rows[0]), style="Table Grid")
    made.autofit = False
    page = document.sections[0]
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
            _cell(cell, runs, head=number == 0)
    return made._tbl


def _widths(table: Table, room: int) -> list[Length]:
    """Of each column, by its longest cell; together as wide as the room between the margins."""
    asked = [max(min(sum(len(run.text) for run in row[at]), LONGEST) for row in table.rows) for at in range(len(table.rows[0]))]
    free = room - Cm(NARROWEST) * len(asked)
    return [Length(Cm(NARROWEST) + int(free * each / (sum(asked) or 1))) for each in asked]


def _cell(cell: _Cell, runs: Runs, head: bool) -> None:
    paragraph = _filled(cell.paragraphs[0], runs)
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
