"""A hundred visitors for five minutes, on the guide and then on a bare Rasa bot that only echoes: `make crowd`.

Each visitor holds the interview of a conversation file from the opening to the checklist, about forty turns, with 5 to 10 seconds
between an answer and the next message; whoever is done begins another. All come within the first ten seconds. Prints of each bot
the times of a turn (milliseconds), errors, and the memory of its processes before, after and at most.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from benchmarks.attack_bare import echoed, say
from benchmarks.bare import running_bare
from bot.client import Conversation
from bot.converse import Turn, read
from bot.serve import for_scripts, free_port, running

CONVERSATIONS = Path(__file__).parent.parent / "tests/conversations"
FILES = ("the_manager_in_england_types_everything", "spin_out_a_gp_federation", "fire_service_in_wales_changes_its_value")
PAUSE = (5.0, 10.0)  # seconds between an answer and the next message of a visitor
COME_WITHIN = 10.0  # seconds
Talk = Callable[[Turn], str]  # what went wrong with a turn, "" if it was answered


@dataclass
class Run:
    """What the visitors met."""

    times: list[float] = field(default_factory=list)  # seconds of each turn
    errors: Counter[str] = field(default_factory=Counter)
    done: int = 0  # interviews that came to their end
    lock: threading.Lock = field(default_factory=threading.Lock)

    def line(self, seconds: float) -> str:
        """The figures in one line."""
        times = sorted(self.times)
        p50, p95, p99 = (1000 * times[int(share * (len(times) - 1))] for share in (0.5, 0.95, 0.99))
        return (
            f"{len(times)} turns ({len(times) / seconds:.1f} a second), p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f}, "
            f"most {1000 * times[-1]:.0f} ms; {self.done} interviews to their end; errors: {dict(self.errors) or 'none'}"
        )


class Memory:
    """Megabytes of some processes, looked at every second; pages that both use count once."""

    def __init__(self, pids: list[int]) -> None:
        self._files, self._stop = [Path(f"/proc/{pid}/smaps_rollup") for pid in pids], threading.Event()
        self.first = self.most = self.last = self._now()
        threading.Thread(target=self._watch, daemon=True).start()

    def _now(self) -> float:
        lines = [line for file in self._files for line in file.read_text().splitlines() if line.startswith("Pss:")]
        return sum(int(line.split()[1]) for line in lines) / 1024

    def _watch(self) -> None:
        while not self._stop.wait(1):
            self.last = self._now()
            self.most = max(self.most, self.last)

    def line(self) -> str:
        """The figures."""
        self._stop.set()
        return f"memory {self.first:.0f} MB before, {self.last:.0f} after, {self.most:.0f} at most"


def visit(run: Run, number: int, turns: list[Turn], begin: Callable[[int], Talk], ends: float) -> None:
    """One visitor until the time is over."""
    draw, round_ = random.Random(number), 0
    time.sleep(draw.uniform(0, COME_WITHIN))
    while time.monotonic() < ends:
        talk, round_ = begin(number + 1000 * round_), round_ + 1
        for turn in turns:
            began = time.monotonic()
            try:
                wrong = talk(turn)
            except (requests.RequestException, KeyError, ValueError) as error:
                wrong = type(error).__name__
            with run.lock:
                run.times.append(time.monotonic() - began)
                run.errors.update([wrong] if wrong else [])
            time.sleep(draw.uniform(*PAUSE))
            if time.monotonic() >= ends:
                return
        with run.lock:
            run.done += 1


def on_the_guide(url: str) -> Callable[[int], Talk]:
    """Conversations with the guide, as the page holds them."""

    def begin(_: int) -> Talk:
        talk = Conversation.begin(url)

        def take(turn: Turn) -> str:
            replies = talk.say(turn.say) if turn.say is not None else talk.press(turn.press or "")
            return "" if replies and all(reply["status"] != "failed" for reply in replies) else "failed"

        return take

    return begin


def on_the_bare_bot(url: str) -> Callable[[int], Talk]:
    """The same words to a bot that only echoes."""

    def begin(number: int) -> Talk:
        def take(turn: Turn) -> str:
            text = turn.say if turn.say is not None else turn.press or ""
            answer = say(url, f"visitor{number}", text)
            return "" if echoed(answer) == f"You said: {text}" else f"not echoed ({answer.status_code})"

        return take

    return begin


@contextmanager
def guide(folder: Path) -> Iterator[tuple[Callable[[int], Talk], list[int]]]:
    """The guide: how to begin a conversation, and its processes."""
    with running(for_scripts(free_port(), folder)) as servers:
        yield on_the_guide(servers.url), [servers.actions.pid, servers.rasa.pid]


@contextmanager
def bare(folder: Path) -> Iterator[tuple[Callable[[int], Talk], list[int]]]:
    """The bare bot, likewise."""
    with running_bare(free_port(), folder) as bot:
        yield on_the_bare_bot(bot.url), [bot.rasa.pid]


def main() -> int:
    """Exit status 1 if the guide answered anything with an error."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--visitors", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=300)
    options = parser.parse_args()
    scripts = [list(read(CONVERSATIONS / f"{name}.yml").turns) for name in FILES]
    wrong = 0
    for name, started in (("the guide", guide), ("a bare bot that echoes", bare)):
        with TemporaryDirectory() as folder, started(Path(folder)) as (begin, pids):
            warm = begin(10**6)
            for turn in scripts[0][:3]:  # so that nothing is loaded for the first time while it is timed
                warm(turn)
            memory, run = Memory(pids), Run()
            ends = time.monotonic() + options.seconds
            visitors = [
                threading.Thread(target=visit, args=(run, n, scripts[n % len(scripts)], begin, ends), daemon=True)
                for n in range(options.visitors)
            ]
            for visitor in visitors:
                visitor.start()
            for visitor in visitors:
                visitor.join()
            print(
                f"{name}, {options.visitors} visitors for {options.seconds:.0f} s: {run.line(options.seconds)}; {memory.line()}",
                flush=True,
            )
            wrong += sum(run.errors.values()) if started is guide else 0
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
