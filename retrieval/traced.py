"""The default encoder for a few texts at once, as questions come: traced, it takes half the time of its modules."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# What the modules accept besides text of any number and length has to be in the trace: a padded batch keeps the mask in it.
_EXAMPLE = ("two texts of different lengths are padded", "one")
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def traced(transformer: SentenceTransformer) -> Callable[[Sequence[str]], npt.NDArray[np.float32]]:
    """A function from texts to vectors, float32 of shape (texts, dimensions), the same as `encode` gives but for rounding.

    A frozen trace lays the weights out once for the processor and leaves the walk through 200 Python modules out:
    9 ms a question in place of 18 (docs/measurements.md, "One question"). PyTorch advises `torch.compile` instead, which
    needs a C++ compiler on the machine that runs the guide, and minutes at the start.
    """
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.modules_in_order = torch.nn.Sequential(*transformer)

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = self.modules_in_order(dict(zip(_INPUTS, inputs)))["sentence_embedding"]
            return found

    def inputs_of(texts: Sequence[str]) -> tuple[torch.Tensor, ...]:
        features = transformer.preprocess(list(texts))
        return tuple(features[name] for name in _INPUTS)

    with torch.inference_mode(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that tracing is on its way out, and that the mask may be a constant: it is not
        trace = torch.jit.trace(Whole().eval(), inputs_of(_EXAMPLE), check_trace=False)  # type: ignore[no-untyped-call]
        fast = torch.jit.optimize_for_inference(torch.jit.freeze(trace))

    def vectors_of(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # two of them wait for each other whenever one loses its core: now and then 100 ms
        try:
            with torch.inference_mode():
                found: torch.Tensor = fast(*inputs_of(texts))
        finally:
            torch.set_num_threads(threads)
        return np.asarray(found.numpy(), dtype=np.float32)

    return vectors_of
