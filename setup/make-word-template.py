"""Make actions/templates/paper.docx anew, as it comes: `.venv/bin/python setup/make-word-template.py`.

An organisation restyles that file in Word and keeps its own; this script is only how the first one was made.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

FILE = Path(__file__).parent.parent / "actions/templates/paper.docx"
INK, BAND, WRONG = RGBColor(0x17, 0x21, 0x1F), RGBColor(0x0B, 0x4F, 0x4A), RGBColor(0xA3, 0x16, 0x1F)


def main() -> None:
    """Write the file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _styles(document)
    section.header.paragraphs[0].text = "{{ title }}{% if draft %} – {{ draft }}{% endif %}"
    _foot(section.footer.paragraphs[0])
    document.add_paragraph("{{ title }}", "Title")
    document.add_paragraph("{%p if draft %}")
    document.add_paragraph("{{ draft }}", "Draft")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ body }}")
    document.save(str(FILE))


def _styles(document: Document) -> None:  # type: ignore[valid-type]
    styles = document.styles  # type: ignore[attr-defined]
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), "en-GB")
    normal = styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Arial", Pt(11), INK
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11)):
        style = styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.color.rgb = "Arial", Pt(size), True, BAND
        fonts = style.element.rPr.rFonts
        for key in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[key]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(14 if name != "Title" else 0), Pt(4)
        style.paragraph_format.keep_with_next = True
    draft: ParagraphStyle = styles.add_style("Draft", WD_STYLE_TYPE.PARAGRAPH)
    draft.base_style, draft.font.bold, draft.font.color.rgb = normal, True, WRONG
    links = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    links.font.color.rgb, links.font.underline = BAND, True
    numbered: ParagraphStyle = styles.add_style("Numbered", WD_STYLE_TYPE.PARAGRAPH)
    numbered.base_style = normal
    numbered.paragraph_format.left_indent, numbered.paragraph_format.first_line_indent = Cm(1), Cm(-1)
    numbered.paragraph_format.tab_stops.add_tab_stop(Cm(1))
    styles["List Continue"].paragraph_format.left_indent = Cm(0.63)
    for name in ("Header", "Footer"):
        styles[name].font.size = Pt(9)


def _foot(paragraph: Paragraph) -> None:
    paragraph.add_run("Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(". Content release {{ release }}, {{ today }}.")


def _field(paragraph: Paragraph, name: str) -> None:
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        made = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            made.set(qn("w:fldCharType"), kind)
        else:
            made.text = name
        run._r.append(made)


if __name__ == "__main__":
    main()
