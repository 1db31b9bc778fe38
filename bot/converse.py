"""Play conversations from YAML files against the running guide: `python -m bot.converse FILE ...`.

name: A commissioner asks and gets an answer
turns:
  - say: has anyone put their own director on the board?
    expect: {status: answered, sources: [lgid-2010/5.1], text: [Safeguard It], not_text: [OJEU], buttons: [More on this]}
  - press: More on this
  - say: checklist
    expect: {document: [Scottish forms], not_document: [OJEU]}
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bot import settings
from bot.client import Conversation, Reply, buttons_of, sources_of, status_of
from bot.serve import StartError, for_scripts, free_port, health, running

EXPECTATIONS = {"text", "not_text", "status", "sources", "buttons", "document", "not_document"}


class FileError(Exception):
    """A conversation file that its author has to mend; one line each."""


@dataclass(frozen=True)
class Turn:
    """What the user says or presses, and what is expected of the answer."""

    say: str | None
    press: str | None
    expect: dict[str, list[str]]


@dataclass(frozen=True)
class Script:
    """One conversation."""

    name: str
    turns: tuple[Turn, ...]


def read(file: Path) -> Script:
    """A conversation file.

    Raises:
        FileError: with all faults of the file.
    """
    try:
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FileError(f"{file}: cannot be read: {' '.join(str(error).split())}") from None
    if not isinstance(rows, dict) or not isinstance(rows.get("turns"), list):
        raise FileError(f"{file}: expected 'name' and a list of 'turns'.")
    faults = [f for number, row in enumerate(rows["turns"], 1) for f in _faults(f"{file}, turn {number}", row)]
    if faults:
        raise FileError("\n".join(faults))
    turns = tuple(
        Turn(_text(row.get("say")), _text(row.get("press")), {k: _list(v) for k, v in (row.get("expect") or {}).items()})
        for row in rows["turns"]
    )
    return Script(str(rows.get("name", file.stem)), turns)


def _faults(place: str, row: Any) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"{place}: expected 'say' or 'press', found {row!r}."
        return
    if ("say" in row) == ("press" in row):
        yield f"{place}: needs one of 'say' and 'press'."
    expect = row.get("expect") or {}
    if not isinstance(expect, dict):
        yield f"{place}, expect: expected any of {', '.join(sorted(EXPECTATIONS))}."
        return
    yield from (
        f"{place}: '{key}' is not known; there are say, press, expect." for key in row.keys() - {"say", "press", "expect"}
    )
    yield from (
        f"{place}, expect: '{key}' is not known; there are {', '.join(sorted(EXPECTATIONS))}."
        for key in expect.keys() - EXPECTATIONS
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _list(value: Any) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def play(script: Script, url: str) -> Iterator[tuple[Turn | None, list[Reply], list[str]]]:
    """Each turn with the guide's replies and what was not as expected; first the opening, without a turn."""
    talk = Conversation.begin(url)
    yield None, talk.replies, []
    for turn in script.turns:
        try:
            replies = talk.say(turn.say) if turn.say is not None else talk.press(turn.press or "")
        except KeyError as error:
            yield turn, [], [str(error.args[0])]
            return
        yield turn, replies, [*unexpected(turn.expect, replies), *in_document(turn.expect, replies, talk.document)]


def unexpected(expect: dict[str, list[str]], replies: list[Reply]) -> Iterator[str]:
    """What is not as expected; texts are compared without regard to case, `**` and line breaks."""
    said = _plain(" ".join(reply["text"] for reply in replies))
    yield from (f"text: '{part}' is missing" for part in expect.get("text", []) if _plain(part) not in said)
    yield from (f"not_text: '{part}' is there" for part in expect.get("not_text", []) if _plain(part) in said)
    status, wanted = status_of(replies), expect.get("status")
    if wanted and status not in wanted:
        yield f"status: {status}, expected {' or '.join(wanted)}"
    sources, buttons = sources_of(replies), buttons_of(replies)
    yield from (f"sources: {ref} is missing; there are {sources}" for ref in expect.get("sources", []) if ref not in sources)
    yield from (f"buttons: '{b}' is missing; there are {buttons}" for b in expect.get("buttons", []) if b not in buttons)


def in_document(expect: dict[str, list[str]], replies: list[Reply], fetched: Callable[[str], str]) -> Iterator[str]:
    """The same for the Markdown of the document that a turn linked; `fetched`: its text by its address."""
    wanted, unwanted = expect.get("document", []), expect.get("not_document", [])
    if not wanted and not unwanted:
        return
    href = next((d["href"] for reply in replies for d in reply.get("documents", []) if d["href"].endswith(".md")), None)
    if href is None:
        yield "document: none was linked"
        return
    said = _plain(fetched(href).replace("\\", ""))
    yield from (f"document: '{part}' is missing" for part in wanted if _plain(part) not in said)
    yield from (f"not_document: '{part}' is there" for part in unwanted if _plain(part) in said)


def _plain(text: str) -> str:
    return " ".join(text.replace("**", "").lower().split())


def transcript(turn: Turn | None, replies: list[Reply], faults: list[str]) -> str:
    """A turn to read: every reply's text, then status, sources and buttons."""
    lines = [f"> {turn.say}" if turn.say is not None else f"> [{turn.press}]"] if turn else []
    for reply in replies:
        lines += ["", reply["text"]]
        about = {"status": reply["status"], "sources": sources_of([reply]), "buttons": buttons_of([reply])}
        lines += [f"  {key}: {', '.join(v) if isinstance(v, list) else v}" for key, v in about.items() if v]
    return "\n".join([*lines, *(f"  NOT AS EXPECTED: {fault}" for fault in faults)])


@contextmanager
def guide(port: int | None) -> Iterator[str]:
    """The address of the guide that runs on a port, or of one that is started for as long as the block.

    Raises:
        StartError: none runs there and none can be started.
    """
    try:
        url = f"http://127.0.0.1:{port or settings.read().port}"
    except settings.SettingsError as error:
        raise StartError(str(error)) from None
    if health(url):
        yield url
        return
    print("Starting the guide; this takes about ten seconds ...", file=sys.stderr, flush=True)
    with TemporaryDirectory() as state, running(for_scripts(free_port(), Path(state))) as servers:
        yield servers.url


def main() -> int:
    """Exit status 1 if anything was not as expected, 2 if a file is faulty."""
    parser = argparse.ArgumentParser(prog="python -m bot.converse", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--port", type=int, help="the guide that runs here is used; else one is started")
    options = parser.parse_args()
    try:
        scripts = [read(file) for file in options.files]
        with guide(options.port) as url:
            missed = sum(_played(script, url) for script in scripts)
    except FileError as error:
        print(error, file=sys.stderr)
        return 2
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if missed else 0


def _played(script: Script, url: str) -> int:
    print(f"=== {script.name}")
    missed = 0
    for turn, replies, faults in play(script, url):
        print(transcript(turn, replies, faults), end="\n\n", flush=True)
        missed += len(faults)
    print(f"=== {missed} not as expected\n" if missed else "=== as expected\n")
    return missed


if __name__ == "__main__":
    sys.exit(main())
