"""What people say of answers: useful, or what is wrong with one. Kept without a word of theirs and without who they are.

`python -m bot.feedback` shows what was said of which passage.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from datetime import date
from pathlib import Path

from bot.settings import read

FILE = "feedback.csv"
HEAD = ("day", "release", "about", "said")
SAID = ("useful", "out_of_date", "not_what_i_asked", "not_clear")
MOST = 5_000_000  # bytes of the file, some 70,000 lines: whoever wants to fill the disk with it cannot


def note(folder: Path, day: date, release: str, about: str, said: str) -> None:
    """Write down that something was said of a passage or a note (`about`: its id) under a content release.

    Only the day is written, no time: nobody can tell from it whose conversation it was.

    Raises:
        OSError: the file cannot be written, or is full.
    """
    file = folder / FILE
    new = not file.exists()
    if not new and file.stat().st_size > MOST:
        raise OSError(f"{file} is full: put it aside, and a new one begins.")
    with file.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        if new:
            writer.writerow(HEAD)
        writer.writerow((day.isoformat(), release, about, said))


def counts(folder: Path) -> dict[str, Counter[str]]:
    """What was said, and how often, by what it was said of; {} if nothing was."""
    file, found = folder / FILE, dict[str, Counter[str]]()
    if file.exists():
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.setdefault(row["about"], Counter())[row["said"]] += 1
    return found


def report(found: dict[str, Counter[str]]) -> str:
    """The counts to read: what has most complaints first."""
    if not found:
        return "Nobody has said anything of an answer yet."
    by_complaints = sorted(found.items(), key=lambda item: (item[1]["useful"] - item[1].total(), item[0]))
    lines = [f"{'about':50} " + " ".join(f"{said:>16}" for said in SAID)]
    lines += [f"{about:50} " + " ".join(f"{told[said]:16}" for said in SAID) for about, told in by_complaints]
    return "\n".join(lines)


def main() -> int:
    """Print the report of the guide that the settings name."""
    parser = argparse.ArgumentParser(prog="python -m bot.feedback", description=(__doc__ or "").splitlines()[0])
    parser.parse_args()
    print(report(counts(read().state_folder)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
