"""From what people type to an answer, or to words that say why it is none."""

from __future__ import annotations

import time

import pytest

from knowledge.reading import LONGEST_ANSWER, Read, Unreadable, exactly, gather, read
from knowledge.records import Question


@pytest.fixture(scope="session")
def question(knowledge):
    """A question of the real content by its id."""
    by_id = {q.id: q for q in knowledge.questions}
    return by_id.__getitem__


def reason(got: Read | Unreadable) -> str:
    assert isinstance(got, Unreadable), got
    return got.reason


# --- money -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£180,000", 180_000), ("180000", 180_000), ("£180k", 180_000), ("180 k", 180_000), ("180 grand", 180_000),
        ("180 thousand", 180_000), ("1.5m", 1_500_000), ("£2 million", 2_000_000), ("2mn", 2_000_000), ("GBP 250,000", 250_000),
        ("£180 000", 180_000), ("180 000", 180_000), ("£1 250 000", 1_250_000), ("£180\u00a0000", 180_000),
        ("about £180,000 a year for 3 years", 180_000), ("roughly 180,000 plus VAT", 180_000), ("£180k p.a.", 180_000),
        ("£180,000.50", 180_000.5), ("£180,000.00", 180_000), ("£180,000 (yes, £180k)", 180_000),
        ("15k a month", 180_000), ("£15,000 per month", 180_000), ("£15,000 monthly", 180_000),  # x 12
        ("500", 500), ("£1", 1), ("10,000,000,000", 10_000_000_000), ("<b>£180,000</b>", 180_000), ("💷 £180,000 💷", 180_000),
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
def test_an_amount_that_is_none_or_not_one_or_not_of_a_year_is_asked_again(question, text, why):
    assert why in reason(read(question("value"), text))


# --- years -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3", 3), ("three", 3), ("3 years", 3), ("three years", 3), ("3-year", 3), ("3yrs", 3), ("a year", 1), ("one", 1),
        ("18 months", 1.5), ("eighteen months", 1.5), ("six months", 0.5), ("20 months", 1.67), ("36 mths", 3),
        ("2.5", 2.5), ("two and a half years", 2.5), ("a year and a half", 1.5), ("2½", 2.5), ("2½ years", 2.5),
        ("half a year", 0.5),
        ("2 years 6 months", 2.5), ("2 years and 6 months", 2.5), ("1 year, 3 months", 1.25),
        ("3+2", 3), ("3 + 2", 3), ("3 years plus 2", 3), ("three years with an option of two more", 3), ("three (3) years", 3),
        ("50", 50),
    ],
)  # fmt: skip
def test_a_first_term_is_read_in_years(question, text, years):
    assert read(question("term"), text) == Read(years)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("as long as it takes", "I need a number of years"), ("six weeks", "I need a number of years"),
        ("0", WRONG), ("none at 0 years", WRONG), ("-3", WRONG), ("minus 3 years", WRONG), ("51", WRONG), ("999 years", WRONG),
        ("until 2029", WRONG), ("999+2", WRONG), ("9" * 400 + " years", WRONG),
        ("3-5 years", "more than one length"), ("3 to 5", "more than one length"),
        ("three or four years", "more than one length"),
    ],
)  # fmt: skip
def test_a_term_that_is_none_or_not_one_is_asked_again(question, text, why):
    assert why in reason(read(question("term"), text))


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


# --- options ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "text", "option"),
    [
        ("nation", "Wales", "wales"), ("nation", "  WALES. ", "wales"), ("nation", "cymru", "wales"),
        ("nation", "we are in Wales", "wales"),
        ("nation", "northern_ireland", "northern_ireland"), ("nation", "N. Ireland", "northern_ireland"),
        ("nation", "<b>Wales</b>", "wales"), ("nation", "🏴 Scotland 🏴", "scotland"),
        ("body", "a fire and rescue service", "fire"), ("body", "we're a local authority", "council"),
        ("vat", "no VAT due", "no_vat"), ("vat", "with VAT", "with_vat"), ("vat", "plus VAT", "without_vat"),
        ("upfront", "no", "no_upfront"), ("upfront", "Yes, enough", "money_upfront"),
        ("route", "we'll go out to open tender", "open_contest"), ("route", "direct award", "direct_award"),
        ("nation", "the second one", "wales"), ("nation", "first", "england"), ("nation", "option 3", "scotland"),
        ("nation", "I'll take the last one please", "northern_ireland"), ("nation", "2nd", "wales"),
        ("in_view", "spin-out", "new_local"), ("failure_effect", "People could be harmed", "people_at_risk"),
    ],
)  # fmt: skip
def test_an_option_is_known_by_its_button_its_id_and_what_people_say(question, id, text, option):
    assert read(question(id), text) == Read(option)


