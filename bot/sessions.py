"""Session tokens and short-lived links: issued and signed by this server, so that nobody can make one up."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

LINK_SECONDS = 3600  # a document's link is for the next hour; the page gets a new one with every reply


@dataclass(frozen=True)
class Token:
    """What a session token says. `until`: seconds since 1970."""

    session: str
    generation: int
    until: float


def new_session() -> str:
    """An unguessable name for a session."""
    return secrets.token_urlsafe(18)


@dataclass(frozen=True)
class Signer:
    """Signs with a secret that only this installation has."""

    secret: bytes

    @classmethod
    def of(cls, folder: Path) -> Signer:
        """The secret of a state folder, made on first use and readable by its owner only."""
        file = folder / "secret"
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
                new.write(secrets.token_bytes(32))
        return cls(file.read_bytes())

    def token(self, session: str, generation: int, until: float) -> str:
        """A token of a session: which one it is of the session's tokens, until when it counts, and their signature."""
        ends = str(int(until))
        return f"{session}.{generation}.{ends}.{self._signature('session', session, str(generation), ends)}"

    def read(self, token: str) -> Token | None:
        """What a token says if this server issued it, else None; whether it still counts is another matter."""
        parts = token.split(".")
        if len(parts) != 4 or not self._fits(parts[3], "session", *parts[:3]):
            return None
        return Token(parts[0], int(parts[1]), float(parts[2]))

    def link(self, session: str, now: float | None = None) -> str:
        """A token that opens one session's documents for an hour."""
        until = str(int((now or time.time()) + LINK_SECONDS))
        return f"{session}.{until}.{self._signature('link', session, until)}"

    def session_of_link(self, token: str, now: float | None = None) -> str | None:
        """The session whose documents a link opens, or None if it is forged or too old."""
        session, _, rest = token.partition(".")
        until, _, signature = rest.partition(".")
        if not self._fits(signature, "link", session, until) or float(until) < (now or time.time()):
            return None
        return session

    def name(self, *parts: str) -> str:
        """A session's name for whom another service knows under these: the same each time, and telling nothing of them."""
        return self._signature("name", *parts)

    def _signature(self, *parts: str) -> str:
        return hmac.new(self.secret, "\n".join(parts).encode(), hashlib.sha256).hexdigest()[:32]

    def _fits(self, signature: str, *parts: str) -> bool:
        return hmac.compare_digest(signature.encode(), self._signature(*parts).encode())
