"""What every message passes, whatever channel it came by: who may speak, what is not handed on, and the turn itself."""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import os
import re
import time
import unicodedata
from dataclasses import dataclass
from typing import Any, Dict, FrozenSet, List, Optional

import aiohttp
from rasa.core.channels.channel import OutputChannel, UserMessage
from sqlalchemy.exc import SQLAlchemyError

from actions import documents
from bot.guard import CANNOT_DELETE, CANNOT_KEEP, CANNOT_READ, Guard, Refused
from bot.intake import Intake, Sessions
from bot.ledger import Ledger
from bot.replies import Reply, as_reply, plain, still_open, turns_of
from bot.sessions import Signer
from bot.settings import Settings, read
from bot.speed import check_schema_once, connections, keep_connections, know_events_once
from bot.state import forget, within
from bot.store import ConversationStore
from bot.whole import Broken, break_with_its_actions
from knowledge.records import Knowledge
from retrieval import wording
from retrieval.refusing import WARMS_UP

logger = logging.getLogger("guide")

LONGEST_PRESS = 300  # characters
# What a button may send: these intents, those of the journeys and their documents, with these entities; nothing else that Rasa
# would understand.
PRESSED = re.compile(r"/([a-z_]+)(\{.*\})?")
INTENTS = frozenset(
    """
    ask_mode go_on why back skip dont_know change_answer summary jump_stage menu start_again start_again_now forget_me
    forget_me_now help more since_then why_this_answer show choose affirm
    """.split()
)
ENTITIES = {"question", "option", "passage", "stage"}
NOT_A_BUTTON = (403, "not_a_button", "That is not one of the guide's buttons.")


@dataclass(frozen=True)
class Incoming:
    """One message: a text or a press, never both.

    `id`: the message's own, by which a second arrival is known. `asked`: the question that its page shows; None if it shows none;
    not looked at unless `says_asked`.
    """

    text: Optional[str] = None
    press: Optional[str] = None
    id: Optional[str] = None
    asked: Optional[str] = None
    says_asked: bool = False


