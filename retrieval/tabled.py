"""A sheet of structured facts as text that reads well without a table, and as a table for a page that can draw one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowledge.lookup import NOT_GIVEN, Row, Sheet
from knowledge.records import Fact

ALL = "The same for all of them"


class Numbered:
    """A sheet whose sources have numbers: what is cited in the same words has the same one."""

    def __init__(self, sheet: Sheet, cites: Sequence[str]) -> None:
        """`cites`: what the sheet's passages and then its notes are cited as, in its own order."""
        self.sheet = sheet
        self.sources = list(dict.fromkeys(cites))
        names = [*(("passage", name) for name in sheet.passages), *(("note", name) for name in sheet.notes)]
        self._numbers = {name: self.sources.index(cite) + 1 for name, cite in zip(names, cites)}

    def text(self) -> str:
        """The sheet as lists, each statement with the numbers of what it rests on, which stand at the end."""
        sources = "\n".join(f"- [{number}] {cite}" for number, cite in enumerate(self.sources, 1))
        parts = [f"**{self.sheet.lead}**", *self._rows(), self.sheet.after, f"Sources:\n{sources}" if sources else ""]
        return "\n\n".join(part for part in parts if part)

    def table(self) -> dict[str, Any]:
        """The same for JSON: `head` names the columns, a cell is a list of statements with the numbers of their sources.

        Where all columns state the same, a row has one cell for all of them.
        """
        sheet = self.sheet
        rows = [
            {"name": row.name, "cells": [self._told(cell) for cell in (row.cells[:1] if same(row) else row.cells)]}
            for row in sheet.rows
        ]
        return {"lead": sheet.lead, "head": list(sheet.head), "rows": rows, "after": sheet.after, "none": NOT_GIVEN, "all": ALL}

    def _rows(self) -> list[str]:
        if len(self.sheet.head) == 1:
            return ["\n".join(f"- **{row.name}:** {self._cell(row.cells[0])}" for row in self.sheet.rows)]
        return [f"**{row.name}**\n" + "\n".join(self._columns(row)) for row in self.sheet.rows]

    def _columns(self, row: Row) -> list[str]:
        if same(row):
            return [f"- {ALL}: {self._cell(row.cells[0])}"]
        return [f"- {head}: {self._cell(cell)}" for head, cell in zip(self.sheet.head, row.cells)]

    def _cell(self, facts: Sequence[Fact]) -> str:
        return " ".join(self._fact(fact) for fact in facts) or NOT_GIVEN

    def _fact(self, fact: Fact) -> str:
        numbers = ", ".join(map(str, self._of(fact)))
        return f"{fact.value} [{numbers}]" if numbers else fact.value

    def _told(self, cell: Sequence[Fact]) -> list[dict[str, Any]]:
        return [{"text": fact.value, "sources": self._of(fact)} for fact in cell]

    def _of(self, fact: Fact) -> list[int]:
        names = [*(("passage", name) for name in fact.passages), *(("note", name) for name in fact.notes)]
        return sorted({self._numbers[name] for name in names})


def same(row: Row) -> bool:
    """True if all columns state the same, which is then told once."""
    return bool(row.cells[0]) and len(row.cells) > 1 and len(set(row.cells)) == 1
