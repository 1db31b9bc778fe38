"""What Microsoft's Bot Framework asks of a bot: whose signature counts on what comes in, and the token with which we answer.

Nothing here blocks: Rasa's own channel asks Microsoft with `requests` in the event loop, and everybody waits for it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from functools import cached_property
from typing import Any, Dict, Optional

import aiohttp
import jwt
from jwt.algorithms import RSAAlgorithm

logger = logging.getLogger("guide")

OPEN_ID = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOGIN = "https://login.microsoftonline.com"
ISSUER = "https://api.botframework.com"
SCOPE = "https://api.botframework.com/.default"
CHANNEL = "msteams"
LEEWAY = 300  # seconds by which clocks may differ
KEYS_LAST = 24 * 3600  # seconds
KEYS_AT_MOST_EVERY = (
    300  # seconds: a key that is not known may be a new one, but whoever invents keys must not make us ask each time
)
EARLY = 300  # seconds before its end at which our own token is renewed
TIMEOUT = 10  # seconds


class NotMicrosoft(Exception):
    """A request that is not signed as Microsoft signs; the text says why, for the log only."""


class Unreachable(Exception):
    """Microsoft does not answer, or not as it should."""


class Microsoft:
    """One bot's dealings with it. `openid`, `login`: where it is; a test has its own."""

    def __init__(self, app_id: str, app_password: str, tenant: str, openid: str = OPEN_ID, login: str = LOGIN) -> None:
        self._app_id, self._app_password, self._openid = app_id, app_password, openid
        self._login = f"{login}/{tenant}/oauth2/v2.0/token"
        self._keys: Dict[str, Dict[str, Any]] = {}
        self._asked = float("-inf")  # when the keys were asked for, and when they came
        self._came = float("-inf")
        self._token, self._token_ends = "", float("-inf")

    @cached_property
    def http(self) -> aiohttp.ClientSession:
        """Its connections. In the event loop only."""
        return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))

    async def claims(self, authorization: Optional[str], service: str) -> Dict[str, Any]:
        """What a request's token says, once its signature, its time, whom it is for and which address it may name are right.

        Raises:
            NotMicrosoft: it does not count.
            Unreachable: the keys cannot be had.
        """
        kind, _, token = (authorization or "").partition(" ")
        if kind != "Bearer" or not token:
            raise NotMicrosoft("no token")
        try:
            key = await self._key(str(jwt.get_unverified_header(token).get("kid")))
            # Which algorithm counts is ours to say: a token that names its own could name "none".
            said: Dict[str, Any] = jwt.decode(
                token, RSAAlgorithm.from_jwk(key), ["RS256"], audience=self._app_id, issuer=ISSUER, leeway=LEEWAY,
                options={"require": ["exp", "aud", "iss"]},
            )  # fmt: skip
        except jwt.PyJWTError as error:
            raise NotMicrosoft(type(error).__name__) from None
        if CHANNEL not in key.get("endorsements", ()):
            raise NotMicrosoft("a key that is not for Teams")
        if said.get("serviceurl", said.get("serviceUrl")) != service:  # our answer, with our token, would go elsewhere
            raise NotMicrosoft("another service address than the signed one")
        return said

    async def bearer(self) -> str:
        """Our own token.

        Raises:
            Unreachable: it cannot be had.
        """
        if time.monotonic() > self._token_ends - EARLY:
            form = {
                "grant_type": "client_credentials", "client_id": self._app_id, "client_secret": self._app_password,
                "scope": SCOPE,
            }  # fmt: skip
            made = await self._asked_for("POST", self._login, data=form)
            try:
                self._token, self._token_ends = str(made["access_token"]), time.monotonic() + float(made["expires_in"])
            except (KeyError, ValueError, TypeError):
                raise Unreachable("no token in its answer") from None
        return self._token

    def drop_token(self) -> None:
        """Our token was refused: ask for another."""
        self._token_ends = float("-inf")

    async def _key(self, name: str) -> Dict[str, Any]:
        now = time.monotonic()
        old, unknown = now - self._came > KEYS_LAST, name not in self._keys
        if (old or unknown) and now - self._asked > KEYS_AT_MOST_EVERY:
            self._asked = now
            try:
                where = await self._asked_for("GET", self._openid)
                keys = await self._asked_for("GET", str(where.get("jwks_uri")))
                self._keys, self._came = {str(key["kid"]): key for key in keys["keys"]}, now
            except (Unreachable, KeyError, TypeError) as error:
                if unknown:
                    self._asked = float("-inf") if not self._keys else now
                    raise Unreachable("its keys") from error
        if name not in self._keys:
            raise NotMicrosoft("a key that is not known")
        return self._keys[name]

    async def _asked_for(self, method: str, url: str, **given: Any) -> Dict[str, Any]:
        try:
            async with self.http.request(method, url, allow_redirects=False, **given) as answer:
                made = await answer.json(content_type=None) if answer.status == 200 else None
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise Unreachable(f"{url}: {type(error).__name__}") from None
        if not isinstance(made, dict):
            raise Unreachable(f"{url}: not as expected")
        return made
