"""The default encoder for a few texts at once, as questions come: ONNX Runtime reads it from a file, without PyTorch."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.adapter import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

# Beside what else is built of the repository, wherever a process was started.
FOLDER = Path(__file__).parents[1] / "build" / "encoder"
# What the modules accept besides text of any number and length has to be in the export: a padded batch keeps the mask in it.
_EXAMPLE = ("two texts of different lengths are padded", "one")
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_VECTORS = "vectors"


def export(transformer: SentenceTransformer, file: Path) -> None:
    """Write a model with its pooling as ONNX.

    Raises:
        EncoderError: if the file cannot be written.
    """
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.modules_in_order = torch.nn.Sequential(*transformer)

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = self.modules_in_order(dict(zip(_INPUTS, inputs)))["sentence_embedding"]
            return found

    features = transformer.preprocess(list(_EXAMPLE))
    any_size = {0: "texts", 1: "pieces"}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Whole at once: another process may look for it at the same time.
        with TemporaryDirectory(dir=file.parent) as place, torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that this exporter is on its way out: the next one wants a library more
            torch.onnx.export(
                Whole().eval(), tuple(features[name] for name in _INPUTS), Path(place) / file.name,
                input_names=list(_INPUTS), output_names=[_VECTORS], dynamic_axes=dict.fromkeys(_INPUTS, any_size), dynamo=False,
            )  # fmt: skip
            (Path(place) / file.name).replace(file)
    except OSError as error:
        raise EncoderError(
            f"{file} cannot be written ({error}): run `make index` where it can, and copy `build` with it."
        ) from error


def opened(file: Path, model: Path) -> Callable[[Sequence[str]], npt.NDArray[np.float32]]:
    """A function from texts to vectors, float32 of shape (texts, dimensions), the same as `encode` gives but for rounding.

    On one core, since two threads of one text wait for each other whenever one loses its core (docs/measurements.md, "One
    question"). `model`: the folder that the file was made of, for its word pieces.

    Raises:
        EncoderError: if ONNX Runtime cannot read the file.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - it has a dozen kinds for a file that is broken
        raise EncoderError(f"{file} cannot be read ({error}): delete it and run `make index`.") from error
    tokenizer = tokenizer_of(model)

    def vectors_of(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        pieces = tokenizer.encode_batch(list(texts))
        inputs = ([p.ids for p in pieces], [p.attention_mask for p in pieces], [p.type_ids for p in pieces])
        found = session.run([_VECTORS], {name: np.array(rows, dtype=np.int64) for name, rows in zip(_INPUTS, inputs)})[0]
        return np.asarray(found, dtype=np.float32)

    return vectors_of


def tokenizer_of(model: Path) -> Tokenizer:
    """Cuts texts to the word pieces of a model, as many as it reads, filled up to the longest of a batch."""
    from tokenizers import Tokenizer

    most = json.loads((model / "sentence_bert_config.json").read_text(encoding="utf-8"))["max_seq_length"]
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.enable_truncation(most)
    tokenizer.enable_padding()
    return tokenizer
