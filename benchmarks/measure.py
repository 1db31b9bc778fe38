"""The figures of docs/measurements.md, as `make measure` prints them: starting, turns, memory, training, search."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.client import Conversation, buttons_of
from bot.serve import QUIET, ROOT, Servers, for_scripts, free_port, running
from retrieval import evaluate

ASKED = (
    "has anyone put their own director on the board?",
    "how long was the contract in Torbay?",
    "how can we pay a provider that has no reserves",
    "what went wrong at Open Door",
    "do Welsh councils have a duty to promote social enterprises",
)
CONVERSATIONS = 5
COMMANDS = ("back", "progress", "why do you ask", "skip", "don't know")


def main() -> int:
    print(f"start to ready, warm: {_start():.1f} s")
    with TemporaryDirectory() as state, running(for_scripts(free_port(), Path(state))) as servers:
        timed = [row for _ in range(CONVERSATIONS) for row in _turns(servers)]
        for name, first, last in (("turns 1-20", 1, 20), ("turns 80-100", 80, 100)):
            _print(name, [ms for number, kind, ms in timed if first <= number <= last])
            _print(f"{name}, with a free question", [ms for n, kind, ms in timed if first <= n <= last and kind == "question"])
        print(f"memory of all processes after {len(timed)} turns: {_memory(servers):.2f} GiB")
    _print("python -m retrieval ask --json, lines 2-51", _lines())
    print(f"training: {_training():.0f} s")
    return 0


def _start() -> float:
    with TemporaryDirectory() as state, running(for_scripts(free_port(), Path(state))):
        pass
    started = time.perf_counter()
    with TemporaryDirectory() as state, running(for_scripts(free_port(), Path(state))):
        return time.perf_counter() - started


def _turns(servers: Servers) -> Iterator[tuple[int, str, float]]:
    """One conversation of 100 turns: answers by button or text, every third turn a free question, commands between."""
    talk = Conversation.begin(servers.url)
    talk.press("Plan a commission")
    for number in range(1, 101):
        kind = "question" if number % 3 == 0 else "command" if number % 7 == 0 else "answer"
        started = time.perf_counter()
        if kind == "question":
            talk.say(ASKED[number // 3 % len(ASKED)])
        elif kind == "command":
            talk.say(COMMANDS[number // 7 % len(COMMANDS)])
        else:
            options = [b for b in buttons_of(talk.replies) if b not in {"Don't know", "Skip", "Why do you ask?", "More on this"}]
            options = [b for b in options if b != "Why this passage?" and not b.startswith(("Change", "Show", "Check", "Ask"))]
            if options and number % 2:
                talk.press(options[0])
            else:
                talk.say(["3 years", "£180,000", "Support for older people who live alone", "don't know"][number % 4])
        yield number, kind, (time.perf_counter() - started) * 1000


def _memory(servers: Servers) -> float:
    """Proportional set size, which counts shared pages once, of both servers and their children."""
    pids = subprocess.run(["ps", "-eo", "pid=,sid="], capture_output=True, text=True, check=True).stdout.split("\n")
    ours = [row.split()[0] for row in pids if row and int(row.split()[1]) in {servers.actions.pid, servers.rasa.pid}]
    kib = 0
    for pid in ours:
        rollup = Path(f"/proc/{pid}/smaps_rollup")
        kib += sum(int(line.split()[1]) for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return kib / 1024**2


def _lines() -> list[float]:
    process = subprocess.Popen(
        [sys.executable, "-m", "retrieval", "ask", "--json"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin and process.stdout
    times = []
    # Each another one: a question that was just asked is remembered.
    questions = [case.question for case in evaluate.read() if case.half == "dev" and case.kind == "answerable"][:51]
    for number, question in enumerate(questions):
        started = time.perf_counter()
        process.stdin.write(json.dumps({"id": number, "question": question}) + "\n")
        process.stdin.flush()
        process.stdout.readline()
        times.append((time.perf_counter() - started) * 1000)
    process.stdin.close()
    process.wait()
    return times[1:]


def _training() -> float:
    with TemporaryDirectory() as out:
        started = time.perf_counter()
        environment = {**os.environ, **QUIET, "PYTHONPATH": str(ROOT), "ACTIONS_URL": "unused", "GUIDE_STATE": out}
        subprocess.run(
            [sys.executable, "-m", "rasa", "train", "--data", "bot", "--out", out, "--force"],
            cwd=ROOT, env=environment, check=True, capture_output=True,
        )  # fmt: skip
        return time.perf_counter() - started


def _print(name: str, times: list[float]) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{name}: p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, n={len(times)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
