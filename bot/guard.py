"""Who may ask at all: origins, sizes, how often, and tokens that expire and rotate. It looks at no text."""

from __future__ import annotations

import asyncio
import json
import math
import secrets
import time
from collections.abc import Callable
from typing import Any, Optional
from urllib.parse import urlsplit

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.keeping import notice
from bot.ledger import Ledger
from bot.limits import Limit
from bot.sessions import Signer, new_session
from bot.settings import Settings, is_own_machine

TOKEN_HEADER = "Guide-Session"  # a newer token of the session, beside any answer
ID_HEADER = "X-Request-Id"
METHODS = "GET, POST, DELETE"
HEADERS = "Authorization, Content-Type"
PREFLIGHT_SECONDS = "600"
LAST_WORDS_SECONDS = 2  # for an answer to arrive before its connection is closed
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# The methods of an address; GET for any other.
TAKEN = {"/guide/messages": "GET, POST", "/guide/sessions": "POST, DELETE", "/guide/feedback": "POST"}
SANICS_OWN = b'{"description"'  # how an error of Sanic's begins where the caller asked for JSON
# What Sanic refuses by itself, by its status.
BY_ITSELF = {
    404: ("no_address", "This address is not one of the guide's."),
    405: ("no_method", "This address does not take that method."),
    408: ("too_slow", "The request took too long to arrive."),
    413: ("too_large", "The request is too large."),
    503: ("busy", "The guide took too long. Please try again."),
}


def refusal(status: int, code: str, message: str, wait: float = 0.0) -> HTTPResponse:
    """An answer that refuses. `wait`: seconds until it makes sense to ask again."""
    headers = {"Retry-After": str(math.ceil(wait))} if wait else {}
    return response.json({"error": {"code": code, "message": message}, "replies": []}, status=status, headers=headers)


class Refused(Exception):
    """A request is not served; `answer` says why, `message` in words."""

    def __init__(self, status: int, code: str, message: str, wait: float = 0.0) -> None:
        self.answer, self.code, self.message = refusal(status, code, message, wait), code, message
        super().__init__(code)


NO_SESSION = (401, "no_session", "This conversation is not known here. Start a new one.")
EXPIRED = (401, "session_expired", "This conversation has ended, since nothing was said for a long time. Start a new one.")
ROTATED = (401, "session_rotated", "This conversation goes on elsewhere, with a newer key. Start a new one.")
# Where nothing can be written or read: what was said last is not taken, and all before it is as it was.
CANNOT_KEEP = (
    503, "cannot_keep", "I cannot keep what you say at the moment, so I have not taken it. What you said before is safe. "
    "Please try again later, and tell whoever runs this guide: its disk may be full.",
)  # fmt: skip
CANNOT_KEEP_FEEDBACK = (503, "cannot_keep", "I cannot keep that at the moment. Please try again later.")
CANNOT_READ = (503, "cannot_read", "I cannot read what you said before at the moment. It is safe. Please try again later.")
CANNOT_DELETE = (
    503, "cannot_delete", "I cannot delete at the moment. Please try again later, and tell whoever runs this guide.",
)  # fmt: skip


