"""The Markdown of a document as blocks: headings, paragraphs, lists and tables of runs, for whatever lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Union

from markdown_it import MarkdownIt
from markdown_it.token import Token


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
    """A line of a list; `depth` from 1. `mark`: what stands before it where that is no bullet, as "3."."""

    depth: int
    runs: Runs
    mark: str = ""


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
                yield Item(len(lists), runs, "" if item == "-" else item)
                item = ""
            elif lists:  # more of the same line
                yield Item(len(lists), runs, " ")
            else:
                yield Paragraph(runs)


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
        elif token.content:
            yield Run(token.content, bool(bold), href)