class Collector(OutputChannel):
    """Takes a turn's messages as Rasa has them."""

    def __init__(self) -> None:
        self.messages: List[Dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Rasa only logs it."""
        return "guide"

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Keep a message whole: text, buttons and what goes with them."""
        self.messages.append(message)


class Door:
    """One for all channels of a process: they share sessions, limits and locks."""

    def __init__(self, settings: Settings, actions_url: str) -> None:
        self.signer = Signer.of(settings.state_folder)
        self.guard = Guard(settings, self.signer, Ledger(settings.state_folder))
        self._actions_url = actions_url
        self._sessions = Sessions()
        self._intake = Intake(self._sessions)
        self._warm = False
        _own_log()

    @property
    def knowledge(self) -> Knowledge:
        """The compiled content."""
        return self._intake.knowledge

    async def open(self, agent: Any, session: str, channel: str) -> List[Reply]:
        """What the guide says first."""
        return await self._turn(agent, session, "/open_talk", None, channel)

    async def take(self, agent: Any, session: str, said: Incoming, channel: str) -> List[Reply]:
        """The replies to a message; the same again to one that came already.

        Raises:
            Refused: it is no button, comes too fast, the guide is closed, or what is said cannot be kept.
        """
        if said.press is not None and not _may_press(said.press, self._intents):
            raise Refused(*NOT_A_BUTTON)
        try:
            self.guard.heard(session)
        except Refused as stop:
            # A closed guide, too, says who helps. Not one message too many: each look takes time.
            helped = self.for_distress(said.text) if stop.code == "closed" else []
            if not helped:
                raise
            return helped
        async with self._sessions.lock(session):
            again = await self._intake.answered_before(agent.tracker_store, session, said.id) if said.id else None
            if again is not None:
                return [self.shown(session, reply) for reply in again]
            if said.press is not None:
                return await self._turn(agent, session, said.press, said.id, channel)
            return await self._typed(agent, session, said, channel)

    def for_distress(self, text: Optional[str]) -> List[Reply]:
        """What is said to somebody in distress, even where nothing else can be said; nothing to anybody else."""
        early = self._intake.refusal(_clean(text)) if text is not None else None
        return [early] if early is not None and early["status"] == "distress" else []

    async def history(self, agent: Any, session: str) -> List[Dict[str, Any]]:
        """The conversation: of each turn what was said, the message's id, and the replies as they are shown now.

        Raises:
            Refused: it cannot be read.
        """
        store = agent.tracker_store
        tracker = await store.retrieve_full_tracker(session)
        if tracker is None and isinstance(within(store), ConversationStore) and within(store).failed(session):
            raise Refused(*CANNOT_READ)
        return [
            {"you": turn.said, "id": turn.id, "replies": [self.shown(session, reply) for reply in turn.replies]}
            for turn in (turns_of(tracker) if tracker else ())
        ]

    async def forget(self, agent: Any, session: str) -> None:
        """Delete a conversation for good, and end every token of it.

        Raises:
            Refused: it cannot be deleted.
        """
        async with self._sessions.lock(session):
            await self._delete(agent, session)
            self._sessions.drop(session)
            self.guard.ledger.drop(session)

    async def releases(self, agent: Any) -> Dict[str, Any]:
        """Whether both servers answer, and the release of each; the encoder is loaded here, not with a visitor's message."""
        release = await self._actions_release()
        ready = release is not None and agent is not None and agent.is_ready()
        if ready and not self._warm:
            self._intake.refusal(WARMS_UP)
            await agent.parse_message("warm up")
            self._warm = True
        mine = self.knowledge.release
        if release not in (None, mine):
            logger.warning("The action server has content release %s, this process %s: restart both.", release, mine)
        return {"ready": ready, "release": mine, "actions_release": release}

    def shown(self, session: str, reply: Any) -> Reply:
        """A reply as a page gets it: passage ids with their citations, documents with links for this session."""
        shown: Reply = reply.as_json(self.knowledge)
        if reply.shows:
            link = self.signer.link(session)
            shown["documents"] = [
                {"title": form.title, "href": f"/guide/documents/{link}/{file}", "format": form.name}
                for file, form in documents.FORMS.items()
                if form.document == reply.shows and (reply.in_days or form.name != documents.CALENDAR)
            ]
        return shown

    # --- a turn --------------------------------------------------------------------------------------------------

    async def _typed(self, agent: Any, session: str, said: Incoming, channel: str) -> List[Reply]:
        text = _clean(said.text or "")
        early = self._intake.refusal(text)
        if early is None and said.says_asked:
            early = await self._intake.for_another_question(agent.tracker_store, session, said.asked)
        if early is not None:
            _log(early["status"] or "refused", 0.0)
            return await self._refused(agent, session, early)
        # A typed slash must not reach Rasa as a payload: "/restart" is a word like others.
        return await self._turn(agent, session, text.strip().lstrip("/").strip(), said.id, channel)

    async def _turn(self, agent: Any, session: str, text: str, name: Optional[str], channel: str) -> List[Reply]:
        """Have Rasa handle a message. Without the action server nothing is handled, so that nothing can be half done."""
        started, collector = time.perf_counter(), Collector()
        store = within(agent.tracker_store)
        if isinstance(store, ConversationStore):
            store.failed(session)  # an older failure says nothing of this turn
        try:
            if await self._actions_release() is not None:
                await agent.handle_message(UserMessage(text, collector, session, input_channel=channel, message_id=name))
        except (Exception, Broken) as error:  # noqa: BLE001 - the user gets a plain reply, the log the kind and none of the text
            logger.error("A turn failed: %s", error if isinstance(error, Broken) else type(error).__name__)
            collector.messages.clear()
        if isinstance(store, ConversationStore) and store.failed(session):
            raise Refused(*CANNOT_KEEP)
        if not collector.messages:
            _log("failed", time.perf_counter() - started)
            return [plain(wording.FAILED, "failed")]
        replies = [as_reply(message) for message in collector.messages]
        shown = [self.shown(session, reply) for reply in replies]
        seen = self._sessions.taken(session, name, replies)
        if any(reply.forget for reply in replies):
            await self._delete(agent, session)
            seen.farewell = replies
        _log(next((r["status"] for r in shown if r["status"]), "ok"), time.perf_counter() - started)
        return shown

    async def _refused(self, agent: Any, session: str, early: Reply) -> List[Reply]:
        """What comes of a text that is not handed on: its reply, and what was open before; nobody is left without a door."""
        tracker = await agent.tracker_store.retrieve_full_tracker(session)
        open_now = still_open(turns_of(tracker)) if tracker else None
        if open_now is None:
            return [early]
        shown = self.shown(session, open_now)
        return [early, shown] if open_now.custom.get("question") else [{**early, "buttons": shown["buttons"]}]

    @functools.cached_property
    def _intents(self) -> FrozenSet[str]:
        """What a button may mean."""
        ways = self.knowledge.journeys
        return INTENTS | {way.begins for way in ways} | {paper.id for way in ways for paper in way.documents}

    async def _actions_release(self) -> Optional[str]:
        """The content release of the action server, or None if it does not answer."""
        try:
            address = self._actions_url.replace("/webhook", "/release")
            async with connections().get(address, timeout=aiohttp.ClientTimeout(total=2)) as answer:
                return str((await answer.json())["release"]) if answer.status == 200 else None
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError, KeyError):
            return None

    async def _delete(self, agent: Any, session: str) -> None:
        try:
            async with agent.lock_store.lock(session):
                await forget(agent.tracker_store, session)
        except SQLAlchemyError as error:
            logger.error("A conversation could not be deleted: %s", type(error).__name__)
            raise Refused(*CANNOT_DELETE) from None


@functools.cache
def door() -> Door:
    """The door of this process, with the settings of `guide.yml` and the environment; Rasa is put right on the way."""
    check_schema_once()
    know_events_once()
    break_with_its_actions()
    keep_connections()
    return Door(read(), os.environ.get("ACTIONS_URL", ""))


# --- small pieces ----------------------------------------------------------------------------------------------------


def _may_press(press: str, intents: FrozenSet[str]) -> bool:
    match = PRESSED.fullmatch(press.strip())
    if not match or match.group(1) not in intents or len(press) > LONGEST_PRESS:
        return False
    try:
        entities = json.loads(match.group(2) or "{}")
    except (ValueError, RecursionError):
        return False
    if match.group(2) and not entities:
        return False
    return isinstance(entities, dict) and entities.keys() <= ENTITIES and all(isinstance(v, str) for v in entities.values())


def _clean(text: str) -> str:
    """The text without control characters and half characters, which a database may refuse."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})


def _own_log() -> None:
    """The guide's lines are written whatever level Rasa logs at."""
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False


def _log(status: str, seconds: float) -> None:
    """One line a message, with none of its text."""
    logger.info("message status=%s ms=%.0f", status, seconds * 1000)
