"""Either server is killed in the middle of a turn, again and again: `make soak`.

Plays a conversation file undisturbed, then once more in the same guide: at turns drawn by chance, at a moment drawn by chance,
one of the two servers gets SIGKILL. What minds the servers starts it anew, as it does for `make chat`. The visitor does what the
page does: a message whose answer is lost is looked for in the history, and said again with the same id if it is not there. In the
end each turn must be there once, in its order, with the replies of the undisturbed conversation, and so must the document. Exit
status 1 if not.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import signal
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from bot.client import Conversation, Reply, buttons_of
from bot.converse import Turn, read
from bot.serve import STARTS_WITHIN, Servers, for_scripts, free_port, health, running

SCRIPT = Path(__file__).parent.parent / "tests/conversations/the_manager_in_england_types_everything.yml"
LATE = 1.2  # a kill comes between the beginning of a turn and so many times the time that it took undisturbed
CHECKLIST = Turn("checklist", None, {})


@dataclass
class Visit:
    """A conversation as the page holds it. `talk` knows the buttons; `met`: what became of messages."""

    talk: Conversation
    met: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)
    replies: list[list[Reply]] = field(default_factory=list)

    def take(self, turn: Turn, ready: Any) -> None:
        """Say or press something until it is answered; `ready` waits until the guide answers."""
        name = secrets.token_hex(8)
        title = turn.press or ""
        payloads = {button["title"]: button["payload"] for reply in self.talk.replies for button in reply["buttons"]}
        body = {"text": turn.say, "id": name} if turn.say is not None else {"press": payloads[title], "id": name}
        answered = self._post(body)
        while answered is None:
            ready()
            found = next((one["replies"] for one in self.history() if one["id"] == name), None)
            self.met["taken, its answer lost on the way" if found else "not taken, said again"] += 1
            answered = found or self._post(body)
        self.talk.replies = answered
        self.said.append(turn.say if turn.say is not None else title)
        self.replies.append(answered)

    def history(self) -> list[dict[str, Any]]:
        """The conversation as it is kept."""
        answer = self.talk.http.get(f"{self.talk.url}/guide/messages", headers=self._bearer(), timeout=60)
        answer.raise_for_status()
        turns: list[dict[str, Any]] = answer.json()["turns"]
        return turns

    def _post(self, body: dict[str, Any]) -> list[Reply] | None:
        """The replies; None if there are none, or only that something failed."""
        try:
            answer = self.talk.http.post(f"{self.talk.url}/guide/messages", json=body, headers=self._bearer(), timeout=60)
            replies: list[Reply] = answer.json()["replies"]
        except (requests.RequestException, ValueError):
            return None
        if answer.status_code != 200 or not replies or any(reply["status"] == "failed" for reply in replies):
            return None
        return replies

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.talk.token}"}


def shown(replies: list[Reply]) -> tuple[list[str], list[str]]:
    """What a visitor sees of a turn; links to documents differ each time."""
    return [reply["text"] for reply in replies], buttons_of(replies)


def document(talk: Conversation) -> str:
    """The checklist as Markdown."""
    return talk.document(next(d["href"] for reply in talk.replies for d in reply["documents"] if d["href"].endswith(".md")))


def undisturbed(url: str, turns: list[Turn]) -> tuple[Visit, list[float]]:
    """The conversation without kills, and the seconds of each turn."""
    visit, times = Visit(Conversation.begin(url)), []
    for turn in turns:
        began = time.monotonic()
        visit.take(turn, lambda: None)
        times.append(time.monotonic() - began)
    return visit, times


def disturbed(servers: Servers, turns: list[Turn], times: list[float], kills: int, draw: random.Random) -> Visit:
    """The same with so many kills."""
    visit = Visit(Conversation.begin(servers.url))
    chosen = set(draw.sample(range(len(turns)), kills))
    for number, turn in enumerate(turns):
        if number not in chosen:
            visit.take(turn, lambda: None)
            continue
        victim = draw.choice([servers.actions, servers.rasa])
        after = draw.uniform(0, LATE * times[number])
        speaking = threading.Thread(target=visit.take, args=(turn, partial(answering, servers, victim.pid)))
        speaking.start()
        time.sleep(after)
        os.killpg(victim.pid, signal.SIGKILL)
        victim.wait()
        name = ", ".join(servers.mend())
        speaking.join(STARTS_WITHIN)
        answering(servers, victim.pid)
        told = visit.said[-1] if len(visit.said) > number else "NOT ANSWERED"
        print(f"  {name:14} killed {1000 * after:4.0f} ms into a turn of {1000 * times[number]:.0f} ms: {told}", flush=True)
    return visit


def answering(servers: Servers, victim: int) -> None:
    """Wait until both servers answer and the one that was killed is another."""
    until = time.monotonic() + STARTS_WITHIN
    while victim in (servers.actions.pid, servers.rasa.pid) or not health(servers.url):
        if time.monotonic() > until:
            raise TimeoutError("The guide did not come back.")
        time.sleep(0.2)
    servers.mend()


def faults(before: Visit, after: Visit, first: str, second: str) -> list[str]:
    """What is lost, doubled or other than in the undisturbed conversation."""
    kept = [turn["you"] for turn in after.history() if turn["you"]]
    found = (
        [] if kept == after.said else [f"kept are {len(kept)} turns of {len(after.said)}: {Counter(kept) - Counter(after.said)}"]
    )
    for number, (one, other) in enumerate(zip(before.replies, after.replies), 1):
        if shown(one) != shown(other):
            found.append(f"turn {number} ({after.said[number - 1]!r}) is answered in another way")
    of_history = [[reply["text"] for reply in turn["replies"]] for turn in after.history() if turn["you"]]
    if of_history != [shown(replies)[0] for replies in after.replies]:
        found.append("the history has other replies than were given")
    return [*found, *([] if first == second else ["the document differs"])]


def main() -> int:
    """Exit status 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=None, help="to repeat the same draw")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else secrets.randbelow(10_000)
    turns = [*read(SCRIPT).turns, CHECKLIST]
    with TemporaryDirectory() as state, running(for_scripts(free_port(), Path(state))) as servers:
        undisturbed(servers.url, turns[:5])  # so that nothing is loaded for the first time while it is timed
        before, times = undisturbed(servers.url, turns)
        first = document(before.talk)
        print(f"{len(turns)} turns, {options.kills} kills (--seed {seed})", flush=True)
        began = time.monotonic()
        after = disturbed(servers, turns, times, options.kills, random.Random(seed))
        took = time.monotonic() - began
        wrong = faults(before, after, first, document(after.talk))
    for fault in wrong:
        print(f"WRONG: {fault}")
    print(f"{options.kills} kills in {took:.0f} s; messages at a kill: {dict(after.met)}")
    print("None lost, none doubled." if not wrong else "NOT HELD.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