@pytest.mark.parametrize(
    ("id", "text", "option"),
    [
        ("nation", "Walse", "wales"), ("nation", "Engalnd", "england"), ("nation", "Scottland", "scotland"),
        ("nation", "Northern Irland", "northern_ireland"), ("body", "counsil", "council"), ("body", "fire servise", "fire"),
        ("newness", "exsisting service", "existing_service"), ("route", "quotatoins", "quotes"),
    ],
)  # fmt: skip
def test_a_misspelt_option_is_taken_for_the_one_meant(question, id, text, option):
    assert read(question(id), text) == Read(option)


@pytest.mark.parametrize(
    ("id", "text", "why"),
    [
        ("nation", "Wales or England", "That fits more than one answer: “England”, “Wales”."),
        ("upfront", "yes and no", "That fits more than one answer: “Yes, enough”, “No”."),
        ("nation", "France", "The answers are: “England”, “Wales”, “Scotland”, “Northern Ireland”."),
        ("nation", "UK", "The answers are: “England”"),
        ("vat", "7", "The answers are: “Without VAT”, “With VAT”, “No VAT is due”."),
        ("body", "שלום עולם", "The answers are: “Council”"),
        ("body", "SELECT * FROM users; --", "The answers are: “Council”"),
    ],
)
def test_what_fits_two_options_or_none_is_asked_again_with_the_options(question, id, text, why):
    assert why in reason(read(question(id), text))


def test_every_button_is_an_answer_to_its_question(knowledge):
    missed = [
        f"{q.id}: {title}"
        for q in knowledge.questions
        for option, title in q.options.items()
        if read(q, title) != Read(option) or read(q, option) != Read(option) or not exactly(q, title)
    ]
    assert not missed


def test_every_way_to_say_an_option_leads_to_it_alone(knowledge):
    missed = [
        f"{q.id}: {words} is {read(q, words)}, not {option}"
        for q in knowledge.questions
        for option, said in q.says.items()
        for words in said
        if read(q, words) != Read(option)
    ]
    assert not missed


def test_every_example_is_an_answer_to_its_question(knowledge):
    missed = [f"{q.id}: {q.example}" for q in knowledge.questions if not isinstance(read(q, q.example), Read)]
    assert not missed


@pytest.mark.parametrize(
    ("id", "text", "expected"),
    [("nation", "Wales", True), ("nation", "cymru!", True), ("nation", "Walse", False), ("nation", "I am in Wales", False),
     ("value", "180000", False), ("service", "Wales", False)],
)  # fmt: skip
def test_only_the_very_words_of_an_option_are_exact(question, id, text, expected):
    assert exactly(question(id), text) is expected


# --- free text -------------------------------------------------------------------------------------------------------


def test_free_text_is_kept_as_it_was_typed_but_for_spaces(question):
    assert read(question("service"), "  Day support\n for <adults>  & carers ") == Read("Day support for <adults> & carers")
    assert read(question("service"), "שירות יום למבוגרים") == Read("שירות יום למבוגרים")


@pytest.mark.parametrize(("length", "kept"), [(LONGEST_ANSWER, True), (LONGEST_ANSWER + 1, False)])
def test_free_text_has_a_longest_length(question, length, kept):
    assert isinstance(read(question("service"), "x" * length), Read) is kept


def test_a_text_that_is_too_long_is_told_its_length(question):
    assert reason(read(question("service"), "word " * 20_000)).startswith("That is 99,999 characters.")


@pytest.mark.parametrize("text", ["123", "7 8 9", "£180,000", "a", "_ _"])
def test_free_text_needs_words(question, text):
    assert "could not find words" in reason(read(question("service"), text))


# --- bad input, whatever the question --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   ", "😀", "😀👍🏽🎉", "???", "...", "\u202e\u202d", "<>", "\n\t"])
def test_what_holds_no_word_is_no_answer_to_anything(knowledge, text):
    assert {reason(read(q, text)) for q in knowledge.questions} == {"I could not find an answer in that."}


