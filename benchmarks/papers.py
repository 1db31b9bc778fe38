"""How long each document takes from the answers to the page, for profiles drawn at random: `make papers`."""

from __future__ import annotations

import argparse
import random
import statistics
import time
from datetime import date

from actions import documents
from knowledge import journey, journeys
from knowledge.load import load
from knowledge.records import Answers, Knowledge

USUAL = {"money": 180_000, "years": 3, "date": "2027-04-01", "text": "Home visits for older people"}


def answers_of(knowledge: Knowledge, chance: random.Random, today: date) -> Answers:
    """Any answer to every question on the path."""
    answers: Answers = {}
    while here := journey.place(knowledge, answers, None, today):
        asked = here.question
        value = chance.choice(list(asked.options)) if asked.options else USUAL[asked.kind]
        answers = journey.record(knowledge, answers, asked.id, value, today)
    return answers


def main() -> None:
    """Print the times of each document in each format but Markdown, in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profiles", type=int, default=100)
    count = parser.parse_args().profiles
    whole, today = load(), date.today()
    for about in whole.journeys:
        knowledge, chance = journeys.only(whole, about.id), random.Random(21)
        profiles = [answers_of(knowledge, chance, today) for _ in range(count)]
        papers = {paper.id for paper in about.documents}
        for file, form in documents.FORMS.items():
            if form.document in papers and not file.endswith(".md"):
                form.make(knowledge, profiles[0], today)  # the template is read once
                taken = []
                for answers in profiles:
                    began = time.perf_counter()
                    form.make(knowledge, answers, today)
                    taken.append((time.perf_counter() - began) * 1000)
                p95 = statistics.quantiles(taken, n=20)[-1]
                print(f"{file}: p50 {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms, longest {max(taken):.0f} ms of {count}")


if __name__ == "__main__":
    main()
