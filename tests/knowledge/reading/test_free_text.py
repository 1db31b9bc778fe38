"""Free text: kept as typed, unless it plainly is no answer."""

from __future__ import annotations

import pytest

from knowledge.reading import LONGEST_ANSWER, Read, read


def test_free_text_is_kept_as_it_was_typed_but_for_spaces(question):
    assert read(question("service"), "  Day support\n for <adults>  & carers ") == Read("Day support for <adults> & carers")
    assert read(question("service"), "שירות יום למבוגרים") == Read("שירות יום למבוגרים")


@pytest.mark.parametrize(("length", "kept"), [(LONGEST_ANSWER, True), (LONGEST_ANSWER + 1, False)])
def test_free_text_has_a_longest_length(question, length, kept):
    assert isinstance(read(question("service"), "x" * length), Read) is kept


def test_a_text_that_is_too_long_is_told_its_length(asked_back):
    assert asked_back("service", "word " * 20_000).startswith("That is 99,999 characters.")


@pytest.mark.parametrize("text", ["123", "7 8 9", "£180,000", "a", "_ _"])
def test_free_text_needs_words(asked_back, text):
    assert "could not find words" in asked_back("service", text)


@pytest.mark.parametrize("text", ["no", "Yes", "ok", "yes please", "maybe", "nope", "yes of course", "no thanks"])
@pytest.mark.parametrize("id", ["service", "main_outcome", "contract_manager"])
def test_a_bare_yes_or_no_is_asked_back(asked_back, id, text):
    assert "a bare yes or no" in asked_back(id, text)


@pytest.mark.parametrize(
    "text", ["me", "not me", "nobody yet", "no one", "someone", "tbc", "us", "nothing", "just me", "test", "anything"]
)
def test_nobody_and_nothing_is_asked_back_with_dont_know(asked_back, text):
    assert "don't know" in asked_back("contract_manager", text)


@pytest.mark.parametrize("text", ["fuck off", "this is bollocks", "piss off", "sh1t"])
def test_a_curse_is_not_written_down(asked_back, text):
    assert "not written that down" in asked_back("service", text)


@pytest.mark.parametrize(
    "text",
    ["Jane Smith", "jane smith", "Sarah", "Dr Patel", "Mrs Brown", "it's Gareth Jones", "David O'Neill", "Jane from finance",
     "Priya Shah, commissioning", "Mohammed Ali Khan", "my manager Sue Barker"],
)  # fmt: skip
def test_a_person_s_name_is_not_kept(asked_back, text):
    assert "a person's name" in asked_back("contract_manager", text)


@pytest.mark.parametrize(
    "text",
    ["contract manager", "commissioning mgr", "Head of Adult Services", "Commissioning officer, adult services",
     "Age Cymru day support",
     "more independence", "I get help when I need it", "less loneliness", "they will be asked less often",
     "Victoria Park day centre",
     "no one is turned away", "nobody waits more than a week", "yes-to-life sessions for carers",
     "a service for people who say no to help",
     "St Helens carers", "Robin House respite for children", "me and my family feel safe"],
)  # fmt: skip
def test_short_and_odd_answers_are_kept(got, text):
    assert got("main_outcome", text) == Read(text)


@pytest.mark.parametrize("text", ["what do you mean?", "is it the budget holder?"])
def test_a_question_is_no_answer(asked_back, text):
    assert "a question" in asked_back("contract_manager", text)
