"""Which notes a reader sees, and how they are worded."""

from __future__ import annotations

import re
from datetime import date

import pytest

from knowledge.__main__ import due_lines, main
from knowledge.currency import due, gap, nations, overdue, shown, warning, wording
from knowledge.records import NATION_NAMES, Note

ALL = list(NATION_NAMES)


def note(id: str, kind: str, *where: str) -> Note:
    return Note(
        id=id, term=id, kind=kind, nations=where, text=f"The text on {id}.", instrument="An Act 2023", since="2023",
        confidence="verified", checked=date(2026, 7, 5), review_by=date(2027, 1, 31), seen_in=(), aliases=(),
    )  # fmt: skip


GONE = note("gone", "became", "england")
ENGLISH = note("english", "rule", "england")
WELSH = note("welsh", "rule", "wales")
SHARED = note("shared", "rule", "england", "wales", "northern_ireland")
EVERYWHERE = note("everywhere", "rule", *ALL)


@pytest.mark.parametrize(
    ("nation", "expected"),
    [
        ("england", ["gone", "english", "shared", "everywhere"]),
        ("wales", ["gone", "welsh", "shared", "everywhere"]),
        ("scotland", ["gone", "everywhere"]),
        ("northern_ireland", ["gone", "shared", "everywhere"]),
        (None, ["gone", "english", "welsh", "shared", "everywhere"]),
        ("dont_know", ["gone", "english", "welsh", "shared", "everywhere"]),
    ],
)
def test_what_became_of_a_thing_is_for_everyone_and_a_rule_for_its_nation(nation, expected):
    assert [n.id for n in shown([GONE, ENGLISH, WELSH, SHARED, EVERYWHERE], nation)] == expected


@pytest.mark.parametrize(
    ("notes", "nation", "elsewhere"),
    [
        ([ENGLISH], "scotland", "England. We hold no rule of Scotland"),
        ([SHARED], "scotland", "England, Wales and Northern Ireland. We hold no rule of Scotland"),
        ([WELSH, ENGLISH], "northern_ireland", "England and Wales. We hold no rule of Northern Ireland"),
        ([ENGLISH, GONE], "wales", "England. We hold no rule of Wales"),
    ],
)
def test_a_reader_without_a_rule_is_told_so_and_whom_to_ask(notes, nation, elsewhere):
    assert gap(notes, nation) == (f"The rules that this rests on have changed in {elsewhere} on it: ask your procurement lead.")


@pytest.mark.parametrize(
    ("notes", "nation"),
    [
        ([], "wales"),
        ([GONE], "scotland"),  # no rule is missing
        ([SHARED], "wales"),
        ([ENGLISH, WELSH], "wales"),  # one of them is the reader's
        ([ENGLISH], None),
        ([ENGLISH], "dont_know"),
    ],
)
def test_nothing_is_said_where_no_rule_of_the_reader_is_missing(notes, nation):
    assert gap(notes, nation) is None


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (["england"], "England"),
        (["wales", "england"], "England and Wales"),
        (["northern_ireland", "england", "wales"], "England, Wales and Northern Ireland"),
        (ALL, "UK"),
    ],
)
def test_the_nations_of_a_note_read_as_one_would_say_them(where, words):
    assert nations(note("x", "rule", *where)) == words


def test_a_note_is_worded_with_its_nation_instrument_and_date():
    assert wording(ENGLISH) == "The text on english. (England; An Act 2023; as at July 2026.)"


@pytest.mark.parametrize(("today", "warned"), [(date(2027, 1, 31), False), (date(2027, 2, 1), True)])
def test_the_day_after_its_review_was_due_a_note_says_that_it_was_not_checked(today, warned):
    assert (warning(GONE, today) == " Not checked since July 2026.") is warned
    assert (overdue([ENGLISH, GONE], today) is not None) is warned


def test_one_line_names_all_notes_that_are_past_their_review():
    line = overdue([ENGLISH, GONE], date(2028, 1, 1))
    assert line is not None and f"{ENGLISH.term}; {GONE.term}. They were last checked in July 2026." in line


def test_no_reader_sees_a_rule_of_another_nation(knowledge):
    strays = [
        f"{nation}: {n.id}"
        for nation in NATION_NAMES
        for n in shown(knowledge.notes, nation)
        if n.kind == "rule" and nation not in n.nations
    ]
    assert not strays
    assert {n.id for n in shown(knowledge.notes, "wales")} < {n.id for n in knowledge.notes}


# --- what is due -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "by", "late", "coming"),
    [
        (date(2026, 11, 24), date(2027, 1, 30), [], []),
        (date(2026, 11, 24), date(2027, 1, 31), [], ["gone"]),  # the day itself counts
        (date(2027, 1, 31), date(2027, 6, 1), [], ["gone"]),  # its own day is not past it
        (date(2027, 2, 1), date(2027, 6, 1), ["gone"], []),
    ],
)
def test_a_note_is_due_until_the_day_of_its_review_and_late_from_the_day_after(today, by, late, coming):
    assert tuple([n.id for n in rows] for rows in due([GONE], today, by)) == (late, coming)


def test_the_command_lists_what_falls_due_by_any_day(capsys):
    assert main(["currency", "--by", "2027-06-01"]) == 0
    printed = capsys.readouterr().out
    assert re.match(r"Of \d+ notes \d+ are past their review on .+, and \d+ more fall due by 1 June 2027\.", printed)
    assert "2027-01-31  eu-procurement-rules:" in printed


def test_the_command_shows_only_what_a_nation_reads(capsys):
    main(["currency", "--by", "2030-01-01", "--nation", "scotland"])
    printed = capsys.readouterr().out
    assert "scotland-procurement-rules" in printed
    assert "provider-selection-regime:" not in printed


def test_amounts_that_are_about_to_end_are_named(knowledge):
    lines = list(due_lines(knowledge, date(2025, 11, 15), date(2026, 1, 14), None))
    assert "\nAmounts that end by 14 January 2026:" in lines
    assert lines[-1].startswith("  2025-12-31  ")
    assert not any("Amounts" in line for line in due_lines(knowledge, date(2026, 1, 1), date(2026, 3, 1), None))
