"""A yearly value from what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading import Read, Unreadable, read


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£180,000", 180_000), ("180000", 180_000), ("£180k", 180_000), ("180 k", 180_000), ("180 grand", 180_000),
        ("180 thousand", 180_000), ("1.5m", 1_500_000), ("£2 million", 2_000_000), ("2mn", 2_000_000), ("GBP 250,000", 250_000),
        ("£180 000", 180_000), ("180 000", 180_000), ("£1 250 000", 1_250_000), ("£180\u00a0000", 180_000),
        ("about £180,000 a year for 3 years", 180_000), ("roughly 180,000 plus VAT", 180_000), ("£180k p.a.", 180_000),
        ("£180,000.50", 180_000.5), ("£180,000.00", 180_000), ("£180,000 (yes, £180k)", 180_000),
        ("15k a month", 180_000), ("£15,000 per month", 180_000), ("£15,000 monthly", 180_000),  # x 12
        ("10,000,000,000", 10_000_000_000), ("<b>£180,000</b>", 180_000), ("💷 £180,000 💷", 180_000),
        ("two hundred thousand", 200_000), ("one point five million", 1_500_000), ("half a million a year", 500_000),
        ("about a quarter of a million", 250_000), ("one and a half million", 1_500_000), ("eighty k", 80_000),
        ("A hundred and twenty thousand pounds", 120_000), ("about 200k a year", 200_000), ("£1.2m", 1_200_000),
        ("two hundred and fifty thousand a year for three years", 250_000),
        ("£180,000 for a day centre", 180_000), ("£180,000 for 30 people", 180_000),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_pounds_a_year(question, text, pounds):
    assert read(question("value"), text) == Read(pounds)


NO_FIGURE, SEVERAL, ALL_YEARS, WRONG = "I need a figure", "more than one figure", "all the years together", "cannot be right"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("quite a lot", NO_FIGURE), ("two or three hundred thousand", SEVERAL), ("£", "could not find an answer"),
        ("between £100,000 and £120,000", SEVERAL), ("£200k-£300k", SEVERAL), ("200 to 300k", SEVERAL),
        ("1 or 2 million", SEVERAL),
        ("£900,000 in total", ALL_YEARS), ("£2m over 5 years", ALL_YEARS), ("£900k altogether", ALL_YEARS),
        ("a whole-life value of £900,000", ALL_YEARS),
        ("£3,000 a week", "in one year"), ("£50 per person", "in one year"), ("£45,000 a quarter", "in one year"),
        ("£25/hour", "in one year"), ("£3,500 weekly", "in one year"),
        ("0", WRONG), ("£0", WRONG), ("0.001", WRONG), ("£10,000,000,001", WRONG), ("9" * 400, WRONG),
        ("-5000", WRONG), ("£-5000", WRONG), ("£ -5,000", WRONG), ("- £5,000", WRONG), ("minus 5000", WRONG),
    ],
)  # fmt: skip
def test_an_amount_that_is_none_or_not_one_or_not_of_a_year_is_asked_again(asked_back, text, why):
    assert why in asked_back("value", text)


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("1.2 mil", 1_200_000), ("£1.5 billion", 1_500_000_000), ("1.5mill", 1_500_000), ("£2MM", 2_000_000),
        ("£2 mio", 2_000_000),
        ("1.2bn", 1_200_000_000), ("£½m", 500_000), (".5m", 500_000), ("£1.125m", 1_125_000), ("£1.250.000", 1_250_000),
        ("£180, 000", 180_000), ("£180 ,000", 180_000), ("one million two hundred thousand", 1_200_000),
        ("a hundred grand", 100_000),
        ("£15k pcm", 180_000), ("£15,000 a calendar month", 180_000), ("15k p.c.m.", 180_000), ("£15k/month", 180_000),
        ("200k/yr", 200_000), ("£180k (ex VAT)", 180_000), ("£180k for 2026/27", 180_000), ("3 years at £180k", 180_000),
        ("280k not 200k", 280_000), ("its not 180k its 200k", 200_000), ("wait its 280k i got confused", 280_000),
        ("£80,000 a year for 3 years plus 1, Age Cymru", 80_000),
    ],
)  # fmt: skip
def test_units_periods_and_slips_are_understood(got, text, pounds):
    assert got("value", text) == Read(pounds)


@pytest.mark.parametrize(
    "text",
    [
        "1,5m", "£200,00", "£12,50", "£1,80,000", "0,18m", "£180.000", "180.000", "1.500k",
        "£1,250m", "£180.000,00",  # which mark is it?
        "80p per meal", "50p", "£3,000 a bed", "£250,000 per lot", "£40k each", "£18.50 ph", "£4k 4-weekly", "£90k twice a year",
        "€250,000", "$180,000", "180,000 euros", "USD 180000",
        "£900k total", "£900,000 for the contract", "£3m over the life", "£300k x 3", "3 x £60k", "£300k for 3 years",
        "£180k for each of three lots", "£60k x 3 lots", "£180k over 4 years",
        "year 1 180 000", "FY26 180 000", "Lot 1 250 000", "phase 2 180 000", "lot 2 £180,000",
        "£5-8,000", "100k to 120", "£100k-£120k", "180 or 200k", "£180k rising to £200k", "£180k from us and £20k from the ICB",
        "180%", "#180000", "180kk", "1e6", "0x10", "180_000", "£1.2 trillion", "180 kilo", "£180k + 3%", "£180k + inflation",
        "£180k less 10%",
        "a couple of hundred thousand", "not 280k", "2027", "nil", "no budget", "three lots of £60k",
    ],
)  # fmt: skip
def test_a_figure_with_anything_beside_it_that_is_not_understood_is_asked_back(asked_back, text):
    assert asked_back("value", text)


@pytest.mark.parametrize(
    ("text", "offers"),
    [("200", (200_000, 200)), ("£999", (999_000, 999)), ("£500 a year", (500,)), ("£180k less 10%", (180_000,)), ("1,5m", ())],
)
def test_what_it_may_have_meant_is_one_press_away(got, text, offers):
    assert got("value", text).offers == offers


WAYS = [  # how people write an amount of whole thousands
    lambda n: f"£{n:,}", lambda n: f"{n}", lambda n: f"{n:,}", lambda n: f"£{n // 1000}k", lambda n: f"{n // 1000} k",
    lambda n: f"£{n / 1e6:g}m", lambda n: f"{n / 1e6:g} million", lambda n: f"{n / 1e6:g} mil", lambda n: f"£{n:,} a year",
    lambda n: f"about {n // 1000} thousand", lambda n: f"{n // 1000} grand", lambda n: f"GBP {n:,}", lambda n: f"£{n:,} p.a.",
    lambda n: f"£{n:,}.00", lambda n: f"{n:,} pounds", lambda n: f"£{n // 1000}K per annum", lambda n: f"our budget is £{n:,}",
    lambda n: "£" + f"{n:,}".replace(",", " "), lambda n: f"£{n:,} plus VAT", lambda n: f"£{n // 1000}k for a day centre",
    lambda n: "£" + f"{n:,}".replace(",", "."), lambda n: f"£{n / 1e6:g}m".replace(".", ","),
    lambda n: f"£{n:,}".replace(",", ", "),
    lambda n: f"£{n / 1e9:g}bn",
]  # fmt: skip


@given(thousands=st.integers(1, 20_000), way=st.sampled_from(range(len(WAYS))))
def test_an_amount_in_any_writing_is_read_right_or_asked_back_never_another(question, thousands, way):
    text = WAYS[way](thousands * 1000)
    outcome = read(question("value"), text)
    assert isinstance(outcome, Unreadable) or outcome == Read(thousands * 1000), f"{text!r} -> {outcome}"


@given(
    pounds=st.integers(1000, 5_000_000),
    joint=st.sampled_from(["xyz", "q", "%", "#", "units", " per lot", " a head", "€", " kilo", " trn"]),
)
def test_what_is_joined_to_a_figure_is_never_dropped(question, pounds, joint):
    for text in (f"£{pounds:,}{joint}", f"{pounds}{joint}", f"{pounds / 1e6:g}{joint}"):
        assert isinstance(read(question("value"), text), Unreadable), text


@given(
    months=st.integers(1000, 900_000),
    period=st.sampled_from([" a month", " per month", " pcm", "/month", " monthly", " per calendar month", " each month"]),
)
def test_a_month_s_figure_is_twelve_times_it_a_year(question, months, period):
    assert read(question("value"), f"£{months:,}{period}") == Read(months * 12)


@given(
    pounds=st.integers(1000, 9_000_000),
    total=st.sampled_from(
        [
            " in total",
            " for the contract",
            " over 3 years",
            " x 3",
            " for 4 years",
            " altogether",
            " whole-life",
            " over the life",
        ]
    ),
)
def test_what_is_said_for_several_years_is_never_taken_for_one(question, pounds, total):
    assert isinstance(read(question("value"), f"£{pounds:,}{total}"), Unreadable)
