"""A local page that shows the whole content with its links and faults, for the people who edit it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge.links import NAMES, references
from knowledge.load import PLACES, Survey, survey
from knowledge.records import Question, Record

HERE = Path(__file__).parent
NAMED = {*NAMES.values(), "traits"} - {"items", "directory"}  # kinds of which everything should be named by something
TITLES = ("title", "name", "term", "ask", "do", "say", "what", "says", "text", "label")


@dataclass(frozen=True)
class Shown:
    """One entry as the page shows it."""

    anchor: str
    id: str
    title: str
    place: str
    fields: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]  # (anchor, id) of what it names
    cited_by: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]
    idle: bool  # of a kind that others name, and nothing names it


def page(content: Path) -> str:
    """The page for a folder, also when the content has faults."""
    found = survey(content)
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    groups = {key: entries for key, entries in _groups(found).items() if entries}
    return made.get_template("preview.html.j2").render(groups=groups, faults=found.faults)


def serve(content: Path, port: int) -> None:
    """Show the page on 127.0.0.1 until interrupted; every reload reads the files anew."""
    with ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, content)) as server:
        print(f"The content is at http://127.0.0.1:{server.server_port}/ (reload it after a change, Ctrl+C to stop).", flush=True)
        server.serve_forever()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, content: Path, *args: Any) -> None:
        self.content = content
        super().__init__(*args)

    def do_GET(self) -> None:  # noqa: N802 - the library prescribes the name
        """The page at /, nothing else."""
        if self.path != "/":
            self.send_error(404)
            return
        body = page(self.content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the author reads the page."""


def _groups(found: Survey) -> dict[str, list[Shown]]:
    cited: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for key, _, entry in _each(found):
        for _, kind, name in references(entry):
            cited[kind, name].append((anchor(key, entry), f"{key}: {_id(entry)}"))
    stands = {(key, _id(entry)): anchor(key, entry) for key, _, entry in reversed([*_each(found)])}  # the first of two
    groups: dict[str, list[Shown]] = {key: [] for key in PLACES}
    for key, place, entry in _each(found):
        links = dict.fromkeys((stands.get((kind, name), f"{kind}/{name}"), name) for _, kind, name in references(entry))
        named_by = tuple(dict.fromkeys(cited[key, _id(entry)]))
        faults = tuple(fault for fault in found.faults if fault.startswith((f"{place}:", f"{place},")))
        groups[key].append(
            Shown(
                anchor(key, entry), _id(entry), _title(entry), place, tuple(_fields(entry)), tuple(links),
                named_by, faults, key in NAMED and not named_by,
            )
        )  # fmt: skip
    return groups


def _each(found: Survey) -> Iterator[tuple[str, str, Record]]:
    return ((key, place, entry) for key, rows in found.entries.items() for place, entry in rows)


def anchor(key: str, entry: Record) -> str:
    """Where an entry stands on the page; two journeys may ask one question."""
    return f"{key}/{entry.stage}/{entry.id}" if isinstance(entry, Question) else f"{key}/{_id(entry)}"


def _id(entry: Record) -> str:
    return str(entry.id)  # type: ignore[attr-defined]


def _title(entry: Record) -> str:
    values = entry.dict()
    return next((str(values[name]) for name in TITLES if values.get(name)), _id(entry))


def _fields(entry: Record) -> Iterator[tuple[str, str]]:
    for name, value in json.loads(entry.json(by_alias=True)).items():
        if name != "id" and value not in (None, [], {}, ""):
            yield name, "\n".join(_lines(value))


def _lines(value: Any, name: str = "") -> Iterator[str]:
    """A value as lines of text: lists one entry a line, statements with what they rest on."""
    lead = f"{name}: " if name else ""
    if isinstance(value, dict) and "value" in value:
        rests = ", ".join([*value.get("passages", ()), *value.get("notes", ())])
        yield f"{lead}{value['value']}" + (f" [{rests}]" if rests else "")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _lines(each, key if not name else f"{name}, {key}")
    elif isinstance(value, list) and all(isinstance(each, str) and " " not in each for each in value):
        yield lead + ", ".join(value)
    elif isinstance(value, list):
        for each in value:
            yield from _lines(each, name)
    else:
        yield f"{lead}{value}"
