"""A document as a PDF that screen readers can read (PDF/UA-1): its blocks laid out by `templates/paper.typ`."""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst

from actions.blocks import Block, Heading, Item, Paragraph, Runs, Table, blocks
from actions.word import DRAFT, told_by_the_template

TEMPLATE = Path(__file__).parent / "templates/paper.typ"
STANDARD = "ua-1"
BOX = "[ ] "
LONG_WORD, BREAK = 40, 10  # letters
MOST_SIGNS = 30  # that the fonts lack and that are told by their names; a text with more of them is none that we can show
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')


def pdf(context: Mapping[str, Any], markdown: str, template: Path = TEMPLATE) -> bytes:
    """The file. `context`: what the document's templates get; `markdown`: the document, with its title and draft line."""
    title = str(context["title"])
    paper = {
        "title": title, "draft": DRAFT if context["draft"] else "", "release": context["release"], "today": context["today"],
        "blocks": list(_grouped([block for block in blocks(markdown) if not told_by_the_template(block, title)])),
    }  # fmt: skip
    return _compiled(json.dumps(paper, ensure_ascii=False), template)


def _compiled(paper: str, template: Path) -> bytes:
    """With our own fonts alone, so that the pages are the same on each machine. A sign that they lack is told by its name."""
    for _ in range(MOST_SIGNS):
        try:
            return bytes(
                typst.compile(
                    str(template),
                    format="pdf",
                    sys_inputs={"paper": paper},
                    pdf_standards=[STANDARD],
                    font_paths=[str(_fonts())],
                    ignore_system_fonts=True,
                )  # fmt: skip
            )
        except typst.TypstError as error:
            lacking = _LACKING.search(str(error))
            if lacking is None:
                raise
            for sign in lacking.group(1):
                paper = paper.replace(sign, f"[{unicodedata.name(sign, 'a sign').lower()}]")
    return _compiled("".join(sign if ord(sign) < 0x250 else "?" for sign in paper), template)


@cache
def _fonts() -> Path:
    """DejaVu Sans, which comes with matplotlib, which Rasa needs: Latin, Greek, Cyrillic, Hebrew, Arabic."""
    spec = importlib.util.find_spec("matplotlib")
    return Path(spec.origin if spec and spec.origin else ".").parent / "mpl-data/fonts/ttf"


def _grouped(all_blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """The blocks as the template takes them: lines of one list in one group, so that they are one list to a screen reader."""
    group: dict[str, Any] | None = None
    for block in all_blocks:
        kind = _kind(block)
        if isinstance(block, Item) and block.mark == " " and group is not None:
            last = group["items"][-1]
            (last["runs"] if isinstance(last, dict) else last).extend(
                [{"text": " ", "bold": False, "href": ""}, *_runs(block.runs)]
            )
            continue
        if group is not None and group["kind"] != kind:
            yield group
            group = None
        if isinstance(block, Item):
            group = group or {"kind": kind, "items": []}
            group["items"].append(_item(block))
        elif isinstance(block, Heading):
            yield {"kind": kind, "level": max(1, block.level - 1), "runs": _runs(block.runs)}
        elif isinstance(block, Table):
            yield {"kind": kind, "rows": [[_runs(cell) for cell in row] for row in block.rows]}
        elif isinstance(block, Paragraph):
            yield {"kind": kind, "runs": _runs(block.runs)}
        else:
            yield {"kind": kind}
    if group is not None:
        yield group


def _kind(block: Block) -> str:
    if isinstance(block, Item):
        boxed = bool(block.runs) and block.runs[0].text.startswith(BOX)
        return "boxes" if boxed else "numbered" if block.mark.strip() else "bullets"
    return type(block).__name__.lower()


def _item(item: Item) -> Any:
    said = _runs(item.runs)
    if item.mark.strip():
        return {"number": int(item.mark.rstrip(".")), "runs": said}
    if said and said[0]["text"].startswith(BOX):
        said[0]["text"] = said[0]["text"].removeprefix(BOX)
    return said


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [{"text": _breakable(run.text), "bold": run.bold, "href": run.href} for run in runs]


def _breakable(text: str) -> str:
    """A word that is longer than a line may break every so many letters, at spaces without width."""
    return re.sub(rf"\S{{{LONG_WORD},}}", lambda word: "\u200b".join(re.findall(rf".{{1,{BREAK}}}", word.group())), text)
