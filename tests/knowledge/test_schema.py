"""The schemas that editors use say the same as the types: what loads is valid, what is refused is invalid."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from knowledge import schema
from knowledge.load import CONTENT, PLACES, survey

SMALL = Path(__file__).parent / "small_content"


def plain(value: Any) -> Any:
    """YAML as an editor reads it: days are texts."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def files(content: Path, place: str) -> list[Path]:
    return sorted((content / place).glob("*.yml")) if place.endswith("/") else [content / place]


def faults(content: Path, key: str, schemas: dict[str, dict[str, Any]]) -> Iterator[str]:
    store = {f"file:///schema/{name}": each for name, each in schemas.items()}
    resolver = jsonschema.RefResolver(f"file:///schema/{key}.json", schemas[f"{key}.json"], store=store)
    validator = jsonschema.Draft7Validator(schemas[f"{key}.json"], resolver=resolver)
    for file in files(content, PLACES[key][1]):
        read = plain(yaml.safe_load(file.read_text(encoding="utf-8")))
        yield from (f"{file.name}: {error.message}" for error in validator.iter_errors(read))


@pytest.fixture(scope="module")
def schemas() -> dict[str, dict[str, Any]]:
    """The schemas of the real content, made anew."""
    return json.loads(json.dumps(schema.schemas(survey(CONTENT).entries)))


@pytest.mark.parametrize("key", PLACES)
def test_the_content_is_valid_in_an_editor(key, schemas):
    assert not list(faults(CONTENT, key, schemas))


def test_the_schemas_in_the_checkout_are_those_of_the_content(schemas):
    assert {file.name for file in schema.FOLDER.iterdir()} == schemas.keys()
    stale = [name for name, each in schemas.items() if json.loads((schema.FOLDER / name).read_text(encoding="utf-8")) != each]
    assert not stale, f"run `make content`: {stale}"


@pytest.mark.parametrize("key", PLACES)
def test_every_content_file_names_its_schema_on_its_first_line(key):
    for file in files(CONTENT, PLACES[key][1]):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), file
        assert (file.parent / first.partition("=")[2]).resolve() == (schema.FOLDER / f"{key}.json").resolve(), file


@pytest.mark.parametrize(
    ("key", "file", "old", "new"),
    [
        ("topics", "topics.yml", "name: money and payment", "nam: money and payment"),
        ("passages", "passages/report-2010.yml", "notes: [care-trusts]", "notes: [care-trust]"),
        ("passages", "passages/report-2010.yml", "audience: [commissioner]", "audience: [commissioners]"),
        ("notes", "currency.yml", "kind: became", "kind: becaem"),
        ("items", "checklist/needs.yml", "nation: [england, wales]", "nation: [england, walse]"),
        ("items", "checklist/needs.yml", "when: {nation:", "when: {naiton:"),
        ("cases", "cases.yml", "cost: not_in_report", "cost: unknown"),
        ("cases", "cases.yml", "passages: [a-slow-start]", "passages: [a-slow-strat]"),
        ("advice", "advice/needs.yml", "case: town", "case: towns"),
        ("sources", "sources.yml", "year: 2010", 'year: "2010"'),
    ],
)
def test_what_an_author_broke_is_marked_while_typing(tmp_path: Path, key, file, old, new):
    content = Path(shutil.copytree(SMALL, tmp_path / "content"))
    schemas = schema.schemas(survey(SMALL).entries)
    assert not list(faults(content, key, schemas))
    text = (content / file).read_text(encoding="utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert list(faults(content, key, schemas))


def test_a_schema_is_written_once_and_then_only_when_it_changes(tmp_path: Path):
    entries = survey(SMALL).entries
    assert set(schema.write(entries, tmp_path / "schema")) == {*(f"{key}.json" for key in PLACES), "ids.json"}
    assert schema.write(entries, tmp_path / "schema") == []
    (tmp_path / "schema" / "ids.json").write_text("{}", encoding="utf-8")
    assert schema.write(entries, tmp_path / "schema") == ["ids.json"]
