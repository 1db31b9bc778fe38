"""The commands for authors: check, compile, preview, and what is due for review."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge import asks, currency, days, preview, schema
from knowledge.load import CONTENT, ContentError, survey, whole
from knowledge.records import NATION_NAMES, Knowledge

COMPILED = Path("build/knowledge.json")


def main(arguments: list[str] | None = None) -> int:
    """Exit status 1 with a line for each fault, else 0."""
    options = _parser().parse_args(arguments)
    if options.task == "preview":
        if options.out:
            options.out.write_text(preview.page(options.content), encoding="utf-8")
        else:
            preview.serve(options.content, options.port)
        return 0
    found = survey(options.content)
    if options.task == "check" and options.schemas:
        changed = schema.write(found.entries)
        print(f"Schemas for editors: {', '.join(changed) if changed else 'up to date'}.")
    try:
        knowledge = whole(found)
    except ContentError as error:
        print(f"The content has {len(error.faults)} fault(s):", *error.faults, sep="\n  ", file=sys.stderr)
        return 1
    if options.task == "currency":
        today = date.today()
        print("\n".join(due_lines(knowledge, today, options.by or today + currency.SOON, options.nation)))
        return 0
    if options.task == "compile":
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(knowledge.json(by_alias=True, ensure_ascii=False), encoding="utf-8")
        print(f"Content release {knowledge.release} is compiled.")
        return 0
    print("\n".join(_summary(knowledge)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    parser.add_argument("--content", type=Path, default=CONTENT, help="the folder with the content")
    tasks = parser.add_subparsers(dest="task", required=True)
    check = tasks.add_parser("check", help="report every fault")
    check.add_argument("--schemas", action="store_true", help="also write the JSON Schemas that editors use")
    compiled = tasks.add_parser("compile", help="check, and write all content as one file")
    compiled.add_argument("--out", type=Path, default=COMPILED)
    page = tasks.add_parser("preview", help="show all content with its links and faults as a local page")
    page.add_argument("--port", type=int, default=8008)
    page.add_argument("--out", type=Path, help="write the page to this file instead")
    due = tasks.add_parser("currency", help="which notes are due for review, and which fall due by a day")
    due.add_argument("--by", type=date.fromisoformat, help="a day, as 2027-06-01; 60 days from now unless given")
    due.add_argument("--nation", choices=NATION_NAMES, help="only what a reader of this nation sees")
    for task in tasks.choices.values():  # `--content` may stand after the task too
        task.add_argument("--content", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return parser


def _summary(knowledge: Knowledge) -> Iterator[str]:
    counts = {
        "sources": len(knowledge.sources), "passages": len(knowledge.passages),
        "asks": sum(len(p.asks) for p in knowledge.passages),
        "further wordings": sum(len(w.asks) for w in knowledge.wordings), "cases": len(knowledge.cases),
        "notes": len(knowledge.notes), "terms": len(knowledge.glossary), "questions": len(knowledge.questions),
        "advice": len(knowledge.advice), "items": len(knowledge.items),
        "models": len(knowledge.models), "routes": len(knowledge.routes), "directory entries": len(knowledge.directory),
        "pathfinders": len(knowledge.pathfinders), "events": len(knowledge.timeline),
        "recommendations": len(knowledge.recommendations), "situations": len(knowledge.situations),
    }  # fmt: skip
    yield f"Content release {knowledge.release}: {', '.join(f'{number} {name}' for name, number in counts.items())}"
    pairs = sorted((pair for p in knowledge.passages for pair in asks.pairs(p)), key=lambda pair: -pair.shared)
    worst = pairs[0].shared if pairs else 0
    at_worst = sum(pair.shared == worst for pair in pairs)
    yield (
        f"Asks of one passage share at most {worst:.0%} of their words ({asks.MOST_SHARED:.0%} is allowed; {at_worst} of "
        f"{len(pairs)} pairs share that much)."
    )


def due_lines(knowledge: Knowledge, today: date, by: date, nation: str | None) -> Iterator[str]:
    """Which notes are past their review today and which fall due until `by`; which amounts end until then."""
    notes = currency.shown(knowledge.notes, nation)
    late, coming = currency.due(notes, today, by)
    past = f"{len(late)} are past their review on {days.worded(today)}"
    yield f"Of {len(notes)} notes {past}, and {len(coming)} more fall due by {days.worded(by)}."
    for heading, rows in (("Past their review", late), (f"Due by {days.worded(by)}", coming)):
        if rows:
            yield f"\n{heading}:"
        for note in rows:
            yield f"  {note.review_by}  {note.id}: {note.term} ({note.confidence}; {note.instrument})"
    ending = [t for t in knowledge.thresholds if t.until and today <= t.until <= by]
    if ending:
        yield f"\nAmounts that end by {days.worded(by)}:"
        yield from (f"  {t.until}  {t.id}: {t.name}" for t in ending)


if __name__ == "__main__":
    sys.exit(main())
