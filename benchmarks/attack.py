"""What strangers may try on the channel, in one command: `make attack`.

Starts a guide of its own behind one (pretended) proxy, with the limits that it has anyway, and tries each attack while a visitor
goes on asking. Prints what was tried, what came of it and whether that is as it must be; then how long the visitor waited. Exit
status 1 if anything got through, or if the visitor was not answered within a second (p95) or not at all.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from tempfile import TemporaryDirectory
from typing import Any

import requests

from benchmarks.attacking import MOST_WAIT, TIMEOUT, Outcome, Served, counted, flood, slow_loris, status_of_path
from bot.ledger import GRACE
from bot.serve import Servers, free_port, running
from bot.sessions import Signer
from bot.settings import Settings
from retrieval.evaluate import read

FRIEND, STRANGER = "https://www.example.org", "https://evil.example.org"
MARKUP = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "Care {{7*7}} at home"]
QUESTION = "how can risk be shared?"
LEAKS = ("Traceback", "sqlalchemy", "/site-packages/", "secret", '.py"')


@dataclass
class Visitor:
    """Somebody at an address of their own."""

    url: str
    address: str
    token: str = ""
    http: requests.Session = field(default_factory=requests.Session, repr=False)

    def ask(self, method: str, path: str, **given: Any) -> requests.Response:
        headers = {"X-Forwarded-For": self.address, **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        headers.update(given.pop("headers", {}))
        answer = self.http.request(method, f"{self.url}/guide{path}", headers=headers, timeout=TIMEOUT, **given)
        self.token = answer.headers.get("Guide-Session", self.token)
        return answer

    def begin(self) -> Visitor:
        answer = self.ask("POST", "/sessions")
        answer.raise_for_status()
        self.token = answer.json()["session"]
        return self

    @property
    def session(self) -> str:
        return self.token.partition(".")[0]


def told(answer: requests.Response) -> str:
    """403 foreign_origin"""
    try:
        return f"{answer.status_code} {answer.json()['error']['code']}"
    except (ValueError, KeyError):
        return str(answer.status_code)


class Attacks:
    """All attacks on one running guide. `many`: how many sessions and requests the large ones send."""

    def __init__(self, servers: Servers, settings: Settings, seconds: float) -> None:
        self.servers, self.url, self.settings, self.seconds = servers, servers.url, settings, seconds
        self._addresses = (f"10.{n // 62500}.{n // 250 % 250}.{n % 250}" for n in range(1, 10**6))
        self.seen: list[str] = []  # bodies of refusals, to be looked through for what they give away

    def visitor(self) -> Visitor:
        return Visitor(self.url, next(self._addresses))

    def all(self) -> Iterator[Outcome]:
        rotated = self._older_token()
        for attack in (
            self.tokens, self.origins, self.forms, self.payloads, self.paths, self.markup, self.large_bodies, self.slow_loris,
            self.flood, self.sessions,
        ):  # fmt: skip
            yield from attack()
        yield from rotated()
        yield self._gives_nothing_away()

    def _expect(self, name: str, answers: list[requests.Response], *codes: str) -> Outcome:
        self.seen += [answer.text for answer in answers if answer.status_code >= 400]
        found = Counter(told(answer) for answer in answers)
        return Outcome(name, counted(found), set(found) <= {*codes})

    # --- sessions and tokens -------------------------------------------------------------------------------------

    def _sign(self, session: str, generation: int, until: float) -> dict[str, str]:
        token = Signer.of(self.servers.log.parent).token(session, generation, until)
        return {"Authorization": f"Bearer {token}"}

    def tokens(self) -> Iterator[Outcome]:
        mine, other = self.visitor().begin(), self.visitor().begin()
        _, generation, until, signature = mine.token.split(".")
        stolen = [f"{other.session}.{generation}.{until}.{signature}", f"{mine.session}.{generation}.9999999999.{signature}"]
        forged = [other.session, f"{other.session}.1.9999999999.{'0' * 32}", "....", "x" * 5000, "null"]
        for name, tokens in (("another's session", stolen), ("a forged token", forged)):
            answers = [
                mine.ask(method, path, headers={"Authorization": f"Bearer {token}"})
                for token in tokens for method, path in (("GET", "/messages"), ("POST", "/messages"), ("DELETE", "/sessions"))
            ]  # fmt: skip
            yield self._expect(name, answers, "401 no_session")
        late = [mine.ask("GET", "/messages", headers=self._sign(mine.session, 1, time.time() - 1))]
        yield self._expect("a token that has run out", late, "401 session_expired")
        other.ask("DELETE", "/sessions")
        yield self._expect("a token replayed after its session is gone", [other.ask("GET", "/messages")], "401 no_session")

    def _older_token(self) -> Callable[[], Iterator[Outcome]]:
        """An older token, a newer one that was used, and the check that the older one ends after its minute of grace."""
        mine = self.visitor().begin()
        aged = self._sign(mine.session, 1, time.time() + self.settings.session_hours * 3600 - 7200)
        newer = self.visitor().ask("GET", "/messages", headers=aged).headers["Guide-Session"]
        self.visitor().ask("GET", "/messages", headers={"Authorization": f"Bearer {newer}"}).raise_for_status()
        ends = time.monotonic() + GRACE + 1

        def later() -> Iterator[Outcome]:
            time.sleep(max(0.0, ends - time.monotonic()))
            answers = [self.visitor().ask("GET", "/messages", headers=aged)]
            yield self._expect("a token that was rotated out", answers, "401 session_rotated")

        return later

    # --- other websites ------------------------------------------------------------------------------------------

    def origins(self) -> Iterator[Outcome]:
        mine = self.visitor().begin()
        foreign = [STRANGER, "null", f"{FRIEND}.evil.org", "http://www.example.org", "file://"]
        calls = [
            ("POST", "/sessions"), ("GET", "/messages"), ("POST", "/messages"), ("DELETE", "/sessions"), ("OPTIONS", "/messages"),
        ]  # fmt: skip
        answers = [mine.ask(method, path, headers={"Origin": origin}) for origin in foreign for method, path in calls]
        outcome = self._expect("a foreign origin", answers, "403 foreign_origin")
        outcome.held &= not any("Access-Control-Allow-Origin" in answer.headers for answer in answers)
        yield outcome

    def forms(self) -> Iterator[Outcome]:
        mine = self.visitor().begin()
        kinds = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
        answers = [mine.ask("POST", "/messages", data='{"text": "hi"}', headers={"Content-Type": kind}) for kind in kinds]
        yield self._expect("a form of another website (cross-site POST)", answers, "415 not_json")

    # --- what is said --------------------------------------------------------------------------------------------

    def payloads(self) -> Iterator[Outcome]:
        mine = self.visitor().begin()
        pressed = [
            "/restart", "/session_start", '/nlu_fallback{"a": "b"}', '/slot{"answers": {}}', '/plan_commission{"journey": "x"}',
            '/choose{"question": "nation", "option": "wales", "answers": "x"}', '/choose{"question": {"a": 1}}', "/choose{",
            "/../x", "restart", "EXTERNAL: x", "/open_talk", "/deny", "/greet@0.9",
        ]  # fmt: skip
        answers = [mine.ask("POST", "/messages", json={"press": press}) for press in pressed]
        yield self._expect("payloads that are no buttons", answers, "403 not_a_button")
        before = len(mine.ask("GET", "/messages").json()["turns"])
        words = ("/restart", "/session_start", "/nlu_fallback{}")
        typed = [mine.ask("POST", "/messages", json={"text": each}) for each in words]
        after = mine.ask("GET", "/messages").json()["turns"]
        yield Outcome(
            "the same, typed", f"read as words; {before} turns before, {len(after)} after",
            all(answer.status_code == 200 for answer in typed) and len(after) == before + len(typed),
        )  # fmt: skip

    def paths(self) -> Iterator[Outcome]:
        tried = [
            "/guide/widget/../../guide.yml", "/guide/widget/..%2f..%2fguide.yml", "/guide/page/%2e%2e/%2e%2e/secret",
            "/guide/../secret",
            "/guide/documents/x/../../../secret", "/guide/passages/../../etc/passwd", "//etc/passwd",
            "/guide/widget/....//guide.js", "/guide/widget/guide.js%00.css",
            "/version", "/status", "/conversations/x/tracker", "/webhooks/rest/webhook", "/model",
        ]  # fmt: skip
        found: Counter[str] = Counter()
        for path in tried:
            status, whole = status_of_path(self.url, path)
            self.seen.append(whole)
            found[status] += 1
        yield Outcome(
            "path traversal and Rasa's own doors",
            counted(found),
            set(found) <= {"400", "401", "404"},
        )

    def markup(self) -> Iterator[Outcome]:
        bad = []
        for text in MARKUP:
            mine = self.visitor().begin()
            mine.ask("POST", "/messages", json={"press": "/explore_spin_out"})
            for press in (
                '/choose{"question": "nation", "option": "wales"}',
                '/choose{"question": "employer", "option": "council"}',
            ):
                mine.ask("POST", "/messages", json={"press": press})
            mine.ask("POST", "/messages", json={"text": text})
            shown = mine.ask("POST", "/messages", json={"press": "/roadmap"}).json()["replies"]
            links = [document["href"] for reply in shown for document in reply["documents"]]
            for href in links:
                answer = requests.get(f"{self.url}{href}", headers={"X-Forwarded-For": mine.address}, timeout=TIMEOUT)
                policy = answer.headers.get("Content-Security-Policy", "")
                safe = "default-src 'none'" in policy and "script-src" not in policy
                html = answer.headers["Content-Type"].startswith("text/html")
                run = (
                    any(tag in answer.text for tag in ("<script", "<img", 'href="javascript:')) or escape(text) not in answer.text
                )
                if not safe or (html and run):
                    bad.append(f"{text} in {href.rpartition('/')[2]}")
            bad += [f"{text}: no document"] if not links else []
        yield Outcome(
            "HTML and javascript: in what is shown", "; ".join(bad) or "shown as text, under a policy that runs nothing", not bad
        )

    # --- too much ------------------------------------------------------------------------------------------------

    def large_bodies(self) -> Iterator[Outcome]:
        mine, found = self.visitor().begin(), Counter[str]()
        for size in (65 * 1024, 1024 * 1024, 20 * 1024 * 1024):
            body = json.dumps({"text": "x" * size})
            for chunked in (False, True):
                try:
                    data: Any = iter([body.encode()]) if chunked else body
                    answer = mine.ask("POST", "/messages", data=data, headers={"Content-Type": "application/json"})
                    found[told(answer)] += 1
                except requests.RequestException:
                    found["cut off"] += 1
        yield Outcome("bodies of up to 20 MB", counted(found), set(found) <= {"413 too_large", "cut off"})

    def slow_loris(self) -> Iterator[Outcome]:
        opened, closed, took = slow_loris(self.url, "/guide/messages", self.settings.slow_seconds * 2 + 15)
        yield Outcome(
            f"slow loris, {opened} connections", f"{closed} of {opened} cut off within {took:.0f} s", closed >= opened - 5
        )

    def flood(self) -> Iterator[Outcome]:
        mine = self.visitor().begin()

        def send() -> str:
            return told(Visitor(self.url, mine.address, mine.token).ask("POST", "/messages", json={"text": QUESTION}))

        found, rate = flood(send, self.seconds)
        most = self.settings.messages_per_minute * (1 + self.seconds / 60) + 2
        yield Outcome(f"as many requests as come from one address ({rate:.0f} a second)", counted(found), found["200"] <= most)

    def sessions(self) -> Iterator[Outcome]:
        """From addresses without end, so that only the number of sessions stops it."""
        found, lock = Counter[str](), threading.Lock()
        addresses = [next(self._addresses) for _ in range(self.settings.open_sessions + 20)]

        def begin(address: str) -> None:
            with suppress(requests.RequestException):
                answer = told(Visitor(self.url, address).ask("POST", "/sessions"))
                with lock:
                    found[answer] += 1

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(begin, addresses))
        held = found["201"] <= self.settings.open_sessions and found["503 full"] >= 20
        yield Outcome(f"{self.settings.open_sessions} open sessions", counted(found), held)

    def _gives_nothing_away(self) -> Outcome:
        leaks = {leak for body in self.seen for leak in LEAKS if leak in body}
        return Outcome(f"what {len(self.seen)} refusals give away", ", ".join(leaks) or "nothing", not leaks)


def asking(visitor: Visitor) -> Callable[[str], str]:
    """What went wrong when the visitor says something, "" if it was answered."""

    def say(text: str) -> str:
        answer = visitor.ask("POST", "/messages", json={"text": text})
        good = answer.status_code == 200 and all(reply["status"] != "failed" for reply in answer.json()["replies"])
        return "" if good else told(answer)

    return say


def main() -> int:
    """Exit status 1 if anything got through."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="fewer sessions and a shorter flood, for continuous integration")
    short = parser.parse_args().short
    questions = [case.question for case in read() if case.half == "dev" and case.kind in ("answerable", "currency")]
    outcomes = []
    with TemporaryDirectory() as state:
        settings = Settings(
            port=free_port(), state=state, origins=(FRIEND,), proxies=1, slow_seconds=5, open_sessions=200 if short else 2000
        )
        with running(settings) as servers:
            attacks = Attacks(servers, settings, 3 if short else 15)
            for _ in range(3):  # so that nothing is loaded for the first time while it is timed
                attacks.visitor().begin().ask("POST", "/messages", json={"text": questions[0]})
            with Served(asking(attacks.visitor().begin()), questions) as served:
                for outcome in attacks.all():
                    outcomes.append(outcome)
                    print(outcome.line(), flush=True)
            alive = servers.rasa.poll() is None and servers.actions.poll() is None
    print(served.line())
    held = all(outcome.held for outcome in outcomes) and served.p95 < MOST_WAIT and not served.failed and alive
    print("All held." if held else "NOT ALL HELD.")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
