"""`python -m knowledge check` reports every fault of the content; `compile` also writes it as one file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from knowledge.load import CONTENT, ContentError, load

COMPILED = Path("build/knowledge.json")


def main(arguments: list[str] | None = None) -> int:
    """Exit status 1 with a line for each fault, else 0 with the counts."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    parser.add_argument("task", choices=["check", "compile"])
    parser.add_argument("--content", type=Path, default=CONTENT, help="the folder with the content")
    parser.add_argument("--out", type=Path, default=COMPILED, help="where `compile` writes")
    options = parser.parse_args(arguments)
    try:
        knowledge = load(options.content)
    except ContentError as error:
        print(f"The content has {len(error.faults)} fault(s):", *error.faults, sep="\n  ", file=sys.stderr)
        return 1
    if options.task == "compile":
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(knowledge.json(by_alias=True, ensure_ascii=False), encoding="utf-8")
    counts = {
        "passages": knowledge.passages, "cases": knowledge.cases, "notes": knowledge.notes,
        "terms": knowledge.glossary, "questions": knowledge.questions, "advice": knowledge.advice,
        "items": knowledge.items,
    }  # fmt: skip
    print(f"Content release {knowledge.release}:", ", ".join(f"{len(rows)} {name}" for name, rows in counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
