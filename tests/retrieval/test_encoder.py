"""The encoder: a question on its own gets the vector that it has among many."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval import exported
from retrieval.adapter import EncoderError
from retrieval.encoder import FEW, LATELY, SentenceEncoder

TEXTS = (
    "TUPE?",
    "how long was the contract in Torbay",
    "what has to be in a specification when a provider of befriending for older people is to be paid in advance?",
    "word " * 400,
    "Ymddiriedolaeth",
)


@pytest.mark.parametrize("tuned", [True, False])
def test_a_few_texts_get_the_vectors_that_they_have_among_many(tuned: bool) -> None:
    encoder = SentenceEncoder(tuned=tuned)
    among_many = encoder.encode([*TEXTS, *(f"other text {n}" for n in range(FEW))])[: len(TEXTS)]
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    together = encoder.encode(TEXTS[:FEW])
    assert np.abs(alone - among_many).max() < 1e-5
    assert np.abs(together - among_many[:FEW]).max() < 1e-5


def test_no_texts_give_no_vectors() -> None:
    assert len(SentenceEncoder().encode([])) == 0


def test_what_several_look_at_is_encoded_once_although_other_texts_come_between() -> None:
    encoder, encoded = SentenceEncoder(tuned=False), []
    few = encoder._few
    encoder.__dict__["_few"] = lambda texts: encoded.extend(texts) or few(texts)
    first = encoder.encode(["how can risk be shared?"])
    for number in range(LATELY - 1):
        encoder.encode([f"a text of another visitor, number {number}"])
    assert (encoder.encode(["how can risk be shared?"]) == first).all()
    assert encoded.count("how can risk be shared?") == 1
    encoder.encode(["one more"])
    encoder.encode(["how can risk be shared?"])
    assert encoded.count("how can risk be shared?") == 2


def test_no_text_of_a_visitor_is_kept() -> None:
    encoder = SentenceEncoder(tuned=False)
    encoder.encode(["my name is on this"])
    assert "my name is on this" not in repr(encoder._lately)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(exported, "FOLDER", tmp_path / "build" / "encoder")
    return tmp_path / "build" / "encoder"


def test_the_file_for_single_questions_is_made_where_it_is_missing_and_takes_the_place_of_an_older_one(elsewhere: Path) -> None:
    elsewhere.mkdir(parents=True)
    (elsewhere / "plain-of-another-release.onnx").touch()
    (elsewhere / "tuned-of-this-release.onnx").touch()
    encoder = SentenceEncoder(tuned=False)
    encoder.prepare()
    kept = {file.name for file in elsewhere.iterdir()}
    assert len(kept) == 2
    assert "plain-of-another-release.onnx" not in kept


def test_a_file_that_is_broken_is_named_with_what_to_do(elsewhere: Path) -> None:
    SentenceEncoder(tuned=False).prepare()
    (file,) = elsewhere.iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(EncoderError, match=rf"{file.name} cannot be read .* delete it and run `make index`"):
        SentenceEncoder(tuned=False).encode(["how can risk be shared?"])


def test_another_model_is_not_taken_for_the_default_one(elsewhere: Path, tmp_path: Path) -> None:
    SentenceEncoder(tmp_path / "another-model").prepare()
    assert not elsewhere.exists()


def test_a_folder_that_cannot_be_made_is_named_with_what_to_do(elsewhere: Path) -> None:
    elsewhere.parent.touch()  # a file stands where the folder is to be
    with pytest.raises(EncoderError, match="cannot be written .* run `make index` where it can"):
        SentenceEncoder(tuned=False).encode(["how can risk be shared?"])


def test_single_questions_need_no_pytorch() -> None:
    """It takes 600 MB and seconds to load, and two processes of the guide would each load it."""
    code = (
        "import sys; from retrieval.open import open_answerer, open_distress; open_distress().found_in('I want to die');"
        "a = open_answerer(); a.warm(); print(a.ask('how was the risk shared in Leeds?').status, 'torch' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split()[-1] == "False"
