"""The guide's own channel: a small JSON API over server-issued sessions, and the page that speaks to it.

POST   /guide/sessions            -> {session, replies}
POST   /guide/messages            {text, question?} or {press}, {id?} -> {replies}
GET    /guide/messages            -> {turns}
DELETE /guide/sessions            forget me
GET    /guide/passages/<id>       a passage with its notes
GET    /guide/documents/<link>/<document>.<html|docx|pdf|md|ics>
POST   /guide/feedback            {about, said}
GET    /guide/health              -> {ready, release}
GET    /guide/widget/<file>       the element that shows all of this on a website
"""

from __future__ import annotations

import asyncio
import functools
import logging
from datetime import date
from pathlib import Path
from typing import Any, Awaitable, Callable, Dict, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from actions import documents
from bot import feedback
from bot.assets import assets
from bot.door import Door, Incoming, door
from bot.guard import CANNOT_KEEP_FEEDBACK, Refused, refusal
from bot.keeping import keep_removing
from bot.state import said_in, within
from bot.store import ConversationStore
from knowledge import journeys

logger = logging.getLogger("guide")

PAGE = Path(__file__).parent / "page"
LONGEST_ID = 64  # characters
IDLE_SECONDS = 30  # a connection on which nothing comes is closed
DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


class GuideChannel(InputChannel):
    """The channel; Rasa builds one from credentials.yml."""

    def __init__(self, door: Door) -> None:
        self._door, self._guard = door, door.guard
        self._making = asyncio.Lock()

    @classmethod
    def name(cls) -> str:
        """Name of the channel, as trackers store it."""
        return "guide"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        """Settings come from `guide.yml` and the environment, as those of the endpoints do."""
        return cls(door())

    def url_prefix(self) -> str:
        """All routes of the channel are below this."""
        return "/guide"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. With `stream` a body is read by whoever wants it, after the guard has looked at its head."""
        guide = Blueprint("guide")
        guide.add_route(route(self._begin), "/sessions", methods=["POST"], stream=True)
        guide.add_route(route(self._forget), "/sessions", methods=["DELETE"], stream=True)
        guide.add_route(route(self._message), "/messages", methods=["POST"], stream=True)
        guide.add_route(route(self._history), "/messages", methods=["GET"], stream=True)
        guide.add_route(route(self._passage), "/passages/<name>", methods=["GET"], stream=True)
        guide.add_route(route(self._document), "/documents/<link>/<file>", methods=["GET"], stream=True)
        guide.add_route(route(self._feedback), "/feedback", methods=["POST"], stream=True)
        guide.add_route(route(self._health), "/health", methods=["GET"], stream=True)
        guide.add_route(route(self._style), "/page/page.css", methods=["GET"], stream=True)
        guide.add_route(route(self._widget), "/widget/<file>", methods=["GET"], stream=True)
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
        replies = await self._door.open(request.app.ctx.agent, session, self.name())
        return response.json({"session": self._guard.token(session), "replies": replies}, status=201)

    async def _message(self, request: Request) -> HTTPResponse:
        session = self._guard.session(request)
        body = await self._guard.body(request)
        text, press, name, question = (body.get(key) for key in ("text", "press", "id", "question"))
        if not (isinstance(text, str) ^ isinstance(press, str)) or (text is not None and press is not None):
            return refusal(400, "bad_request", 'Send {"text": "..."} or {"press": "..."}.')
        if not all(value is None or (isinstance(value, str) and len(value) <= LONGEST_ID) for value in (name, question)):
            return refusal(400, "bad_request", f"'id' and 'question' are texts of up to {LONGEST_ID} characters, or left out.")
        said = Incoming(text, press, name, question, "question" in body)
        return response.json({"replies": await self._door.take(request.app.ctx.agent, session, said, self.name())})

    async def _history(self, request: Request) -> HTTPResponse:
        session = self._guard.session(request)
        return response.json({"turns": await self._door.history(request.app.ctx.agent, session)})

    async def _forget(self, request: Request) -> HTTPResponse:
        session = self._guard.session(request)
        await self._guard.body(request)
        await self._door.forget(request.app.ctx.agent, session)
        return response.empty()

    async def _passage(self, request: Request, name: str) -> HTTPResponse:
        session = self._guard.session(request)
        tracker = await request.app.ctx.agent.tracker_store.retrieve(session)
        nation = said_in(tracker).first("nation") if tracker else None
        shown = documents.passage(self._door.knowledge, name, nation, date.today())
        return response.json(shown) if shown else refusal(404, "no_passage", "There is no such passage.")

    async def _document(self, request: Request, link: str, file: str) -> HTTPResponse:
        session = self._door.signer.session_of_link(link)
        form = documents.FORMS.get(file)
        if session is None or form is None or self._guard.ledger.last_seen(session) is None:
            return refusal(404, "no_document", "This link is too old or wrong. Ask the guide for the document again.")
        tracker = await request.app.ctx.agent.tracker_store.retrieve(session)
        whole = self._door.knowledge
        about = next(each for each in whole.journeys if form.document in {paper.id for paper in each.documents})
        answers = said_in(tracker).of(about.id) if tracker else {}
        knowledge = journeys.only(whole, about.id)
        if not form.has(knowledge, answers, date.today()):
            return refusal(
                404, "no_days", "This plan has no days yet, so it has no calendar. Give one, and ask for the document again."
            )
        self._guard.document(session)
        async with self._making:  # beside the turns of others, and one at a time: some take half a second
            made = await asyncio.to_thread(form.make, knowledge, answers, date.today())
        headers = {"Content-Security-Policy": DOCUMENT_POLICY, "Content-Disposition": f'{form.disposition}; filename="{file}"'}
        return response.raw(made, content_type=form.content_type, headers=headers)

    async def _feedback(self, request: Request) -> HTTPResponse:
        """What somebody says of an answer; whose conversation it is decides only whether it may be said."""
        session = self._guard.session(request)
        body = await self._guard.body(request)
        about, said = body.get("about"), body.get("said")
        if not isinstance(about, str) or said not in feedback.SAID:
            return refusal(
                400, "bad_request", f"Send 'about', the id of a passage or a note, and 'said': {', '.join(feedback.SAID)}."
            )
        if about not in {*(p.id for p in self._door.knowledge.passages), *(n.id for n in self._door.knowledge.notes)}:
            return refusal(404, "no_passage", "There is no such passage or note.")
        self._guard.heard(session)
        try:
            feedback.note(self._guard.settings.state_folder, date.today(), self._door.knowledge.release, about, said)
        except OSError as error:
            logger.error("What somebody said of an answer could not be kept: %s", error)
            raise Refused(*CANNOT_KEEP_FEEDBACK) from None
        return response.empty()

    async def _style(self, request: Request) -> HTTPResponse:
        return await response.file(PAGE / "page.css", mime_type="text/css; charset=utf-8")

    async def _widget(self, request: Request, file: str) -> HTTPResponse:
        """A file of the widget, for any website: compressed if the browser takes that, and not at all if it has it."""
        asset = assets().get(file)
        if asset is None:
            return refusal(404, "no_file", "There is no such file.")
        small = "gzip" in request.headers.get("accept-encoding", "")
        headers = {
            "ETag": asset.tag,
            "Cache-Control": "no-cache",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Vary": "Accept-Encoding",
        }
        if request.headers.get("if-none-match") == asset.tag:
            return response.empty(304, headers)
        headers |= {"Content-Encoding": "gzip"} if small else {}
        return response.raw(asset.compressed if small else asset.plain, content_type=asset.content_type, headers=headers)

    async def _health(self, request: Request) -> HTTPResponse:
        told = await self._door.releases(request.app.ctx.agent)
        return response.json(told, status=200 if told["ready"] else 503)


def route(method: Callable[..., Awaitable[HTTPResponse]]) -> Callable[..., Awaitable[HTTPResponse]]:
    """Sanic writes attributes on a handler, which a bound method does not take."""

    @functools.wraps(method)
    async def handler(request: Request, **named: str) -> HTTPResponse:
        try:
            return await method(request, **named)
        except Refused as stop:
            return stop.answer

    return handler
