"""The papers of a profile in a file, in every format, without the chat: `make checklist PROFILE=... OUT=folder`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from actions.documents import FORMS
from knowledge.load import ContentError, load
from knowledge.profiles import EXAMPLES, Profile, profile


def made(chosen: Profile, today: date) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file: what the chat would give for these answers."""
    papers = {paper.id for paper in chosen.journey.documents}
    for file, form in FORMS.items():
        if form.document in papers and form.has(chosen.knowledge, chosen.answers, today):
            yield file, form.make(chosen.knowledge, chosen.answers, today)


def main() -> int:
    """Exit status 1 if the profile has faults, 2 if the folder cannot be written."""
    names = ", ".join(sorted(file.stem for file in EXAMPLES.glob("*.yml")))
    parser = argparse.ArgumentParser(prog="python -m actions.papers", description=__doc__, epilog=f"Examples: {names}.")
    parser.add_argument("profile", type=Path, help="a file such as knowledge/examples/day-support-wales.yml")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the files; made if it is not there")
    options = parser.parse_args()
    began = time.monotonic()
    try:
        chosen = profile(options.profile, load(), date.today())
    except ContentError as error:
        print("\n".join(error.faults), file=sys.stderr)
        return 1
    count = 0
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for name, content in made(chosen, date.today()):
            (options.out / name).write_bytes(content)
            print(options.out / name)
            count += 1
    except OSError as error:
        print(f"{options.out}: cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    print(f"{count} files in {time.monotonic() - began:.1f} seconds.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
