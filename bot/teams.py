"""Microsoft Teams: Rasa's Bot Framework channel, of which only the protocol is left. Every text passes the page's door.

Rasa's own channel hands a typed `/restart` to Rasa as a command, takes the algorithm of a signature from the token itself, sends
its own token to whatever address a request names, and keeps the names of people. See docs/channels.md, "Microsoft Teams".
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import logging
import os
from enum import Enum
from typing import Any, Awaitable, Callable, Dict, List, Optional
from urllib.parse import quote, urlsplit

import aiohttp
from rasa.core.channels.botframework import BotFramework, BotFrameworkInput
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import cards
from bot.channel import LONGEST_ID, route
from bot.door import Door, Incoming, door
from bot.guard import Refused, refusal
from bot.microsoft import LOGIN, OPEN_ID, Microsoft, NotMicrosoft, Unreachable
from bot.replies import Reply, plain
from bot.settings import SettingsError, is_own_machine
from knowledge.conditions import nearest

logger = logging.getLogger("guide")

NEEDED = ("app_id", "app_password", "tenant", "address")
KEYS = (*NEEDED, "openid", "login")
VARIABLE = "TEAMS_"
TRIES = 3
LONGEST_WAIT = 5.0  # seconds that Teams may ask us to wait before we send again; it gives up on us after 15
NOT_SIGNED = (401, "not_signed", "This address is for Microsoft Teams alone.")
NOT_REACHED = (503, "not_reached", "Microsoft cannot be reached. Send it again.")
ONLY_ALONE = "I talk with one person at a time, since what is said is about a plan or a job. Open a chat with me alone."


class Sent(Enum):
    """What became of our answer."""

    YES = "delivered"
    NO = "not delivered"
    UNKNOWN = "perhaps delivered"  # sending it again might show it twice


class Answer(BotFramework):
    """One turn's answer, in one message, so that it arrives whole or not at all."""

    def __init__(self, microsoft: Microsoft, app_id: str, activity: Dict[str, Any]) -> None:
        super().__init__(app_id, "", activity["conversation"], activity["recipient"], activity["serviceUrl"])
        self._microsoft = microsoft

    async def deliver(self, person: str, message: Dict[str, Any]) -> Sent:
        """Send it. Only what surely did not arrive is sent again."""
        conversation = quote(self.conversation["id"], safe="")
        url, body = f"{self.global_uri}conversations/{conversation}/activities", self.prepare_message(person, message)
        for pause in range(TRIES):
            try:
                headers = {"Authorization": f"Bearer {await self._microsoft.bearer()}"}
                async with self._microsoft.http.post(url, json=body, headers=headers, allow_redirects=False) as answer:
                    if answer.status < 300:
                        return Sent.YES
                    if answer.status not in (401, 429):
                        logger.error("Teams did not take an answer: status %d.", answer.status)
                        return Sent.UNKNOWN
                    if answer.status == 401:
                        self._microsoft.drop_token()
                    else:
                        await asyncio.sleep(_wait(answer.headers.get("Retry-After", "1")))
            except (Unreachable, aiohttp.ClientConnectorError) as error:
                logger.error("Teams cannot be reached: %s", type(error).__name__)
                await asyncio.sleep(0.5 * 2**pause)
            except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                logger.error("Whether Teams took an answer is not known: %s", type(error).__name__)
                return Sent.UNKNOWN
        return Sent.NO


