"""Checks over all of the content: ids that exist, closed lists, notes and sections, conditions, loops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import get_args

from knowledge import asks, conditions, guided, structure, texts, weighing
from knowledge.conditions import nearest
from knowledge.files import Located
from knowledge.links import facts, of_type, references
from knowledge.reading import phrases
from knowledge.records import (
    Case,
    CaseAttribute,
    Item,
    Legislation,
    Model,
    Nation,
    Note,
    Passage,
    Question,
    Source,
    Term,
    Twins,
    Unheld,
    Wording,
)

WORDS_IN_PASSAGE = (40, 140)
ASKS_IN_PASSAGE = (3, 6)


def cross_check(found: dict[str, Located]) -> Iterator[str]:
    """Every fault that shows only when entries are held against each other, one line each."""
    ids = {key: [entry.id for _, entry in rows] for key, rows in found.items()}  # type: ignore[attr-defined]
    yield from _duplicates(found)
    yield from _dangling(found, ids)
    yield from _passages(found)
    yield from _empty(found)
    for rows in found.values():
        for place, entry in rows:
            yield from (f"{place}, {fault}" for fault in texts.faults(entry))
    for place, note in of_type(found["notes"], Note):
        yield from _note(place, note)
    yield from _legislation(found)
    for place, unheld in of_type(found["unheld"], Unheld):
        yield from _expressions(place, unheld.aliases)
    for place, item in of_type(found["items"], Item):
        yield from _grounds(place, item)
    yield from _cases(found)
    yield from structure.faults(found)
    for place, question in of_type(found["questions"], Question):
        yield from _question(place, question)
    yield from guided.faults(found)
    yield from weighing.faults(found)
    known = {ask for _, p in of_type(found["passages"], Passage) for ask in (*p.asks, *(m.question for m in p.unanswered))}
    known |= {ask for _, wording in of_type(found["wordings"], Wording) for ask in wording.asks}
    for place, twins in of_type(found["twins"], Twins):
        yield from (
            f"{place}, asks: '{ask}' is no ask and no near miss of a passage; delete the entry." for ask in twins.asks
            if known and ask not in known
        )  # fmt: skip


def _duplicates(found: dict[str, Located]) -> Iterator[str]:
    for key, rows in found.items():
        if key == "questions":  # two journeys may ask for one fact: knowledge/guided.py
            continue
        first: dict[str, str] = {}
        for place, entry in rows:
            identity = entry.id  # type: ignore[attr-defined]
            if identity in first:
                yield f"{place}: the id is also in {first[identity]}; rename one."
            first.setdefault(identity, place)


def _dangling(found: dict[str, Located], ids: dict[str, list[str]]) -> Iterator[str]:
    known = {key: set(names) for key, names in ids.items()}
    for rows in found.values():
        for place, entry in rows:
            for field, kind, name in references(entry):
                # A kind without a single entry could not be read; that is said already, and not once for each reference.
                if known[kind] and name not in known[kind]:
                    yield f"{place}, {field}: '{name}' is not in {kind}.{nearest(name, known[kind])}"


def _legislation(found: dict[str, Located]) -> Iterator[str]:
    """Each law is named by a note, and its address can be opened as it stands."""
    instruments = " ".join(note.instrument for _, note in of_type(found["notes"], Note))
    for place, law in of_type(found["legislation"], Legislation):
        if law.name not in instruments:
            yield f"{place}, name: no note names '{law.name}' in its instrument; write it as the note does, or delete the entry."
        if not re.fullmatch(r"https://[\w./-]+", law.address):
            yield f"{place}, address: '{law.address}' is no address; it begins with https:// and has no space."


def _cases(found: dict[str, Located]) -> Iterator[str]:
    """Cases name all of their attributes, and an alias can mean nothing but its case."""
    other_words = {name.lower(): term.term for _, term in of_type(found["glossary"], Term) for name in (term.term, *term.also)}
    other_words |= {word: model.name for _, model in of_type(found["models"], Model) for word in _with_plural(model.name)}
    passages = [passage for _, passage in of_type(found["passages"], Passage)]
    for place, case in of_type(found["cases"], Case):
        for attribute in sorted(set(get_args(CaseAttribute)) - case.facts.keys()):
            yield f"{place}, facts: '{attribute}' is missing; write `not_in_report` if the report does not say."
        for alias in case.aliases:
            if alias.lower() in other_words:
                yield f"{place}, aliases: '{alias}' also means '{other_words[alias.lower()]}'; a name means this case alone."
            said = re.compile(rf"(?<!\w){re.escape(alias)}(?!\w)", re.IGNORECASE)
            others = (passage for passage in passages if case.id not in passage.cases)
            stray = next((passage.id for passage in others if any(map(said.search, passage.asks))), None)
            if stray:
                yield f"{place}, aliases: '{alias}' is in an ask of '{stray}', which is not about this case; name the case there."


def _with_plural(name: str) -> tuple[str, str]:
    word = name.lower()
    return word, f"{word.removesuffix('y')}ies" if word.endswith("y") else f"{word}s"


def _passages(found: dict[str, Located]) -> Iterator[str]:
    sections = {source.id: {s.id for s in source.sections} for _, source in of_type(found["sources"], Source)}
    proposed = dict(_aliases(found))
    answered = {_asked(ask): p.id for _, p in of_type(found["passages"], Passage) for ask in p.asks}
    answered |= {_asked(ask): note.id for _, note in of_type(found["notes"], Note) for ask in note.asks}
    for place, passage in of_type(found["passages"], Passage):
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
        yield from (
            f"{place}, unanswered: '{miss.question}' is also an ask of '{answered[_asked(miss.question)]}'; one question is not "
            "taught both ways." for miss in passage.unanswered if _asked(miss.question) in answered
        )  # fmt: skip
        for pair in asks.pairs(passage):
            if pair.shared > asks.MOST_SHARED:
                yield (
                    f"{place}, asks: '{pair.one}' and '{pair.other}' share {pair.shared:.0%} of their words; "
                    "ask as another person would."
                )
        for name in sorted(proposed.keys() - {*passage.notes} - passage.without.keys()):
            match = proposed[name].search(f"{passage.title} {passage.text}")
            if match:
                yield f"{place}: '{match[0]}' means note '{name}'; list it under notes, or say why not under without."
    for place, note in of_type(found["notes"], Note):
        for where in note.seen_in:
            source, _, section = where.partition("/")
            if source in sections and section not in sections[source]:
                yield f"{place}, seen_in: '{where}' is not a section.{nearest(section, sections[source])}"


def _asked(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.lower()))


def _aliases(found: dict[str, Located]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Note id -> what its aliases match; one that is no regular expression is reported with its note."""
    for _, note in of_type(found["notes"], Note):
        with suppress(re.error):
            yield note.id, re.compile("|".join(f"(?:{alias})" for alias in note.aliases) or r"(?!)", re.IGNORECASE)


