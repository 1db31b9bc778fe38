"""How well the trained model tells what people mean, over tests/evaluation.

Macro-F1 over the intents, in which what is understood as nothing counts as a question; and how many sentences that are no
command would be obeyed as one at the question where they are typed (actions/commands.py decides).
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sklearn.metrics import f1_score

from actions.commands import said_outright
from actions.turn import Talk
from knowledge.load import load
from knowledge.records import Question

SETS = Path("tests/evaluation")
MODEL = Path("models/guide.tar.gz")
NLU = Path("bot/nlu")
FREE = ("ask", "inform", "nlu_fallback")  # what is no command
AFTER_A_QUESTION = ("affirm", "deny")  # a yes or no is always held against what is open


@dataclass(frozen=True)
class Typed:
    """A sentence, what it means (None: just no command), the kind of question at which it was typed ("menu": none), its set."""

    text: str
    intent: str | None
    state: str
    name: str


@dataclass(frozen=True)
class Understood:
    """What the model made of a sentence."""

    typed: Typed
    intent: str
    confidence: float
    nearness: float


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; with --misses also what was taken for something else, of everything but the test halves."""
    parser = argparse.ArgumentParser(prog="make understand", description=__doc__)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args(arguments)
    if not MODEL.exists():
        print(f"{MODEL} is missing: make train", file=sys.stderr)
        return 1
    trained = _trained()
    found = asyncio.run(_understood(sentences()))
    for name in dict.fromkeys(u.typed.name for u in found if u.typed.intent):
        mine = [u for u in found if u.typed.name == name and u.typed.intent]
        held = [u for u in mine if _bare(u.typed.text) not in trained]
        figure = f"macro-F1 {_macro(mine):.3f} of {len(mine)}"
        print(f"{name}: {figure}, {_macro(held):.3f} of {len(held)} that are no training example")
    free = [u for u in found if u.typed.intent in (None, *FREE)]
    by_state = _questions()
    obeyed = [u for u in free if _obeyed(u, by_state)]
    print(f"No command, yet obeyed as one: {len(obeyed)} of {len(free)} ({len(obeyed) / len(free):.1%})")
    commands = [u for u in found if u.typed.intent not in (None, *FREE, *AFTER_A_QUESTION)]
    missed = [u for u in commands if u.intent != u.typed.intent or not _obeyed(u, by_state)]
    print(f"Commands not obeyed at once: {len(missed)} of {len(commands)} ({len(missed) / len(commands):.1%})")
    if options.misses:
        wrong = [u for u in found if u.typed.intent and u.intent != u.typed.intent]
        for u in dict.fromkeys([*obeyed, *wrong]):
            if "test" not in u.typed.name:
                print(f"  {u.typed.text!r}: {u.intent} ({u.confidence:.2f}, near {u.nearness:.2f}), not {u.typed.intent}")
    return 0


def sentences() -> list[Typed]:
    """Every sentence of the three sets."""
    typed = [Typed(r["text"], r["intent"], r["state"], f"typed, {r['half']}") for r in _rows("typed.yml")]
    own = [Typed(r["text"], r["intent"], "menu", "own") for r in _rows("intents.yml")]
    foreign = [Typed(r["text"], None, r["state"], "foreign") for r in _rows("foreign.yml")]
    return [*typed, *own, *foreign]


def _rows(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((SETS / name).read_text(encoding="utf-8")))


def _trained() -> set[str]:
    """The training examples without marks: what is among them is not held out."""
    blocks = [b for file in NLU.glob("*.yml") for b in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]]
    return {_bare(line.strip()[2:]) for block in blocks for line in block["examples"].splitlines() if line.strip()}


def _bare(text: str) -> str:
    return text.lower().strip(" ?.!")


async def _understood(typed: Iterable[Typed]) -> list[Understood]:
    import structlog
    from rasa.core.agent import Agent  # seconds to import: not for --help

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))  # it would print every message
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    agent = Agent.load(str(MODEL))
    found = []
    for sentence in typed:
        intent = (await agent.parse_message(sentence.text))["intent"]
        found.append(Understood(sentence, intent["name"], float(intent["confidence"]), float(intent.get("nearness", 0.0))))
    return found


def _macro(found: list[Understood]) -> float:
    """Macro-F1 over the intents that the sentences mean."""
    meant = [u.typed.intent for u in found]
    taken = ["ask" if u.intent == "nlu_fallback" else u.intent for u in found]
    return float(f1_score(meant, taken, labels=sorted({*meant}), average="macro", zero_division=0))


def _questions() -> dict[str, Question]:
    """A question of each kind."""
    return {question.kind: question for question in load().questions}


def _obeyed(found: Understood, questions: dict[str, Question]) -> bool:
    talk = Talk(
        journey=None, answers={}, focus=None, topic={}, text=found.typed.text, intent=found.intent,
        confidence=found.confidence, nearness=found.nearness,
    )  # fmt: skip
    return found.intent not in (*FREE, *AFTER_A_QUESTION) and said_outright(talk, questions.get(found.typed.state))


if __name__ == "__main__":
    sys.exit(main())
