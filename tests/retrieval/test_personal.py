"""Personal data is found as people write it, and the figures that commissioners type are left alone."""

from __future__ import annotations

import pytest

from retrieval.personal import found_in

# Numbers of the ranges kept for drama (Ofcom), addresses in example domains, and a test number of the NHS.
FOUND = {
    "a phone number": [
        "07700 900123", "07700900123", "07700 900 123", "+44 7700 900123", "+447700900123", "+44 (0)7700 900123",
        "020 7946 0958", "(020) 7946 0958", "02079460958", "0113 496 0123", "(0113) 496 0123", "01632 960123",
        "0117-496-0123", "+44 29 2018 0123", "028 9649 6012", "0808 157 0123", "0300 123 4567",
        "ring me on 07700 900123.", "Call 020 7946 0958, please", "tel:07700 900123",
    ],
    "an e-mail address": [
        "jo.bloggs@example.org", "write to jo@council.example.gov.uk.", "Jo <jo+tender@example.com>", "JO_BLOGGS@EXAMPLE.ORG",
        "mailto:jo@example.org", "jo-anne@my-council.example.org?",
    ],
    "a National Insurance number": ["AB 12 34 56 C", "AB123456C", "ab123456c", "her NI number is AB 12 34 56 C.", "JG 103759 A"],
    "an NHS number": ["943 476 5919", "9434765919", "943-476-5919", "nhs number 943 476 5919", "NHS no 999 999 9999"],
}  # fmt: skip
LEFT = [
    "£250,000", "£250000", "250000", "213477", "£1.5m", "£1,080,000", "180000 a year", "£07700900123",
    "2023/S 000-123456", "2023/S 000 - 123456", "notice 2021/S 000-012345", "ref 07700900123",
    "company 07123456", "company number 07123456", "charity 1123456", "charity number 1123456",
    "SC123456", "12/03/2026", "12.03.2026", "2026-03-12", "1 April 2026", "24 February 2025", "from 2025 to 2030",
    "£663,540", "the threshold of £214,904", "£5,372,609", "over £139,688 including VAT",
    "3 years + 2", "5 + 2 years", "18 months", "3+1+1", "order 4500012345", "order number 4500012345", "PO 4500012345",
    "section 5.1", "Part B", "41 per cent", "9 out of 10", "Human Rights Act 1998", "PA 2023", "SI 2023/1348",
    "@home service", "prices @ £20 an hour", "A 12 34 56 C", "has anyone put their own director on the board?",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts])
def test_personal_data_is_found_and_its_kind_is_named(kind: str, text: str) -> None:
    assert found_in(text) == kind


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_personal_data_is_left_alone(text: str) -> None:
    assert found_in(text) is None


@pytest.mark.parametrize(("kind", "text"), [(kind, texts[0]) for kind, texts in FOUND.items()])
def test_personal_data_is_found_in_the_middle_of_a_question(kind: str, text: str) -> None:
    assert found_in(f"How can risk be shared for £250,000 a year? Answer to {text}, by 12/03/2026") == kind


def test_ten_digits_without_the_check_digit_are_no_nhs_number() -> None:
    assert found_in("9434765918") is None
