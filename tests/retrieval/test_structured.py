"""What structured facts answer: the questions that were written before, the text without a table, and the table."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import Any

import pytest

from benchmarks import structured
from retrieval import tabled
from retrieval.__main__ import ask_lines
from retrieval.answer import Answer, Answerer
from retrieval.wording import plain_answer

RIGHT_OF_30 = 27


@pytest.mark.parametrize("half", ["dev", "test"])
def test_of_the_questions_written_before_nine_of_ten_are_answered_right(answerer: Answerer, half: str):
    wrong = list(structured.lines(answerer, half))
    assert int(wrong[0].split()[1]) >= RIGHT_OF_30, "\n".join(wrong)


def table_of(answer: Answer) -> dict[str, Any]:
    assert answer.sheet is not None
    return tabled.Numbered(answer.sheet, [*answer.sheet.passages, *answer.sheet.notes]).table()


def test_every_number_in_the_text_is_one_of_the_sources_below_it(answerer: Answerer):
    text = plain_answer(answerer, answerer.ask("compare a CIC limited by shares with a community benefit society"))
    body, _, sources = text.partition("Sources:\n")
    listed = {int(number) for number in re.findall(r"^- \[(\d+)\] \S", sources, re.MULTILINE)}
    used = {int(each) for numbers in re.findall(r"\[([\d, ]+)\]", body) for each in numbers.split(",")}
    assert used and used == listed


def test_what_is_cited_in_the_same_words_has_one_number(answerer: Answerer):
    text = plain_answer(answerer, answerer.ask("what is a community benefit society"))
    cites = re.findall(r"^- \[\d+\] (.+)$", text.partition("Sources:\n")[2], re.MULTILINE)
    assert len(cites) > 3 and len(cites) == len(set(cites))


def test_what_is_the_same_for_both_is_told_once(answerer: Answerer):
    answer = answerer.ask("compare a CIC limited by shares with a CIC limited by guarantee")
    assert answer.sheet is not None
    text, table = plain_answer(answerer, answer), table_of(answer)
    tax = next(row for row in table["rows"] if row["name"] == "Tax and pensions")
    assert len(tax["cells"]) == 1 and text.count("VAT on the costs of exempt care") == 1
    assert f"- {tabled.ALL}: Nothing is held on tax rules" in text


def test_a_table_has_a_cell_for_each_of_its_columns_or_one_for_all(answerer: Answerer):
    for question in ("compare a charity, a CIO and a CIC", "which models have an asset lock", "what happened in 2011"):
        answer = answerer.ask(question)
        assert answer.sheet is not None
        table = table_of(answer)
        assert all(len(row["cells"]) in {1, len(table["head"])} for row in table["rows"])


def test_the_rules_for_routes_are_those_of_the_readers_nation(answerer: Answerer):
    english = plain_answer(answerer, answerer.ask("which routes could I take for £80,000", (), "england"))
    scottish = plain_answer(answerer, answerer.ask("which routes could I take for £80,000", (), "scotland"))
    assert "£207,720" in english and "£207,720" not in scottish and "£50,000" in scottish


def test_a_refused_question_stays_refused_whatever_it_names(answerer: Answerer):
    assert answerer.ask("compare a CIC with a charity, my NHS number is 943 476 5919").status == "personal_data"


def test_ask_json_says_what_the_answer_is_made_of(answerer: Answerer):
    out = StringIO()
    ask_lines(answerer, StringIO(json.dumps({"id": 1, "question": "which models have an asset lock"}) + "\n"), out)
    made = json.loads(out.getvalue())
    assert made["status"] == "answered" and "model/cic-by-shares" in made["shows"]
