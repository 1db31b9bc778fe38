"""First terms and extensions from what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading import Read, Unreadable, gather, read

NO_FIGURE, WRONG = "I need a number of years", "cannot be right"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3", 3), ("three", 3), ("3 years", 3), ("three years", 3), ("3-year", 3), ("3yrs", 3), ("a year", 1), ("one", 1),
        ("18 months", 1.5), ("eighteen months", 1.5), ("six months", 0.5), ("20 months", 1.67), ("36 mths", 3),
        ("2.5", 2.5), ("two and a half years", 2.5), ("a year and a half", 1.5), ("2½", 2.5), ("2½ years", 2.5),
        ("half a year", 0.5),
        ("2 years 6 months", 2.5), ("2 years and 6 months", 2.5), ("1 year, 3 months", 1.25),
        ("3+2", 3), ("3 + 2", 3), ("3 years plus 2", 3), ("three years with an option of two more", 3), ("three (3) years", 3),
        ("50 years", 50),
    ],
)  # fmt: skip
def test_a_first_term_is_read_in_years(question, text, years):
    assert read(question("term"), text) == Read(years)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("as long as it takes", "I need a number of years"), ("six weeks", "I need a number of years"),
        ("0", WRONG), ("-3", WRONG), ("minus 3 years", WRONG), ("51", WRONG), ("999 years", WRONG),
        ("until 2029", "I need a number of years"), ("999+2", WRONG), ("9" * 400 + " years", WRONG),
        ("3-5 years", "more than one length"), ("3 to 5", "more than one length"),
        ("three or four years", "more than one length"),
    ],
)  # fmt: skip
def test_a_term_that_is_none_or_not_one_is_asked_again(asked_back, text, why):
    assert why in asked_back("term", text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2", 2), ("two years", 2), ("0", 0), ("none", 0), ("no", 0), ("no extension", 0), ("zero", 0),
        ("plus 2", 2), ("option of 2 more", 2), ("an option to extend by two years", 2), ("up to 24 months", 2),
        ("one year", 1), ("2 x 1 year", 2), ("two 1-year extensions", 2), ("2 × 12 months", 2),
        ("two and a half years", 2.5),
    ],
)  # fmt: skip
def test_extensions_are_read_as_all_years_that_may_be_added(question, text, years):
    assert read(question("extension"), text) == Read(years)


@pytest.mark.parametrize("text", ["-1", "51", "extend by 999 years", "2 to 3 years", "30 + 30", "perhaps"])
def test_extensions_that_cannot_be_told_are_asked_again(question, text):
    assert isinstance(read(question("extension"), text), Unreadable)


@pytest.mark.parametrize(
    ("text", "term", "years"),
    [("3 + 2", 3, 2), ("3+2", 3, 2), ("1 + 1", 3, 2), ("three + two", 3, 2), ("2 + 1", None, 3), ("2 + 1", "dont_know", 3)],
)
def test_a_sum_is_term_and_extension_only_if_it_begins_with_the_term(question, text, term, years):
    assert read(question("extension"), text, {"term": term} if term else {}) == Read(years)


@pytest.mark.parametrize(
    ("text", "first", "added"),
    [
        ("3+1+1", 3, 2), ("3+2+2", 3, 4), ("3 years +1 +1", 3, 2), ("two yrs then 1 then 1", 2, 2), ("2+1+1+1 years", 2, 3),
        ("36 months with a possible 24 month extension", 3, 2), ("36 months with possible 24 month extension", 3, 2),
        ("36 + 12 + 12 months", 3, 2), ("three years plus one plus one", 3, 2), ("a 3 year contract with 2 optional years", 3, 2),
        ("3 years with the option of two one year extensions", 3, 2),
        ("3 years initially with an option to extend by a further 2", 3, 2),
        ("3 years, extendable twice by 12 months", 3, 2), ("5 years plus up to two further periods of 12 months", 5, 2),
    ],
)  # fmt: skip
def test_a_first_term_and_all_its_extensions_are_read_from_one_text(got, knowledge, text, first, added):
    assert got("term", text) == Read(first)
    assert got("extension", text, term=first) == Read(added)
    assert gather(knowledge, text, {"term": first}).get("extension") == added


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2 (1 plus 1)", 2), ("two further periods of 12 months", 2), ("2 periods of one year each", 2),
        ("two extensions of one year", 2),
        ("extendable twice by 12 months", 2), ("1 year + 1 year", 2), ("12 months + 12 months", 2), ("12+12 months", 2),
        ("1 then 1", 2),
        ("2 years (1+1)", 2), ("three times by 1 year", 3), ("up to three one year extensions", 3), ("six months x 2", 1),
        ("1 year twice", 2), ("no more than 2 years", 2), ("two more", 2), ("can't be extended", 0), ("2 12-month extensions", 2),
    ],
)  # fmt: skip
def test_counts_and_chains_of_extensions_are_added_up(got, text, years):
    assert got("extension", text, term=3) == Read(years)


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("term", "1,5 years"), ("term", "3/5 years"), ("term", "three-to-five years"), ("term", "to 31/03/2029"), ("term",
        "5 years (3+2)"),
        ("term", "3 + 12 months"), ("term", "not 3 years"), ("term", "its 3 not 4"), ("term", "24"), ("term", "3k"), ("term",
        "3%"),
        ("term", "3 phases"), ("term", "3 lots"), ("term", "18-24 months"), ("term", "2 years + 30 beds"), ("term", "26 weeks"),
        ("extension", "one year, twice"), ("extension", "no, just the 3 years"), ("extension", "1 year at a time"), ("extension",
        "rolling"),
        ("extension", "5 years in total"), ("extension", "2 years (1+2)"), ("extension", "2 or 3"), ("extension", "no 2 years"),
        ("extension", "2 sites"), ("extension", "1,5"),
    ],
)  # fmt: skip
def test_a_length_that_is_not_understood_whole_is_asked_back(asked_back, id, text):
    assert asked_back(id, text, term=3)


def test_a_bare_number_from_a_dozen_on_may_be_months_or_years(got):
    assert got("term", "36").offers == (3, 36)


WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
TERMS = [
    lambda n: f"{n}", lambda n: f"{n} years", lambda n: f"{n * 12} months", lambda n: f"{n}yrs", lambda n: f"{n}-year",
    lambda n: f"{n}y",
    lambda n: f"{WORDS[n]} years", lambda n: f"for {n} years", lambda n: f"{WORDS[n]} ({n}) years", lambda n: f"{n * 12} mths",
    lambda n: f"an initial {n} years", lambda n: f"a {n} year contract", lambda n: f"{n * 12}m", lambda n: f"{n * 12}-month term",
    lambda n: f"about {n} years", lambda n: f"{n},0 years", lambda n: f"{n}.0 years", lambda n: f"{n} yr",
    lambda n: f"{n} yrs fixed",
    lambda n: f"it is {n} years",
]  # fmt: skip
ADDED = [
    lambda n: " + 1" * n, lambda n: f" plus {n}", lambda n: f" with an option to extend by {n} years",
    lambda n: f" plus {n} x 1 year",
    lambda n: f" with a possible {n * 12} month extension", lambda n: f" and up to {WORDS[n]} further periods of 12 months",
    lambda n: f", extendable by {n} years", lambda n: " then 1" * n, lambda n: f" plus {WORDS[n]} one-year extensions",
    lambda n: " + 12 months" * n, lambda n: f" with {n} optional years", lambda n: f" + {n} years ({' + '.join('1' * n)})",
]  # fmt: skip


@given(years=st.integers(1, 6), way=st.sampled_from(range(len(TERMS))))
def test_a_term_in_any_writing_is_read_right_or_asked_back(question, years, way):
    text = TERMS[way](years)
    outcome = read(question("term"), text)
    assert isinstance(outcome, Unreadable) or outcome == Read(years), f"{text!r} -> {outcome}"


@given(
    first=st.integers(1, 6),
    more=st.integers(1, 4),
    term=st.sampled_from(range(len(TERMS))),
    way=st.sampled_from(range(len(ADDED))),
)
def test_a_term_with_extensions_in_any_writing_is_read_right_or_asked_back(question, first, more, term, way):
    text = TERMS[term](first) + ADDED[way](more)
    for id, right in (("term", first), ("extension", more)):
        outcome = read(question(id), text, {"term": first} if id == "extension" else {})
        assert isinstance(outcome, Unreadable) or outcome == Read(right), f"{id}: {text!r} -> {outcome}"


def test_most_of_these_writings_are_read_rather_than_asked_back(question):
    texts = [(t(first) + a(more), first, more) for t in TERMS for a in ADDED for first, more in ((3, 2), (2, 1))]
    read_right = sum(
        read(question("term"), text) == Read(first) and read(question("extension"), text, {"term": first}) == Read(more)
        for text, first, more in texts
    )
    assert read_right / len(texts) > 0.75
