"""The same attacks on a bare Rasa bot with Rasa's own channels `rest` and `socketio`: `make attack-bare`.

For docs/measurements.md: what our channel takes away from an attacker. Nothing here is expected to hold; the exit status is 1
only if the bot does not run.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import requests
import socketio

from benchmarks.attacking import TIMEOUT, Outcome, Served, counted, flood, slow_loris, status_of_path
from benchmarks.bare import Bare, running_bare
from bot.serve import StartError, free_port

SECRET = "we mean to close the day centre in March"
PLANTED = "said by a stranger"
STRANGER = "https://evil.example.org"
FLOOD_SECONDS = 15
LORIS_SECONDS = 45
SESSIONS = 2020


def say(url: str, sender: str, text: str, **headers: str) -> requests.Response:
    """What `rest` answers to a sender of the caller's choosing."""
    return requests.post(
        f"{url}/webhooks/rest/webhook", json={"sender": sender, "message": text}, headers=headers, timeout=TIMEOUT
    )


def _hear(ears: list[str], data: dict[str, str]) -> None:
    ears.append(data.get("text", ""))


def echoed(answer: requests.Response) -> str:
    """What the bot said, "" for nothing."""
    return " ".join(message.get("text", "") for message in answer.json()) if answer.status_code == 200 else ""


class Attacks:
    """All attacks on one running bot."""

    def __init__(self, bare: Bare) -> None:
        self.url = bare.url

    def all(self) -> Iterator[Outcome]:
        """Each with what came of it."""
        for attack in (
            self.another_over_rest, self.another_over_socketio, self.origins, self.forms, self.payloads, self.paths,
            self.large_bodies, self.slow, self.flooded, self.sessions,
        ):  # fmt: skip
            yield attack()

    # --- another's conversation ----------------------------------------------------------------------------------

    def another_over_rest(self) -> Outcome:
        say(self.url, "alice", SECRET)
        heard = echoed(say(self.url, "alice", "/recall"))
        return Outcome(
            "another's session, rest", f"a stranger who sends that sender's name is told {heard!r}", SECRET not in heard
        )

    def another_over_socketio(self) -> Outcome:
        own, others = asyncio.run(self._overhear())
        last = echoed(say(self.url, "alice-at-home", "/recall"))
        return Outcome(
            "another's session, socketio with session_persistence",
            f"a stranger who asks for that session's name heard {others or 'nothing'} (its owner: {own or 'nothing'}); "
            f"what the stranger says is taken as the owner's: {last!r}",
            not others and PLANTED not in last,
        )

    async def _overhear(self) -> tuple[list[str], list[str]]:
        """What the owner of a session hears, and what a second client does, who then says something in that session too."""
        heard: tuple[list[str], list[str]] = ([], [])
        clients = [socketio.AsyncClient(), socketio.AsyncClient()]
        for client, ears in zip(clients, heard):
            client.on("bot_uttered", partial(_hear, ears))
            await client.connect(self.url, headers={"Origin": STRANGER}, transports=["polling"])
            await client.emit("session_request", {"session_id": "alice-at-home"})
        for client, text in zip(clients, (SECRET, PLANTED)):
            await asyncio.sleep(1)
            await client.emit("user_uttered", {"message": text, "session_id": "alice-at-home"})
        await asyncio.sleep(3)
        for client in clients:
            await client.disconnect()
        return heard

    # --- other websites ------------------------------------------------------------------------------------------

    def origins(self) -> Outcome:
        answers = [say(self.url, "bob", "hello", Origin=origin) for origin in (STRANGER, "null", "file://")]
        found = Counter(f"{answer.status_code}, answered" if echoed(answer) else str(answer.status_code) for answer in answers)
        return Outcome("a foreign origin", counted(found), not any(echoed(answer) for answer in answers))

    def forms(self) -> Outcome:
        kinds = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
        body = json.dumps({"sender": "bob", "message": "hello"})
        sent = [
            requests.post(f"{self.url}/webhooks/rest/webhook", data=body, headers={"Content-Type": kind}, timeout=TIMEOUT)
            for kind in kinds
        ]
        found = Counter(f"{answer.status_code}, answered" if echoed(answer) else str(answer.status_code) for answer in sent)
        return Outcome("a form of another website (cross-site POST)", counted(found), not any(echoed(answer) for answer in sent))

    # --- what is said --------------------------------------------------------------------------------------------

    def payloads(self) -> Outcome:
        carried_out = []
        for payload in ("/restart", "/session_start", '/nlu_fallback{"a": "b"}', '/greet{"said": "smuggled"}', "/back"):
            answer = say(self.url, f"carol{len(carried_out)}", payload)
            if answer.status_code == 200 and echoed(answer) != f"You said: {payload}":
                carried_out.append(payload)
        return Outcome(
            "payloads, typed",
            f"carried out as commands: {', '.join(carried_out)}; any other intent that is named is taken as it stands",
            not carried_out,
        )

    def paths(self) -> Outcome:
        tried = ["/version", "/status", "/conversations/alice/tracker", "/webhooks/rest/", "/", "/../secret", "/model"]
        found = {path: status_of_path(self.url, path)[0] for path in tried}
        return Outcome(
            "Rasa's own doors", ", ".join(f"{path} {status}" for path, status in found.items()), found["/version"] != "200"
        )

    # --- too much ------------------------------------------------------------------------------------------------

    def large_bodies(self) -> Outcome:
        found = Counter[str]()
        for size in (65 * 1024, 1024 * 1024, 20 * 1024 * 1024):
            try:
                answer = say(self.url, "dave", "x" * size)
                found[f"{answer.status_code}, {len(answer.content) // 1024:,} KB back"] += 1
            except requests.RequestException as error:
                found[type(error).__name__] += 1
        return Outcome("bodies of up to 20 MB", counted(found), "200" not in " ".join(found))

    def slow(self) -> Outcome:
        opened, closed, took = slow_loris(self.url, "/webhooks/rest/webhook", LORIS_SECONDS)
        return Outcome(
            f"slow loris, {opened} connections", f"{closed} of {opened} cut off within {took:.0f} s", closed >= opened - 5
        )

    def flooded(self) -> Outcome:
        found, rate = flood(lambda: str(say(self.url, "erin", "how can risk be shared?").status_code), FLOOD_SECONDS)
        return Outcome(f"as many requests as come from one address ({rate:.0f} a second)", counted(found), set(found) != {"200"})

    def sessions(self) -> Outcome:
        found = Counter[str]()

        def begin(number: int) -> None:
            with suppress(requests.RequestException):
                found[str(say(self.url, f"visitor{number}", "hello").status_code)] += 1

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(begin, range(SESSIONS)))
        return Outcome(f"{SESSIONS} sessions", counted(found), found["200"] < SESSIONS)


def asking(url: str) -> Callable[[str], str]:
    """What went wrong when the visitor says something, "" if it was answered."""

    def ask(text: str) -> str:
        answer = say(url, "visitor", text)
        return "" if echoed(answer) == f"You said: {text}" else str(answer.status_code)

    return ask


def main() -> int:
    """Exit status 1 if the bot does not run."""
    try:
        with TemporaryDirectory() as folder, running_bare(free_port(), Path(folder)) as bare:
            questions = ["how can risk be shared?", "what did the council do?", "who pays for it?"]
            began = time.monotonic()
            with Served(asking(bare.url), questions) as served:
                for outcome in Attacks(bare).all():
                    print(outcome.line(), flush=True)
            print(served.line())
            print(f"{time.monotonic() - began:.0f} s; the bot {'runs' if bare.rasa.poll() is None else 'HAS ENDED'}.")
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
