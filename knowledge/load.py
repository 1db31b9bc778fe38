"""Read `knowledge/content`, check it as a whole, and report every fault at once."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import ValidationError

from knowledge import conditions
from knowledge.conditions import nearest
from knowledge.records import (
    Advice,
    Attribute,
    Case,
    CaseAttribute,
    Fact,
    Item,
    Knowledge,
    Note,
    Passage,
    Question,
    Record,
    Source,
    Stage,
    Term,
    Threshold,
    Topic,
)

CONTENT = Path(__file__).parent / "content"
# Keys of `Knowledge` -> type and where its entries stand: one file, or every file of a folder.
PLACES: dict[str, tuple[type[Record], str]] = {
    "sources": (Source, "sources.yml"),
    "topics": (Topic, "topics.yml"),
    "passages": (Passage, "passages/"),
    "cases": (Case, "cases.yml"),
    "attributes": (Attribute, "attributes.yml"),
    "notes": (Note, "currency.yml"),
    "glossary": (Term, "glossary.yml"),
    "thresholds": (Threshold, "thresholds.yml"),
    "stages": (Stage, "stages.yml"),
    "questions": (Question, "questions/"),
    "advice": (Advice, "advice/"),
    "items": (Item, "checklist/"),
}
WORDS_IN_PASSAGE = (40, 140)
ASKS_IN_PASSAGE = (3, 6)

R = TypeVar("R", bound=Record)
Located = list[tuple[str, Record]]  # each entry with "file: id", for messages


class ContentError(Exception):
    """Content that an author has to mend; `faults` has one line each: file, place, what was found, what to do."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


class _Loader(yaml.SafeLoader):
    """YAML without the traps: a key that is given twice is an error, and `yes`, `no`, `on`, `off` are too."""


