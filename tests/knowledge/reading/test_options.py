"""Options from what people type: by their words, their place, a share, a town, and by what they are not."""

from __future__ import annotations

import pytest

from knowledge.reading import Read, Unreadable, exactly, read
from knowledge.records import Question


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
def test_what_fits_two_options_or_none_is_asked_again_with_the_options(asked_back, id, text, why):
    assert why in asked_back(id, text)


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
def test_an_answer_that_picks_none_or_more_than_there_is_gets_the_list(asked_back, text):
    assert "“England”" in asked_back("nation", text)


# --- what speaks against an option -----------------------------------------------------------------------------------

DENIALS = [
    "not {}", "it is not {}", "its not {}", "anything but {}", "definitely not {}", "no longer {}", "not {} any more",
    "we dont want {}",
    "rather not {}", "it isn't {}", "nothing to do with {}", "everything except {}", "we won't be doing {}",
]  # fmt: skip


def test_no_option_is_taken_from_words_that_deny_it(knowledge):
    taken = [
        f"{q.id}: {text}"
        for q in knowledge.questions
        for option, title in q.options.items()
        for words in (title, *q.says.get(option, ()))
        for denial in DENIALS
        for text in [denial.format(words.lower())]
        if read(q, text) == Read(option)
    ]
    assert not taken


@pytest.mark.parametrize(
    ("id", "text", "option"),
    [
        ("nation", "wales not england", "wales"), ("nation", "we are not in england, we are in wales", "wales"),
        ("rules", "health care not social care", "health_care"), ("rules", "social care rather than health", "light_touch"),
        ("rules", "social care but not health", "light_touch"), ("newness", "existing rather than new", "existing_service"),
        ("newness", "its not a new service, its existing", "existing_service"), ("provider_now", "a charity not a company",
        "charity_or_social_enterprise"), ("contract_split", "not split", "one_contract"), ("contract_split",
        "it isn't one contract", "split_lots"),
        ("payment", "after, not before", "in_arrears"), ("market", "not many", "few"), ("whole_life", "that is not right",
        "may_change"),
    ],
)  # fmt: skip
def test_a_denial_leaves_what_is_said_instead_or_the_only_other_one(got, id, text, option):
    assert got(id, text) == Read(option)


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("rules", "which one is mental health advocacy"), ("rules", "mental health advocacy"), ("newness", "contract lenght"),
        ("newness", "we have an existing service but are making it new"), ("finance_tests", "the usual standstill letter"),
        ("provider_input", "no we arent allowed to talk to providers are we"), ("provider_input", "yes but not yet"),
        ("provider_now", "used to be in house"), ("provider_now", "was in house, now a charity"), ("nation", "England and Wales"),
        ("nation", "not England or Wales"), ("rules", "neither health care nor social care"), ("track_record",
        "no, but the manager did"),
        ("payment", "quarterly"), ("newness", "procurement"), ("whole_life", "no"), ("in_view", "yes"),
    ],
)  # fmt: skip
def test_words_that_only_hold_an_option_are_asked_back(asked_back, id, text):
    assert asked_back(id, text)


@pytest.mark.parametrize("place", ["the {} one", "option {}", "{}", "number {}"])
def test_every_option_can_be_named_by_its_place(knowledge, place):
    words = ["first", "second", "third", "fourth", "fifth", "sixth"]
    missed = [
        f"{q.id}: {text}"
        for q in knowledge.questions
        if not q.shares and not q.at_least  # where a bare number is a share, or a count
        for at, option in enumerate(q.options)
        for text in ([place.format(words[at])] if "one" in place else [place.format(at + 1), place.format("abcdef"[at])])
        if read(q, text) != Read(option)
    ]
    assert not missed


@pytest.mark.parametrize(
    ("id", "text", "option"),
    [
        ("body", "IJB", "other_body"), ("body", "GP surgery", "nhs"), ("body", "health and social care partnership",
        "other_body"),
        ("rules", "primary care", "health_care"), ("rules", "home care", "light_touch"), ("route", "open procedure",
        "open_contest"),
        ("route", "ok open then", "open_contest"), ("route", "single tender action", "direct_award"), ("payment",
        "monthly invoices", "in_arrears"),
        ("payment", "milestone payments", "in_stages"), ("user_reach", "misses some, esp rural", "missed_some"),
        ("failure_effect", "someone could die", "people_at_risk"), ("failure_effect", "it would be a disaster", "people_at_risk"),
        ("involvement", "co-production", "design_only"), ("finance_tests", "dun and bradstreet check", "years_of_accounts"),
        ("staff_moving", "TUPE", "moving"), ("staff_moving", "they won't move", "not_moving"), ("provider_input",
        "soft market test", "input_planned"),
        ("market", "thin market", "few"), ("newness", "re-procurement", "retender"), ("review_rhythm", "monitoring returns",
        "reports_only"),
        ("bidder_feedback", "the usual standstill letter", "scores_only"), ("need_evidence", "JSNA", "figures_only"),
        ("shared_gain", "pooled budget", "would_share"), ("upfront", "mobilisation budget", "money_upfront"), ("in_view",
        "spinout", "new_local"),
    ],
)  # fmt: skip
def test_words_of_the_trade_are_known(got, id, text, option):
    assert got(id, text) == Read(option)


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("Cardiff", "wales"), ("london", "england"), ("we're in Glasgow", "scotland"), ("Belfast Trust", "northern_ireland"),
        ("Kent County Council", "england"), ("Greater Manchester", "england"), ("reading", "england"), ("in Deal", "england"),
    ],
)  # fmt: skip
def test_a_place_says_which_nation(got, text, nation):
    assert got("nation", text) == Read(nation)


@pytest.mark.parametrize(
    "text", ["Cardiff and Bristol", "not Cardiff", "I was reading about it", "Paris", "the best deal there is"]
)
def test_a_place_in_doubt_or_none_of_ours_is_asked_back(asked_back, text):
    assert asked_back("nation", text)


# --- shares ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("35%", "shared_marks"), ("a third", "shared_marks"), ("quality 80%", "mostly_quality"), ("60% quality 40% price",
        "shared_marks"),
        ("60/40 in favour of quality", "shared_marks"), ("60/40 quality price", "shared_marks"), ("70:30 quality/price",
        "mostly_quality"),
        ("price 30%, quality 60%, social value 10%", "mostly_quality"), ("50/50", "shared_marks"), ("two thirds", "mostly_price"),
        ("over half", "mostly_price"), ("under 30%", "mostly_quality"), ("between 30 and 40%", "shared_marks"), ("30%",
        "mostly_quality"),
        ("31%", "shared_marks"), ("50%", "shared_marks"), ("51%", "mostly_price"), ("40", "shared_marks"), ("100% quality",
        "mostly_quality"),
        ("price is 40% of the marks", "shared_marks"), ("40 per cent", "shared_marks"), ("80% on quality", "mostly_quality"),
        ("quality 70 price 30", "mostly_quality"), ("three quarters quality", "mostly_quality"),
    ],
)  # fmt: skip
def test_a_share_is_worked_out_for_the_price(got, text, option):
    assert got("price_weight", text) == Read(option)


@pytest.mark.parametrize(
    "text",
    ["70/30", "60/40", "120%", "60% quality 60% price", "between 20 and 40%", "at least 40%", "not 40%", "40% of the budget",
     "£40k", "40p",
     "40% in 2026", "not more than half"],
)  # fmt: skip
def test_a_share_that_fits_two_answers_or_is_of_something_else_is_asked_back(asked_back, text):
    assert asked_back("price_weight", text)