class Guard:
    """Stands before every request and beside every answer. `clock`: seconds since 1970."""

    def __init__(self, settings: Settings, signer: Signer, ledger: Ledger, clock: Callable[[], float] = time.time) -> None:
        self.settings, self._signer, self.ledger, self._clock = settings, signer, ledger, clock
        self._requests = Limit(settings.requests_per_minute)
        self._begun = Limit(settings.sessions_per_minute)
        self._messages = Limit(settings.messages_per_minute)
        self._documents = Limit(settings.messages_per_minute)

    # --- every request -------------------------------------------------------------------------------------------

    def before(self, request: Request) -> Optional[HTTPResponse]:
        """The refusal of a request, the answer to a browser that asks whether it may ask, or None."""
        request.ctx.id = secrets.token_hex(8)
        if not self._own_host(request):
            return refusal(421, "wrong_host", "The guide does not answer under this name.")
        origin = request.headers.get("origin")
        if origin is not None and not self._may_ask(origin, request):
            return refusal(403, "foreign_origin", "Pages of this website may not speak to the guide.")
        if request.method == "OPTIONS":
            return response.empty()
        if request.path != "/" and not request.path.startswith("/guide/"):
            return refusal(404, *BY_ITSELF[404])
        wait = self._requests.wait(address(request))
        if wait:
            return refusal(429, "too_many_requests", "Too many requests come from your address. Please wait a little.", wait)
        size = request.headers.get("content-length", "0")
        if size.isdigit() and int(size) > self.settings.body_kilobytes * 1024:
            return refusal(413, *BY_ITSELF[413])
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if request.method == "POST" and kind not in {"application/json", ""}:  # a form of another website sends no JSON
            return refusal(415, "not_json", "Send JSON, with the content type application/json.")
        return None

    def after(self, request: Request, answer: HTTPResponse) -> Optional[HTTPResponse]:
        """Headers on every answer; and our own form of error where Sanic would send a page of its own."""
        ours = "json" in (answer.content_type or "") and not (answer.body or b"").startswith(SANICS_OWN)
        refused = answer.status >= 400 and not ours and request.path != "/"
        code, message = BY_ITSELF.get(answer.status, ("bad_request", "The guide does not understand this request."))
        sent = refusal(answer.status, code, message) if refused else answer
        if answer.status == 405:
            sent.headers["Allow"] = TAKEN.get(request.path, "GET")
        for name, value in SECURITY_HEADERS.items():
            sent.headers.setdefault(name, value)
        sent.headers[ID_HEADER] = getattr(request.ctx, "id", "none")
        for name in ("Access-Control-Allow-Credentials", "Access-Control-Expose-Headers"):  # Rasa's CORS says so to everybody
            sent.headers.pop(name, None)
        token = getattr(request.ctx, "token", None)
        if token:
            sent.headers[TOKEN_HEADER] = token
        origin = request.headers.get("origin")
        if origin in self.settings.origins:
            sent.headers["Access-Control-Allow-Origin"] = origin
            sent.headers["Access-Control-Expose-Headers"] = f"{TOKEN_HEADER}, {ID_HEADER}, Retry-After"
            if request.method == "OPTIONS":
                sent.headers["Access-Control-Allow-Methods"] = METHODS
                sent.headers["Access-Control-Allow-Headers"] = HEADERS
                sent.headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
        sent.headers["Vary"] = ", ".join(filter(None, (sent.headers.get("Vary"), "Origin")))
        if request.stream is not None and request.stream.request_body:  # what was not read would be waited for without end
            sent.headers["Connection"] = "close"
            asyncio.get_running_loop().call_later(LAST_WORDS_SECONDS, request.transport.abort)
        return sent if refused else None

    async def body(self, request: Request) -> dict[str, Any]:
        """What a request says, {} if that is no JSON object.

        Raises:
            Refused: it is too large, or takes too long.
        """
        try:
            raw = await asyncio.wait_for(self._read(request), self.settings.slow_seconds)
        except asyncio.TimeoutError:
            raise Refused(408, *BY_ITSELF[408]) from None
        try:
            said = json.loads(raw or b"{}")
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}

    async def _read(self, request: Request) -> bytes:
        raw = b""
        while request.stream is not None and (chunk := await request.stream.read()):
            raw += chunk
            if len(raw) > self.settings.body_kilobytes * 1024:
                raise Refused(413, *BY_ITSELF[413])
        return raw

    def _own_host(self, request: Request) -> bool:
        """A page that had its own name lead to this machine would be of our origin: then the guide answers to no other name."""
        if self.settings.proxies or not is_own_machine(self.settings.listen):
            return True
        return is_own_machine(_host(f"//{request.headers.get('host', '')}"))

    def _may_ask(self, origin: str, request: Request) -> bool:
        if origin in self.settings.origins:
            return True
        return is_own_machine(_host(origin)) and urlsplit(origin).netloc == request.headers.get("host")

    # --- sessions ------------------------------------------------------------------------------------------------

    def begin(self, request: Request) -> str:
        """The name of a new session; its token goes with the answer.

        Raises:
            Refused: the guide is closed or full, too many begin at this address, or nothing can be written.
        """
        self._open()
        wait = self._begun.wait(address(request))
        if wait:
            raise Refused(
                429, "too_many_sessions", "Too many conversations begin at your address. Please wait a little.", wait
            )  # fmt: skip
        session = new_session()
        self.admit(session)
        return session

    def admit(self, session: str) -> bool:
        """Let a session in, and say whether it begins now. Its name is made here, never by a client.

        Raises:
            Refused: it would begin, but the guide is closed or full, or nothing can be written.
        """
        if self.ledger.last_seen(session) is not None:
            return False
        self._open()
        now = self._clock()
        if self.ledger.open_now(now) >= self.settings.open_sessions:
            raise Refused(503, "full", "Many people are using the guide now. Please try again in a few minutes.", 120)
        if not self.ledger.begin(session, now):
            raise Refused(*CANNOT_KEEP)
        return True

    def token(self, session: str) -> str:
        """A token of a session that counts from now on."""
        return self._signer.token(session, self.ledger.renewed(session), self._clock() + self._lasts)

    def session(self, request: Request) -> str:
        """The session that a request may speak for. An older token is renewed: the new one goes with the answer.

        Raises:
            Refused: its token does not count, or not any more.
        """
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        token = self._signer.read(given) if kind == "Bearer" else None
        now = self._clock()
        seen = self.ledger.last_seen(token.session) if token else None
        if token is None or seen is None:
            raise Refused(*NO_SESSION)
        if token.until < now or seen + self._lasts < now:
            raise Refused(*EXPIRED)
        if not self.ledger.counts(token.session, token.generation, now):
            raise Refused(*ROTATED)
        if token.until - self._lasts + self.settings.rotate_minutes * 60 < now:
            request.ctx.token = self.token(token.session)
        return token.session

    def heard(self, session: str) -> None:
        """A session says something.

        Raises:
            Refused: the guide is closed, or that is one message too many.
        """
        self._open()
        wait = self._messages.wait(session)
        if wait:
            raise Refused(429, "too_many_messages", "That was faster than I can read. Please wait a moment.", wait)
        self.ledger.heard(session, self._clock())

    def document(self, session: str) -> None:
        """Somebody opens a document of a session.

        Raises:
            Refused: that is one too many; a document costs more than a turn.
        """
        wait = self._documents.wait(session)
        if wait:
            raise Refused(429, "too_many_requests", "Too many documents were asked for. Please wait a little.", wait)

    def _open(self) -> None:
        words = notice(self.settings.state_folder)
        if words is not None:
            raise Refused(503, "closed", words)

    @property
    def _lasts(self) -> float:
        return self.settings.session_hours * 3600.0


def address(request: Request) -> str:
    """Where a request comes from: what a trusted proxy says, else the other end of the connection."""
    return str(request.remote_addr or request.ip)


def _host(url: str) -> str:
    """The host of an address, "" if there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