class TeamsChannel(BotFrameworkInput):
    """The channel; Rasa builds one if its credentials file names it (credentials-teams.yml)."""

    def __init__(self, door: Door, app_id: str, address: str, tenant: str, microsoft: Microsoft) -> None:
        # Not the parent's __init__: it calls Microsoft, and Rasa would not start while that cannot be reached.
        self.app_id = app_id
        self._door, self._address, self._tenant, self._microsoft = door, address, tenant, microsoft

    @classmethod
    def name(cls) -> str:
        """Name of the channel, as trackers store it."""
        return "teams"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        """The channel of a credentials file, with what the environment says (TEAMS_APP_ID and the like) under it.

        Raises:
            SettingsError: with all faults.
        """
        given = {name: os.environ[VARIABLE + name.upper()] for name in KEYS if VARIABLE + name.upper() in os.environ}
        given |= {name: str(value) for name, value in (credentials or {}).items()}
        faults = credential_faults(given)
        if faults:
            raise SettingsError(faults)
        app_id, password, tenant, address = (given[name] for name in NEEDED)
        microsoft = Microsoft(app_id, password, tenant, given.get("openid", OPEN_ID), given.get("login", LOGIN))
        return cls(door(), app_id, address.rstrip("/"), tenant, microsoft)

    def url_prefix(self) -> str:
        """Below the guide's own, so that its guard stands here too."""
        return "/guide/teams"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """One address, which Microsoft calls."""
        teams = Blueprint("teams")
        teams.add_route(route(self._activity), "/messages", methods=["POST"], stream=True)
        teams.listener("after_server_stop")(self._hang_up)
        return teams

    async def _hang_up(self, app: Any, loop: Any) -> None:
        await self._microsoft.http.close()

    async def _activity(self, request: Request) -> HTTPResponse:
        activity = await self._door.guard.body(request)
        if not _whole(activity):
            return refusal(400, "bad_request", "This is no activity of the Bot Framework.")
        try:
            await self._microsoft.claims(request.headers.get("authorization"), activity["serviceUrl"])
        except NotMicrosoft as why:
            logger.warning("A request that said it was from Teams was refused: %s.", why)
            return refusal(*NOT_SIGNED)
        except Unreachable as why:
            logger.error("Microsoft cannot be reached: %s", why)
            return refusal(*NOT_REACHED)
        if _tenant(activity) != self._tenant:
            return refusal(403, "foreign_tenant", "The guide is not for people of this organisation.")
        replies = await self._replies(request.app.ctx.agent, activity)
        if replies:
            answer = Answer(self._microsoft, self.app_id, activity)
            sent = await answer.deliver(activity["from"]["id"], cards.message(replies, self._address))
            if sent is Sent.NO:  # Teams then sends the message again, and gets the answer that is kept
                return refusal(*NOT_REACHED)
        return response.empty(200)

    async def _replies(self, agent: Any, activity: Dict[str, Any]) -> List[Reply]:
        """What the guide says to an activity; nothing to what it need not answer."""
        said, session = _said(activity), self._session(activity)
        added = [member.get("id") for member in activity.get("membersAdded") or () if isinstance(member, dict)]
        if said is None and activity["recipient"]["id"] not in added:
            return []
        if activity["conversation"].get("conversationType", "personal") != "personal":
            return self._door.for_distress(said.text if said else None) or [plain(ONLY_ALONE, "refused")]
        try:
            begins = self._door.guard.admit(session)
            opening = await self._door.open(agent, session, self.name()) if begins else []
            return [*opening, *(await self._door.take(agent, session, said, self.name()) if said else [])]
        except Refused as stop:
            return self._door.for_distress(said.text if said else None) or [plain(stop.message, stop.code)]

    def _session(self, activity: Dict[str, Any]) -> str:
        """The session of a person's chat: the same each time, made up by nobody, and not the person's name at Microsoft."""
        return self._door.signer.name("teams", self._tenant, activity["conversation"]["id"], activity["from"]["id"])


def credential_faults(given: Dict[str, str]) -> List[str]:
    """What is wrong with the credentials of the channel, one line each."""
    where = "credentials of bot.teams.TeamsChannel"
    faults = [f"{where}, {name}: is not known.{nearest(name, KEYS)}" for name in given.keys() - set(KEYS)]
    faults += [
        f"{where}, {name}: is missing; set {VARIABLE}{name.upper()} (docs/channels.md, 'Microsoft Teams')."
        for name in NEEDED
        if not given.get(name, "").strip()
    ]
    faults += [
        f"{where}, {name}: found {given[name]!r}; it is an address that begins with https://"
        for name in ("address", "openid", "login")
        if given.get(name) and not _safe(given[name])
    ]
    return faults


def _safe(url: str) -> bool:
    """True for https, and for http that does not leave this machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and is_own_machine(parts.hostname or "")))


def _whole(activity: Dict[str, Any]) -> bool:
    """True if it has what an answer needs."""
    named = all(isinstance(activity.get(key), dict) and isinstance(activity[key].get("id"), str) for key in _PEOPLE)
    service = activity.get("serviceUrl")
    return named and isinstance(activity.get("type"), str) and isinstance(service, str) and _safe(service)


_PEOPLE = ("conversation", "from", "recipient")


def _tenant(activity: Dict[str, Any]) -> Optional[str]:
    data = activity.get("channelData")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    found = tenant.get("id") if isinstance(tenant, dict) else activity["conversation"].get("tenantId")
    return found if isinstance(found, str) else None


def _said(activity: Dict[str, Any]) -> Optional[Incoming]:
    """What a message says, None for any other activity. A press counts for more than the title that comes with it."""
    if activity["type"] != "message":
        return None
    name, text = activity.get("id"), activity.get("text")
    short = name if isinstance(name, str) and len(name) <= LONGEST_ID else hashlib.sha256(str(name).encode()).hexdigest()
    known = short if name else None
    press = cards.pressed(activity.get("value"))
    if press is not None:
        return Incoming(press=press, id=known)
    return Incoming(text=html.unescape(text) if isinstance(text, str) else "", id=known)  # Teams sends R&amp;D for R&D


def _wait(retry_after: str) -> float:
    try:
        return min(LONGEST_WAIT, max(0.0, float(retry_after)))
    except ValueError:
        return 1.0
