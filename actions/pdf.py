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
from fontTools.ttLib import TTFont

from actions.blocks import MORE, Block, Heading, Item, Paragraph, Runs, Table, body, head

TEMPLATE = Path(__file__).parent / "templates/paper.typ"
STANDARD = "ua-1"
LONG_WORD, BREAK = 40, 10  # letters


def pdf(context: Mapping[str, Any], markdown: str, template: Path = TEMPLATE) -> bytes:
    """The file. `context`: what the document's templates get; `markdown`: the document, with its title and draft line.

    `tight` in the context: it is to stay on one page.
    """
    fields = head(context)
    paper = {**fields, "tight": bool(context.get("tight")), "blocks": list(_grouped(body(markdown, fields["title"])))}
    made = typst.compile(
        str(template), format="pdf", sys_inputs={"paper": json.dumps(_shown(paper))}, pdf_standards=[STANDARD],
        font_paths=[str(_fonts())], ignore_system_fonts=True,
    )  # fmt: skip
    return bytes(made)


def _shown(value: Any) -> Any:
    """The same with each sign that our fonts lack told by its name: the standard lets nothing pass that cannot be shown."""
    if isinstance(value, str):
        return "".join(sign if _has(sign) else f"[{unicodedata.name(sign, 'a sign').lower()}]" for sign in value)
    if isinstance(value, dict):
        return {name: _shown(each) for name, each in value.items()}
    return [_shown(each) for each in value] if isinstance(value, list) else value


def _has(sign: str) -> bool:
    return ord(sign) in _signs() or unicodedata.category(sign) in {"Cc", "Cf", "Zs", "Zl", "Zp"}


@cache
def _signs() -> frozenset[int]:
    """What both the plain and the bold letters have."""
    plain, bold = (set(TTFont(_fonts() / f"DejaVuSans{form}.ttf", lazy=True).getBestCmap()) for form in ("", "-Bold"))
    return frozenset(plain & bold)


@cache
def _fonts() -> Path:
    """DejaVu Sans of matplotlib, which Rasa needs: no other font, so that the pages are the same on each machine."""
    spec = importlib.util.find_spec("matplotlib")
    return Path(spec.origin if spec and spec.origin else ".").parent / "mpl-data/fonts/ttf"


def _grouped(all_blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """The blocks as the template takes them: lines of one list in one group, so that they are one list to a screen reader."""
    group: dict[str, Any] | None = None
    for block in all_blocks:
        kind = _kind(block)
        if isinstance(block, Item) and block.mark == MORE and group is not None:
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
        return "boxes" if block.box else "numbered" if block.mark.strip() else "bullets"
    return type(block).__name__.lower()


def _item(item: Item) -> Any:
    said = _runs(item.runs)
    if not item.mark.strip():
        return said
    return {"number": int(item.mark.rstrip(".")), "runs": said, "anchor": item.anchor}


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [{"text": _breakable(run.text), "bold": run.bold, "href": run.href} for run in runs]


def _breakable(text: str) -> str:
    """A word that is longer than a line may break every so many letters, at spaces without width."""
    return re.sub(rf"\S{{{LONG_WORD},}}", lambda word: "\u200b".join(re.findall(rf".{{1,{BREAK}}}", word.group())), text)
