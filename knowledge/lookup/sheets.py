"""The sheet of facts that answers a question: rows and columns, each statement with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Optional, Union, get_args

from Stemmer import Stemmer

from knowledge.currency import of_nations
from knowledge.lookup.asked import Asked, Period
from knowledge.lookup.words import keys
from knowledge.records import (
    NATION_NAMES,
    Case,
    CaseAttribute,
    Event,
    Fact,
    Knowledge,
    Listed,
    Model,
    ModelAttribute,
    Note,
    Pathfinder,
    Recommendation,
    Route,
)
from knowledge.wording import joined

Entry = Union[Model, Route, Listed, Case, Pathfinder, Note]
MOST_ROWS = 30  # more at once, and nobody finds anything
NOT_GIVEN = "not in the reports"
_LISTS = {"fits_when": "When it fits", "needs": "What it needs", "watch_out": "What to watch"}
_OFFERED, _OFFERS = "What it was or did", {"publication": "What it holds"}
_MONTHS = "January February March April May June July August September October November December".split()
_ACTOR = {
    "government": "government", "commissioner": "commissioners", "social_enterprise": "social enterprises",
    "support_organisation": "support organisations", "staff_group": "staff groups",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row: its heading, and for each column what is stated there; no statement means that the reports give none."""

    name: str
    cells: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """`head` names the columns; `shows` are the entries that it is made of ("model/cic-by-shares"), each once."""

    lead: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    shows: tuple[str, ...]
    after: str = ""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every statement, in the order in which it is read."""
        return tuple(fact for row in self.rows for cell in row.cells for fact in cell)

    @property
    def passages(self) -> tuple[str, ...]:
        """The passages that it rests on, each once."""
        return tuple(dict.fromkeys(name for fact in self.facts for name in fact.passages))

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes that it rests on, each once."""
        return tuple(dict.fromkeys(name for fact in self.facts for name in fact.notes))


