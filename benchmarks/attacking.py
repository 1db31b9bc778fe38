"""What attacks on any channel have in common: what came of one, ways to press hard, and a visitor who is served meanwhile."""

from __future__ import annotations

import random
import socket
import ssl
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

TIMEOUT = 30
MOST_WAIT = 1.0  # seconds: p95 of the visitor who is served meanwhile
PAUSE = (1.0, 2.0)  # seconds between two things that the visitor says


@dataclass
class Outcome:
    """What came of one attack."""

    name: str
    told: str
    held: bool

    def line(self) -> str:
        """The outcome to read."""
        return f"{'held' if self.held else 'GOT THROUGH':12}{self.name}: {self.told}"


def counted(found: Counter[str]) -> str:
    """403 foreign_origin (25x), cut off (1x)"""
    return ", ".join(f"{name} ({number}x)" for name, number in found.most_common()) or "nothing came back"


def status_of_path(url: str, path: str) -> tuple[str, str]:
    """The status and the whole answer to a GET of a path that no client would leave as it is."""
    host, port = urlsplit(url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=TIMEOUT) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        raw = b"".join(iter(lambda: connection.recv(65536), b""))
    return raw.split(b" ", 2)[1].decode(), raw.decode(errors="replace")


def slow_loris(url: str, path: str, within: float, connections: int = 300, name: str = "") -> tuple[int, int, float]:
    """Connections that begin a request and never end it, half in its head, half in its body.

    `name`: of the host, if another than that of the address. Returns how many were opened, how many the server cut off, and after
    how many seconds the last of those, or `within`.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 0
    head = f"POST {path} HTTP/1.1\r\nHost: {name or host}\r\nContent-Type: application/json\r\n"
    began = time.monotonic()
    opened: list[socket.socket] = []
    for number in range(connections):
        with suppress(OSError):
            connection: socket.socket = socket.create_connection((host, port), timeout=5)
            if parts.scheme == "https":
                connection = _own_certificate().wrap_socket(connection, server_hostname=name or host)
            body = "Content-Length: 60000\r\n\r\n" if number % 2 else ""
            connection.sendall((head + body).encode())
            opened.append(connection)
    closed = 0
    for connection in opened:
        connection.settimeout(max(0.05, began + within - time.monotonic()))
        with suppress(OSError):
            while connection.recv(4096):
                pass
            closed += 1
        with suppress(ConnectionResetError):
            connection.close()
    return len(opened), closed, time.monotonic() - began


def _own_certificate() -> ssl.SSLContext:
    """TLS with a certificate of our own making."""
    made = ssl.create_default_context()
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made


def flood(send: Callable[[], str], seconds: float) -> tuple[Counter[str], float]:
    """What sixteen senders get who wait for nothing, and how many requests a second they made."""
    found, lock = Counter[str](), threading.Lock()
    ends = time.monotonic() + seconds

    def go_on(_: int) -> None:
        while time.monotonic() < ends:
            with suppress(requests.RequestException):
                answer = send()
                with lock:
                    found[answer] += 1

    began = time.monotonic()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(go_on, range(16)))
    return found, sum(found.values()) / (time.monotonic() - began)


class Served:
    """A visitor who goes on asking all the while. `say` gives what went wrong with a text, "" if it was answered."""

    def __init__(self, say: Callable[[str], str], questions: list[str]) -> None:
        self._say, self._questions, self._stop = say, questions, threading.Event()
        self.times: list[float] = []
        self.failed: Counter[str] = Counter()
        self._thread = threading.Thread(target=self._go_on, daemon=True)

    def __enter__(self) -> Served:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join(TIMEOUT)

    def _go_on(self) -> None:
        draw = random.Random(22)
        while not self._stop.wait(draw.uniform(*PAUSE)):
            began = time.monotonic()
            try:
                wrong = self._say(draw.choice(self._questions))
                self.failed.update([wrong] if wrong else [])
            except requests.RequestException as error:
                self.failed[type(error).__name__] += 1
            self.times.append(time.monotonic() - began)

    @property
    def p95(self) -> float:
        """Seconds."""
        return statistics.quantiles(self.times, n=20)[-1]

    def line(self) -> str:
        """How long the visitor waited."""
        return (
            f"A visitor meanwhile: {len(self.times)} turns, p50 {1000 * statistics.median(self.times):.0f} ms, "
            f"p95 {1000 * self.p95:.0f} ms, most {1000 * max(self.times):.0f} ms; not answered: {dict(self.failed) or 'none'}"
        )
