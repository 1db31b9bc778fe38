"""JSON Schema of every content file, so that editors complete keys and ids and check as one types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from knowledge.checks import ASKS_IN_PASSAGE
from knowledge.conditions import FACTS
from knowledge.files import Located
from knowledge.links import NAMES
from knowledge.load import PLACES
from knowledge.records import NO_ANSWER, Question, Record

FOLDER = Path(__file__).parent / "schema"
IDS = "ids.json"  # every id of the content and every key of a condition: the one schema that changes as the content grows
HINTS = {
    "aliases": "Other names: in currency.yml regular expressions, elsewhere lower-case words that can mean nothing else.",
    "asks": "Questions, as different people would type them; in a passage 3-6.",
    "because": "Why the line is there: it follows 'because'.",
    "by": "Until when it is to be done.",
    "checked": "The day on which someone last checked it.",
    "do": "Begins with a verb, can be ticked.",
    "fidelity_ok": "Words that the check against the report lets pass; say why in a comment.",
    "kind": "What kind of entry it is; one of a closed list.",
    "names": "What people call it, in lower case; each can mean nothing else.",
    "nation": "england, wales, scotland or northern_ireland; some kinds know uk and abroad, too.",
    "notes": "Ids of currency.yml.",
    "places": "Where it is, in lower case: a question about the place brings the case nearer without naming it.",
    "passages": "Ids of the passages that say so.",
    "review_by": "From the day after, readers are told that it was not checked since.",
    "section": "Ids of the source's sections that the passage digests.",
    "seen_in": "source/section where the report uses the term.",
    "skip_when": "A condition: the question is left out while it holds.",
    "text": "In a passage 40-140 words on one point, in our own words.",
    "title": "The answer in one line.",
    "missing": "What the question asks for and nothing of ours gives; one of a closed list.",
    "says": "What the report does give; on a question of the plan, words that people type for an option.",
    "unanswered": "Near misses: what the passage's reader would ask next and no passage or note answers.",
    "when": "A condition: the entry is there while it holds.",
    "word": "Also an ordinary word, so that it needs a sign to be taken for the place.",
    "without": "Note id and the reason why the passage does not carry it.",
}


def schemas(entries: dict[str, Located]) -> dict[str, dict[str, Any]]:
    """File name -> schema, for all kinds of content, and the one of the ids."""
    return {**{f"{key}.json": _schema(key, kind) for key, (kind, _) in PLACES.items()}, IDS: _ids(entries)}


def write(entries: dict[str, Located], folder: Path = FOLDER) -> list[str]:
    """Write the schemas that differ from what is there; their names."""
    folder.mkdir(exist_ok=True)
    changed = []
    for name, schema in schemas(entries).items():
        text = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        file = folder / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed


def _schema(key: str, kind: type[Record]) -> dict[str, Any]:
    schema = deepcopy(kind.schema(by_alias=True, ref_template="#/definitions/{model}"))  # pydantic keeps what it gives
    definitions = schema.pop("definitions", {})
    if key == "passages":
        schema["properties"].pop("source")  # the file's name says it
        schema["properties"]["asks"].update(minItems=ASKS_IN_PASSAGE[0], maxItems=ASKS_IN_PASSAGE[1])
    if key == "wordings":
        schema["properties"]["id"]["allOf"] = [{"$ref": f"{IDS}#/definitions/passages"}]
    for each in (schema, *definitions.values()):
        for name, field in each.get("properties", {}).items():
            _refine(name, field, kind)
    for field in kind.__fields__.values():
        if field.allow_none:  # pydantic leaves it out, and a stated `null` would be marked
            schema["properties"][field.alias] = {"anyOf": [schema["properties"][field.alias], {"type": "null"}]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"The Commissioning Guide: {PLACES[key][1]}",
        "type": "array",
        "minItems": 1,
        "items": schema,
        "definitions": definitions,
    }


def _refine(name: str, field: dict[str, Any], kind: type[Record]) -> None:
    """Say which ids a field may hold, what a condition looks like, and what the key is for."""
    field.pop("title", None)
    if name in HINTS:
        field["description"] = HINTS[name]
    if name in ("when", "skip_when") and field.get("type") == "object":
        description = field.get("description", "")
        field.clear()
        field.update({"$ref": f"{IDS}#/definitions/when", "description": description})
    elif name in NAMES and field.get("type") == "array":
        field["items"] = {"$ref": f"{IDS}#/definitions/{NAMES[name]}"}
    elif name in NAMES and field.get("type") == "string":
        field["allOf"] = [{"$ref": f"{IDS}#/definitions/{NAMES[name]}"}]
    elif name == "without":
        field["propertyNames"] = {"$ref": f"{IDS}#/definitions/notes"}
    elif name == "case" and kind.__name__ == "Advice":
        field["allOf"] = [{"$ref": f"{IDS}#/definitions/cases"}]


def _ids(entries: dict[str, Located]) -> dict[str, Any]:
    named = sorted(set(NAMES.values()))
    lists = {key: {"enum": sorted(entry.id for _, entry in entries[key])} for key in named}  # type: ignore[attr-defined]
    questions = [entry for _, entry in entries["questions"] if isinstance(entry, Question)]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The ids of the content",
        "definitions": {**lists, "when": {"type": "object", "additionalProperties": False, "properties": dict(_keys(questions))}},
    }


def _keys(questions: list[Question]) -> Iterator[tuple[str, dict[str, Any]]]:
    values = {question.id: [*question.options, *NO_ANSWER] for question in questions}
    values |= {name: list(fact.values) for name, fact in FACTS.items()}
    for name, allowed in values.items():
        one = {"enum": allowed}
        yield name, {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
