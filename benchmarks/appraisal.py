"""How long an options appraisal takes, its search for what would change the order included: `make appraisal`."""

from __future__ import annotations

import argparse
import random
import statistics
import time

from knowledge import journeys
from knowledge.appraisal import Appraiser
from knowledge.load import load
from knowledge.records import Answers, Knowledge


def answers_of(knowledge: Knowledge, chance: random.Random) -> Answers:
    """Any answer to every choice of the journey."""
    return {q.id: chance.choice(list(q.options)) for q in knowledge.questions if q.kind == "choice"}


def main() -> None:
    """Print the times in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profiles", type=int, default=500)
    count = parser.parse_args().profiles
    knowledge = journeys.only(load(), "spin_out")
    appraiser, chance = Appraiser(knowledge), random.Random(20)
    taken = []
    for _ in range(count):
        answers = answers_of(knowledge, chance)
        began = time.perf_counter()
        appraiser.made(answers)
        taken.append((time.perf_counter() - began) * 1000)
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"{count} appraisals: p50 {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms, longest {max(taken):.0f} ms")


if __name__ == "__main__":
    main()
