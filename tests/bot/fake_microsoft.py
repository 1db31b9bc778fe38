"""Microsoft's side of the Bot Framework on this machine: keys, sign-in, and the address to which a bot answers."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP, PASSWORD, TENANT = "app-1", "of the app", "tenant-1"
TIMEOUT = 60


class Microsoft(ThreadingHTTPServer):
    """`sent`: the answers that came, with their bearer; `trouble`: statuses of the next answers, the first one first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.for_skype = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.sent: list[dict[str, Any]] = []
        self.trouble: list[int] = []
        self.tokens = 0
        Thread(target=self.serve_forever, daemon=True).start()

    def keys(self) -> list[dict[str, Any]]:
        pairs = (("k1", self.key, ["msteams"]), ("k2", self.for_skype, ["skype"]))
        return [{**RSAAlgorithm.to_jwk(k.public_key(), as_dict=True), "kid": n, "endorsements": e} for n, k, e in pairs]

    def claims(self, **changed: Any) -> dict[str, Any]:
        made = {
            "iss": "https://api.botframework.com", "aud": APP, "exp": int(time.time()) + 600, "serviceurl": self.url, **changed,
        }  # fmt: skip
        return {name: value for name, value in made.items() if value is not None}

    def token(self, kid: str = "k1", key: Any = None, algorithm: str = "RS256", **changed: Any) -> str:
        return jwt.encode(self.claims(**changed), key or self.key, algorithm, headers={"kid": kid})


class Handler(BaseHTTPRequestHandler):
    server: Microsoft

    def do_GET(self) -> None:
        if self.path == "/keys":
            self._answer(200, {"keys": self.server.keys()})
        else:
            self._answer(200, {"jwks_uri": f"{self.server.url}/keys"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == f"/login/{TENANT}/oauth2/v2.0/token":
            self.server.tokens += 1
            self._answer(200, {"access_token": f"bearer-{self.server.tokens}", "expires_in": 3600})
            return
        status = self.server.trouble.pop(0) if self.server.trouble else 201
        if status == 201:
            self.server.sent.append({"path": self.path, "bearer": self.headers["Authorization"], **json.loads(body)})
        self._answer(status, {"id": "1"}, {"Retry-After": "0"})

    def _answer(self, status: int, made: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        raw = json.dumps(made).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(raw)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *told: object) -> None:
        pass


class Person:
    """Somebody in Teams who talks with the guide."""

    def __init__(self, microsoft: Microsoft, guide: str, name: str) -> None:
        self.microsoft, self.guide, self.name, self._number = microsoft, guide, name, 0

    def activity(self, **changed: Any) -> dict[str, Any]:
        self._number += 1
        return {
            "type": "message", "id": f"{self.name}-{self._number}", "serviceUrl": self.microsoft.url,
            "from": {"id": f"29:{self.name}", "name": f"{self.name} Example"}, "recipient": {"id": "28:bot"},
            "conversation": {"id": f"a:{self.name}/1", "conversationType": "personal"},
            "channelData": {"tenant": {"id": TENANT}}, **changed,
        }  # fmt: skip

    def post(self, activity: Any, token: str | None = None, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.microsoft.token() if token is None else token}"}
        return requests.post(f"{self.guide}/guide/teams/messages", json=activity, headers=headers, timeout=TIMEOUT, **more)

    def send(self, activity: dict[str, Any]) -> dict[str, Any]:
        """The message that Teams would show to this person."""
        before = len(self.microsoft.sent)
        answer = self.post(activity)
        assert answer.status_code == 200, answer.text
        assert len(self.microsoft.sent) == before + 1, "a turn is one message"
        return self.microsoft.sent[-1]

    def say(self, text: str) -> dict[str, Any]:
        return self.send(self.activity(text=text))

    def press(self, title: str, shown: dict[str, Any]) -> dict[str, Any]:
        """A button of a message that is shown, as Teams sends it."""
        button = next(each for each in buttons(shown) if each["title"] == title)
        return self.send(self.activity(text=button["text"], value=button["value"]))


def buttons(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [button for card in shown["attachments"] for button in card["content"]["buttons"]]


def titles(shown: dict[str, Any]) -> list[str]:
    return [button["title"] for button in buttons(shown)]
