"""A profile in a file: read as people type answers, and what an author broke is named, all of it at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge import journey
from knowledge.load import ContentError
from knowledge.profiles import EXAMPLES, profile
from knowledge.records import Knowledge

TODAY = date(2026, 11, 27)
EXAMPLE_FILES = sorted(EXAMPLES.glob("*.yml"))


@pytest.mark.parametrize("file", EXAMPLE_FILES, ids=lambda file: file.stem)
def test_an_example_is_read_whole(file: Path, everything: Knowledge) -> None:
    chosen = profile(file, everything, TODAY)
    assert chosen.answers and journey.on_path_only(chosen.knowledge, chosen.answers, TODAY) == chosen.answers


def test_the_examples_are_of_all_journeys_and_nations_finished_and_not(everything: Knowledge) -> None:
    read = [profile(file, everything, TODAY) for file in EXAMPLE_FILES]
    assert len(read) == 5
    assert {each.journey.id for each in read} == {each.id for each in everything.journeys}
    assert {each.answers["nation"] for each in read} == {"england", "wales", "scotland", "northern_ireland"}
    assert {journey.finished(each.knowledge, each.answers, TODAY) for each in read} == {True, False}


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "ours.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_answers_are_read_as_people_type_them_and_days_may_have_passed(tmp_path: Path, everything: Knowledge) -> None:
    text = """
    journey: commission
    answers: {value: "£15k a month", nation: cymru, term: 18 months, extension: 0, vat: ex vat, start_on: 2020-04-01,
      market: skip}
    """
    assert profile(written(tmp_path, text), everything, TODAY).answers == {
        "nation": "wales", "value": 180_000, "vat": "without_vat", "term": 1.5, "extension": 0, "market": "skipped",
        "start_on": "2020-04-01",
    }  # fmt: skip


# name -> (what the file says, the lines that its author reads)
BROKEN = {
    "a journey that there is not": (
        "journey: comission\nanswers: {nation: Wales}",
        ["ours.yml, journey: found 'comission'; it must be one of commission, spin_out, impact. Nearest: 'commission'."],
    ),
    "another key, and no answers": (
        "journey: commission\nanswer: {nation: Wales}",
        [
            "ours.yml: the key 'answer' is not known; a profile has 'journey' and 'answers'.",
            "ours.yml, answers: is missing; give the answers by the ids of their questions ('nation: Wales').",
        ],
    ),
    "a question and an answer that there are not, both at once": (
        "journey: commission\nanswers: {naton: Wales, body: a circus, value: 3 elephants}",
        [
            "ours.yml, naton: there is no such question. Nearest: 'nation'.",
            "ours.yml, body: found 'a circus'. ",
            "ours.yml, value: found '3 elephants'. ",
        ],
    ),
    "a question that these answers leave out": (
        "journey: commission\nanswers: {route: Direct award, price_weight: 30%}",
        ["ours.yml, price_weight: is not asked after these answers; delete it."],
    ),
    "a key twice": ("journey: commission\njourney: impact", ["ours.yml, line 2: the key 'journey' is given twice"]),
    "a list": ("- journey", ["ours.yml: found list"]),
    "nothing": ("", ["ours.yml: found nothing"]),
    "an answer without quotes that YAML takes for a truth": (
        "journey: commission\nanswers: {in_view: no}", ["ours.yml, line 2: 'no' is a truth value to YAML"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), BROKEN.values(), ids=BROKEN)
def test_each_fault_is_a_line_with_what_to_do(text: str, lines: list[str], tmp_path: Path, everything: Knowledge) -> None:
    with pytest.raises(ContentError) as told:
        profile(written(tmp_path, text), everything, TODAY)
    assert len(told.value.faults) == len(lines)
    assert all(fault.startswith(line) for fault, line in zip(told.value.faults, lines))


def test_a_file_that_is_not_there_is_told(tmp_path: Path, everything: Knowledge) -> None:
    with pytest.raises(ContentError, match="ours.yml: is missing"):
        profile(tmp_path / "ours.yml", everything, TODAY)
