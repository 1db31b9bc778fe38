"""The Markdown of a document as blocks: headings, paragraphs, lists and tables of runs, for whatever lays them out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Union

from markdown_it import MarkdownIt
from markdown_it.token import Token

DRAFT = "Draft: not every question has an answer yet."
BOX = "[ ] "  # how our Markdown writes a box to tick
_ANCHOR = re.compile(r'<a id="([\w-]+)">')
MORE = " "  # the mark of what belongs to the line of a list before it


@dataclass(frozen=True)
class Run:
    """A piece of text in one form. `href`: where it leads, "" for nowhere."""

    text: str
    bold: bool = False
    href: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; `level` from 1."""

    level: int
    runs: Runs


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of plain text."""

    runs: Runs


@dataclass(frozen=True)
class Item:
    """A line of a list; `depth` from 1. `mark`: what stands before it if no bullet does: "3.", or MORE. `box`: one to tick."""

    depth: int
    runs: Runs
    mark: str = ""
    box: bool = False
    anchor: str = ""  # its name, if something leads to it: Run.href is then "#" and this


@dataclass(frozen=True)
class Table:
    """A table; the first row is its head, all rows have the same number of cells."""

    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Rule:
    """A line across the page."""


Block = Union[Heading, Paragraph, Item, Table, Rule]


def blocks(markdown: str) -> list[Block]:
    """The blocks of a document in our own Markdown (`actions/templates/*.md.j2`)."""
    return list(_blocks(MarkdownIt("commonmark").enable("table").parse(markdown)))


def head(context: Mapping[str, Any]) -> dict[str, str]:
    """What a document says of itself outside its text, from what its templates get: title, draft line or "", release, day."""
    return {**{name: str(context[name]) for name in ("title", "release", "today")}, "draft": DRAFT if context["draft"] else ""}


def body(markdown: str, title: str) -> list[Block]:
    """The blocks without the title and the draft line, which a layout has in its own place."""
    return [block for block in blocks(markdown) if block not in (Heading(1, (Run(title),)), Paragraph((Run(DRAFT, bold=True),)))]


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    lists: list[int] = []  # of the lists that are open, the number of the next line; 0 for bullets
    rows: list[list[Runs]] = []
    item = ""
    for at, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            item = f"{lists[-1]}." if lists[-1] else "-"
            lists[-1] += 1 if lists[-1] else 0
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            yield Table(tuple(tuple(row) for row in rows))
            rows = []
        elif token.type == "hr":
            yield Rule()
        elif token.type == "inline":
            runs, before = tuple(_runs(token.children or ())), tokens[at - 1]
            if before.type == "heading_open":
                yield Heading(int(before.tag[1]), runs)
            elif before.type in ("th_open", "td_open"):
                rows[-1].append(runs)
            elif lists and item:
                yield _line(len(lists), runs, "" if item == "-" else item, _anchor(token.children or ()))
                item = ""
            elif lists:  # more of the same line
                yield Item(len(lists), runs, MORE)
            else:
                yield Paragraph(runs)


def _line(depth: int, runs: Runs, mark: str, anchor: str) -> Item:
    if runs and runs[0].text.startswith(BOX):
        return Item(depth, (replace(runs[0], text=runs[0].text.removeprefix(BOX)), *runs[1:]), mark, box=True, anchor=anchor)
    return Item(depth, runs, mark, anchor=anchor)


def _anchor(tokens: Sequence[Token]) -> str:
    """The name that `<a id="...">` gives to a line: the only HTML of our templates; what people type has none."""
    found = (_ANCHOR.fullmatch(token.content) for token in tokens if token.type == "html_inline")
    return next((name[1] for name in found if name), "")


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    bold, href = 0, ""
    for token in tokens:
        if token.type == "strong_open":
            bold += 1
        elif token.type == "strong_close":
            bold -= 1
        elif token.type == "link_open":
            href = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            href = ""
        elif token.type in ("softbreak", "hardbreak"):
            yield Run(" ", bool(bold), href)
        elif token.content and token.type != "html_inline":
            yield Run(token.content, bool(bold), href)
