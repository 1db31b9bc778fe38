"""A sheet of structured facts as text that reads well without a table, and as a table for a page that can draw one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowledge.lookup import NOT_GIVEN, Row, Sheet
from knowledge.records import Fact

ALL = "The same for all of them"


def text(sheet: Sheet, cites: Sequence[str]) -> str:
    """The sheet as lists, each statement with the numbers of what it rests on, which stand at the end.

    Args:
        cites: what its passages and then its notes are cited as, in its own order.
    """
    sources = "\n".join(f"- [{number}] {cite}" for number, cite in enumerate(cites, 1))
    parts = [f"**{sheet.lead}**", *_rows(sheet), sheet.after, f"Sources:\n{sources}" if sources else ""]
    return "\n\n".join(part for part in parts if part)


def table(sheet: Sheet) -> dict[str, Any]:
    """The same for JSON: `head` names the columns, a cell is a list of statements with the numbers of their sources.

    Where all columns state the same, a row has one cell for all of them.
    """

    def told(cell: Sequence[Fact]) -> list[dict[str, Any]]:
        return [{"text": fact.value, "sources": _numbers(sheet, fact)} for fact in cell]

    rows = [
        {"name": row.name, "cells": [told(cell) for cell in (row.cells[:1] if same(row) else row.cells)]} for row in sheet.rows
    ]
    return {"lead": sheet.lead, "head": list(sheet.head), "rows": rows, "after": sheet.after, "none": NOT_GIVEN, "all": ALL}


def _rows(sheet: Sheet) -> list[str]:
    if len(sheet.head) == 1:
        return ["\n".join(f"- **{row.name}:** {_cell(sheet, row.cells[0])}" for row in sheet.rows)]
    return [f"**{row.name}**\n" + "\n".join(_columns(sheet, row)) for row in sheet.rows]


def _columns(sheet: Sheet, row: Row) -> list[str]:
    if same(row):
        return [f"- {ALL}: {_cell(sheet, row.cells[0])}"]
    return [f"- {head}: {_cell(sheet, cell)}" for head, cell in zip(sheet.head, row.cells)]


def same(row: Row) -> bool:
    """True if all columns state the same, which is then told once."""
    return bool(row.cells[0]) and len(set(row.cells)) == 1


def _cell(sheet: Sheet, facts: Sequence[Fact]) -> str:
    return " ".join(_fact(sheet, fact) for fact in facts) or NOT_GIVEN


def _fact(sheet: Sheet, fact: Fact) -> str:
    numbers = ", ".join(map(str, _numbers(sheet, fact)))
    return f"{fact.value} [{numbers}]" if numbers else fact.value


def _numbers(sheet: Sheet, fact: Fact) -> list[int]:
    """Passages are numbered first, then notes, each in the order in which the sheet names them."""
    order = {("passage", name): number for number, name in enumerate(sheet.passages, 1)}
    order |= {("note", name): number for number, name in enumerate(sheet.notes, len(sheet.passages) + 1)}
    mine = [*(("passage", name) for name in fact.passages), *(("note", name) for name in fact.notes)]
    return sorted(order[each] for each in mine)
