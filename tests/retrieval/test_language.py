"""Another language is told from English, Welsh above all; a name of it in English words makes no foreign text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.records import Knowledge
from retrieval.answer import Answerer
from retrieval.language import other_language
from retrieval.wording import plain_answer

SETS = Path(__file__).parent.parent / "evaluation"
OTHERS = {
    "Welsh": [
        "Beth yw menter gymdeithasol?", "Gwasanaeth eiriolaeth iechyd meddwl yn y sir", "Sut ydw i'n dechrau cynllun comisiynu?",
        "Ydych chi'n gallu ateb yn Gymraeg?", "Mae angen gwasanaeth cyfeillio arnom ni", "Rwy'n gweithio i'r cyngor sir yma",
    ],
    "French": ["Quelle est la durée du contrat ?", "Je voudrais comprendre les marchés publics"],
    "Spanish": ["¿Cuánto duró el contrato?", "Servicio de atención a personas mayores"],
    "Polish": ["Jaka była długość umowy?", "Usługi opieki dla osób starszych"],
    "Romanian": ["Cât timp a durat contractul?"],
    "Urdu": ["آپ کیسے ہیں"],
    "Chinese": ["我想了解合同"],
}  # fmt: skip
ENGLISH = [
    "we work with Cwmni Egin and Menter Môn in Gwynedd", "Who runs Ymddiriedolaeth Geni?", "Cyngor Sir Gâr",
    "Age Cymru in Caerphilly",
    "société coopérative d'intérêt collectif", "mental helth advocacy servce fro adlts", "CBC CIC SLA PSR TUPE", "hjkl asdf qwer",
    "", "?", "£180,000", "3+1+1",
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in OTHERS.items() for text in texts])
def test_another_language_is_told(knowledge: Knowledge, language: str, text: str) -> None:
    assert other_language(text, knowledge) == language


@pytest.mark.parametrize("text", ENGLISH)
def test_names_short_words_and_slips_are_no_other_language(knowledge: Knowledge, text: str) -> None:
    assert other_language(text, knowledge) is None


def test_no_ordinary_answer_and_no_ask_of_ours_is_another_language(knowledge: Knowledge) -> None:
    lines = (SETS / "plain_words.txt").read_text(encoding="utf-8").splitlines()
    asks = [ask for passage in knowledge.passages for ask in passage.asks]
    assert [text for text in (*lines, *asks) if other_language(text, knowledge)] == []


@given(text=st.text(st.characters(), max_size=60))
@settings(deadline=None)
def test_no_text_is_too_odd_to_be_looked_at(knowledge: Knowledge, text: str) -> None:
    other_language(text, knowledge)


def test_who_writes_welsh_is_told_in_welsh(answerer: Answerer) -> None:
    answer = answerer.ask(OTHERS["Welsh"][0])
    assert (answer.status, answer.language) == ("unclear", "Welsh")
    assert "dim ond Saesneg" in plain_answer(answerer, answer) and "English only" in plain_answer(answerer, answer)
    assert "Saesneg" not in plain_answer(answerer, answerer.ask(OTHERS["French"][0]))