def _mapping(loader: _Loader, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(
                problem="a key has to be a word; put a text with '{' in quotes", problem_mark=key.start_mark
            )
        if key.value in seen:
            raise yaml.MarkedYAMLError(
                problem=f"the key '{key.value}' is given twice: delete or rename one", problem_mark=key.start_mark
            )
        seen.add(key.value)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


def _truth(loader: _Loader, node: yaml.ScalarNode) -> bool:
    if node.value.lower() not in {"true", "false"}:
        raise yaml.MarkedYAMLError(
            problem=f"'{node.value}' is a truth value to YAML: write it in quotes, or use another word",
            problem_mark=node.start_mark,
        )
    return bool(node.value.lower() == "true")


def _day(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return yaml.SafeLoader.construct_yaml_timestamp(loader, node)
    except ValueError:
        raise yaml.MarkedYAMLError(problem=f"'{node.value}' is no day of the calendar", problem_mark=node.start_mark) from None


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_Loader.add_constructor("tag:yaml.org,2002:bool", _truth)


def load(folder: Path = CONTENT) -> Knowledge:
    """The whole content of a folder.

    Raises:
        ContentError: with all faults of all files.
    """
    faults: list[str] = []
    found: dict[str, Located] = {key: _entries(folder, place, kind, faults) for key, (kind, place) in PLACES.items()}
    faults += _cross_check(found)
    if faults:
        raise ContentError(faults)
    _in_order_of_stages(found)
    return Knowledge.parse_obj({"release": _release(found), **{key: [entry for _, entry in rows] for key, rows in found.items()}})


def _release(found: dict[str, Located]) -> str:
    text = json.dumps({key: [json.loads(e.json(by_alias=True)) for _, e in rows] for key, rows in found.items()},
                      sort_keys=True)  # fmt: skip
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _in_order_of_stages(found: dict[str, Located]) -> None:
    """Files are read by name; questions, advice and items stand in the order of the stages."""
    order = {stage.id: number for number, (_, stage) in enumerate(_of(found["stages"], Stage))}
    for key in ("questions", "advice", "items"):
        found[key].sort(key=lambda row: order[row[1].stage])  # type: ignore[attr-defined]


# --- reading ---------------------------------------------------------------------------------------------------------


def _entries(folder: Path, place: str, kind: type[Record], faults: list[str]) -> Located:
    if place.endswith("/"):
        files = sorted((folder / place).glob("*.yml"))
        for stray in sorted((folder / place).glob("*.yaml")):
            faults.append(f"{_name(stray, folder)}: ends in .yaml; rename it to .yml, or it is not read.")
    else:
        files = [folder / place]
    if not files:
        faults.append(f"{place}: holds no .yml file.")
    return [row for file in files for row in _read(file, folder, kind, faults)]


def _name(file: Path, folder: Path) -> str:
    return f"{folder.name}/{file.relative_to(folder).as_posix()}"


def _read(file: Path, folder: Path, kind: type[Record], faults: list[str]) -> Iterator[tuple[str, Record]]:
    name = _name(file, folder)
    rows = _parse(file, name, faults)
    for number, row in enumerate(rows, 1):
        place = f"{name}, {row['id']}" if isinstance(row, dict) and isinstance(row.get("id"), str) else f"{name}, entry {number}"
        if not isinstance(row, dict):
            faults.append(f"{place}: found {_shown(row)} where an entry with keys ({', '.join(_keys(kind))}) is expected.")
            continue
        try:
            row = {**row, "source": file.stem} if kind is Passage and "source" not in row else row
            yield place, kind.parse_obj(_tuples(row, kind))
        except ValidationError as error:
            faults += [f"{place}{line}" for line in _explained(error, kind)]


def _parse(file: Path, name: str, faults: list[str]) -> list[Any]:
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        faults.append(f"{name}: is missing.")
        return []
    if raw.startswith(b"\xef\xbb\xbf"):
        faults.append(f"{name}: begins with a byte-order mark; save it as UTF-8 without one.")
        return []
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.append(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8.")
        return []
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            faults.append(f"{name}, line {number}: is indented with a tab; use spaces.")
            return []
    try:
        documents = list(yaml.load_all(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        line_of = error.problem_mark.line + 1 if error.problem_mark else "?"
        faults.append(f"{name}, line {line_of}: {error.problem}. A text with ': ' or '#' in it needs quotes.")
        return []
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # the latter two: `!!int abc`, lists nested without end
        faults.append(f"{name}: cannot be read as YAML: {' '.join(str(error).split())}")
        return []
    if len(documents) > 1:
        faults.append(f"{name}: holds {len(documents)} documents divided by '---'; join them into one list.")
        return []
    rows = documents[0] if documents else None
    if not isinstance(rows, list) or not rows:
        faults.append(f"{name}: found {_shown(rows)} where a list of entries ('- id: ...') is expected.")
        return []
    return rows


def _tuples(row: dict[str, Any], kind: type[Record]) -> dict[str, Any]:
    """`when: {x: a}` means `when: {x: [a]}`; folded text ends in a line break that nobody meant."""
    tidy: dict[str, Any] = {}
    for key, value in row.items():
        if key in {"when", "skip_when"} and isinstance(value, dict):
            value = {k: [v] if isinstance(v, str) else v for k, v in value.items()}
        if isinstance(value, str):
            value = " ".join(unicodedata.normalize("NFC", value).split())
        tidy[key] = value
    return tidy


def _keys(kind: type[Record]) -> list[str]:
    return [field.alias for field in kind.__fields__.values()]


def _explained(error: ValidationError, kind: type[Record]) -> Iterator[str]:
    for fault in error.errors():
        place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
        if fault["type"] == "value_error.extra":
            yield f": the key '{place}' is not known.{nearest(str(fault['loc'][-1]), _keys(kind))}"
        elif fault["type"] == "value_error.missing":
            yield f": the key '{place}' is missing."
        elif "permitted" in fault.get("ctx", {}):
            given, permitted = fault["ctx"].get("given"), [str(p) for p in fault["ctx"]["permitted"]]
            yield f", {place}: found '{given}'; it must be one of {', '.join(permitted)}.{nearest(str(given), permitted)}"
        else:
            yield f", {place}: {fault['msg']}."


def _shown(value: object) -> str:
    return "nothing" if value is None else f"{type(value).__name__} {str(value)[:40]!r}"


# --- checks over all of it -------------------------------------------------------------------------------------------


def _cross_check(found: dict[str, Located]) -> Iterator[str]:
    ids = {key: [entry.id for _, entry in rows] for key, rows in found.items()}  # type: ignore[attr-defined]
    yield from _duplicates(found)
    yield from _dangling(found, ids)
    yield from _passages(found)
    yield from _empty(found)
    for place, note in _of(found["notes"], Note):
        yield from _note(place, note)
    for place, case in _of(found["cases"], Case):
        for attribute in sorted(set(get_args(CaseAttribute)) - case.facts.keys()):
            yield f"{place}, facts: '{attribute}' is missing; write `not_in_report` if the report does not say."
    questions = [question for _, question in _of(found["questions"], Question)]
    for place, question in _of(found["questions"], Question):
        yield from _question(place, question)
    # Without a single question their files could not be read: said already, and not once for each condition.
    for key, field in (("questions", "skip_when"), ("advice", "when"), ("items", "when")) if questions else ():
        for place, entry in found[key]:
            yield from (f"{place}, {field}: {fault}" for fault in conditions.faults(getattr(entry, field), questions))
    for place, question in _of(found["questions"], Question):
        yield from _looks_back(place, question, questions)


def _of(rows: Located, kind: type[R]) -> Iterator[tuple[str, R]]:
    return ((place, entry) for place, entry in rows if isinstance(entry, kind))


def _duplicates(found: dict[str, Located]) -> Iterator[str]:
    for rows in found.values():
        first: dict[str, str] = {}
        for place, entry in rows:
            identity = entry.id  # type: ignore[attr-defined]
            if identity in first:
                yield f"{place}: the id is also in {first[identity]}; rename one."
            first.setdefault(identity, place)


def _references(entry: Record) -> Iterator[tuple[str, str, str]]:
    """(field, kind of what it names, id) for every id that an entry names."""
    plural = {"passages": "passages", "notes": "notes", "cases": "cases", "topics": "topics", "stages": "stages"}
    for field in plural.keys() & entry.__fields__.keys():
        yield from ((field, plural[field], name) for name in getattr(entry, field))
    if isinstance(entry, (Question, Advice, Item)):
        yield "stage", "stages", entry.stage
    if isinstance(entry, Passage):
        yield from (("without", "notes", name) for name in entry.without)
    if isinstance(entry, Case):
        yield "source", "sources", entry.source
        for attribute, fact in entry.facts.items():
            if isinstance(fact, Fact):
                yield from ((f"facts.{attribute}", "passages", name) for name in fact.passages)
    if isinstance(entry, Stage) and entry.case:
        yield from (("case", "passages", name) for name in entry.case.passages)
    if isinstance(entry, Advice) and entry.case:
        yield "case", "cases", entry.case
    if isinstance(entry, Threshold) and entry.note:
        yield "note", "notes", entry.note


def _dangling(found: dict[str, Located], ids: dict[str, list[str]]) -> Iterator[str]:
    known = {key: set(names) for key, names in ids.items()}
    for rows in found.values():
        for place, entry in rows:
            for field, kind, name in _references(entry):
                # A kind without a single entry could not be read; that is said already, and not once for each reference.
                if known[kind] and name not in known[kind]:
                    yield f"{place}, {field}: '{name}' is not in {kind}.{nearest(name, known[kind])}"


def _passages(found: dict[str, Located]) -> Iterator[str]:
    sections = {source.id: {s.id for s in source.sections} for _, source in _of(found["sources"], Source)}
    seen_in = [(note.id, place) for _, note in _of(found["notes"], Note) for place in note.seen_in]
    for place, passage in _of(found["passages"], Passage):
        if passage.source not in sections:
            if sections:
                near = nearest(passage.source, sections)
                yield f"{place}: the file is named for '{passage.source}', which is not in sources.{near}"
            continue
        known = sections[passage.source]
        yield from (f"{place}, section: '{s}' is not a section of {passage.source}.{nearest(s, known)}"
                    for s in passage.section if s not in known)  # fmt: skip
        size = len(passage.text.split())
        if not WORDS_IN_PASSAGE[0] <= size <= WORDS_IN_PASSAGE[1]:
            yield f"{place}, text: has {size} words; {WORDS_IN_PASSAGE[0]}-{WORDS_IN_PASSAGE[1]} are expected."
        if not ASKS_IN_PASSAGE[0] <= len(passage.asks) <= ASKS_IN_PASSAGE[1]:
            yield f"{place}, asks: has {len(passage.asks)}; {ASKS_IN_PASSAGE[0]}-{ASKS_IN_PASSAGE[1]} are expected."
        here = {f"{passage.source}/{section}" for section in passage.section}
        for name in sorted({name for name, where in seen_in if where in here} - {*passage.notes} - passage.without.keys()):
            yield f"{place}: note '{name}' was seen in this section; list it under notes, or say why not under without."
    for place, note in _of(found["notes"], Note):
        for where in note.seen_in:
            source, _, section = where.partition("/")
            if source in sections and section not in sections[source]:
                yield f"{place}, seen_in: '{where}' is not a section.{nearest(section, sections[source])}"


def _empty(found: dict[str, Located]) -> Iterator[str]:
    may_be_empty = {"because"}
    for rows in found.values():
        for place, entry in rows:
            for field, value in entry:
                if isinstance(value, str) and not value.strip() and field not in may_be_empty:
                    yield f"{place}, {field}: is empty."
                if isinstance(value, tuple) and any(isinstance(v, str) and not v.strip() for v in value):
                    yield f"{place}, {field}: has an empty entry."


def _note(place: str, note: Note) -> Iterator[str]:
    for alias in note.aliases:
        try:
            re.compile(alias, re.IGNORECASE)
        except re.error as error:
            yield f"{place}, aliases: '{alias}' is not a regular expression: {error}."
    if note.review_by <= note.checked:
        yield f"{place}, review_by: {note.review_by} is not after checked, {note.checked}."


def _question(place: str, question: Question) -> Iterator[str]:
    if question.kind == "choice" and len(question.options) < 2:
        yield f"{place}, options: a choice needs at least two."
    if question.kind != "choice" and question.options:
        yield f"{place}, options: only a choice has options; this is a {question.kind}."
    for name in question.says.keys() - question.options.keys():
        yield f"{place}, says: '{name}' is not one of the options.{nearest(name, question.options)}"


def _looks_back(place: str, question: Question, questions: list[Question]) -> Iterator[str]:
    """A question may only be skipped for what was asked before it, or the questions go round in a circle."""
    order = [q.id for q in questions]
    for name in question.skip_when:
        for needed in conditions.reads(name):
            if needed in order and question.id in order and order.index(needed) >= order.index(question.id):
                yield f"{place}, skip_when: '{name}' needs '{needed}', which is asked later: a loop. Move one of the two."
