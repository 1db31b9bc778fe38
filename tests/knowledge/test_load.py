"""Reading the content: what is right loads, and what an author broke is named, all of it at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.__main__ import main
from knowledge.load import CONTENT, ContentError, load

SMALL = Path(__file__).parent / "small_content"
Break = Callable[[str, str, str], None]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of a small but whole content folder."""
    return Path(shutil.copytree(SMALL, tmp_path / "content"))


def replace(content: Path, file: str, old: str, new: str) -> None:
    text = (content / file).read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    (content / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(content: Path) -> list[str]:
    try:
        load(content)
    except ContentError as error:
        return error.faults
    return []


def test_a_whole_content_folder_loads_in_its_own_order():
    small = load(SMALL)
    assert [q.id for q in small.questions] == ["nation", "value", "vat"]
    assert [p.source for p in small.passages] == ["report-2010", "report-2010"]
    assert small.items[0].when == {"nation": ("england", "wales")}


def test_one_value_of_a_condition_may_stand_without_a_list(content: Path):
    replace(content, "checklist/needs.yml", "nation: [england, wales]", "nation: wales")
    assert load(content).items[0].when == {"nation": ("wales",)}


def test_folded_text_loses_the_line_breaks_that_nobody_meant():
    text = load(SMALL).passages[0].text
    assert "\n" not in text
    assert text.endswith("the time that it took.")


# name -> (file, what is replaced, with what, the line that the author reads)
BROKEN = {
    "a missing key": (
        "topics.yml", "  name: money and payment\n", "",
        "content/topics.yml, finance: the key 'name' is missing.",
    ),
    "an unknown key": (
        "advice/needs.yml", "case: town", "cases: town",
        "content/advice/needs.yml, ask_first: the key 'cases' is not known. Nearest: 'case'.",
    ),
    "an id that is not there": (
        "advice/needs.yml", "passages: [a-slow-start]", "passages: [a-slow-strat]",
        "content/advice/needs.yml, ask_first, passages: 'a-slow-strat' is not in passages. Nearest: 'a-slow-start'.",
    ),
    "a case that is not there": (
        "advice/needs.yml", "case: town", "case: towns",
        "content/advice/needs.yml, ask_first, case: 'towns' is not in cases. Nearest: 'town'.",
    ),
    "a stage that is not there": (
        "questions/profile.yml", "stage: profile", "stage: profiel",
        "content/questions/profile.yml, nation, stage: 'profiel' is not in stages. Nearest: 'profile'.",
    ),
    "an id given twice": (
        "topics.yml", "- id: finance", "- id: finance\n  name: money\n- id: finance",
        "content/topics.yml, finance: the id is also in content/topics.yml, finance; rename one.",
    ),
    "a wrong type": (
        "sources.yml", "year: 2010", 'year: "2010"',
        "content/sources.yml, report-2010, year: value is not a valid integer.",
    ),
    "a number where a word belongs": (
        "topics.yml", "name: money and payment", "name: 3",
        "content/topics.yml, finance, name: str type expected.",
    ),
    "a word that is not one of a closed list": (
        "currency.yml", "kind: became", "kind: becaem",
        "content/currency.yml, care-trusts, kind: found 'becaem'; it must be one of became, rule. Nearest: 'became'.",
    ),
    "an empty text": (
        "glossary.yml", "meaning: A part of a contract that is let by itself.", 'meaning: " "',
        "content/glossary.yml, lot, meaning: is empty.",
    ),
    "an empty entry of a list": (
        "glossary.yml", "also: [part of a contract]", 'also: [""]',
        "content/glossary.yml, lot, also: has an empty entry.",
    ),
    "questions that go round in a circle": (
        "questions/profile.yml", 'example: "Wales"\n', 'example: "Wales"\n  skip_when: {value: dont_know}\n',
        "content/questions/profile.yml, nation, skip_when: 'value' needs 'value', which is asked later: a loop. "
        "Move one of the two.",
    ),
    "a question that is skipped for its own answer": (
        "questions/profile.yml", "skip_when: {value: [dont_know, skipped]}", "skip_when: {vat: [dont_know]}",
        "content/questions/profile.yml, vat, skip_when: 'vat' needs 'vat', which is asked later: a loop. Move one of the two.",
    ),
    "a tab": (
        "glossary.yml", "  term: lot", "\tterm: lot",
        "content/glossary.yml, line 2: is indented with a tab; use spaces.",
    ),
    "a tag that its value does not fit": (
        "topics.yml", "- id: finance", "- id: !!int finance",
        "content/topics.yml: cannot be read as YAML: invalid literal for int() with base 10: 'finance'",
    ),
    "two documents": (
        "topics.yml", "- id: finance", "- id: other\n  name: other things\n---\n- id: finance",
        "content/topics.yml: holds 2 documents divided by '---'; join them into one list.",
    ),
    "a key given twice": (
        "topics.yml", "  name: money and payment", "  name: money\n  name: payment",
        "content/topics.yml, line 3: the key 'name' is given twice: delete or rename one. "
        "A text with ': ' or '#' in it needs quotes.",
    ),
    "a bare no": (
        "questions/profile.yml", 'england: ["english"]', "england: [no]",
        "content/questions/profile.yml, line 12: 'no' is a truth value to YAML: write it in quotes, or use another word. "
        "A text with ': ' or '#' in it needs quotes.",
    ),
    "a bare yes as a key": (
        "questions/profile.yml", 'options: {england: "England", wales: "Wales"}', 'options: {yes: "Yes", wales: "Wales"}',
        "content/questions/profile.yml, line 10: 'yes' is a truth value to YAML: write it in quotes, or use another word. "
        "A text with ': ' or '#' in it needs quotes.",
    ),
    "a key that is a list": (
        "topics.yml", "  name: money and payment", "  ? [a, b]\n  : money",
        "content/topics.yml, line 2: a key has to be a word; put a text with '{' in quotes. "
        "A text with ': ' or '#' in it needs quotes.",
    ),
    "a day that does not exist": (
        "sources.yml", "checked: 2026-07-05", "checked: 2026-02-30",
        "content/sources.yml, line 9: '2026-02-30' is no day of the calendar. A text with ': ' or '#' in it needs quotes.",
    ),
    "a colon in a text without quotes": (
        "glossary.yml", "meaning: A part", "meaning: In short: a part",
        "content/glossary.yml, line 4: mapping values are not allowed here. A text with ': ' or '#' in it needs quotes.",
    ),
    "a mapping where a list is expected": (
        "topics.yml", "- id: finance\n  name: money and payment", "finance: money and payment",
        "content/topics.yml: found dict \"{'finance': 'money and payment'}\" where a list of entries ('- id: ...') is expected.",
    ),
    "a word where an entry is expected": (
        "topics.yml", "- id: finance", "- payment\n- id: finance",
        "content/topics.yml, entry 1: found str 'payment' where an entry with keys (id, name) is expected.",
    ),
    "a file with nothing in it": (
        "topics.yml", "- id: finance\n  name: money and payment", "# nothing yet",
        "content/topics.yml: found nothing where a list of entries ('- id: ...') is expected.",
    ),
    "a condition on an unknown question": (
        "checklist/needs.yml", "when: {nation:", "when: {naiton:",
        "content/checklist/needs.yml, ask_them, when: 'naiton' is neither a question nor a fact. Nearest: 'nation'.",
    ),
    "a condition that can never hold": (
        "checklist/needs.yml", "[england, wales]", "[england, walse]",
        "content/checklist/needs.yml, ask_them, when: nation can never be 'walse'. Nearest: 'wales'.",
    ),
    "a condition on the amount itself": (
        "checklist/needs.yml", "when: {nation: [england, wales]}", 'when: {value: "180000"}',
        "content/checklist/needs.yml, ask_them, when: value can never be '180000'.",
    ),
    "a condition on a value that a fact never has": (
        "checklist/needs.yml", "when: {nation: [england, wales]}", "when: {threshold: abov}",
        "content/checklist/needs.yml, ask_them, when: threshold can never be 'abov'. Nearest: 'above'.",
    ),
    "an alias that does not compile": (
        "currency.yml", '"care trusts?"', '"care (trusts"',
        "content/currency.yml, care-trusts, aliases: 'care (trusts' is not a regular expression: "
        "missing ), unterminated subpattern at position 5.",
    ),
    "a name of what is not held that does not compile": (
        "unheld.yml", "'stand-?still'", "'stand-?(still'",
        "content/unheld.yml, standstill, aliases: 'stand-?(still' is not a regular expression: "
        "missing ), unterminated subpattern at position 7.",
    ),
    "a must that rests on no law": (
        "checklist/needs.yml",
        "  priority: should\n  who: commissioning lead\n  by: design\n  passages: [a-slow-start]\n  notes: [care-trusts]",
        "  priority: must\n  who: commissioning lead\n  by: design\n  unheld: [standstill]",
        "content/checklist/needs.yml, ask_them, notes: a must rests on the law that commands it; "
        "name its note, or make it a should.",
    ),
    "a must that rests on a report": (
        "checklist/needs.yml", "priority: should", "priority: must",
        "content/checklist/needs.yml, ask_them, passages: a must rests on the law alone, and no report is evidence of it; "
        "cite none.",
    ),
    "a line that stands nowhere": (
        "checklist/needs.yml", "  stage: needs\n", "",
        "content/checklist/needs.yml, ask_them: stands under one stage or one phase; name it, and only one of the two.",
    ),
    "a line that is skipped for an answer that is not there": (
        "checklist/needs.yml", "  do: Ask", "  skip_when: {nation: [wale]}\n  do: Ask",
        "content/checklist/needs.yml, ask_them, skip_when: nation can never be 'wale'. Nearest: 'wales'.",
    ),
    "a line that rests on nothing": (
        "checklist/needs.yml", "  passages: [a-slow-start]\n  notes: [care-trusts]", "  notes: []",
        "content/checklist/needs.yml, ask_them: rests on nothing; name passages, notes, or what we do not hold (unheld).",
    ),
    "a reason for what is known and what is not": (
        "checklist/needs.yml", "when: {nation: [england, wales]}", "when: {threshold: [below, not_known]}",
        "content/checklist/needs.yml, ask_them, when.threshold: 'not_known' beside known values: no reason fits both; "
        "make two lines.",
    ),
    "a moment that is not there": (
        "checklist/needs.yml", "by: design", "by: desing",
        "content/checklist/needs.yml, ask_them, by: 'desing' is not in moments. Nearest: 'design'.",
    ),
    "a moment that hangs on what is no day": (
        "moments.yml", 'say: "before the service starts"}', 'say: "before the service starts", dated: {day: value}}',
        "content/moments.yml, service_starts, dated: 'value' is a money; it has to be a date.",
    ),
    "a moment that hangs on a day that nobody asks for": (
        "moments.yml", 'say: "before the service starts"}', 'say: "before the service starts", dated: {day: valeu}}',
        "content/moments.yml, service_starts, dated: 'valeu' is not in questions. Nearest: 'value'.",
    ),
    "a sum that follows a choice": (
        "questions/profile.yml", '  example: "£180,000"', '  example: "£180,000"\n  after: nation',
        "content/questions/profile.yml, value, after: only a date follows another; this is a money.",
    ),
    "a line that may not stand beside one that is not there": (
        "checklist/needs.yml", "  notes: [care-trusts]", "  notes: [care-trusts]\n  never_with: [ask_her]",
        "content/checklist/needs.yml, ask_them, never_with: 'ask_her' is not in items. Nearest: 'ask_them'.",
    ),
    "a review before the check": (
        "currency.yml", "review_by: 2027-01-31", "review_by: 2026-07-05",
        "content/currency.yml, care-trusts, review_by: 2026-07-05 is not after checked, 2026-07-05.",
    ),
    "too few asks": (
        "passages/report-2010.yml", "    - why did the town pay in advance\n    - how much money did the new provider get\n", "",
        "content/passages/report-2010.yml, paid-early, asks: has 1; 3-6 are expected.",
    ),
    "a section that the source does not have": (
        "passages/report-2010.yml", 'section: ["money"]', 'section: ["mony"]',
        "content/passages/report-2010.yml, paid-early, section: 'mony' is not a section of report-2010. Nearest: 'money'.",
    ),
    "a dated term in the text of a passage without its note": (
        "passages/report-2010.yml", "notes: [care-trusts]", "notes: []",
        "content/passages/report-2010.yml, a-slow-start: 'care trust' means note 'care-trusts'; list it under notes, "
        "or say why not under without.",
    ),
    "a dated term in the title of a passage without its note": (
        "passages/report-2010.yml", "title: The town paid its provider", "title: The Care Trust paid its provider",
        "content/passages/report-2010.yml, paid-early: 'Care Trust' means note 'care-trusts'; list it under notes, "
        "or say why not under without.",
    ),
    "a note seen in a section that is not there": (
        "currency.yml", "seen_in: [report-2010/start]", "seen_in: [report-2010/starts]",
        "content/currency.yml, care-trusts, seen_in: 'report-2010/starts' is not a section. Nearest: 'start'.",
    ),
    "a case that leaves an attribute out": (
        "cases.yml", "    cost: not_in_report\n", "",
        "content/cases.yml, town, facts: 'cost' is missing; write `not_in_report` if the report does not say.",
    ),
    "a choice with one option": (
        "questions/profile.yml", 'options: {without_vat: "Without VAT", with_vat: "With VAT"}',
        'options: {with_vat: "With VAT"}',
        "content/questions/profile.yml, vat, options: a choice needs at least two.",
    ),
    "options of a question that takes pounds": (
        "questions/profile.yml", 'example: "£180,000"\n', 'example: "£180,000"\n  options: {a: "A", b: "B"}\n',
        "content/questions/profile.yml, value, options: only a choice has options; this is a money.",
    ),
    "words for an option that is not there": (
        "questions/profile.yml", 'wales: ["welsh"]', 'wale: ["welsh"]',
        "content/questions/profile.yml, nation, says: 'wale' is not one of the options. Nearest: 'wales'.",
    ),
    "a statement without a source": (
        "cases.yml", "service: {value: Day care., passages: [a-slow-start]}", "service: {value: Day care.}",
        "content/cases.yml, town, facts.service: names neither a passage nor a note that says so.",
    ),
    "a statement that cites what is not there": (
        "cases.yml", "passages: [a-slow-start]", "passages: [a-slow-strat]",
        "content/cases.yml, town, facts.service: 'a-slow-strat' is not in passages. Nearest: 'a-slow-start'.",
    ),
    "an empty statement": (
        "cases.yml", "value: Day care.", "value: ' '",
        "content/cases.yml, town, facts.service: is empty.",
    ),
    "a form of organisation that is not there": (
        "passages/report-2010.yml", "  cases: [town]\n\n", "  cases: [town]\n  models: [compny]\n\n",
        "content/passages/report-2010.yml, a-slow-start, models: 'compny' is not in models. Nearest: 'company'.",
    ),
    "an alias that is a term of the glossary": (
        "cases.yml", "aliases: [the town]", "aliases: [the town, Lot]",
        "content/cases.yml, town, aliases: 'Lot' also means 'lot'; a name means this case alone.",
    ),
    "an alias that is a form of organisation": (
        "cases.yml", "aliases: [the town]", "aliases: [the town, community companies]",
        "content/cases.yml, town, aliases: 'community companies' also means 'community company'; a name means this case alone.",
    ),
    "an alias that people use for something else": (
        "passages/report-2010.yml", "  cases: [town]\n\n", "  cases: []\n\n",
        "content/cases.yml, town, aliases: 'the town' is in an ask of 'a-slow-start', which is not about this case; "
        "name the case there.",
    ),
    "asks that are one sentence turned about": (
        "passages/report-2010.yml", "how much money did the new provider get", "was the provider paid late",
        "content/passages/report-2010.yml, paid-early, asks: 'when was the provider paid' and 'was the provider paid late' "
        "share 100% of their words; ask as another person would.",
    ),
    "two options with one title": (
        "questions/profile.yml", 'with_vat: "With VAT"', 'with_vat: "without vat"',
        "content/questions/profile.yml, vat, options: 'without vat' is the title of 'without_vat' and of 'with_vat'; "
        "a button means one answer.",
    ),
    "words that stand for two options": (
        "questions/profile.yml", 'wales: ["welsh"]', 'wales: ["welsh", "English!"]',
        "content/questions/profile.yml, nation, says: 'english' stands for 'england' and for 'wales'; leave it out of one.",
    ),
    "a share for what is no option": (
        "questions/profile.yml", '  options: {without_vat: "Without VAT", with_vat: "With VAT"}',
        '  options: {without_vat: "Without VAT", with_vat: "With VAT"}\n'
        '  shares: {of: [vat], beside: [net], above: {without_vat: 0, with_vat: 50, with_vta: 60}}',
        "content/questions/profile.yml, vat, shares.above: 'with_vta' stands in only one of shares.above and options; "
        "each option has its floor.",
    ),
    "places for what is no nation": (
        "questions/profile.yml", 'wales: "Wales"}', 'wales: "Wales", walse: "Walse"}\n  by_place: true',
        "content/questions/profile.yml, nation, by_place: 'walse' is not a nation, so no place can stand for it. "
        "Nearest: 'wales'.",
    ),
    "HTML in a text": (
        "checklist/needs.yml", "Ask ten people.", "Ask <b>ten</b> people.",
        "content/checklist/needs.yml, ask_them, do: '<b>' is HTML, which readers would see; write plain text.",
    ),
    "markup in a text": (
        "checklist/needs.yml", "Ask ten people.", "Ask **ten** people.",
        "content/checklist/needs.yml, ask_them, do: '**' is markup, which readers would see; write plain text.",
    ),
    "a heading in a text": (
        "checklist/needs.yml", "do: Ask ten people.", 'do: "# Ask ten people."',
        "content/checklist/needs.yml, ask_them, do: '# ' is markup, which readers would see; write plain text.",
    ),
    "a template in a text": (
        "checklist/needs.yml", "Ask ten people.", "Ask {{ value }} people.",
        "content/checklist/needs.yml, ask_them, do: '{{' is a template, which readers would see; write plain text.",
    ),
    "a placeholder that is not there": (
        "checklist/needs.yml", "Ask ten people.", "Ask {many} people.",
        "content/checklist/needs.yml, ask_them, do: '{many}' is no placeholder here; "
        "there are {whole_life}, {value}, {term}, {service}, {against}, {main_outcome}, {contract_manager}.",
    ),
    "a placeholder where none is filled in": (
        "topics.yml", "name: money and payment", 'name: "{value} and payment"',
        "content/topics.yml, finance, name: '{value}' is no placeholder here.",
    ),
    "quotes round a text": (
        "checklist/needs.yml", "do: Ask ten people.", "do: “Ask ten people.”",
        "content/checklist/needs.yml, ask_them, do: '“Ask ten people.”' has quotes round it, which readers would see; "
        "leave them out.",
    ),
    "an invisible letter": (
        "topics.yml", "name: money and payment", "name: money and pay\u00adment",
        "content/topics.yml, finance, name: holds an invisible character (U+00AD, soft hyphen); delete it.",
    ),
    "a hyphen that is not found as one": (
        "topics.yml", "name: money and payment", "name: co\u2011payment",
        "content/topics.yml, finance, name: holds U+2011 (non-breaking hyphen), which looks like a hyphen and is not "
        "found as one; type a hyphen.",
    ),
    "a letter of another alphabet": (
        "topics.yml", "name: money and payment", "name: m\u043eney and payment",
        "content/topics.yml, finance, name: 'm\u043eney' holds a letter of another script (U+043E, cyrillic small letter o); "
        "type it anew.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "text", ["Ask “ten” people.", "‘Ten’ or ‘nine’", "{service} for {term}", "café, Ŵyl, 1st, £5 - that is", "5 < 6"]
)
def test_what_an_author_may_well_mean_is_no_fault(content: Path, text: str):
    replace(content, "checklist/needs.yml", "do: Ask ten people.", f"do: '{text}'")
    assert faults(content) == []


@pytest.mark.parametrize(("file", "old", "new", "line"), BROKEN.values(), ids=BROKEN)
def test_each_fault_is_one_line_that_names_the_file_the_place_and_what_to_do(content: Path, file, old, new, line):
    replace(content, file, old, new)
    assert faults(content) == [line]


@pytest.mark.parametrize(("words", "found"), [(39, ["39"]), (40, []), (140, []), (141, ["141"])])
def test_a_passage_has_40_to_140_words(content: Path, words, found):
    passages = (content / "passages/report-2010.yml").read_text(encoding="utf-8")
    text = passages[passages.rindex("text: >") : passages.rindex("  notes: []")]
    replace(content, "passages/report-2010.yml", text, f"text: {'word ' * words}\n")
    expected = [f"content/passages/report-2010.yml, paid-early, text: has {n} words; 40-140 are expected." for n in found]
    assert faults(content) == expected


@pytest.mark.parametrize(("asks", "found"), [(2, ["2"]), (3, []), (6, []), (7, ["7"])])
def test_a_passage_answers_3_to_6_questions(content: Path, asks, found):
    passages = (content / "passages/report-2010.yml").read_text(encoding="utf-8")
    listed = passages[passages.rindex("  asks:") : passages.rindex("  stages: []")]
    replace(content, "passages/report-2010.yml", listed, f"  asks: {[f'question {n}' for n in range(asks)]}\n")
    expected = [f"content/passages/report-2010.yml, paid-early, asks: has {n}; 3-6 are expected." for n in found]
    assert faults(content) == expected


def test_a_note_that_a_passage_does_not_carry_may_be_explained(content: Path):
    replace(content, "passages/report-2010.yml", "notes: [care-trusts]", "notes: []\n  without: {care-trusts: not named}")
    assert load(content).passages[0].without == {"care-trusts": "not named"}


RAW = {
    "a byte-order mark": (
        lambda raw: b"\xef\xbb\xbf" + raw,
        "content/topics.yml: begins with a byte-order mark; save it as UTF-8 without one.",
    ),
    "another encoding": (
        lambda raw: raw.replace(b"money", "£".encode("latin-1")),
        "content/topics.yml: byte 22 is not UTF-8; save the file as UTF-8.",
    ),
}


@pytest.mark.parametrize(("spoil", "line"), RAW.values(), ids=RAW)
def test_a_file_that_is_not_plain_utf_8_is_named(content: Path, spoil, line):
    file = content / "topics.yml"
    file.write_bytes(spoil(file.read_bytes()))
    assert faults(content) == [line]


def test_a_control_character_is_a_fault_of_the_file(content: Path):
    replace(content, "topics.yml", "money", "mo\x00ney")
    (line,) = faults(content)
    assert line.startswith("content/topics.yml: cannot be read as YAML:")


def test_a_missing_file_is_named_once_and_not_for_each_reference_to_it(content: Path):
    (content / "topics.yml").unlink()
    assert faults(content) == ["content/topics.yml: is missing."]


def test_a_folder_without_files_is_named(content: Path):
    (content / "advice/needs.yml").unlink()
    assert faults(content) == ["advice/: holds no .yml file."]


def test_a_file_that_ends_in_yaml_would_not_be_read_and_is_named(content: Path):
    shutil.copy(content / "advice/needs.yml", content / "advice/more.yaml")
    assert faults(content) == ["content/advice/more.yaml: ends in .yaml; rename it to .yml, or it is not read."]


def test_passages_stand_in_a_file_that_is_named_for_their_source(content: Path):
    (content / "passages/report-2010.yml").rename(content / "passages/report-2011.yml")
    assert faults(content) == [
        f"content/passages/report-2011.yml, {passage}: the file is named for 'report-2011', which is not in sources. "
        "Nearest: 'report-2010'."
        for passage in ("a-slow-start", "paid-early")
    ]


def test_faults_of_several_files_are_all_reported_at_once(content: Path):
    kinds = ["a tab", "a missing key", "a condition on an unknown question", "too few asks", "a review before the check"]
    for kind in kinds:
        replace(content, *BROKEN[kind][:3])
    # The topic that lacks its name is not there for others, so what names it dangles.
    found = [line for line in faults(content) if "'finance' is not in topics" not in line]
    assert sorted(found) == sorted(BROKEN[kind][3] for kind in kinds)


def test_several_faults_of_one_entry_are_all_reported(content: Path):
    replace(content, "sources.yml", "year: 2010", 'year: "2010"')
    replace(content, "sources.yml", "nation: england", "nation: englnd")
    assert [line.partition(":")[0] for line in faults(content)][0] == "content/sources.yml, report-2010, year"
    assert any("found 'englnd'" in line for line in faults(content))


# --- the release id --------------------------------------------------------------------------------------------------

SAME = {
    "nothing at all": ("topics.yml", "- id", "- id"),
    "the order of keys": ("topics.yml", "- id: finance\n  name: money and payment", "- name: money and payment\n  id: finance"),
    "a comment": ("topics.yml", "- id", "# what passages are about\n- id"),
    "line breaks in folded text": ("passages/report-2010.yml", "before the work and not", "before the\n    work and not"),
    "a list around one value": ("questions/profile.yml", "skip_when: {value: [dont_know, skipped]}",
                                "skip_when: {value: ['dont_know', 'skipped']}"),
}  # fmt: skip
OTHER = {
    "one word": ("topics.yml", "money", "cash"),
    "one date": ("currency.yml", "checked: 2026-07-05", "checked: 2026-07-06"),
    "one note fewer": ("checklist/needs.yml", "notes: [care-trusts]", "notes: []"),
    "the order of values": ("checklist/needs.yml", "[england, wales]", "[wales, england]"),
}


@pytest.mark.parametrize(("file", "old", "new"), SAME.values(), ids=SAME)
def test_the_release_id_stays_while_the_content_says_the_same(content: Path, file, old, new):
    before = load(content).release
    replace(content, file, old, new)
    assert load(content).release == before


@pytest.mark.parametrize(("file", "old", "new"), OTHER.values(), ids=OTHER)
def test_the_release_id_changes_with_the_content(content: Path, file, old, new):
    before = load(content).release
    replace(content, file, old, new)
    assert load(content).release != before


def test_the_release_id_does_not_depend_on_where_the_content_lies(everything, tmp_path: Path):
    copy = load(Path(shutil.copytree(CONTENT, tmp_path / "elsewhere")))
    assert copy.release == everything.release
    assert copy == everything


# --- the command -----------------------------------------------------------------------------------------------------


def test_check_prints_the_release_and_the_counts(capsys):
    assert main(["check", "--content", str(SMALL)]) == 0
    assert capsys.readouterr().out == (
        f"Content release {load(SMALL).release}: 1 sources, 2 passages, 6 asks, 2 further wordings, 1 cases, 1 notes, 1 terms, "
        "3 questions, 1 advice, 1 items, 1 models, 1 routes, 2 directory entries, 1 pathfinders, 1 events, 1 recommendations, "
        "1 situations\n"
        "Asks of one passage share at most 50% of their words (50% is allowed; 1 of 6 pairs share that much).\n"
    )


def test_check_fails_with_every_fault_on_a_line_of_its_own(content: Path, capsys):
    replace(content, *BROKEN["a tab"][:3])
    replace(content, *BROKEN["too few asks"][:3])
    assert main(["check", "--content", str(content)]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("The content has 2 fault(s):\n")
    assert BROKEN["a tab"][3] in printed
    assert BROKEN["too few asks"][3] in printed


def test_compile_writes_what_was_loaded(tmp_path: Path):
    out = tmp_path / "build" / "knowledge.json"
    assert main(["compile", "--content", str(SMALL), "--out", str(out)]) == 0
    assert type(load(SMALL)).parse_raw(out.read_text(encoding="utf-8")) == load(SMALL)
