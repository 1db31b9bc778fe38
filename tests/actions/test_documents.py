"""The documents made of answers: whole, with reasons and evidence, and deaf to what hostile answers try."""

from __future__ import annotations

import html
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from complete import complete

from actions import documents, frame, plan_replies
from knowledge import checklist, journey, journeys
from knowledge.records import NATION_NAMES, Answers, AnswerValue, Knowledge

WORTH = "£1,000,000 over 5 years (3 + 2)"
VOID = {"meta", "link", "br", "hr", "img", "input"}
HOSTILE = [
    "<script>alert(1)</script>", "**bold**", "[x](javascript:alert(1))", "line\n# heading\n\n- item", "</td></table><h1>x",
    "\"' onmouseover=alert(1)", "{{ 7 * 7 }} {% raw %}", "![x](http://example.org/x.png)", "`code` ~~no~~ | a | b |",
    "a & b &lt;", "<!-- x", "<http://example.org>", "\\*x\\*", "1. one", "> quote",
]  # fmt: skip


class Page(HTMLParser):
    """The elements of a page with their text; `faults` are tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[str] = []
        self.faults: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]

    @property
    def lines_linked(self) -> set[str]:
        """The ids that its links lead to; every other link leads to the law."""
        links = [str(attrs["href"]) for tag, attrs in self.elements if tag == "a"]
        assert {link.split("/")[2] for link in links if link[0] != "#"} <= {"www.legislation.gov.uk"}
        return {link[1:] for link in links if link[0] == "#"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


@pytest.fixture(scope="module")
def full(knowledge: Knowledge, today: date) -> Answers:
    """Every question answered with its first option."""
    return _complete(knowledge, today, "Home visits for older people")


def _complete(knowledge: Knowledge, today: date, text: str, *, number: int = 0, **given: AnswerValue) -> Answers:
    return complete(knowledge, today, text, number=number, **{"vat": "no_vat", "extension": 2, "in_view": "new_local", **given})


def made(form: str, knowledge: Knowledge, answers: Answers, today: date) -> str:
    return documents.FORMS[f"checklist.{form}"].render(knowledge, answers, today)


# --- whole -----------------------------------------------------------------------------------------------------------


def test_a_full_profile_makes_a_long_checklist(knowledge: Knowledge, full: Answers, today: date) -> None:
    assert len(checklist.make(knowledge, full, today).lines) >= 15


def main_part(page: str) -> str:
    """A page without its annex."""
    return page.partition('<div class="annex">')[0]


def words(page: str) -> int:
    inside = re.sub(r"</?(?:a|span|strong)\b[^>]*>", "", page)  # what stands within a line parts no words
    return len(re.sub(r"<style.*?</style>|<[^>]+>", " ", inside, flags=re.DOTALL).split())


def test_every_line_of_the_page_has_its_reason_and_evidence(knowledge: Knowledge, full: Answers, today: date) -> None:
    page = made("html", knowledge, full, today)
    lines = re.findall(r"<li>\n(.*?)</li>", page, re.DOTALL)
    assert len(lines) == len(checklist.make(knowledge, full, today).lines)
    for line in lines:
        assert re.search(r'class="why">Because \S', line)
        assert re.search(r'Evidence:\s+<a href="#source-\d+">', line)


def test_every_line_of_the_markdown_has_its_reason_and_evidence(knowledge: Knowledge, full: Answers, today: date) -> None:
    lines = made("md", knowledge, full, today).split("- [ ] ")[1:]
    assert len(lines) == len(checklist.make(knowledge, full, today).lines)
    for line in lines:
        assert re.match(r"\*\*(Must|Should|Consider): .+\*\*\n  Because \S", line)
        assert re.search(r"\n  Evidence: \d+", line)


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_the_first_page_has_what_is_bought_every_must_in_order_and_what_is_undecided(
    nation: str, knowledge: Knowledge, full: Answers, today: date
) -> None:
    answers = {**full, "nation": nation, "rules": "light_touch"}
    first = made("html", knowledge, answers, today).partition('<div class="rest">')[0]
    musts = checklist.make(knowledge, answers, today).of_priority("must")
    assert musts and re.findall(r'priority">Must:</span> (.*?)</p>', first) == [html.escape(x.text, quote=False) for x in musts]
    assert all(note.instrument in Page(first).text for line in musts for note in line.law)
    assert 'priority">Must' not in made("html", knowledge, answers, today).partition('<div class="rest">')[2]
    for said in ["Home visits for older people", WORTH, "Open competition", "What is undecided"]:
        assert said in first
    assert re.search(r"£[\d,]+ (?:counting|without) VAT is £[\d,]+ above the threshold of £[\d,]+", first)


def test_what_is_undecided_is_named_on_the_first_page(knowledge: Knowledge, full: Answers, today: date) -> None:
    answers = {**full, "market": "dont_know", "payment": "skipped", "whole_life": "may_change"}
    answers.pop("service")
    first = made("html", knowledge, answers, today).partition('<div class="rest">')[0]
    assert "<p>The service; Whole-life value; The market; Payment.</p>" in first


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_the_document_is_under_3000_words_without_its_annex_and_the_reply_under_250(
    nation: str, knowledge: Knowledge, today: date
) -> None:
    for at, route in enumerate(["open_contest", "reserved_contest", "direct_award", "quotes"]):
        for rules in ("health_care", "light_touch", "other_services", "mixed"):
            given: dict[str, AnswerValue] = {"nation": nation, "route": route, "rules": rules, "value": 600_000}
            typed = {"contract_manager": "Commissioning manager", "main_outcome": "Fewer older people are lonely"}
            answers = _complete(knowledge, today, "Home visits for older people who live alone", number=at, **given, **typed)
            assert words(main_part(made("html", knowledge, answers, today))) < 3000, (route, rules)
            assert len(plan_replies.checklist(checklist.make(knowledge, answers, today)).text.split()) < 250, (route, rules)


def test_every_note_stands_once_in_the_document(knowledge: Knowledge, full: Answers, today: date) -> None:
    page = Page(made("html", knowledge, full, today)).text
    told = [note for note in knowledge.notes if note.text.rstrip(".") in page]
    assert len(told) > 5 and [note.id for note in told if page.count(note.text.rstrip(".")) > 1] == []


@pytest.mark.parametrize("form", ["html", "md"])
def test_every_piece_of_evidence_that_is_cited_is_listed(form: str, knowledge: Knowledge, full: Answers, today: date) -> None:
    text = made(form, knowledge, full, today)
    listed = re.findall(r'id="source-(\d+)"' if form == "html" else r"^(\d+)\. ", text, re.MULTILINE)
    used = re.findall(r'href="#source-(\d+)"', text) if form == "html" else [
        n for row in re.findall(r"(?:Evidence|Changed since): ([\d, ]+)\.", text) for n in row.split(", ")
    ]  # fmt: skip
    assert used and set(used) == set(listed)
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("form", ["html", "md"])
def test_the_foot_has_release_date_and_disclaimer(form: str, knowledge: Knowledge, full: Answers, today: date) -> None:
    foot = made(form, knowledge, full, today)[-600:]
    assert f"23 November 2026. Content release {knowledge.release}." in foot
    assert frame.DISCLAIMER in foot


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_draft_says_that_it_is_one(form: str, knowledge: Knowledge, full: Answers, today: date) -> None:
    draft = {name: value for name, value in full.items() if name != "service"}
    assert "Draft: not every question has an answer yet." in made(form, knowledge, draft, today)
    assert "Draft" not in made(form, knowledge, full, today)


@pytest.mark.parametrize("form", [file for file in documents.FORMS if file.endswith((".html", ".md"))])
def test_without_any_answer_each_is_a_draft_all_the_same(form: str, everything: Knowledge, today: date) -> None:
    name = documents.FORMS[form].document
    about = next(each for each in everything.journeys if name in {paper.id for paper in each.documents})
    assert "Draft" in documents.FORMS[form].render(journeys.only(everything, about.id), {}, today)


def test_the_whole_life_value_is_the_same_everywhere(knowledge: Knowledge, full: Answers, today: date) -> None:
    texts = [made("html", knowledge, full, today), made("md", knowledge, full, today)]
    said = [{v for v in re.findall(r"£[\d,]+ over [\d.]+ years \(\d \+ \d\)", text)} for text in texts]
    assert said == [{WORTH}] * 2


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
def test_only_notes_of_the_readers_nation_are_in_the_document(
    nation: str, knowledge: Knowledge, full: Answers, today: date
) -> None:
    answers = journey.record(knowledge, full, "nation", nation, today)
    page = Page(made("html", knowledge, answers, today)).text
    listed = [note for note in knowledge.notes if note.text.rstrip(".") in page]
    assert len(listed) > 5
    assert [note.id for note in listed if note.kind == "rule" and nation not in note.nations] == []


# --- well made -------------------------------------------------------------------------------------------------------


def test_the_page_is_well_formed_and_has_its_language(knowledge: Knowledge, full: Answers, today: date) -> None:
    text = made("html", knowledge, full, today)
    page = Page(text)
    assert page.faults == []
    assert text.startswith("<!DOCTYPE html>")
    assert page.elements[0] == ("html", {"lang": "en-GB"})
    assert [tag for tag, _ in page.elements if tag in {"title", "main", "header", "footer"}] == [
        "title",
        "header",
        "main",
        "footer",
    ]


def test_the_page_has_one_main_heading_and_no_level_is_left_out(knowledge: Knowledge, full: Answers, today: date) -> None:
    levels = [int(tag[1]) for tag in Page(made("html", knowledge, full, today)).headings]
    assert levels.count(1) == 1 and levels[0] == 1
    assert len(levels) >= 9  # answers, stages, evidence
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:]))


def test_ids_are_unique_and_every_link_leads_to_one(knowledge: Knowledge, full: Answers, today: date) -> None:
    page = Page(made("html", knowledge, full, today))
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert page.lines_linked and {*ids} >= page.lines_linked
    assert len(ids) == len(set(ids))


def test_the_page_loads_nothing(knowledge: Knowledge, full: Answers, today: date) -> None:
    elements = Page(made("html", knowledge, full, today)).elements
    assert not {tag for tag, _ in elements} & {"script", "img", "link", "iframe", "object", "form"}
    assert not [a for _, a in elements if "src" in a or any(name.startswith("on") for name in a)]


# --- hostile answers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_answer_adds_no_element_to_the_page(text: str, knowledge: Knowledge, full: Answers, today: date) -> None:
    plain, hostile = Page(made("html", knowledge, full, today)), Page(made("html", knowledge, {**full, "service": text}, today))
    assert hostile.faults == []
    assert hostile.elements == plain.elements
    assert text in hostile.text  # as it was typed


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_answer_changes_nothing_but_its_words_in_the_markdown(
    text: str, knowledge: Knowledge, full: Answers, today: date
) -> None:
    plain = made("md", knowledge, full, today)
    hostile = made("md", knowledge, {**full, "service": text}, today)
    assert len(hostile.splitlines()) == len(plain.splitlines())  # no line of its own, so no heading, list or quote
    differ = [row for row, was in zip(hostile.splitlines(), plain.splitlines()) if row != was]
    said = next(row for row in differ if row.startswith("- The service: ")).removeprefix("- The service: ")
    assert not re.search(r"[`*_{}\[\]<>#|!~&]", re.sub(r"\\.", "", said))  # every mark has its backslash
    assert re.sub(r"\\(.)", r"\1", said) == " ".join(text.split())


def test_a_hostile_answer_of_every_free_text_is_escaped(knowledge: Knowledge, today: date) -> None:
    answers = _complete(knowledge, today, "<img src=x onerror=alert(1)>")
    assert sum(value == "<img src=x onerror=alert(1)>" for value in answers.values()) >= 2
    assert "<img" not in made("html", knowledge, answers, today)
    assert "<img" not in made("md", knowledge, answers, today).replace("\\<img", "")


# --- passages --------------------------------------------------------------------------------------------------------


def test_a_passage_is_shown_with_its_source_and_the_notes_of_the_nation(knowledge: Knowledge, today: date) -> None:
    shown = documents.passage(knowledge, "torbay-price-thirty-per-cent", "scotland", today)
    assert shown is not None and shown["sections"] and shown["publisher"]
    assert {note["term"] for note in shown["notes"]} < {
        n.term for p in knowledge.passages for n in knowledge.notes if p.id == shown["id"] and n.id in p.notes
    }


@pytest.mark.parametrize("name", ["", "nowhere", "../secret"])
def test_there_is_no_passage_of_an_unknown_name(name: str, knowledge: Knowledge, today: date) -> None:
    assert documents.passage(knowledge, name, None, today) is None