class Sheets:
    """Makes sheets of one knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        kinds: dict[str, Iterable[Any]] = {
            "model": knowledge.models, "route": knowledge.routes, "listed": knowledge.directory, "case": knowledge.cases,
            "pathfinder": knowledge.pathfinders, "note": knowledge.notes,
        }  # fmt: skip
        self._entries: dict[str, Any] = {f"{kind}/{entry.id}": entry for kind, entries in kinds.items() for entry in entries}
        self._attributes: dict[str, str] = {each.id: each.name for each in knowledge.attributes}
        self._case_places = {" ".join(keys(place)) for case in knowledge.cases for place in case.places}
        self._notes = {note.id: note for note in knowledge.notes}
        self._traits = {trait.id: trait for trait in knowledge.traits}
        self._source_of = {passage.id: passage.source for passage in knowledge.passages}
        self._sources = {source.id: source for source in knowledge.sources}
        self._stemmer = Stemmer("english")

    def made(self, asked: Asked, today: date) -> Optional[Sheet]:
        """The sheet that answers a question, or None if there is nothing that fits it."""
        makers = {
            "compare": self._compared, "attribute": self._attribute, "describe": self._described, "became": self._became,
            "having": self._having, "forms": self._forms, "helpers": self._helpers, "pathfinders": self._pathfinders,
            "should": self._should, "events": self._events,
        }  # fmt: skip
        if asked.kind == "routes":
            return self._routes(asked, today, asked.nation)
        sheet = makers[asked.kind](asked)
        return sheet if sheet is not None and sheet.rows else None

    def called(self, shown: str) -> str:
        """The name of an entry, as it stands in a sentence or at the head of a column."""
        entry = self._entries[shown]
        return str(getattr(entry, "short", None) or getattr(entry, "name", None) or entry.term)

    # --- what is X, X beside Y -------------------------------------------------------------------------------------

    def _named(self, asked: Asked) -> list[str]:
        return list(dict.fromkeys(f"{subject.kind}/{id}" for subject in asked.subjects for id in subject.ids))

    def _compared(self, asked: Asked) -> Optional[Sheet]:
        shown = self._named(asked)
        if " ".join(asked.strangers) in self._case_places:
            return None
        if asked.strangers or len(shown) == 1:
            whole = self._described(replace(asked, subjects=asked.subjects[:1]))
            other = (
                f"I hold nothing on “{' '.join(asked.strangers)}”, so I cannot compare. What I hold on {self.called(shown[0])}:"
            )
            same = f"Both are names of one and the same: {self.called(shown[0])}."
            return replace(whole, lead=other if asked.strangers else same) if whole else None
        kinds = {name.partition("/")[0] for name in shown}
        if asked.attribute:
            return self._attribute(asked) if kinds == {"model"} else None
        rows = [self._rows_of(name) for name in shown]
        names = dict.fromkeys(row.name for each in rows for row in each)
        cells = {(n, row.name): row.cells[0] for n, each in enumerate(rows) for row in each}
        table = [Row(name, tuple(cells.get((n, name), ()) for n in range(len(shown)))) for name in names]
        told = tuple(row for row in table if any(row.cells))
        silent = [row.name.lower() for row in table if not any(row.cells)]
        lead = f"{joined([self.called(name) for name in shown])}, side by side."
        if len(kinds) > 1:
            lead += " They are not of one kind, so the reports tell different things of each."
        after = f"Of none of them do the reports or the notes give: {joined(silent)}." if silent else ""
        return Sheet(lead, tuple(self.called(name) for name in shown), told, tuple(shown), after)

    def _attribute(self, asked: Asked) -> Optional[Sheet]:
        shown = self._named(asked)
        name = self._row_name(str(asked.attribute))
        facts = [self._entries[each].facts[asked.attribute] for each in shown]
        cells = tuple((fact,) if isinstance(fact, Fact) else () for fact in facts)
        heads = tuple(self.called(each) for each in shown)
        if len(shown) > 1:
            return Sheet(f"{joined(heads)}: {name.lower()}.", heads, (Row(name, cells),), tuple(shown))
        after = "" if cells[0] else "Neither a report nor a note of ours gives it: ask an adviser."
        return Sheet(f"{heads[0]}: {name.lower()}.", heads, (Row(name, cells),), tuple(shown), after)

    def _described(self, asked: Asked) -> Optional[Sheet]:
        shown = self._named(asked)
        if len(shown) > 1:  # a common name ("CIC"), of which the glossary tells in two lines
            return None
        rows = self._rows_of(shown[0])
        silent = [row.name.lower() for row in rows if not row.cells[0]]
        after = f"Not in the reports or the notes: {joined(silent)}." if silent else ""
        told = tuple(row for row in rows if row.cells[0])
        return Sheet(f"{self.called(shown[0])}.", (self.called(shown[0]),), told, tuple(shown), after)

    def _row_name(self, attribute: str) -> str:
        name = self._attributes.get(attribute, attribute.replace("_", " "))
        return name[:1].upper() + name[1:]

    def _rows_of(self, shown: str) -> list[Row]:
        """All that is known of an entry, in one column."""
        entry: Entry = self._entries[shown]
        if isinstance(entry, Route):
            lists = [Row(title, (getattr(entry, name),)) for name, title in _LISTS.items()]
            return [Row("What it is", ((entry.what,),)), *lists]
        if isinstance(entry, Listed):
            return self._rows_of_listed(entry)
        if isinstance(entry, Note):
            return [Row("Since then", ((Fact(value=entry.text, notes=(entry.id,)),),))]
        if isinstance(entry, Pathfinder):
            return [Row("What it was to do", ((self._planned(entry),),))]
        wanted = get_args(ModelAttribute) if isinstance(entry, Model) else get_args(CaseAttribute)
        facts: dict[str, Any] = {str(name): fact for name, fact in entry.facts.items()}
        told = {name: facts.get(name) for name in wanted}
        rows = [Row(self._row_name(name), ((fact,) if isinstance(fact, Fact) else (),)) for name, fact in told.items()]
        examples = [Row("Examples", (entry.examples,))] if isinstance(entry, Model) and entry.examples else []
        return [*rows, *examples]

    # --- organisations, programmes, publications -------------------------------------------------------------------

    def _rows_of_listed(self, entry: Listed) -> list[Row]:
        own = Fact(value=entry.offers, passages=entry.passages)
        year = [Row("Year", ((Fact(value=str(entry.year), passages=entry.passages[:1]),),))] if entry.year else []
        return [Row(_OFFERS.get(entry.kind, _OFFERED), ((own,),)), *year, Row("Since then", (self._since(entry),))]

    def _since(self, entry: Listed) -> tuple[Fact, ...]:
        notes = tuple(Fact(value=self._notes[name].text, notes=(name,)) for name in entry.notes)
        return notes or (Fact(value="We do not know what has become of it since the report.", passages=()),)

    def _became(self, asked: Asked) -> Optional[Sheet]:
        shown = self._named(asked)
        rows = [row for row in self._rows_of(shown[0]) if row.name != "Year"]
        return Sheet(f"{self.called(shown[0])}: what became of it.", (self.called(shown[0]),), tuple(rows), tuple(shown))

    def _helpers(self, asked: Asked) -> Optional[Sheet]:
        found = [
            entry for entry in self._knowledge.directory
            if (asked.help is None or asked.help in entry.helps)
            and entry.kind == (asked.listed or "organisation")
            and self._fits(asked.theme, f"{entry.offers} {' '.join(entry.areas)}")
        ]  # fmt: skip
        helps = {each.id: each.name for each in self._knowledge.helps}
        what = f" for {helps[asked.help]}" if asked.help else ""
        about = f", on “{' '.join(asked.theme)}”" if asked.theme else ""
        rows = [Row(entry.name, ((_stated(entry.offers, entry, notes=()),), self._since(entry))) for entry in found]
        kind = {"organisation": "Organisations", "publication": "Publications", "programme": "Programmes"}
        lead = f"{kind[asked.listed or 'organisation']}{what} that the 2011 paper names{about}."
        offers = _OFFERS.get(asked.listed or "", _OFFERED)
        return Sheet(lead, (offers, "Since then"), tuple(rows), tuple(f"listed/{e.id}" for e in found))

    # --- lists -----------------------------------------------------------------------------------------------------

    def _having(self, asked: Asked) -> Optional[Sheet]:
        trait = self._traits[str(asked.trait)]
        found = sorted(
            (model for model in self._knowledge.models if trait.id in model.traits), key=lambda m: m.traits[trait.id] != "yes"
        )
        rows = []
        for model in found:
            fact = model.facts[trait.attribute]
            partly = "" if model.traits[trait.id] == "yes" else " (in part, or in some cases)"
            rows.append(Row(f"{model.name}{partly}", ((fact,) if isinstance(fact, Fact) else (),)))
        lead = f"Forms that {trait.name}, by the reports and the notes."
        head = (self._row_name(trait.attribute),)
        return Sheet(lead, head, tuple(rows), tuple(f"model/{model.id}" for model in found))

    def _forms(self, asked: Asked) -> Sheet:
        """Every form with what it is: nobody can say which is best without knowing more."""
        told = ((model, model.facts["definition"]) for model in self._knowledge.models)
        rows = tuple(Row(model.name, ((fact,) if isinstance(fact, Fact) else (),)) for model, fact in told)
        looked_for = ", or ".join(f"“which forms {trait.name}”" for trait in self._knowledge.traits[:3])
        after = f"No report says which is best. Ask for two side by side (“compare a CIC with a charity”), or {looked_for}."
        shows = tuple(f"model/{model.id}" for model in self._knowledge.models)
        return Sheet("Forms of organisation, by the reports and the notes.", ("What it is",), rows, shows, after)

    def _pathfinders(self, asked: Asked) -> Optional[Sheet]:
        programmes = {id for subject in asked.subjects for id in subject.ids}
        found = [
            body for body in self._knowledge.pathfinders
            if (not programmes or body.programme in programmes)
            and (asked.wave is None or body.wave == asked.wave)
            and self._fits(asked.theme, f"{body.name} {body.place or ''} {body.service}")
        ]  # fmt: skip
        about = f", on “{' '.join(asked.theme)}”" if asked.theme else ""
        rows = tuple(Row(body.name, ((self._planned(body),),)) for body in found)
        after = "As the 2011 paper has them, in 2011; it reports no outcome for any."
        return _cut(Sheet(f"Bodies in the programmes of the time{about}.", ("What it was to do",), rows,
                          tuple(f"pathfinder/{body.id}" for body in found), after))  # fmt: skip

    def _planned(self, body: Pathfinder) -> Fact:
        wave = f", wave {body.wave}" if body.wave else ""
        programme = self.called(f"listed/{body.programme}")
        return _stated(f"{body.service} ({body.place or 'place not given'}; {programme}{wave})", body)

    def _should(self, asked: Asked) -> Optional[Sheet]:
        found = [
            each for each in self._knowledge.recommendations
            if each.to == asked.actor
            and (asked.source is None or self._source_of[each.passages[0]] == asked.source)
            and (asked.nation is None or each.nation == asked.nation)
            and self._fits(asked.theme, each.do)
        ]  # fmt: skip
        rows = tuple(Row(self._voice(each), ((_stated(each.do, each),),)) for each in found)
        about = f" on “{' '.join(asked.theme)}”" if asked.theme else ""
        lead = f"What {_ACTOR[str(asked.actor)]} should do{about}, by the reports."
        after = "“Our reading” is what this guide draws from a finding or an example." if any(
            each.standing == "drawn" for each in found) else ""  # fmt: skip
        return _cut(Sheet(lead, ("What to do",), rows, tuple(f"recommendation/{each.id}" for each in found), after))

    def _voice(self, each: Recommendation) -> str:
        source = self._sources[self._source_of[each.passages[0]]]
        report = f"{source.short.partition(' (')[0]}, {source.year}"
        if each.standing == "reported":
            return f"{each.whose}, as told in {report}"
        return report if each.standing == "own" else f"Our reading of {report}"

    def _events(self, asked: Asked) -> Optional[Sheet]:
        period = asked.period
        if asked.after:
            anchor = self._anchor(asked)
            if anchor is None:
                return None
            at = anchor.date[:4]
            found = [e for e in self._knowledge.timeline if (e.date[:4] < at if asked.after == "before" else e.date[:4] > at)]
            lead = f"What happened {asked.after} {self._named_in(asked)} ({at}), by the reports and the notes."
        elif period is not None:
            found = [e for e in self._knowledge.timeline if period.holds(e.date)]
            where = f" in {NATION_NAMES[asked.nation]}" if asked.nation else ""
            lead = f"What happened{where} {_spoken(period)}, by the reports and the notes."
        else:
            return None
        own = [event for event in found if asked.nation in event.nations and len(event.nations) < len(NATION_NAMES)]
        found = own if asked.nation else found
        rows = tuple(Row(_dated(event.date), ((_stated(_with_nations(event), event),),)) for event in found)
        return _cut(Sheet(lead, ("What happened",), rows, tuple(f"event/{event.id}" for event in found)))

    def _named_in(self, asked: Asked) -> str:
        return joined([self.called(name) for name in self._named(asked)])

    def _anchor(self, asked: Asked) -> Optional[Event]:
        """The first event that names the subject."""
        entry = self._entries[self._named(asked)[0]]
        names = [" ".join(keys(name)) for name in (entry.name, *entry.also)]
        return next((e for e in self._knowledge.timeline if any(name in " ".join(keys(e.what)) for name in names)), None)

    def _routes(self, asked: Asked, today: date, nation: Optional[str]) -> Optional[Sheet]:
        limits = [
            limit for limit in self._knowledge.thresholds
            if limit.amount and limit.from_ <= today and (limit.until is None or today <= limit.until)
            and (nation is None or nation in limit.nations)
            and limit.applies_to in {"sub_central_services", "light_touch", "scotland_regulated"}
        ]  # fmt: skip
        lead, worth = "Routes to a contract.", {"below", "above"}
        beside = "; ".join(f"{limit.name}: £{limit.amount:,} ({of_nations(limit.nations)})" for limit in limits)
        from_where = f"The amounts from which the full rules apply: {beside}."
        if asked.money is not None and asked.yearly:
            lead = (
                f"Routes for £{asked.money:,.0f} a year. What counts is all years together, and VAT where it counts. {from_where}"
            )
        elif asked.money is not None:
            worth = {"above" if asked.money >= limit.amount else "below" for limit in limits if limit.amount} or worth
            counted = "in all, with every year and with VAT where it counts"
            lead = f"Routes for a contract worth £{asked.money:,.0f} {counted}. {from_where}"
        found = [route for route in self._knowledge.routes if worth & set(route.worth)]
        rows = tuple(Row(route.name, ((route.what,),)) for route in found)
        after = "Ask for one of them by its name, or for two side by side: “compare a direct award with an open tender”."
        return Sheet(lead, ("What it is",), rows, tuple(f"route/{route.id}" for route in found), after)

    def _fits(self, theme: Sequence[str], text: str) -> bool:
        """True if a text holds every word of a theme."""
        stems = set(self._stemmer.stemWords(list(keys(text))))
        return set(self._stemmer.stemWords(list(theme))) <= stems


def _stated(text: str, entry: Any, notes: Optional[tuple[str, ...]] = None) -> Fact:
    own = getattr(entry, "notes", ()) if notes is None else notes
    return Fact(value=text, passages=entry.passages, notes=own)


def _cut(sheet: Sheet) -> Sheet:
    """No more rows than can be read; what is left out is said."""
    if len(sheet.rows) <= MOST_ROWS:
        return sheet
    rest = len(sheet.rows) - MOST_ROWS
    after = f"{rest} more are left out here: name a report, a nation, a place or a matter to see fewer. {sheet.after}".strip()
    return replace(sheet, rows=sheet.rows[:MOST_ROWS], shows=sheet.shows[:MOST_ROWS], after=after)


def _dated(when: str) -> str:
    year, *rest = when.split("-")
    month = f"{_MONTHS[int(rest[0]) - 1]} " if rest else ""
    return f"{int(rest[1])} {month}{year}" if len(rest) > 1 else f"{month}{year}"


def _spoken(period: Period) -> str:
    if period.first == period.last:
        return f"in {_dated(period.first)}"
    if period.first == Period.first:
        return f"up to {_dated(period.last)}"
    return f"from {_dated(period.first)} on" if period.last == Period.last else f"from {period.first} to {period.last}"


def _with_nations(event: Event) -> str:
    """An event with its nations, unless it names them itself or touched all."""
    named = any(name in event.what for name in NATION_NAMES.values()) or len(event.nations) == len(NATION_NAMES)
    return event.what if named else f"{event.what} ({of_nations(event.nations)})"
