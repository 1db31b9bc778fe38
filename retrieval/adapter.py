"""A small adapter (LoRA) for the encoder: its file, its checksums, and merging it into the weights."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FOLDER = Path(__file__).parent / "adapter"
WEIGHTS, ABOUT = "adapter.safetensors", "adapter.json"


class EncoderError(Exception):
    """The encoder is missing or is not the one expected: where it was sought, what was found, what to do."""


@dataclass(frozen=True)
class About:
    """What made an adapter. `scale`: alpha over rank; `found`: the figures by which it was kept."""

    base_sha256: str
    sha256: str
    scale: float
    made_with: dict[str, int | float | str]
    found: dict[str, dict[str, float]]


def save(lora: dict[str, object], about: About, folder: Path = FOLDER) -> None:
    """Write what `tune` trained: for each layer `name.A` of shape (rank, in) and `name.B` of shape (out, rank), halves."""
    from safetensors.torch import save_file

    folder.mkdir(exist_ok=True)
    save_file(lora, folder / WEIGHTS)  # type: ignore[arg-type]
    stored = {**asdict(about), "sha256": _sha256(folder / WEIGHTS)}
    (folder / ABOUT).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def read(base_sha256: str, folder: Path = FOLDER) -> About:
    """What is known of an adapter.

    Raises:
        EncoderError: if its file is not the one that was described, or it belongs to another encoder.
    """
    about = About(**json.loads((folder / ABOUT).read_text(encoding="utf-8")))
    found = _sha256(folder / WEIGHTS)
    if found != about.sha256:
        raise EncoderError(
            f"{folder / WEIGHTS} has SHA-256 {found}, expected {about.sha256}: restore it from git, or run `make tune`."
        )
    if about.base_sha256 != base_sha256:
        raise EncoderError(f"{folder} was made for an encoder with SHA-256 {about.base_sha256}, not for ours: run `make tune`.")
    return about


def merge(transformer: SentenceTransformer, base_sha256: str, folder: Path = FOLDER) -> None:
    """Add the adapter to the weights, so that a question costs what it did before."""
    import torch
    from safetensors.torch import load_file

    about, lora = read(base_sha256, folder), load_file(folder / WEIGHTS)
    with torch.no_grad():
        for name in {key.rpartition(".")[0] for key in lora}:
            change = lora[f"{name}.B"].float() @ lora[f"{name}.A"].float()
            transformer[0].auto_model.get_submodule(name).weight += about.scale * change


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
