"""Tune the encoder on our own ask-passage pairs: a small adapter, kept only if it wins on passages that it never saw."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from knowledge.records import Knowledge, Passage
from retrieval import adapter
from retrieval.encoder import DEFAULT_SHA256, SentenceEncoder, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SEED, RANK, ALPHA, RATE, EPOCHS, BATCH, LONGEST = 7, 16, 32, 5e-4, 2, 32, 160
LAYERS = ["query", "key", "value", "dense"]
HELD = 0.2  # share of the passages that are kept from the training, to judge by
# A hard negative is among the nearest passages and not the very nearest: those often tell the same fact after another source.
NEGATIVES = (8, 20)
# What a question is compared with, and how much each counts: about as in `search`, without words and sentences.
ASK, TEXT, TITLE = 0.5, 0.25, 0.25


@dataclass(frozen=True)
class Rates:
    """Right passage first, among the first three, and the mean reciprocal rank, each 0 to 1."""

    first: float
    three: float
    mrr: float


def tune(knowledge: Knowledge, say: Callable[[str], None] = print) -> bool:
    """Train on most passages, judge by the others; if that wins, train on all and write the adapter. True if it won.

    An ask that is judged is not indexed: a question would find itself.
    """
    further = {wording.id: wording.asks for wording in knowledge.wordings}
    passages = [p.copy(update={"asks": p.asks + further.get(p.id, ())}) for p in knowledge.passages]
    random.Random(SEED).shuffle(passages)
    count = round(len(passages) * HELD)
    held, seen = passages[:count], passages[count:]
    before = rates(SentenceEncoder(tuned=False), passages, held)
    say(f"untuned, {len(held)} passages held out: {before}")
    trained, _ = train(seen)
    after = rates(trained, passages, held)
    say(f"tuned on the other {len(seen)}: {after}")
    if after.mrr <= before.mrr or after.first <= before.first:
        say("No gain: nothing is written.")
        return False
    _, lora = train(passages)
    about = adapter.About(
        DEFAULT_SHA256, "", ALPHA / RANK,
        {"seed": SEED, "rank": RANK, "alpha": ALPHA, "rate": RATE, "epochs": EPOCHS, "batch": BATCH,
         "passages": len(passages), "asks": sum(len(p.asks) for p in passages), "content": knowledge.release},
        {"untuned": _rounded(before), "tuned": _rounded(after)},
    )  # fmt: skip
    adapter.save(lora, about)
    say(f"Trained on all {len(passages)} passages and written to {adapter.FOLDER}.")
    return True


def text_of(passage: Passage) -> str:
    """A passage as it is embedded."""
    return f"{passage.title}. {' '.join(passage.text.split())}"


def rates(encoder: SentenceEncoder, passages: Sequence[Passage], held: Sequence[Passage]) -> Rates:
    """How well the asks of `held` find their passage among all, each ask left out of what it is compared with."""
    texts = encoder.encode([text_of(p) for p in passages])
    titles = encoder.encode([p.title for p in passages])
    owners = np.array([n for n, p in enumerate(passages) for _ in p.asks])
    asks = encoder.encode([ask for p in passages for ask in p.asks])
    wanted = {p.id for p in held}
    ranks = []
    for row in (n for n, owner in enumerate(owners) if passages[owner].id in wanted):
        near = asks @ asks[row]
        near[row] = -1
        best = np.full(len(passages), -1.0, dtype=np.float32)
        np.maximum.at(best, owners, near)
        fused: Vectors = ASK * best + TEXT * (texts @ asks[row]) + TITLE * (titles @ asks[row])
        ranks.append(int((fused > fused[owners[row]]).sum()) + 1)
    found = np.array(ranks)
    return Rates(float((found == 1).mean()), float((found <= 3).mean()), float((1 / found).mean()))


def train(passages: Sequence[Passage]) -> tuple[SentenceEncoder, dict[str, object]]:
    """An encoder with the adapter trained on the asks of these passages, and the adapter's weights for `adapter.save`."""
    import torch
    from datasets import Dataset
    from peft import LoraConfig, TaskType
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.losses import MultipleNegativesRankingLoss
    from sentence_transformers.training_args import BatchSamplers

    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    encoder = SentenceEncoder(tuned=False)
    rows = Dataset.from_dict(_triples(encoder, passages))
    model = encoder.transformer
    model.max_seq_length = LONGEST
    model.add_adapter(
        LoraConfig(task_type=TaskType.FEATURE_EXTRACTION, r=RANK, lora_alpha=ALPHA, lora_dropout=0.1, target_modules=LAYERS)
    )
    with TemporaryDirectory() as folder:
        arguments = SentenceTransformerTrainingArguments(
            output_dir=folder, num_train_epochs=EPOCHS, per_device_train_batch_size=BATCH, learning_rate=RATE, warmup_ratio=0.1,
            batch_sampler=BatchSamplers.NO_DUPLICATES, save_strategy="no", report_to=[], seed=SEED, use_cpu=True,
            disable_tqdm=True,
        )  # fmt: skip
        SentenceTransformerTrainer(
            model=model, args=arguments, train_dataset=rows, loss=MultipleNegativesRankingLoss(model)
        ).train()
    return encoder, _lora(model)


def _triples(encoder: SentenceEncoder, passages: Sequence[Passage]) -> dict[str, list[str]]:
    """Ask, its passage, and one that is near and not right."""
    texts = [text_of(p) for p in passages]
    pairs = [(ask, n) for n, p in enumerate(passages) for ask in p.asks]
    near = np.argsort(-(encoder.encode([ask for ask, _ in pairs]) @ encoder.encode(texts).T), axis=1)
    chosen = random.Random(SEED)
    negatives = [texts[chosen.choice([int(m) for m in row[slice(*NEGATIVES)] if m != n])] for (_, n), row in zip(pairs, near)]
    return {
        "anchor": [ask for ask, _ in pairs], "positive": [texts[n] for _, n in pairs], "negative": negatives,
    }  # fmt: skip


def _lora(model: SentenceTransformer) -> dict[str, object]:
    """`layer.A` and `layer.B` in half precision."""
    found: dict[str, object] = {}
    for name, weights in model[0].auto_model.named_parameters():
        for part in ("A", "B"):
            layer, lora, _ = name.partition(f".lora_{part}.")
            if lora:
                found[f"{layer}.{part}"] = weights.detach().half().contiguous()
    return found


def _rounded(found: Rates) -> dict[str, float]:
    return {"first": round(found.first, 3), "three": round(found.three, 3), "mrr": round(found.mrr, 3)}
