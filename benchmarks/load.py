"""How many people the guide serves at once: `make load`.

Starts a guide of its own and holds conversations from tests/evaluation and a script of answers, over the channel's API:

- flat out: so many visitors at once, each saying the next thing as soon as the last was answered;
- at the pace of people: 50 visitors, each saying something every 5 seconds.

Prints turns a second, the times of a turn (p50, p95, largest, in milliseconds) and what was lost: a turn without an answer, a
failed one, or one that is missing from the conversation's history at the end.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from bot.client import Conversation
from bot.serve import for_scripts, free_port, running
from retrieval.evaluate import read

# A visitor's plan: presses in brackets. After it, questions of tests/evaluation until the time is over.
PLAN = [
    "[Plan a commission]", "[England]", "a county council", "Home visits for older people who live alone", "[New service]",
    "£180,000 a year", "[Without VAT]", "three years", "plus 2", "[Yes, that is right]", "social care", "[Nobody]", "one or two",
]  # fmt: skip
PACE = 5.0  # seconds between two things that one visitor says


@dataclass
class Run:
    """What the visitors of one run met."""

    times: list[float] = field(default_factory=list)  # seconds of each turn
    lost: int = 0
    began: float = field(default_factory=time.monotonic)
    took: float = 0.0

    def line(self, name: str) -> str:
        """The figures in one line."""
        times = sorted(self.times)
        p50, p95 = (1000 * times[int(share * (len(times) - 1))] for share in (0.5, 0.95))
        rate = len(times) / self.took
        return f"{name}: {rate:.1f} turns/s, p50 {p50:.0f}, p95 {p95:.0f}, most {1000 * times[-1]:.0f} ms, {self.lost} lost"


def said_by(number: int, questions: list[str]) -> Iterator[str]:
    """What one visitor says: every second one plans and asks now and then, the others only ask."""
    draw = random.Random(number)
    asks = iter(lambda: draw.choice(questions), None)
    for step in PLAN if number % 2 else PLAN[:0]:
        yield step
        if draw.random() < 0.2:
            yield next(asks)
    yield from asks


def visit(run: Run, url: str, said: Iterator[str], more: Callable[[int], float | None], lock: threading.Lock) -> None:
    """One visitor. `more` gives the seconds to wait before what comes next, or None when it is time to go."""
    talk, done = Conversation.begin(url), 0
    while (wait := more(done)) is not None:
        time.sleep(wait)
        words, started = next(said), time.monotonic()
        try:
            replies = talk.press(words[1:-1]) if words.startswith("[") else talk.say(words)
            good = bool(replies) and all(reply["status"] != "failed" for reply in replies)
        except (requests.RequestException, KeyError, ValueError):
            good = False
        done += 1
        with lock:
            run.times.append(time.monotonic() - started)
            run.lost += not good
    kept = requests.get(f"{url}/guide/messages", headers={"Authorization": f"Bearer {talk.token}"}, timeout=60).json()["turns"]
    with lock:
        run.lost += max(0, done + 1 - len(kept))  # the opening is a turn as well


def hold(url: str, visitors: int, seconds: float, pace: float | None, questions: list[str]) -> Run:
    """One run of so many visitors; `pace` None: flat out."""
    run, lock = Run(), threading.Lock()
    ends = time.monotonic() + seconds

    def pauses(number: int) -> Callable[[int], float | None]:
        draw = random.Random(1000 + number)

        def more(done: int) -> float | None:
            if time.monotonic() >= ends:
                return None
            if pace is None:
                return 0.0
            return draw.uniform(0, pace) if done == 0 else draw.uniform(0.5 * pace, 1.5 * pace)

        return more

    threads = [
        threading.Thread(target=visit, args=(run, url, said_by(n, questions), pauses(n), lock), daemon=True)
        for n in range(visitors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.took = time.monotonic() - run.began
    return run


def main() -> int:
    """Exit status 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long each run lasts")
    parser.add_argument("--url", help="a guide that runs already (default: one of its own)")
    options = parser.parse_args()
    questions = [case.question for case in read() if case.half == "dev" and case.kind in ("answerable", "currency")]
    with TemporaryDirectory() as state:
        if options.url:
            return _report(options.url, options.seconds, questions)
        with running(for_scripts(free_port(), Path(state))) as servers:
            return _report(servers.url, options.seconds, questions)


def _report(url: str, seconds: float, questions: list[str]) -> int:
    hold(url, 4, 5, None, questions)  # so that nothing is loaded for the first time while it is timed
    lost = 0
    for name, visitors, pace in (
        ("flat out, 10 visitors", 10, None),
        ("flat out, 50 visitors", 50, None),
        ("50 visitors at their pace", 50, PACE),
    ):
        run = hold(url, visitors, seconds, pace, questions)
        print(run.line(name), flush=True)
        lost += run.lost
    return 1 if lost else 0


if __name__ == "__main__":
    raise SystemExit(main())
