"""What a longer text says by the way."""

from __future__ import annotations

import pytest

from knowledge import journeys
from knowledge.reading import gather


@pytest.fixture(scope="session")
def knowledge(everything):
    """What a plan takes from a longer text."""
    return journeys.only(everything, "commission")


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
        ("day support in Cardiff, about £150k a year for 3 years", {"nation": "wales", "value": 150_000, "term": 3}),
        ("we are district nurses in Leeds", {"nation": "england"}),
        ("we want to let our youth club contract again, £60,000 a year for 2 years", {"value": 60_000, "term": 2}),
        ("contract to let again for 3 years plus 1", {"term": 3, "extension": 1, "newness": "retender"}),
        ("for 3 years, and again for 2 years", {"term": 3, "extension": 2}),
        ("Fife Council wants befriending", {"nation": "scotland"}),
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
        ("in Cardiff and in Leeds", {"nation"}),
        ("the same as in Torbay", {"nation"}),
        ("like in Salford", {"nation"}),
        ("we are not in Leeds any more", {"nation"}),
        ("the Durham report", {"nation"}),
        ("helping children in reading and in sport", {"nation"}),
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


@pytest.mark.parametrize(
    "text",
    [
        "befriending for quite a few older people",
        "one or two sessions for most of them",
        "care for some, both at home and out",
        "we are not a county council",
    ],
)
def test_words_that_could_be_said_of_anything_are_no_answers_by_the_way(knowledge, text):
    assert not gather(knowledge, text, {}).keys() - {"nation"}
