"""The guide's own channel: a small JSON API over server-issued sessions, and the page that speaks to it.

POST   /guide/sessions            -> {session, replies}
POST   /guide/messages            {text, question?} or {press}, {id?} -> {replies}
GET    /guide/messages            -> {turns}
DELETE /guide/sessions            forget me
GET    /guide/passages/<id>       a passage with its notes
GET    /guide/documents/<link>/<document>.<html|md>
GET    /guide/health              -> {ready, release}
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import os
import re
import time
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any, Awaitable, Callable, Dict, FrozenSet, List, Optional

import aiohttp
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from actions import documents
from bot.guard import CANNOT_DELETE, CANNOT_KEEP, CANNOT_READ, Guard, Refused, refusal
from bot.intake import Intake, Sessions
from bot.keeping import keep_removing
from bot.ledger import Ledger
from bot.replies import Reply, as_reply, plain, still_open, turns_of
from bot.sessions import Signer
from bot.settings import Settings, read
from bot.speed import check_schema_once, connections, keep_connections, know_events_once
from bot.state import forget, said_in, within
from bot.store import ConversationStore
from bot.whole import Broken, break_with_its_actions
from knowledge import journeys
from retrieval import wording

logger = logging.getLogger("guide")

PAGE = Path(__file__).parent / "page"
PAGE_FILES = {"chat.js": "text/javascript; charset=utf-8", "chat.css": "text/css; charset=utf-8"}
LONGEST_ID = 64  # characters
IDLE_SECONDS = 30  # a connection on which nothing comes is closed
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
DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


class Collector(OutputChannel):
    """Takes a turn's messages as Rasa has them."""

    def __init__(self) -> None:
        self.messages: List[Dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The same as the input channel's: one door."""
        return GuideChannel.name()

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Keep a message whole: text, buttons and what goes with them."""
        self.messages.append(message)


class GuideChannel(InputChannel):
    """The channel; Rasa builds one from credentials.yml."""

    def __init__(self, settings: Settings, actions_url: str) -> None:
        self.signer = Signer.of(settings.state_folder)
        self.actions_url = actions_url
        self._guard = Guard(settings, self.signer, Ledger(settings.state_folder))
        self._sessions = Sessions()
        self._intake = Intake(self._sessions)
        self._warm = False
        _own_log()

    @classmethod
    def name(cls) -> str:
        """Name of the channel, as trackers store it."""
        return "guide"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        """Settings come from `guide.yml` and the environment, as those of the endpoints do."""
        check_schema_once()
        know_events_once()
        break_with_its_actions()
        keep_connections()
        return cls(read(), os.environ.get("ACTIONS_URL", ""))

    def url_prefix(self) -> str:
        """All routes of the channel are below this."""
        return "/guide"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. With `stream` a body is read by whoever wants it, after the guard has looked at its head."""
        guide = Blueprint("guide")
        guide.add_route(_route(self._begin), "/sessions", methods=["POST"], stream=True)
        guide.add_route(_route(self._forget), "/sessions", methods=["DELETE"], stream=True)
        guide.add_route(_route(self._message), "/messages", methods=["POST"], stream=True)
        guide.add_route(_route(self._history), "/messages", methods=["GET"], stream=True)
        guide.add_route(_route(self._passage), "/passages/<name>", methods=["GET"], stream=True)
        guide.add_route(_route(self._document), "/documents/<link>/<file>", methods=["GET"], stream=True)
        guide.add_route(_route(self._health), "/health", methods=["GET"], stream=True)
        guide.add_route(_route(self._file), "/page/<file>", methods=["GET"], stream=True)
        guide.listener("before_server_start")(self._stand_guard)
        guide.listener("after_server_start")(self._keep)
        return guide

    def _stand_guard(self, app: Sanic, loop: Any) -> None:
        """`/` is Rasa's greeting, and a second route there is refused; a middleware may answer before it."""

        async def before(request: Request) -> HTTPResponse | None:
            refused = self._guard.before(request)
            if refused is None and request.path == "/" and request.method in {"GET", "HEAD"}:
                return await response.file(PAGE / "index.html")
            return refused

        async def after(request: Request, answer: HTTPResponse) -> HTTPResponse | None:
            return self._guard.after(request, answer)

        app.config.KEEP_ALIVE_TIMEOUT = IDLE_SECONDS
        app.request_middleware.appendleft(before)  # before Rasa's CORS, which would answer any browser that asks first
        app.register_middleware(after, "response")

    async def _keep(self, app: Sanic, loop: Any) -> None:
        store = within(app.ctx.agent.tracker_store)
        if isinstance(store, ConversationStore):
            app.add_task(keep_removing(store, self._guard.ledger, self._guard.settings))

    # --- routes --------------------------------------------------------------------------------------------------

    async def _begin(self, request: Request) -> HTTPResponse:
        await self._guard.body(request)  # nothing of it counts, but it is not left on the way
        session = self._guard.begin(request)
        replies = await self._turn(request, session, "/open_talk", None)
        return response.json({"session": self._guard.token(session), "replies": replies}, status=201)

    async def _message(self, request: Request) -> HTTPResponse:
        session = self._guard.session(request)
        body = await self._guard.body(request)
        text, press, name, question = (body.get(key) for key in ("text", "press", "id", "question"))
        if not (isinstance(text, str) ^ isinstance(press, str)) or (text is not None and press is not None):
            return refusal(400, "bad_request", 'Send {"text": "..."} or {"press": "..."}.')
        if not all(value is None or (isinstance(value, str) and len(value) <= LONGEST_ID) for value in (name, question)):
            return refusal(400, "bad_request", f"'id' and 'question' are texts of up to {LONGEST_ID} characters, or left out.")
        if press is not None and not _may_press(press, self._intents):
            return refusal(403, "not_a_button", "That is not one of the guide's buttons.")
        try:
            self._guard.heard(session)
        except Refused as stop:
            # A closed guide, too, says who helps somebody in distress. Not one message too many: each look takes time.
            early = self._intake.refusal(_clean(text)) if stop.code == "closed" and text is not None else None
            if early is None or early["status"] != "distress":
                raise
            return response.json({"replies": [early]})
        async with self._sessions.lock(session):
            answered = await self._again(request, session, name) if name else None
            if answered is None and press is not None:
                answered = await self._turn(request, session, press, name)
            elif answered is None:
                answered = await self._typed(request, session, _clean(text), name, body)
        return response.json({"replies": answered})

    async def _typed(self, request: Request, session: str, text: str, name: str | None, body: Dict[str, Any]) -> List[Reply]:
        early = self._intake.refusal(text)
        if early is None and "question" in body:
            store = request.app.ctx.agent.tracker_store
            early = await self._intake.for_another_question(store, session, body["question"])
        if early is not None:
            _log(early["status"] or "refused", 0.0)
            return await self._refused(request, session, early)
        # A typed slash must not reach Rasa as a payload: "/restart" is a word like others.
        return await self._turn(request, session, text.strip().lstrip("/").strip(), name)

    async def _history(self, request: Request) -> HTTPResponse:
        session = self._guard.session(request)
        store = request.app.ctx.agent.tracker_store
        tracker = await store.retrieve_full_tracker(session)
        if tracker is None and isinstance(within(store), ConversationStore) and within(store).failed(session):
            raise Refused(*CANNOT_READ)
        turns = [
            {
                "you": turn.said,
                "id": turn.id,
                "replies": [self._shown(session, reply) for reply in turn.replies],
            }
            for turn in (turns_of(tracker) if tracker else ())
        ]
        return response.json({"turns": turns})

    async def _forget(self, request: Request) -> HTTPResponse:
        session = self._guard.session(request)
        await self._guard.body(request)
        async with self._sessions.lock(session):
            await self._delete(request.app, session)
            self._sessions.drop(session)
            self._guard.ledger.drop(session)
        return response.empty()

    async def _passage(self, request: Request, name: str) -> HTTPResponse:
        session = self._guard.session(request)
        tracker = await request.app.ctx.agent.tracker_store.retrieve(session)
        nation = said_in(tracker).first("nation") if tracker else None
        shown = documents.passage(self._content(), name, nation, date.today())
        return response.json(shown) if shown else refusal(404, "no_passage", "There is no such passage.")

    async def _document(self, request: Request, link: str, file: str) -> HTTPResponse:
        session = self.signer.session_of_link(link)
        form = documents.FORMS.get(file)
        if session is None or form is None or self._guard.ledger.last_seen(session) is None:
            return refusal(404, "no_document", "This link is too old or wrong. Ask the guide for the document again.")
        tracker = await request.app.ctx.agent.tracker_store.retrieve(session)
        whole = self._content()
        about = next(each for each in whole.journeys if form.document in {paper.id for paper in each.documents})
        answers = said_in(tracker).of(about.id) if tracker else {}
        made = form.render(journeys.only(whole, about.id), answers, date.today())
        headers = {"Content-Security-Policy": DOCUMENT_POLICY, "Content-Disposition": f'{form.disposition}; filename="{file}"'}
        return response.text(made, content_type=form.content_type, headers=headers)

    async def _file(self, request: Request, file: str) -> HTTPResponse:
        if file not in PAGE_FILES:
            return refusal(404, "no_file", "There is no such file.")
        return await response.file(PAGE / file, mime_type=PAGE_FILES[file])

    async def _health(self, request: Request) -> HTTPResponse:
        release = await self._actions_release()
        agent = request.app.ctx.agent
        ready = release is not None and agent is not None and agent.is_ready()
        if ready and not self._warm:  # the encoder is loaded with the first message: not with a visitor's
            self._intake.refusal("this only warms everything up")
            await agent.parse_message("warm up")
            self._warm = True
        mine = self._content().release
        if release not in (None, mine):
            logger.warning("The action server has content release %s, this process %s: restart both.", release, mine)
        return response.json({"ready": ready, "release": mine, "actions_release": release}, status=200 if ready else 503)

    # --- a turn --------------------------------------------------------------------------------------------------

    async def _again(self, request: Request, session: str, name: str) -> List[Reply] | None:
        """The replies to a message that was answered already, as they are shown now."""
        store = request.app.ctx.agent.tracker_store
        before = await self._intake.answered_before(store, session, name)
        if before is None:
            return None
        return [self._shown(session, reply) for reply in before]

    async def _turn(self, request: Request, session: str, text: str, name: str | None) -> List[Reply]:
        """Have Rasa handle a message. Without the action server nothing is handled, so that nothing can be half done."""
        started, collector = time.perf_counter(), Collector()
        agent = request.app.ctx.agent
        store = within(agent.tracker_store)
        if isinstance(store, ConversationStore):
            store.failed(session)  # an older failure says nothing of this turn
        try:
            if await self._actions_release() is not None:
                await agent.handle_message(UserMessage(text, collector, session, input_channel=self.name(), message_id=name))
        except (Exception, Broken) as error:  # noqa: BLE001 - the user gets a plain reply, the log the kind of error but none of the text
            logger.error("A turn failed: %s", error if isinstance(error, Broken) else type(error).__name__)
            collector.messages.clear()
        if isinstance(store, ConversationStore) and store.failed(session):
            raise Refused(*CANNOT_KEEP)
        if not collector.messages:
            _log("failed", time.perf_counter() - started)
            return [plain(wording.FAILED, "failed")]
        replies = [as_reply(message) for message in collector.messages]
        shown = [self._shown(session, reply) for reply in replies]
        seen = self._sessions.taken(session, name, replies)
        if any(reply.forget for reply in replies):
            await self._delete(request.app, session)
            seen.farewell = replies
        _log(next((r["status"] for r in shown if r["status"]), "ok"), time.perf_counter() - started)
        return shown

    async def _refused(self, request: Request, session: str, early: Reply) -> List[Reply]:
        """What comes of a text that is not handed on: its reply, and what was open before; nobody is left without a door."""
        tracker = await request.app.ctx.agent.tracker_store.retrieve_full_tracker(session)
        open_now = still_open(turns_of(tracker)) if tracker else None
        if open_now is None:
            return [early]
        shown = self._shown(session, open_now)
        return [early, shown] if open_now.custom.get("question") else [{**early, "buttons": shown["buttons"]}]

    def _shown(self, session: str, reply: Any) -> Reply:
        """A reply as the page gets it: passage ids with their citations, documents with links for this session."""
        shown: Reply = reply.as_json(self._content())
        if reply.shows:
            link = self.signer.link(session)
            shown["documents"] = [
                {"title": form.title, "href": f"/guide/documents/{link}/{file}", "format": form.name}
                for file, form in documents.FORMS.items()
                if form.document == reply.shows
            ]
        return shown

    @functools.cached_property
    def _intents(self) -> FrozenSet[str]:
        """What a button may mean."""
        ways = self._content().journeys
        return INTENTS | {way.begins for way in ways} | {paper.id for way in ways for paper in way.documents}

    def _content(self) -> Any:
        return self._intake.knowledge

    async def _actions_release(self) -> Optional[str]:
        """The content release of the action server, or None if it does not answer."""
        try:
            address = self.actions_url.replace("/webhook", "/release")
            async with connections().get(address, timeout=aiohttp.ClientTimeout(total=2)) as answer:
                return str((await answer.json())["release"]) if answer.status == 200 else None
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError, KeyError):
            return None

    async def _delete(self, app: Sanic, session: str) -> None:
        try:
            async with app.ctx.agent.lock_store.lock(session):
                await forget(app.ctx.agent.tracker_store, session)
        except SQLAlchemyError as error:
            logger.error("A conversation could not be deleted: %s", type(error).__name__)
            raise Refused(*CANNOT_DELETE) from None


# --- small pieces ----------------------------------------------------------------------------------------------------


def _route(method: Callable[..., Awaitable[HTTPResponse]]) -> Callable[..., Awaitable[HTTPResponse]]:
    """Sanic writes attributes on a handler, which a bound method does not take."""

    @functools.wraps(method)
    async def handler(request: Request, **named: str) -> HTTPResponse:
        try:
            return await method(request, **named)
        except Refused as stop:
            return stop.answer

    return handler


def _may_press(press: str, intents: FrozenSet[str]) -> bool:
    match = PRESSED.fullmatch(press.strip())
    if not match or match.group(1) not in intents or len(press) > 300:
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
    """The channel's lines are written whatever level Rasa logs at."""
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False


def _log(status: str, seconds: float) -> None:
    """One line a message, with none of its text."""
    logger.info("message status=%s ms=%.0f", status, seconds * 1000)