HOSTILE = {
    "100,000 letters": "x" * 100_000,
    "100,000 digits": "9" * 100_000,
    "100,000 emoji": "😀" * 100_000,
    "spaces after a number": "plus 3" + " " * 100_000 + ".",
    "words of number": "three " * 16_000,
    "one option many times over": "wales " * 16_000,
    "half an extension many times over": "plus a " * 14_000,
    "options without end": "option " * 14_000,
    "pounds without end": "£1" * 50_000,
    "groups of digits": "123 " * 25_000,
    "markup": "<b>" * 33_000,
    "right to left": "שלום " * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_read_in_no_time_and_its_refusal_is_short(knowledge, text):
    begun = time.perf_counter()
    got = [read(q, text) for q in knowledge.questions if q.id in {"nation", "service", "value", "extension"}]
    gather(knowledge, text, {})
    assert time.perf_counter() - begun < 5
    assert all(len(answer.reason) < 200 for answer in got if isinstance(answer, Unreadable))
    assert all(len(str(answer.value)) < 200 for answer in got if isinstance(answer, Read))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "/restart", '/SetSlot{"a": 1}', "'; DROP TABLE users", "{whole_life}"]
)
def test_code_is_never_an_option(knowledge, text):
    assert not [q.id for q in knowledge.questions if q.kind == "choice" and isinstance(read(q, text), Read)]


# --- what a longer text says by the way ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("We are a Welsh fire service and want fire checks for £180,000 a year for 3 years with an option of 2 more",
         {"nation": "wales", "body": "fire", "value": 180_000, "term": 3, "extension": 2}),
        ("£180,000 a year plus VAT for 3 years", {"value": 180_000, "vat": "without_vat", "term": 3}),
        ("£1.5m per year for 18 months", {"value": 1_500_000, "term": 1.5}),
        ("a contract for 5 years with an extension of up to 24 months in Scotland",
         {"nation": "scotland", "term": 5, "extension": 2}),
        ("for 2 years and 6 months", {"term": 2.5}),
        ("for 3\n   years", {"term": 3}),
        ("for three years plus two", {"term": 3, "extension": 2}),
        ("the service may be extended by a further two years", {"extension": 2}),
    ],
)  # fmt: skip
def test_answers_that_a_text_gives_in_so_many_words_are_noted(knowledge, text, answers):
    assert gather(knowledge, text, {}) == answers


@pytest.mark.parametrize(
    ("text", "not_noted"),
    [
        ("we want a social enterprise to run it", {"provider_now"}),  # who should is not who does
        ("£180,000 plus VAT for 3 years", {"extension"}),
        ("day care plus training for 3 years", {"extension"}),
        ("option to extend for 2 years", {"term"}),
        ("plus 30 beds", {"extension", "value", "term"}),
        ("for 999 years", {"term"}),
        ("extended by 60 years", {"extension"}),
        ("Wales and England", {"nation"}),
        ("£180,000", {"value"}),  # not said that it is a year's
        ("an option for a break clause", {"extension"}),
        ("yes that is right", {"whole_life"}),  # nothing was shown yet
        ("no", {"upfront", "in_view", "market"}),
        ("", {"nation", "service"}),
    ],
)
def test_what_a_text_does_not_settle_is_left_to_be_asked(knowledge, text, not_noted):
    assert not not_noted & gather(knowledge, text, {}).keys()


def test_what_is_answered_already_is_not_gathered_again(knowledge):
    assert gather(knowledge, "we are in Wales, for 3 years", {"nation": "england"}) == {"term": 3}


def test_many_answers_may_stand_in_one_text(knowledge):
    text = "An English council, £2m a year plus VAT for 4 years plus 1, social care, no market"
    assert gather(knowledge, text, {}) == {
        "nation": "england", "value": 2_000_000, "vat": "without_vat", "term": 4, "extension": 1, "rules": "light_touch",
        "market": "none",
    }  # fmt: skip


def test_a_text_question_gathers_nothing(knowledge):
    assert "service" not in gather(knowledge, "home visits for older people", {})


def test_a_made_up_question_reads_like_those_of_the_content():
    made = Question.parse_obj({
        "id": "colour", "stage": "profile", "label": "colour", "names": [], "kind": "choice", "ask": "?", "why": "?", "help": "?",
        "example": "Red", "options": {"red": "Red", "dark_red": "Dark red"}, "says": {"red": ["scarlet"]},
    })  # fmt: skip
    # The longest words are taken first, so that "dark red" is not "red" as well.
    assert read(made, "a dark red please") == Read("dark_red")
    assert read(made, "scarlet") == Read("red")
    assert read(made, "red, or dark red") == Unreadable("That fits more than one answer: “Red”, “Dark red”.")


@pytest.mark.parametrize("text", ["both", "all of these", "the ninth one", "option 7", "option 0"])
def test_an_answer_that_picks_none_or_more_than_there_is_gets_the_list(question, text):
    assert "“England”" in reason(read(question("nation"), text))