def _empty(found: dict[str, Located]) -> Iterator[str]:
    may_be_empty = {"because"}
    for rows in found.values():
        for place, entry in rows:
            for field, value in entry:
                if isinstance(value, str) and not value.strip() and field not in may_be_empty:
                    yield f"{place}, {field}: is empty."
                if isinstance(value, tuple) and any(isinstance(v, str) and not v.strip() for v in value):
                    yield f"{place}, {field}: has an empty entry."
            yield from (f"{place}, {where}: is empty." for where, fact in facts(entry) if not fact.value.strip())


def _grounds(place: str, item: Item) -> Iterator[str]:
    """What a line rests on: the law where the law commands it, else anything that we hold or know to lack."""
    if (item.stage is None) == (item.phase is None):
        yield f"{place}: stands under one stage or one phase; name it, and only one of the two."
    if item.priority == "must" and not item.notes:
        yield f"{place}, notes: a must rests on the law that commands it; name its note, or make it a should."
    if item.priority == "must" and item.passages:
        yield f"{place}, passages: a must rests on the law alone, and no report is evidence of it; cite none."
    if not (item.notes or item.passages or item.unheld):
        yield f"{place}: rests on nothing; name passages, notes, or what we do not hold (unheld)."
    for name, values in item.when.items():
        if name in conditions.FACTS and conditions.KNOWN_LATER in values and len(values) > 1:
            yield f"{place}, when.{name}: '{conditions.KNOWN_LATER}' beside known values: no reason fits both; make two lines."


def _expressions(place: str, aliases: tuple[str, ...]) -> Iterator[str]:
    for alias in aliases:
        try:
            re.compile(alias, re.IGNORECASE)
        except re.error as error:
            yield f"{place}, aliases: '{alias}' is not a regular expression: {error}."


def _note(place: str, note: Note) -> Iterator[str]:
    yield from _expressions(place, note.aliases)
    if note.review_by <= note.checked:
        yield f"{place}, review_by: {note.review_by} is not after checked, {note.checked}."


def _question(place: str, question: Question) -> Iterator[str]:
    if question.kind == "choice" and len(question.options) < 2:
        yield f"{place}, options: a choice needs at least two."
    if question.kind != "choice" and question.options:
        yield f"{place}, options: only a choice has options; this is a {question.kind}."
    for name in question.says.keys() - question.options.keys():
        yield f"{place}, says: '{name}' is not one of the options.{nearest(name, question.options)}"
    for name in (question.shares.above.keys() if question.shares else set()) ^ (
        question.options.keys() if question.shares else set()
    ):
        yield f"{place}, shares.above: '{name}' stands in only one of shares.above and options; each option has its floor."
    for name in question.at_least.keys() ^ (question.options.keys() if question.at_least else set()):
        yield f"{place}, at_least: '{name}' stands in only one of at_least and options; each option has its least number."
    for name in question.options.keys() - get_args(Nation) if question.by_place else ():
        yield f"{place}, by_place: '{name}' is not a nation, so no place can stand for it.{nearest(name, get_args(Nation))}"
    yield from (f"{place}, {fault}" for fault in _readings(question))


def _readings(question: Question) -> Iterator[str]:
    """Words that would stand for two options: whoever types or presses them is misunderstood."""
    titles: dict[str, str] = {}
    for option, title in question.options.items():
        if titles.setdefault(title.casefold(), option) != option:
            yield f"options: '{title}' is the title of '{titles[title.casefold()]}' and of '{option}'; a button means one answer."
    first: dict[str, str] = {}
    for option, known in phrases(question).items():
        for phrase in known:
            if first.setdefault(phrase, option) != option and phrase not in titles:
                yield f"says: '{phrase}' stands for '{first[phrase]}' and for '{option}'; leave it out of one."
