"""Files of content: YAML without its traps, each entry held against its type, faults in an author's words."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.conditions import nearest
from knowledge.records import Dimension, KnockOut, Legislation, Level, Option, Passage, Phase, Record, Request, Score, Twins

MAY_BE_EMPTY = (Twins, Phase, Option, Score, KnockOut, Dimension, Request, Level, Legislation)  # of which a guide may do without
Located = list[tuple[str, Record]]  # each entry with "file, id", for messages


class _Loader(yaml.SafeLoader):
    """YAML without the traps: a key that is given twice is an error, and `yes`, `no`, `on`, `off` are too."""


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same in C, ten times as fast; its messages are poorer, so that what it refuses is read once more by `_Loader`."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
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


def _truth(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> bool:
    if node.value.lower() not in {"true", "false"}:
        raise yaml.MarkedYAMLError(
            problem=f"'{node.value}' is a truth value to YAML: write it in quotes, or use another word",
            problem_mark=node.start_mark,
        )
    return bool(node.value.lower() == "true")


def _day(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    try:
        return yaml.SafeLoader.construct_yaml_timestamp(loader, node)
    except ValueError:
        raise yaml.MarkedYAMLError(problem=f"'{node.value}' is no day of the calendar", problem_mark=node.start_mark) from None


for _each in (_Loader, _FastLoader):
    _each.add_constructor("tag:yaml.org,2002:map", _mapping)
    _each.add_constructor("tag:yaml.org,2002:timestamp", _day)
    _each.add_constructor("tag:yaml.org,2002:bool", _truth)


def entries(folder: Path, place: str, kind: type[Record], faults: list[str]) -> Located:
    """The entries of one file, or of a folder when `place` ends in "/"; what cannot be read is added to `faults`."""
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
    rows = _parse(file, name, faults, may_be_empty=kind in MAY_BE_EMPTY)
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


def mapping(file: Path, faults: list[str]) -> dict[str, Any]:
    """The one entry of a file that has no list; what cannot be read is added to `faults`."""
    before = len(faults)
    found = _document(file, file.name, faults)
    if not isinstance(found, dict) and len(faults) == before:
        faults.append(f"{file.name}: found {_shown(found)} where keys with values ('nation: Wales') are expected.")
    return found if isinstance(found, dict) else {}


def _parse(file: Path, name: str, faults: list[str], *, may_be_empty: bool) -> list[Any]:
    before = len(faults)
    rows = _document(file, name, faults)
    if rows == [] and may_be_empty:
        return []
    if len(faults) == before and (not isinstance(rows, list) or not rows):
        faults.append(f"{name}: found {_shown(rows)} where a list of entries ('- id: ...') is expected.")
    return rows if isinstance(rows, list) else []


def _document(file: Path, name: str, faults: list[str]) -> Any:
    """What a file says, or None; what cannot be read is added to `faults`."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        faults.append(f"{name}: is missing.")
        return None
    if raw.startswith(b"\xef\xbb\xbf"):
        faults.append(f"{name}: begins with a byte-order mark; save it as UTF-8 without one.")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.append(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8.")
        return None
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            faults.append(f"{name}, line {number}: is indented with a tab; use spaces.")
            return None
    try:
        documents = _documents(text)
    except yaml.MarkedYAMLError as error:
        line_of = error.problem_mark.line + 1 if error.problem_mark else "?"
        faults.append(f"{name}, line {line_of}: {error.problem}. A text with ': ' or '#' in it needs quotes.")
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # the latter two: `!!int abc`, lists nested without end
        faults.append(f"{name}: cannot be read as YAML: {' '.join(str(error).split())}")
        return None
    if len(documents) > 1:
        faults.append(f"{name}: holds {len(documents)} documents divided by '---'; join them into one list.")
        return None
    return documents[0] if documents else None


def _documents(text: str) -> list[Any]:
    try:
        return list(yaml.load_all(text, Loader=_FastLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return list(yaml.load_all(text, Loader=_Loader))


def _tuples(row: dict[str, Any], kind: type[Record]) -> dict[str, Any]:
    """`when: {x: a}` means `when: {x: [a]}`; folded text ends in a line break that nobody meant."""
    tidy: dict[str, Any] = {}
    for key, value in row.items():
        if key in {"when", "skip_when"} and isinstance(value, dict):
            value = {k: [v] if isinstance(v, str) else v for k, v in value.items()}
        tidy[key] = _tidy(value)
    return tidy


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, list):
        return [_tidy(each) for each in value]
    if isinstance(value, dict):
        return {key: _tidy(each) for key, each in value.items()}
    return value


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
