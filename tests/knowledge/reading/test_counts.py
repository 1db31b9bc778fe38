"""How many people it would be: a number stands for the option whose range holds it, if nothing says that it counts else."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("text", "option"), [
    ("1", "micro"), ("5", "micro"), ("6", "small"), ("37", "medium"), ("about 40 nurses", "medium"), ("250 staff", "medium"),
    ("251", "large"), ("1,200 people", "large"), ("between 10 and 12 of us", "small"), ("thirty", "small"),
    ("just the two of us", "micro"), ("we would be 12 social workers", "small"),
])  # fmt: skip
def test_a_number_of_people_is_the_option_that_holds_it(got, text, option):
    assert got("size", text).value == option


@pytest.mark.parametrize(
    "text", ["between 20 and 40", "£40", "40%", "40 patients", "in 2030 we will see", "0", "<b>40</b>", "4.5 million"]
)
def test_what_counts_something_else_or_reaches_over_two_is_asked_back(asked_back, text):
    assert asked_back("size", text)
