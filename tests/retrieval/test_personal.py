"""Personal data is found as people write it, and the figures that commissioners type are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.personal import found_in

ORDINARY = (Path(__file__).parent.parent / "evaluation/plain_words.txt").read_text(encoding="utf-8")

# Numbers of the ranges kept for drama (Ofcom), addresses in example domains, and a test number of the NHS.
FOUND = {
    "a phone number": [
        "07700 900123", "07700900123", "07700 900 123", "+44 7700 900123", "+447700900123", "+44 (0)7700 900123",
        "020 7946 0958", "(020) 7946 0958", "02079460958", "0113 496 0123", "(0113) 496 0123", "01632 960123",
        "0117-496-0123", "+44 29 2018 0123", "028 9649 6012", "0808 157 0123", "0300 123 4567",
        "0044 7700 900123", "07700.900.123", "07700\u2011900\u2011123", "\uff10\uff17\uff17\uff10\uff10900123",
        "(+44) 7700 900123",
        "+44-7700-900-123", "0345 600 1234", "call 07700\u00a0900\u00ad123 about contract 5", "our ref 12, ring 0117 496 0123",
        "ring me on 07700 900123.", "Call 020 7946 0958, please", "tel:07700 900123",
    ],
    "an e-mail address": [
        "jo.bloggs@example.org", "write to jo@council.example.gov.uk.", "Jo <jo+tender@example.com>", "JO_BLOGGS@EXAMPLE.ORG",
        "jane\uff20council.gov.uk", "jane [at] council.gov.uk", "jane (at) council (dot) gov (dot) uk",
        "jo dot b at example dot org",        "mailto:jo@example.org", "jo-anne@my-council.example.org?",
    ],
    "a National Insurance number": ["AB 12 34 56 C", "AB123456C", "ab123456c", "her NI number is AB 12 34 56 C.", "JG 103759 A",
        "AB-12-34-56-C", "my nino is QQ123456C",
    ],
    "a person's date of birth": [
        "dob 03/04/1938", "born on 3rd April 1938", "D.O.B. 3-4-38", "date of birth: 1938-04-03",
        "Mrs Doris Brown of 14 Acacia Avenue ME14 2XX, born 3/4/1938, needs reablement after her hip operation",
    ],
    "a person's name and address": [
        "Doris Brown, 14 Acacia Avenue, Maidstone ME14 2XX", "Mr Jones, 4 Mill Road",
        "her name is Doris, 14 Acacia Avenue ME14 2XX",
        "dr. patel at 3 high street, leeds", "Visit John A. Smith at 12b Park Lane, LS1 4AB",
    ],
    "an NHS number": ["943 476 5919", "943-476-5919", "NHS 9434765919", "nhs number 943 476 5919", "NHS no 999 999 9999"],
}  # fmt: skip
LEFT = [
    "£250,000", "£250000", "250000", "213477", "£1.5m", "£1,080,000", "180000 a year", "£07700900123",
    "2023/S 000-123456", "2023/S 000 - 123456", "notice 2021/S 000-012345", "ref 07700900123",
    "company 07123456", "company number 07123456", "charity 1123456", "charity number 1123456",
    "SC123456", "12/03/2026", "12.03.2026", "2026-03-12", "1 April 2026", "24 February 2025", "from 2025 to 2030",
    "£663,540", "the threshold of £214,904", "£5,372,609", "over £139,688 including VAT",
    "3 years + 2", "5 + 2 years", "18 months", "3+1+1", "order 4500012345", "order number 4500012345", "PO 4500012345",
    "section 5.1", "Part B", "41 per cent", "9 out of 10", "Human Rights Act 1998", "PA 2023", "SI 2023/1348",
    "9434765919", "order 943 476 5919", "our notice is 012345-2026, what next?", "supplier 4010232137 holds the contract",
    "PO 4010232137 was for grant 4010232137", "budget code 0123456789 pays for it", "cost centre 0123 456 7890",
    "GL code 01234567890",
    "contract GB123456A ends soon", "framework code NT 10 20 30 B", "ITT ref CE123456A", "lot ref AB 12 34 56 C",
    "project code HR 10 20 30 B",
    "ledger no. 0117 496 0123", "born in 1938", "people born before 1/1/1950", "founded 12/03/1998", "Jane Smith of Age UK",
    "the office is at 12 High Street, LS1 4AB", "a service at 14 Acacia Avenue ME14 2XX", "Age Cymru, 14 High Street, CF10 1AA",
    "Acacia House, 3 Mill Lane, LS1 4AB", "the contract manager is called Jane Smith", "Mrs Brown", "in ME14 and ME15",
    "@home service", "prices @ £20 an hour", "A 12 34 56 C", "has anyone put their own director on the board?",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts])
def test_personal_data_is_found_and_its_kind_is_named(kind: str, text: str) -> None:
    assert found_in(text) == kind


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_personal_data_is_left_alone(text: str) -> None:
    assert found_in(text) is None


def test_no_ordinary_answer_is_personal_data() -> None:
    lines = [line for line in ORDINARY.splitlines() if line and not line.startswith("#")]
    assert len(lines) >= 300
    assert [text for text in lines if found_in(text)] == []


@given(st.text(st.characters(), max_size=60))
def test_no_text_is_too_odd_to_be_looked_at(text: str) -> None:
    found_in(text)


@pytest.mark.parametrize(("kind", "text"), [(kind, texts[0]) for kind, texts in FOUND.items()])
def test_personal_data_is_found_in_the_middle_of_a_question(kind: str, text: str) -> None:
    assert found_in(f"How can risk be shared for £250,000 a year? Answer to {text}, by 12/03/2026") == kind


def test_ten_digits_without_the_check_digit_are_no_nhs_number() -> None:
    assert found_in("9434765918") is None
